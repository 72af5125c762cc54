"""What one person answered is nobody's: figures are shown from five people on, names in reports to editors alone."""

from dataclasses import replace

import pytest
from django.urls import reverse

from quizzes.bank.models import Question
from quizzes.statistics import queries as figures
from quizzes.statistics.models import ItemStatistics
from quizzes.statistics.privacy import PEOPLE
from quizzes.statistics.services import compute
from tests.curation.conftest import met_by
from tests.factories import InstructorFactory

READERS = ("editor", "instructor")
FIGURES = ("of 1 people", "n&nbsp;=&nbsp;", "% right", "Strong half", "100&nbsp;%", "100 %", "Discrimination")


def page(client, name, *args, **query):
    response = client.get(reverse(f"quizzes:{name}", args=args), query)
    assert response.status_code == 200
    return response.content.decode()


def pages(client, desk):
    """Every page with figures, and the file."""
    yield page(client, "questions")
    yield page(client, "question", desk.question.pk)
    yield page(client, "statistics")
    response = client.get(reverse("quizzes:question-export"), {"scope": "all", "format": "json"})
    yield b"".join(response.streaming_content).decode() if response.streaming else response.content.decode()


@pytest.mark.parametrize("people", [1, PEOPLE - 1])
@pytest.mark.parametrize("role", READERS)
def test_what_too_few_people_did_is_on_no_page_and_in_no_file(client, desk, now, role, people):
    met_by(desk.attempt, people - 1)
    compute(now)
    assert ItemStatistics.objects.get(question=desk.question).n == people
    client.force_login(desk.person(role))
    for shown in pages(client, desk):
        assert [words for words in FIGURES if words in shown] == []
    assert "Figures are shown when 5 different members" in page(client, "question", desk.question.pk)


@pytest.mark.parametrize("role", READERS)
def test_figures_are_shown_from_five_people_on(client, desk, now, role):
    met_by(desk.attempt, PEOPLE - 1)
    compute(now)
    client.force_login(desk.person(role))
    assert f"of {PEOPLE} people" in page(client, "question", desk.question.pk)
    assert f"n&nbsp;=&nbsp;{PEOPLE}" in page(client, "questions", order="hardest")


def test_visitors_are_nobody(desk, now):
    """Whoever throws away a cookie is not another person."""
    for browser in range(PEOPLE):
        met_by(desk.attempt, 1, visitor=f"browser {browser}")
    compute(now)
    assert ItemStatistics.objects.get(question=desk.question).n == 1


def test_nothing_is_sorted_by_a_figure_that_is_not_shown(client, desk, now):
    """The last of the path would come first if its figure counted."""
    last = (
        Question.objects.filter(current__isnull=False)
        .order_by("topic__phase__position", "topic__position", "key")
        .last()
    )
    ItemStatistics.objects.create(question=last, n=PEOPLE - 1, facility=0.0, discrimination=-90.0, computed_at=now)
    client.force_login(desk.editor)
    for order in ("hardest", "discrimination"):
        found = client.get(reverse("quizzes:questions"), {"order": order}).context["page"].paginator.object_list
        assert found[0] != last
    ItemStatistics.objects.update(n=PEOPLE)
    assert client.get(reverse("quizzes:questions"), {"order": "hardest"}).context["page"].object_list[0] == last


def test_half_of_the_people_are_shown_when_they_are_enough(desk, now):
    met_by(desk.attempt, PEOPLE - 1)
    compute(now)
    assert {one.strong_share for one in figures.choices_of(desk.question.pk)} == {None}
    met_by(desk.attempt, PEOPLE)
    compute(now)
    assert None not in {one.strong_share for one in figures.choices_of(desk.question.pk)}


def test_the_matrix_leaves_out_questions_that_few_have_met(desk, now):
    fact = desk.question.facts.select_related("topic").first()
    compute(now)
    assert figures.confused(fact, people=1) is not None
    assert figures.confused(fact) is None
    assert figures.worst_confusions(least=1) == []
    met_by(desk.attempt, PEOPLE - 1)
    compute(now)
    assert sum(row.asked for row in figures.confused(fact).rows) == PEOPLE


@pytest.mark.parametrize("role", ["learner", "charlie", "instructor", "other instructor", "visitor"])
def test_who_reported_what_is_for_editors_alone(client, desk, role):
    outsider = InstructorFactory(password=None) if role == "other instructor" else desk.person(role)
    if outsider:
        client.force_login(outsider)
    routes = [("reports", []), ("questions", []), ("question", [desk.question.pk]), ("statistics", [])]
    for name, args in routes:
        shown = client.get(reverse(f"quizzes:{name}", args=args), {"show": "reported"} if name == "questions" else {})
        html = shown.content.decode()
        told = (
            desk.report.words,
            *(() if role == "learner" else ("<bdi>Lea</bdi>",)),  # a learner reads their own name in the menu
            "Reported</span>",
            "Looks broken</span>",
            reverse("quizzes:reports"),
        )
        assert [words for words in told if words in html] == [], name
    client.force_login(desk.editor)
    assert desk.report.words in page(client, "question", desk.question.pk)
    assert "Lea" in page(client, "reports")


def test_an_instructor_is_offered_nothing_that_is_an_editors(client, desk, now):
    """No form, link or filter leads to a 403."""
    compute(now)
    client.force_login(desk.instructor)
    for shown in pages(client, replace(desk, question=desk.own)):
        assert 'method="post" action="/questions/' not in shown
        for name in ("question-new", "question-import", "reports"):
            assert f'href="{reverse(f"quizzes:{name}")}' not in shown
    assert 'value="reported"' not in page(client, "questions")
    every = client.get(reverse("quizzes:questions")).context["page"].paginator.count
    asked = client.get(reverse("quizzes:questions"), {"show": "reported"})
    assert asked.context["page"].paginator.count == every
