"""The pages of an assignment in depth, and the lessons from it."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from quizzes.bank.models import Question
from quizzes.classes.assignments import services as assigning
from quizzes.classes.assignments.judging import QUIZ, RECALL, Need
from quizzes.classes.assignments.plans import Plan
from quizzes.classes.setting.models import ClassQuiz
from tests.classes.setting.conftest import text
from tests.progress.memories import facts_of, remember


@pytest.fixture
def assigned(school, topic, quiz, now):
    plan = Plan("Brokers", (Need(RECALL, share=0.8), Need(QUIZ, share=0.5, quiz=quiz.pk)), now, topics=(topic.pk,))
    return assigning.create(cohort=school.cohort, plan=plan, key=uuid4(), now=now, publish=False)


@pytest.fixture
def address(school, assigned):
    return lambda name="class-insight": reverse(f"quizzes:{name}", args=[school.cohort.pk, assigned.pk])


@pytest.fixture
def staff(school):
    def log_in(role="instructor"):
        client = Client()
        client.force_login(school.person(role))
        return client

    return log_in


def study(people, sit, now, missed=()):
    for person in people:
        for fact in facts_of("brokers"):
            remember(person, fact, now, missed=fact.label in missed)
        sit(person, "Log")


def test_the_page_names_confusions_and_tints_the_real_table(staff, address, crowd, sit, now):
    study(crowd(5), sit, now, missed=("row-2",))
    page = staff("assistant").get(address())
    words = text(page)
    assert (
        "<strong>100 % (n = 5, 57–100 %)</strong> take <bdi>Log</bdi> for <bdi>Queue</bdi> in <bdi>Row 1</bdi>" in words
    )
    (table,) = page.context["insight"].tables
    assert (table.corner, table.heads, len(table.lines)) == ("Dimension", ("Queue", "Log", "Table"), 6)
    assert [fact.dimension for fact in page.context["insight"].forgotten[:4]] == ["Row 1", *["Row 2"] * 3]
    assert (
        'class="known k0"><span>Queue brokers 2</span> <span class="known-figure nums"><strong>0&nbsp;%</strong>'
        in words
    )
    assert (
        'class="known k4"><span>Log brokers 3</span> <span class="known-figure nums"><strong>99&nbsp;%</strong>'
        in words
    )


def test_below_five_no_figure_stands_anywhere(staff, address, crowd, sit, now):
    study(crowd(4), sit, now)
    words = text(staff().get(address()))
    assert "Nothing stands out yet" in words
    assert "No fact has been met by five learners yet" in words
    assert ("tables-title" in words, "known-figure" in words) == (False, False)


def test_a_published_assignment_shows_how_the_class_is_spread(staff, address, assigned, crowd, sit, now):
    assigning.publish(assignment=assigned, now=assigned.due - timedelta(days=1))
    study(crowd(5), sit, now)
    spreads = {one.title: (one.people, one.middle) for one in staff().get(address()).context["spreads"]}
    assert spreads == {"Expected recall now": (7, 93), "Marks in “Midterm”": (5, 0)}


def test_the_page_takes_as_many_statements_for_one_learner_as_for_many(staff, address, crowd, sit, now):
    client, counts = staff(), []
    for number in (1, 6):
        study(crowd(number), sit, now)
        with CaptureQueriesContext(
            connection,
        ) as caught:
            assert client.get(address()).status_code == 200
        counts.append(len(caught))
    assert counts[0] == counts[1] <= 22


def test_the_rows_to_teach_are_projected_one_by_one(staff, address, crowd, sit, now):
    study(crowd(5), sit, now, missed=("row-2",))
    client = staff("assistant")
    page = client.get(address("class-teach"))
    assert [lesson.dimension for lesson in page.context["lessons"]][:2] == ["Row 2", "Row 1"]
    assert len(page.context["lessons"]) == 5
    assert "Make a quiz" not in text(page)
    first, last = (text(client.get(address("class-teach"), {"at": at})) for at in (1, 5))
    assert 'data-key="arrowright pagedown"' in first
    assert 'data-key="arrowleft' not in first
    assert 'data-key="arrowleft pageup"' in last
    assert 'data-key="arrowright' not in last
    assert "1 of 5" in first
    assert all("before" not in client.get(address("class-teach"), {"at": at}).context for at in ("6", "0", "x", "²"))
    assert not re.search(r"\b(Lea|Mate)\b", first)  # as words: a token may hold such letters by chance


def test_one_press_makes_a_draft_of_fair_questions_about_them_and_a_second_no_other(staff, address, crowd, sit, now):
    study(crowd(5), sit, now)
    Question.objects.filter(key="value/brokers/table/queue/row-1").update(state="needs-review")
    client, key = staff("deputy"), uuid4()
    before = ClassQuiz.objects.count()
    first, second = (client.post(address("class-teach-quiz"), {"idempotency_key": key}) for _ in range(2))
    assert first.url == second.url
    assert ClassQuiz.objects.count() == before + 1
    made = ClassQuiz.objects.order_by("-pk").first()
    lessons = client.get(address("class-teach")).context["lessons"]
    asked = [line.question for line in made.quiz.paper.select_related("question")]
    assert [one.facts.get().label for one in asked] == [one.row[2] for one in lessons if one.row[2] != "row-1"]
    assert (made.given_at, made.quiz.title, {one.state for one in asked}) == (None, "Again: Brokers", {"live"})


def test_nothing_that_can_be_asked_makes_no_quiz(staff, address, crowd, sit, now):
    study(crowd(5), sit, now)
    Question.objects.update(state="rejected")
    before = ClassQuiz.objects.count()
    page = staff().post(address("class-teach-quiz"), {"idempotency_key": uuid4()}, follow=True)
    assert "No question can be asked fairly about these rows" in text(page)
    assert ClassQuiz.objects.count() == before
    assert staff().post(address("class-teach-quiz"), {"idempotency_key": "x"}).status_code == 400
