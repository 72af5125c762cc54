"""Choosing and starting a quiz, and whose it is."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from quizzes.attempts import services
from quizzes.attempts.models import Answer, Attempt
from quizzes.bank.models import Question
from tests.attempts.quiz_pages import HTMX, HUGE, fields, start, text


@pytest.fixture
def now():
    """Views take the time from the clock."""
    return timezone.now()


def test_a_visitor_sees_what_can_be_tried(small, visitor):
    page = text(visitor.get("/quizzes/"))
    assert "5 questions without an account" in page
    assert "Log in to take an exam" in page
    assert "Past results" not in page


def test_the_page_says_what_an_exam_is_and_where_there_is_none(small, client):
    page = text(client.get("/quizzes/"))
    assert "10 questions, 10 minutes. One try at a time" in page
    assert "5 of the 10 questions an exam needs" in page
    assert "Start the exam" in page


def test_the_scope_is_preselected(small, client):
    page = text(client.get("/quizzes/?topic=messaging"))
    assert 'value="messaging" checked' in page
    assert 'value="foundation" checked' not in page.split("Phase exam")[0]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_takes_eight_queries(small, client, begin, answer, rows, django_assert_num_queries):
    for _ in range(rows):
        attempt = begin()
        answer(attempt, 1)
        services.submit(attempt_id=attempt.pk, now=attempt.started_at)
        begin()
    with django_assert_num_queries(8):
        page = text(client.get("/quizzes/"))
    assert page.count('aria-label="Resume All, ') == rows


def test_what_is_open_is_told_apart_and_the_rest_is_folded(small, client, begin, now):
    for hours in range(7):
        begin(at=now - timedelta(hours=hours))
    page = text(client.get("/quizzes/"))
    first, folded = (
        re.findall(r'aria-label="Resume All, (\d+ \w+, \d\d:\d\d)"', part) for part in page.split("2 more<")
    )
    assert (len(first), len(folded), len({*first, *folded})) == (5, 2, 7)


def test_start_pressed_twice_leads_to_the_same_address(foundation, client):
    key = str(uuid4())
    one, two = (start(client, idempotency_key=key) for _ in range(2))
    assert (one.status_code, one.url) == (two.status_code, two.url) == (302, f"/quizzes/{Attempt.objects.get().pk}/")


def test_two_presses_of_somebody_new_lead_to_the_same_address(foundation):
    """The second one is sent before the first one's answer has brought a session."""
    key, presses = str(uuid4()), (Client(), Client())
    one, two = (start(browser, idempotency_key=key) for browser in presses)
    assert (one.status_code, one.url) == (two.status_code, two.url) == (302, f"/quizzes/{Attempt.objects.get().pk}/")
    assert [browser.get(two.url).status_code for browser in presses] == [200, 200]
    other = Client()
    start(other)
    assert other.get(two.url).status_code == 302


def test_start_by_htmx_moves_the_whole_browser(foundation, client):
    response = start(client, headers=HTMX)
    assert (response.status_code, response["HX-Redirect"]) == (200, f"/quizzes/{Attempt.objects.get().pk}/")


def test_start_takes_phases_and_topics(small, client):
    start(client, topics="messaging", count="20")
    attempt = Attempt.objects.get()
    assert attempt.title == "Foundation and 1 more"
    slugs = set(attempt.questions.values_list("version__question__topic__slug", flat=True))
    assert slugs == {"storage", "scaling", "messaging"}


@pytest.fixture
def varied(foundation):
    """Questions of three kinds and three difficulties."""
    for n, pk in enumerate(Question.objects.order_by("pk").values_list("pk", flat=True)):
        kind = ("value", "option", "scenario")[n % 3]
        Question.objects.filter(pk=pk).update(kind=kind, difficulty=1 + n // 3 % 3)


@pytest.mark.parametrize("kinds", [["option"], ["scenario", "value"]])
def test_practice_is_made_of_the_chosen_kinds(varied, client, kinds):
    start(client, kinds=kinds)
    found = set(Attempt.objects.get().questions.values_list("version__question__kind", flat=True))
    assert found == set(kinds)


def test_practice_is_as_difficult_as_chosen(varied, client):
    for level in (1, 2, 3):
        start(client, difficulty=str(level))
        questions = Attempt.objects.order_by("-pk")[0].questions
        assert set(questions.values_list("version__question__difficulty", flat=True)) == {level}


def test_quiz_that_is_shorter_than_asked_for_says_why(varied, client):
    response = start(client, kinds=["option"], count="20")
    number = Attempt.objects.get().questions.count()
    assert 0 < number < 20
    assert f"This quiz has {number} of the 20 questions you asked for" in text(client.get(response.url))
    assert "you asked for" not in text(client.get(start(client).url))


def test_scope_without_such_a_question_says_so_and_keeps_the_choice(foundation, client):
    Question.objects.filter(kind="odd").update(state="rejected")
    response = start(client, kinds=["odd"], difficulty="3")
    assert response.url == "/quizzes/?phase=foundation&kind=odd&difficulty=3"
    page = text(client.get(response.url))
    assert "There is no such question" in page
    assert 'value="odd" checked' in page
    assert 'name="difficulty" value="3" checked' in page
    assert Attempt.objects.count() == 0


def test_start_takes_nothing_else_from_the_browser(foundation, client, learner, charlie):
    start(client, learner=str(charlie.pk), score="10", seed="x", title="Mine", deadline="2030-01-01", visitor="v")
    attempt = Attempt.objects.get()
    assert (attempt.learner, attempt.score, attempt.title, attempt.visitor) == (learner, None, "Foundation", "")


@pytest.mark.parametrize(
    "bad",
    [
        {"kind": "other"},
        {"kind": None},
        {"phases": None},
        {"phases": "nothing"},
        {"phases": "\0"},
        {"topics": "nothing"},
        {"topics": "x" * 5000},
        {"count": "4"},
        {"count": "21"},
        {"count": "9" * 5000},
        {"count": "many"},
        {"kinds": "flashcard"},
        {"difficulty": "4"},
        {"difficulty": "very"},
        {"idempotency_key": None},
        {"idempotency_key": "no-uuid"},
        {"kind": "exam", "phases": None},
    ],
)
def test_start_refuses_bad_input(foundation, client, bad):
    assert start(client, **bad).status_code == 400
    assert Attempt.objects.count() == 0


def test_start_with_somebody_elses_key_is_refused(client, charlie, begin):
    theirs = begin(learner=charlie)
    assert start(client, idempotency_key=str(theirs.key)).status_code == 400
    assert Attempt.objects.count() == 1


def test_an_exam_of_a_small_phase_offers_practice(small, client):
    response = start(client, kind="exam", phases="communication")
    assert (response.status_code, response.url) == (302, "/quizzes/?phase=communication")
    page = text(client.get(response.url))
    assert "needs 10 questions that can be graded; this phase has 5. You can practise it." in page
    assert 'value="communication" checked' in page


def test_an_open_exam_is_led_to(exam, client):
    response = start(client, kind="exam")
    assert response.url == f"/quizzes/{exam.pk}/"
    assert "one try at a time" in text(client.get(response.url))


def test_a_visitor_must_log_in_for_an_exam(foundation, visitor):
    response = start(visitor, kind="exam")
    assert (response.status_code, response.url) == (302, "/accounts/login/?next=/quizzes/%3Fphase%3Dfoundation")
    assert Attempt.objects.count() == 0


# --- whose attempt it is ---

ROUTES = [
    ("get", "/quizzes/{pk}/"),
    ("post", "/quizzes/{pk}/1/answer/"),
    ("post", "/quizzes/{pk}/1/flag/"),
    ("post", "/quizzes/{pk}/submit/"),
]


@pytest.mark.parametrize(("method", "route"), ROUTES)
@pytest.mark.parametrize("headers", [{}, HTMX])
def test_other_peoples_attempts_are_not_found(exam, charlie, method, route, headers):
    outsider = Client()
    outsider.force_login(charlie)
    before = Attempt.objects.values().get()
    response = getattr(outsider, method)(route.format(pk=exam.pk), fields(exam, 1), headers=headers)
    assert response.status_code == 404
    assert Attempt.objects.values().get() == before
    assert Answer.objects.count() == 0


@pytest.mark.parametrize(("method", "route"), ROUTES)
def test_without_a_login_every_attempt_leads_to_it(exam, visitor, method, route):
    for pk in (exam.pk, exam.pk + 1):
        response = getattr(visitor, method)(route.format(pk=pk), fields(exam, 1))
        assert (response.status_code, response.url) == (302, f"/accounts/login/?next=/quizzes/{pk}/")
    assert Answer.objects.count() == 0


@pytest.mark.parametrize(("method", "route"), ROUTES)
def test_a_visitors_attempt_is_theirs_alone(foundation, visitor, client, method, route):
    start(visitor)
    attempt = Attempt.objects.get()
    data = fields(attempt, 1)
    assert getattr(client, method)(route.format(pk=attempt.pk), data).status_code == 404
    other = Client()
    start(other)
    assert getattr(other, method)(route.format(pk=attempt.pk), data).status_code == 302
    assert Answer.objects.count() == 0
    mine = getattr(visitor, method)(route.format(pk=attempt.pk), data)
    assert mine.status_code in (200, 302)
    assert "login" not in mine.headers.get("Location", "")


@pytest.mark.parametrize("pk", [0, HUGE, "9" * 5000, "x", "-1"])
def test_impossible_addresses_are_not_found(learner, client, pk):
    assert client.get(f"/quizzes/{pk}/").status_code == 404
    assert client.post(f"/quizzes/{pk}/1/answer/").status_code == 404


@pytest.mark.parametrize("route", ["start/", "{pk}/1/answer/", "{pk}/1/flag/", "{pk}/submit/"])
def test_a_get_is_no_write(exam, client, route):
    assert client.get("/quizzes/" + route.format(pk=exam.pk)).status_code == 405


@pytest.mark.parametrize("route", ["start/", "{pk}/1/answer/", "{pk}/1/flag/", "{pk}/submit/"])
def test_a_write_needs_its_token(exam, learner, route):
    client = Client(enforce_csrf_checks=True)
    client.force_login(learner)
    assert client.post("/quizzes/" + route.format(pk=exam.pk), fields(exam, 1)).status_code == 403
    assert Answer.objects.count() == 0


def test_reading_changes_nothing(exam, client):
    Attempt.objects.update(deadline=timezone.now() - timedelta(hours=1))
    before = Attempt.objects.values().get()
    for path in ("", f"{exam.pk}/", f"{exam.pk}/?question=11"):
        assert client.get(f"/quizzes/{path}").status_code == 200
    assert Attempt.objects.values().get() == before


def test_a_visitor_may_start_so_many_quizzes_and_no_more(foundation, visitor, learner, settings):
    settings.ACCOUNT_RATE_LIMITS = {"start_quiz": "2/d/key,4/h/ip"}
    assert [start(visitor).status_code for _ in range(3)] == [302, 302, 429]
    assert Attempt.objects.count() == 2
    assert "Sign up, or log in, to go on" in text(start(visitor))
    assert visitor.get(f"/quizzes/{Attempt.objects.first().pk}/").status_code == 200
    # Who throws the session away comes from the same address.
    assert [start(Client()).status_code for _ in range(3)] == [302, 302, 429]
    member = Client()
    member.force_login(learner)
    assert start(member).status_code == 302
