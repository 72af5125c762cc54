"""A clock that runs is seen on every page."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from quizzes.attempts import services
from quizzes.attempts.models import Attempt
from quizzes.attempts.running import Running, running
from tests.attempts.quiz_pages import text
from tests.factories import UserFactory

PASSWORD = "correct horse battery"
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
PAGES = ("/wiki/", "/progress/", "/search/?q=log", "/settings/")


@pytest.fixture
def now():
    """Views take the time from the clock."""
    return timezone.now()


@pytest.fixture
def grace(foundation):
    return UserFactory(email="grace@example.com", password=PASSWORD)


@pytest.fixture
def logged_in(grace):
    client = Client()
    client.post("/accounts/login/", {"login": grace.email, "password": PASSWORD})
    return client


def sat(grace, foundation, now):
    return services.start_exam(learner=grace, phase=foundation, key=uuid4(), now=now)


@pytest.mark.parametrize(
    ("seconds", "left"), [(432, "7:12"), (431.2, "7:12"), (5, "0:05"), (4032, "1:07:12"), (0, None), (-3, None)]
)
def test_what_is_left_is_said_as_clocks_say_it(seconds, left):
    end = (NOON + timedelta(seconds=seconds)).isoformat()
    found = running({"pk": 7, "title": "Foundation exam", "deadline": end}, NOON)
    assert (found.left if found else None) == left


def test_whoever_has_none_has_none():
    assert running(None, NOON) is None


def test_it_leads_to_its_attempt_and_asks_its_clock():
    found = Running(7, "Foundation exam", 432)
    assert (found.address, found.clock) == ("/quizzes/7/", "/quizzes/7/clock/")


def test_every_page_says_what_runs_and_no_page_of_the_attempt(logged_in, grace, foundation, now):
    exam = sat(grace, foundation, now)
    for page in PAGES:
        shown = text(logged_in.get(page))
        assert f'<a href="/quizzes/{exam.pk}/"><bdi>Foundation exam</bdi>, ' in shown
        assert "left: go on</a>" in shown
        assert shown.count("js/timer.js") >= 1
    assert "left: go on" not in text(logged_in.get(f"/quizzes/{exam.pk}/"))


def test_what_has_ended_or_is_anothers_or_has_no_clock_is_not_said(logged_in, grace, learner, foundation, now):
    sat(learner, foundation, now)
    assert "left: go on" not in text(logged_in.get("/wiki/"))
    exam = sat(grace, foundation, now)
    Attempt.objects.filter(pk=exam.pk).update(deadline=now - timedelta(seconds=1))
    assert "left: go on" not in text(logged_in.get("/wiki/"))
    services.submit(attempt_id=exam.pk, now=now)
    assert "js/timer.js" not in text(logged_in.get("/wiki/"))


def test_it_costs_no_statement(logged_in, grace, foundation, now):
    logged_in.get("/wiki/")
    counts = []
    for begin in (lambda: None, lambda: sat(grace, foundation, now)):
        begin()
        with CaptureQueriesContext(
            connection,
        ) as made:
            logged_in.get("/wiki/")
        counts.append(len(made))
    assert counts[0] == counts[1]
