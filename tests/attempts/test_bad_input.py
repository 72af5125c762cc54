"""What no browser of a timed quiz sends by itself: refused with the right code and words, the attempt unharmed."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from quizzes.attempts.models import Answer, Attempt, AttemptQuestion, Grading, Quiz
from quizzes.bank.models import Question
from tests.attempts.conftest import choice
from tests.attempts.quiz_pages import HTMX, fields, post, text

UNREAD = (400, "This answer could not be read. Reload the page to see what is saved.")
UNKNOWN = (404, "There is no such question or choice here")


@pytest.fixture
def now():
    """Views take the time from the clock."""
    return timezone.now()


@pytest.fixture
def sat(exam, answer):
    """An exam with one answer."""
    answer(exam, 1)
    return exam


def stands():
    """All that is stored of attempts."""
    tables = (Attempt, AttemptQuestion, Answer, Grading)
    return [list(table.objects.order_by("pk").values_list()) for table in tables]


@pytest.mark.parametrize("headers", [HTMX, None])
@pytest.mark.parametrize(
    ("position", "sent", "refused"),
    [
        (11, {}, UNKNOWN),
        (0, {}, UNKNOWN),
        (99999999999, {}, UNKNOWN),
        (2, {"choice": "of question 3"}, UNKNOWN),
        (2, {"choice": 2**62}, UNKNOWN),
        (2, {"choice": "one"}, UNREAD),
        (2, {"choice": "-1"}, UNREAD),
        (2, {"choice": "1" * 30}, UNREAD),
        (2, {"choice": "٣"}, UNREAD),
        (2, {"text": "a\0b"}, (400, "")),
        (2, {"sequence": "-1"}, UNREAD),
        (2, {"sequence": "many"}, UNREAD),
        (2, {"sequence": ""}, UNREAD),
        (2, {"idempotency_key": "mine"}, UNREAD),
        (2, {"idempotency_key": ""}, UNREAD),
        (2, {"sureness": "very"}, UNREAD),
        (2, {"unconfirmed": "no keys"}, UNREAD),
    ],
)
def test_an_answer_that_cannot_be_one_is_refused(sat, client, position, sent, refused, headers):
    before = stands()
    sent = fields(sat, 2) | sent
    if sent["choice"] == "of question 3":
        sent["choice"] = choice(sat, 3)
    response = client.post(f"/quizzes/{sat.pk}/{position}/answer/", sent, headers=headers)
    assert (response.status_code, refused[1] in text(response)) == (refused[0], True)
    assert stands() == before


@pytest.mark.parametrize("route", ["answer", "flag", "submit"])
def test_fields_that_no_form_has_change_nothing(sat, client, charlie, route):
    """Nobody sends their score, their time or their name along, nor a clock of their own."""
    later = (timezone.now() + timedelta(days=1)).isoformat()
    added = {"learner": charlie.pk, "score": 10, "max_score": 1, "deadline": later, "started_at": later, "now": later}
    added |= {"at": later, "submitted_at": later, "kind": "practice", "remaining": 9999, "late": "", "share": 1}
    place = "submit/" if route == "submit" else f"2/{route}/"
    sent = fields(sat, 2) | {"flagged": "on"} | added
    client.post(f"/quizzes/{sat.pk}/{place}", sent, headers=HTMX | {"Date": "Mon, 01 Jan 2035 00:00:00 GMT"})
    held = Attempt.objects.get()
    assert (held.learner_id, held.kind, held.deadline, held.started_at) == (
        sat.learner_id, sat.kind, sat.deadline, sat.started_at
    )  # fmt: skip
    assert (held.score, held.max_score) == ((1, 10) if route == "submit" else (None, None))
    assert all(at <= timezone.now() for at in Answer.objects.values_list("at", flat=True))


@pytest.mark.parametrize("seconds", [11, 3600])
def test_no_clock_of_the_browser_brings_an_answer_in_after_the_grace(sat, client, seconds):
    Attempt.objects.update(deadline=timezone.now() - timedelta(seconds=seconds))
    before = Answer.objects.count()
    response = post(client, sat, 2, at="2020-01-01T00:00:00Z", remaining=60)
    assert (response.status_code, Answer.objects.count()) == (409, before)
    assert "came after the deadline" in text(response)


@pytest.mark.parametrize(
    ("rules", "says"),
    [
        ({"tables": ["storage/nothing"]}, "holds no question that can be asked now"),
        ({"graded": True, "number": 30}, "asks 30 questions, and what it is about holds 14 now"),
    ],
)
def test_a_quiz_that_finds_too_little_says_what_is_missing(foundation, client, now, rules, says):
    quiz = Quiz.objects.create(**{"key": uuid4().hex, "title": "Mixed", "number": 5, "created_at": now} | rules)
    response = client.post(f"/quizzes/set/{quiz.pk}/start/", {"idempotency_key": str(uuid4())}, follow=True)
    assert response.redirect_chain == [("/quizzes/", 302)]
    assert f"“Mixed” {says}" in text(response)
    assert not Attempt.objects.exists()


def test_an_exam_of_questions_that_are_gone_says_so(foundation, client):
    Question.objects.update(state="rejected")
    response = client.post("/quizzes/start/", {"kind": "exam", "phases": "foundation", "idempotency_key": str(uuid4())})
    page = text(client.get(response["Location"]))
    assert "An exam needs 10 questions that can be graded; this phase has 0." in page
