"""The review page: who may open it and grade, and how many statements that costs."""

from datetime import timedelta
from uuid import uuid4

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client
from django.utils import timezone

from quizzes.reviews.models import Card, Review
from quizzes.reviews.services import add_topics
from tests.reviews.review_page import HTMX, URL, fields

pytestmark = pytest.mark.django_db


@pytest.fixture
def now():
    """The views read the clock."""
    return timezone.now()


def routes(card):
    return [
        ("get", URL), ("get", f"/review/{card.pk}/row/"), ("get", "/review/load/"),
        ("post", f"/review/{card.pk}/grade/"), ("post", "/review/undo/"),
    ]  # fmt: skip


def test_visitors_are_sent_to_the_login(cards):
    for method, url in routes(cards[0]):
        response = getattr(Client(), method)(url, headers={"referer": "http://testserver/review/"})
        assert response.status_code == 302
        back = url if method == "get" else "%2Freview%2F"  # a form's address has no page
        assert response["Location"] == f"/accounts/login/?next={back}"


def test_wrong_methods_are_refused(cards, member):
    for method, url in routes(cards[0]):
        other = "post" if method == "get" else "get"
        assert getattr(member, other)(url).status_code == 405


def test_an_outsider_does_not_find_a_card(cards, charlie):
    client = Client()
    client.force_login(charlie)
    data = {"rating": 3, "idempotency_key": uuid4(), "reps": 0}
    for headers in ({}, HTMX):
        assert client.post(f"/review/{cards[0].pk}/grade/", data, headers=headers).status_code == 404
        assert client.get(f"/review/{cards[0].pk}/row/", headers=headers).status_code == 404
    assert "Nothing to review yet" in client.get(f"{URL}?card={cards[0].pk}&answer=1").content.decode()
    assert not Review.objects.exists()


@pytest.mark.parametrize("card", ["0", "99999999999999999999999", "9" * 5000])
def test_a_card_that_cannot_be_is_not_found(member, card):
    data = {"rating": 3, "idempotency_key": uuid4(), "reps": 0}
    assert member.post(f"/review/{card}/grade/", data).status_code == 404
    assert member.get(f"/review/{card}/row/").status_code == 404


def test_forged_requests_are_refused(cards, learner):
    client = Client(enforce_csrf_checks=True)
    client.force_login(learner)
    data = {"rating": 3, "idempotency_key": uuid4(), "reps": 0}
    assert client.post(f"/review/{cards[0].pk}/grade/", data).status_code == 403
    assert not Review.objects.exists()


# --- Cost ----------------------------------------------------------------------------------------------


@pytest.fixture
def logged_in(learner, member):
    """The learner's browser as the login page leaves it: session and person are then read by one statement."""
    UserSession.objects.create(user=learner, session_key=member.session.session_key, ip="127.0.0.1")
    return member


@pytest.mark.parametrize("facts", [1, 3])
def test_the_page_costs_three_statements(bank, learner, logged_in, now, facts, django_assert_num_queries):
    topic = bank.topic("caching", facts=facts)
    add_topics(learner=learner, topic_ids=[topic.pk], now=now)
    with django_assert_num_queries(3):  # session, the day's load, card
        logged_in.get(URL)


@pytest.mark.parametrize("facts", [2, 4])
def test_a_grade_costs_five_statements(bank, learner, logged_in, now, facts, django_assert_num_queries):
    topic = bank.topic("caching", facts=facts)
    add_topics(learner=learner, topic_ids=[topic.pk], now=now)
    Card.objects.update(state=2, stability=3, difficulty=5, reps=2, due=now - timedelta(days=1))
    url, data = fields(logged_in.get(URL))
    with django_assert_num_queries(5):  # session, card, evidence, the day's load, next card; no BEGIN, no COMMIT
        assert logged_in.post(url, data, headers=HTMX).status_code == 200


def test_a_grade_before_a_new_fact_costs_five_statements(cards, logged_in, django_assert_num_queries):
    url, data = fields(logged_in.get(URL))
    with django_assert_num_queries(5):
        logged_in.post(url, data, headers=HTMX)


@pytest.mark.parametrize("rating", [1, 4])
def test_the_last_grade_costs_four_statements(bank, learner, logged_in, now, rating, django_assert_num_queries):
    add_topics(learner=learner, topic_ids=[bank.topic("caching", facts=1).pk], now=now)
    url, data = fields(logged_in.get(URL), rating)
    with django_assert_num_queries(4):  # no next card, whether the last one comes back or not
        logged_in.post(url, data, headers=HTMX)


@pytest.mark.parametrize("facts", [1, 3])
def test_the_row_costs_four_statements(bank, learner, member, now, facts, django_assert_num_queries):
    topic = bank.topic("caching", facts=facts)
    add_topics(learner=learner, topic_ids=[topic.pk], now=now)
    url = f"/review/{Card.objects.first().pk}/row/"
    with django_assert_num_queries(4):  # session, user, card, siblings
        member.get(url, headers=HTMX)
