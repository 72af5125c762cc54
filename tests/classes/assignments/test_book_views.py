"""The page with the gradebook, among the other things of the site."""

import csv
import io
import uuid
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.template.loader import render_to_string
from django.urls import reverse

from quizzes.attempts.models import Attempt, Quiz
from quizzes.classes.assignments import judging
from quizzes.classes.assignments.book import activity_of, book_of, tries_of
from quizzes.classes.assignments.judging import Part
from quizzes.classes.assignments.models import Arrangement
from quizzes.classes.assignments.risk import Activity
from quizzes.reviews.models import Card, Review


def test_the_search_box_stays_empty_whatever_the_gradebook_is_asked_for(client, school):
    client.force_login(school.instructor)
    page = client.get(reverse("quizzes:class", args=[school.cohort.pk]), {"q": "Lea", "sort": "name"})
    box = page.content.decode().split('aria-label="Search the wiki"')[1].split(">")[0]
    assert 'value=""' in box
    assert page.context["book_query"] == "sort=name&show=all&q=Lea"


def test_the_gradebook_goes_by_the_real_name_that_a_learner_gave(client, school, now):
    school.cohort.memberships.filter(learner=school.classmate).update(real_name="Aaron B.")
    assert [row.name for row in book_of(school.cohort, now).rows] == ["Aaron B.", "Lea"]
    client.force_login(school.instructor)
    person = client.get(reverse("quizzes:class-person", args=[school.cohort.pk, school.classmate.pk]))
    assert "<h1><bdi>Aaron B.</bdi></h1>" in person.content.decode()


def test_the_page_of_an_assignment_goes_by_real_names(client, school):
    school.cohort.memberships.filter(learner=school.learner).update(real_name="Zora B.")
    client.force_login(school.instructor)
    page = client.get(
        reverse("quizzes:class-assignment", args=[school.cohort.pk, school.assignment.pk])
    ).content.decode()
    assert page.index("<bdi>Mate</bdi>") < page.index("<bdi>Zora B.</bdi>")
    assert "<bdi>Lea</bdi>" not in page


def test_the_spreadsheet_says_when_it_is_due_and_how_everybody_stands_as_pages_do(client, school):
    client.force_login(school.instructor)
    sheet = client.get(reverse("quizzes:class-book", args=[school.cohort.pk])).content.decode("utf-8-sig")
    rows = {row["learner"]: row for row in csv.DictReader(io.StringIO(sheet))}
    title = school.assignment.title
    assert {(row[f"{title}: due"], row[f"{title}: state"]) for row in rows.values()} == {("2026-03-12", "Overdue")}
    assert list(rows) == ["Lea", "Mate"]


def test_the_page_of_an_assignment_counts_as_the_gradebook_does_and_names_the_excused(client, school, now):
    excuse = {"kind": Arrangement.Kind.EXCUSED, "by": school.instructor, "why": "Ill", "key": uuid.uuid4(), "at": now}
    Arrangement.objects.create(assignment=school.assignment, learner=school.classmate, **excuse)
    client.force_login(school.instructor)
    address = reverse("quizzes:class-assignment", args=[school.cohort.pk, school.assignment.pk])
    page = client.get(address).context["page"]
    [column] = book_of(school.cohort, now).columns
    assert (page.done, page.asked, page.excused) == (column.done, column.asked, 1)
    assert column.asked == 1


def test_the_gradebook_says_until_when_somebody_was_given_more_time(client, school, now):
    due = now + timedelta(days=40)
    Arrangement.objects.create(
        assignment=school.assignment, learner=school.classmate, kind=Arrangement.Kind.EXTENDED, due=due,
        by=school.instructor, why="Ill", key=uuid.uuid4(), at=now,
    )  # fmt: skip
    client.force_login(school.instructor)
    page = client.get(reverse("quizzes:class", args=[school.cohort.pk])).content.decode()
    assert page.count("<small>until ") == 1
    own = client.get(reverse("quizzes:class-person", args=[school.cohort.pk, school.classmate.pk])).content.decode()
    assert own.count('<small class="muted">not ') == 1


@pytest.mark.parametrize(
    ("state", "value", "told"), [("met", 0.75, True), ("open", 0.0, False), ("excused", 0.75, False)]
)
def test_a_cell_of_the_gradebook_says_how_a_quiz_went_that_was_taken(state, value, told):
    task = SimpleNamespace(state=state, met=state == "met", parts=[Part(judging.QUIZ, value, 0.6, quiz=1)])
    cell = render_to_string("classes/assignments/cell.html", {"task": task})
    assert ("<small>quiz 75&nbsp;%</small>" in cell) == told
    assert cell.count("<small>quiz ") == told


def test_staff_get_from_a_learner_to_the_assignment(client, school):
    client.force_login(school.instructor)
    page = client.get(reverse("quizzes:class-person", args=[school.cohort.pk, school.classmate.pk])).content.decode()
    assert f'href="{reverse("quizzes:class-assignment", args=[school.cohort.pk, school.assignment.pk])}"' in page


# --- What a line says -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days", "before", "said"), [(5, 3, "up from 3"), (2, 6, "down from 6"), (4, 4, "as before"), (0, 0, "")]
)
def test_the_trend_is_said_in_words(days, before, said):
    assert Activity(days=days, before=before).trend == said


def test_the_days_of_this_week_stand_beside_those_of_the_week_before(school, now):
    card = Card.objects.filter(learner=school.classmate).first()
    for ago in (1, 1, 3, 8, 9, 10, 20):
        at = now - timedelta(days=ago)
        Review.objects.create(
            learner=school.classmate, card=card, fact_version=1, source="review", rating=3, at=at, day=at.date(),
            key=uuid.uuid4(), state=2, due=at, due_day=at.date(), stability=1.0, difficulty=5.0,
        )  # fmt: skip
    activity = activity_of([school.classmate.pk], now)[school.classmate.pk]
    assert (activity.days, activity.before) == (2, 3)


def test_tries_are_counted_where_a_quiz_is_asked_for(school, now):
    quiz = Quiz.objects.create(key="q", title="Quiz", number=3, created_at=now)
    for handed_in in (now, now, None):
        Attempt.objects.create(
            learner=school.learner, quiz=quiz, kind="exam", title="Quiz", seed="s", key=uuid.uuid4(), started_at=now,
            submitted_at=handed_in,
        )  # fmt: skip
    assert tries_of([school.learner.pk, school.classmate.pk], [quiz.pk]) == {school.learner.pk: 2}
    assert tries_of([school.learner.pk], []) == {}


def test_a_cell_says_in_words_what_would_be_recalled(client, school, now, monkeypatch):
    monkeypatch.setattr("sdwiki.clock.now", lambda: now)
    client.force_login(school.instructor)
    page = client.get(reverse("quizzes:class", args=[school.cohort.pk])).content.decode()
    table = page.partition("gradebook")[2].partition("</table>")[0]
    assert "<small>recall" in table
    assert "→" not in table
    assert "0 days" in table


def test_inviting_by_mail_is_offered_where_mail_is_sent(client, school, settings):
    client.force_login(school.instructor)
    people, invite = (reverse(f"quizzes:{name}", args=[school.cohort.pk]) for name in ("class-people", "class-invite"))
    page = client.get(people).content.decode()
    assert invite not in page
    assert "this site has no mail server" in page
    settings.EMAIL_URL = "smtp://x"
    assert invite in client.get(people).content.decode()
