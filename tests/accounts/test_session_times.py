"""When a login ends: some time after it was last of use, and at the latest some time after it began."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from sdwiki.accounts.sessions import BEGAN, SessionStore
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"
IDLE = timedelta(days=10)
LONGEST = timedelta(days=40)
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def times(settings):
    settings.SESSION_COOKIE_AGE = int(IDLE.total_seconds())
    settings.SESSION_LONGEST = LONGEST


@pytest.fixture
def visitor():
    return Client()


@pytest.fixture
def ada(visitor):
    user = UserFactory(email="ada@example.com")
    answer = visitor.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    assert answer.status_code == 302
    return visitor


def key_of(client):
    return client.cookies["session"].value


def end_of(client):
    return Session.objects.get(session_key=key_of(client)).expire_date


def make_older(client, age):
    """As if the session had begun, and last been used, so long before."""
    store = SessionStore(key_of(client))
    store[BEGAN] = store[BEGAN] - age.total_seconds()
    store.save()
    Session.objects.filter(session_key=key_of(client)).update(expire_date=timezone.now() + IDLE - age)


def is_in(client):
    return client.get(reverse("quizzes:settings")).status_code == 200


def test_a_login_lasts_as_long_without_use_as_is_set(ada):
    assert abs(end_of(ada) - (timezone.now() + IDLE)) < MINUTE
    assert ada.cookies["session"]["max-age"] == IDLE.total_seconds()
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    assert not is_in(ada)


def test_use_moves_the_end_on_once_a_day(ada):
    make_older(ada, timedelta(hours=20))
    before = end_of(ada)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert is_in(ada)
    assert end_of(ada) == before
    assert not [query for query in queries if "UPDATE" in query["sql"]]
    make_older(ada, timedelta(days=3))
    answer = ada.get(reverse("quizzes:settings"))
    assert abs(end_of(ada) - (timezone.now() + IDLE)) < MINUTE
    assert answer.cookies["session"]["max-age"] == IDLE.total_seconds()


def test_no_use_moves_it_beyond_the_longest_time(ada):
    make_older(ada, LONGEST - timedelta(days=4))
    Session.objects.update(expire_date=timezone.now() + timedelta(days=1))
    assert is_in(ada)
    assert abs(end_of(ada) - (timezone.now() + timedelta(days=4))) < MINUTE
    make_older(ada, timedelta(days=4))
    Session.objects.update(expire_date=timezone.now() + MINUTE)
    assert is_in(ada)
    assert end_of(ada) < timezone.now() + MINUTE


def test_the_longest_time_counts_from_the_login(visitor):
    """What a visitor did before is not the beginning of a login."""
    store = SessionStore()
    store["mark"] = 1
    store.save()
    store[BEGAN] = timezone.now().timestamp() - (LONGEST - MINUTE).total_seconds()
    store.save()
    visitor.cookies["session"] = store.session_key
    user = UserFactory(email="ada@example.com")
    visitor.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    assert key_of(visitor) != store.session_key
    assert abs(end_of(visitor) - (timezone.now() + IDLE)) < MINUTE


def test_a_session_from_before_there_were_such_times_goes_on(ada):
    store = SessionStore(key_of(ada))
    del store[BEGAN]
    store.save()
    Session.objects.update(expire_date=timezone.now() + timedelta(days=60))
    assert is_in(ada)
    Session.objects.update(expire_date=timezone.now() + timedelta(days=2))
    assert is_in(ada)
    assert abs(end_of(ada) - (timezone.now() + IDLE)) < MINUTE
    assert BEGAN in SessionStore(key_of(ada)).load()
