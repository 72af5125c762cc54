"""A session and its owner are read together; who is logged in, is decided as by Django. Rows of the session table that
no login noted an owner for (`force_login`) go the long way.
"""

from datetime import UTC, datetime, timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from sdwiki.accounts.models import User
from sdwiki.accounts.services import end_sessions
from sdwiki.accounts.sessions import SessionStore, forget_expired, user_of
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"


@pytest.fixture
def ada():
    return UserFactory(email="ada@example.com", name="Ada")


@pytest.fixture
def charlie():
    return UserFactory(email="charlie@example.com", name="Charlie")


def log_in(user, password=PASSWORD):
    browser = Client()
    assert browser.post(reverse("account_login"), {"login": user.email, "password": password}).status_code == 302
    return browser


@pytest.fixture(params=["noted", "not noted"])
def visit(request, ada):
    """Ada's browser, with her session noted as hers or not."""
    visit = log_in(ada)
    if request.param == "not noted":
        UserSession.objects.all().delete()
    return visit


def who(browser):
    """The address the browser is logged in with, None for nobody."""
    request = browser.get(reverse("quizzes:settings")).wsgi_request
    return request.user.email if request.user.is_authenticated else None


def key_of(browser):
    return browser.cookies["session"].value


def change_password(browser, new):
    data = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    assert browser.post(reverse("account_change_password"), data).status_code == 302


def test_session_and_owner_are_one_statement(ada):
    key = key_of(log_in(ada))
    with CaptureQueriesContext(connection) as captured:
        assert user_of(SessionStore(key)) == ada
    assert len(captured) == 1


def test_the_owner_that_comes_along_is_the_whole_person(ada):
    session = SessionStore(key_of(log_in(ada)))
    session.load()
    whole = User.objects.get(pk=ada.pk)
    assert vars(session.owner) | {"_state": None} == vars(whole) | {"_state": None, "unread": 0, "running": None}
    assert session.owner.get_deferred_fields() == set()
    assert (session.owner._state.adding, session.owner._state.db) == (False, "default")


def test_who_logs_in_is_logged_in(visit, charlie):
    assert who(visit) == "ada@example.com"
    assert who(log_in(charlie)) == "charlie@example.com"
    assert who(Client()) is None


def test_the_session_and_not_the_note_says_who_it_is(ada, charlie):
    browser = log_in(ada)
    UserSession.objects.update(user=charlie)
    assert who(browser) == "ada@example.com"


def test_a_note_alone_is_no_login(ada):
    session = SessionStore()
    session["mark"] = 1
    session.save()
    UserSession.objects.create(user=ada, session_key=session.session_key, ip="127.0.0.1")
    browser = Client()
    browser.cookies["session"] = session.session_key
    assert who(browser) is None


def test_a_logout_ends_the_session_for_every_copy_of_its_cookie(visit):
    copy = Client()
    copy.cookies["session"] = key_of(visit)
    assert who(copy) == "ada@example.com"
    visit.post(reverse("account_logout"))
    assert who(copy) is None
    assert not Session.objects.exists()


def test_a_logout_leaves_the_other_browsers_in(ada):
    one, other = log_in(ada), log_in(ada)
    one.post(reverse("account_logout"))
    assert (who(one), who(other)) == (None, "ada@example.com")


def test_the_list_of_sessions_shows_times_on_ones_own_clock(ada):
    browser = log_in(ada)
    UserSession.objects.update(created_at=datetime(2026, 3, 2, 12, tzinfo=UTC))
    User.objects.update(time_zone="Asia/Tokyo")
    assert "since 2 March 2026, 21:00" in browser.get(reverse("usersessions_list")).content.decode()


def test_other_browsers_are_logged_out_from_the_list_of_sessions(ada, charlie):
    here, there, charlies = log_in(ada), log_in(ada), log_in(charlie)
    assert here.post(reverse("usersessions_list")).status_code == 302
    assert (who(here), who(there), who(charlies)) == ("ada@example.com", None, "charlie@example.com")


def test_a_disabled_person_is_out_at_once(visit, ada):
    User.objects.filter(pk=ada.pk).update(is_active=False)
    assert who(visit) is None


def test_a_deleted_person_is_out_at_once(visit, ada):
    ada.delete()
    assert who(visit) is None


def test_an_expired_session_is_over(visit):
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    assert who(visit) is None


def test_a_session_that_was_tampered_with_is_nobodys(visit):
    session = Session.objects.get()
    session.session_data = session.session_data[:-1] + ("a" if session.session_data[-1] != "a" else "b")
    session.save()
    assert who(visit) is None


def test_a_changed_password_ends_every_other_session(ada):
    here, there = log_in(ada), log_in(ada)
    change_password(here, "another horse battery")
    assert (who(here), who(there)) == ("ada@example.com", None)
    assert who(log_in(ada, "another horse battery")) == "ada@example.com"


def test_a_password_set_by_somebody_else_ends_every_session(visit, ada):
    ada.set_password("another horse battery")
    ada.save()
    assert who(visit) is None
    assert not Session.objects.exists()


def test_a_new_secret_keeps_people_in_while_the_old_one_may_still_be_used(visit, settings):
    before, old = key_of(visit), settings.SECRET_KEY
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "new" * 20, [old]
    assert who(visit) == "ada@example.com"
    assert key_of(visit) != before
    settings.SECRET_KEY_FALLBACKS = []
    assert who(visit) == "ada@example.com"


def test_a_session_that_got_a_new_key_with_a_new_secret_can_still_be_ended(ada, settings):
    here, there = log_in(ada), log_in(ada)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "new" * 20, [settings.SECRET_KEY]
    assert (who(here), who(there)) == ("ada@example.com", "ada@example.com")
    assert set(UserSession.objects.values_list("session_key", flat=True)) == {key_of(here), key_of(there)}
    end_sessions(user=ada)
    assert (who(here), who(there)) == (None, None)


def test_a_new_secret_alone_logs_everybody_out(visit, settings):
    settings.SECRET_KEY = "new" * 20
    assert who(visit) is None


def test_a_way_of_logging_in_that_was_removed_counts_no_more(visit, settings):
    settings.AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
    assert who(visit) is None


def test_a_session_that_was_ended_elsewhere_is_not_written_again(ada):
    session = SessionStore(key_of(log_in(ada)))
    session.load()
    Session.objects.all().delete()
    again = SessionStore(session.session_key)
    assert (again.load(), again.owner, again.session_key) == ({}, None, None)


# --- What is cleaned away ------------------------------------------------------------------------------


def expire(browser):
    Session.objects.filter(session_key=key_of(browser)).update(expire_date=timezone.now() - timedelta(seconds=1))


def test_expired_sessions_are_forgotten_with_their_notes_and_others_stay(ada, charlie):
    stays, leaves, charlies = log_in(ada), log_in(ada), log_in(charlie)
    visitor = Client()
    visitor.get(reverse("quizzes:quizzes"))
    session = SessionStore()
    session["visitor"] = "a" * 32
    session.save()
    expire(leaves)
    assert forget_expired(now=timezone.now()) == 2  # the session, and the note of whose it was
    assert set(Session.objects.values_list("session_key", flat=True)) == {
        key_of(stays), key_of(charlies), session.session_key,
    }  # fmt: skip
    assert set(UserSession.objects.values_list("session_key", flat=True)) == {key_of(stays), key_of(charlies)}
    assert (who(stays), who(leaves), who(charlies)) == ("ada@example.com", None, "charlie@example.com")
    assert forget_expired(now=timezone.now()) == 0


def test_a_session_with_a_new_key_keeps_its_note(ada):
    browser = log_in(ada)
    change_password(browser, "another horse battery")
    assert forget_expired(now=timezone.now()) == 0
    assert UserSession.objects.get().session_key == key_of(browser)
    assert who(browser) == "ada@example.com"


def test_forgetting_takes_no_more_than_asked(ada):
    browsers = [log_in(ada) for _ in range(4)]
    for browser in browsers[:3]:
        expire(browser)
    assert [forget_expired(now=timezone.now(), most=2) for _ in range(3)] == [4, 2, 0]
    assert who(browsers[3]) == "ada@example.com"
