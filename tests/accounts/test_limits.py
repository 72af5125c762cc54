"""How often somebody may try. The counts lie in the cache, which is a table."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse

from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
TRIES = 5  # wrong passwords for one account from one address, in five minutes
ELSEWHERE, SCHOOL = "192.0.2.99", "192.0.2.1"
PASSWORD, TOO_MANY = "correct horse battery", "Too many failed login attempts"


@pytest.fixture(autouse=True)
def counts():
    call_command("createcachetable", verbosity=0)


@pytest.fixture
def ada():
    return UserFactory(email="ada@example.com")


def guess(password, address, browser=None, email="ada@example.com"):
    """Somebody tries a password, from an address of their own."""
    browser = browser or Client()
    page = {"login": email, "password": password}
    return browser.post(reverse("account_login"), page, REMOTE_ADDR=address)


def is_refused(response):
    return TOO_MANY in response.content.decode()


def guess_wrong(times=TRIES, address=SCHOOL):
    for _ in range(times):
        assert not is_refused(guess("wrong", address))


def test_guesses_of_a_password_are_counted_while_others_guess_elsewhere(ada):
    guess_wrong()
    for n in range(1000):
        cache.set(f"other-{n}", n)
    assert is_refused(guess(PASSWORD, SCHOOL))


def test_wrong_passwords_from_one_address_keep_nobody_out_elsewhere(ada):
    guess_wrong()
    assert guess(PASSWORD, ELSEWHERE).status_code == 302


def test_wrong_passwords_for_one_account_keep_no_classmate_out(ada):
    UserFactory(email="charlie@example.com")
    guess_wrong()
    assert guess(PASSWORD, SCHOOL, email="charlie@example.com").status_code == 302


def test_a_class_that_mistypes_together_is_not_locked_out():
    for n in range(40):
        UserFactory(email=f"pupil{n}@example.com")
        assert not is_refused(guess("wrong", SCHOOL, email=f"pupil{n}@example.com"))
    assert guess(PASSWORD, SCHOOL, email="pupil0@example.com").status_code == 302


def test_a_right_password_on_a_known_device_is_never_kept_out_by_others(ada, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"login_failed_anywhere": "5/h/key"}
    browser = Client()
    assert guess(PASSWORD, SCHOOL, browser).status_code == 302
    browser.post(reverse("account_logout"))
    guess_wrong()
    assert is_refused(guess(PASSWORD, SCHOOL))
    assert is_refused(guess(PASSWORD, ELSEWHERE))
    assert guess(PASSWORD, SCHOOL, browser).status_code == 302


def test_a_device_is_known_for_the_accounts_it_logged_in_alone(ada):
    UserFactory(email="charlie@example.com")
    browser = Client()
    guess(PASSWORD, SCHOOL, browser, email="charlie@example.com")
    browser.post(reverse("account_logout"))
    guess_wrong()
    assert is_refused(guess(PASSWORD, SCHOOL, browser))


def test_a_cookie_that_was_made_up_is_no_known_device(ada):
    browser = Client()
    browser.cookies["device"] = f"x.{ada.pk}:1xXC5S:Kzsgf3swYeq"
    guess_wrong()
    assert is_refused(guess(PASSWORD, SCHOOL, browser))


def test_a_known_device_may_not_guess_for_ever(ada):
    browser = Client()
    guess(PASSWORD, SCHOOL, browser)
    browser.post(reverse("account_logout"))
    assert [is_refused(guess("wrong", SCHOOL, browser)) for _ in range(11)] == [False] * 10 + [True]


def test_guesses_from_many_addresses_are_limited_for_an_account(ada, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"login_failed_anywhere": "8/h/key"}
    answers = [is_refused(guess("wrong", f"192.0.2.{n}")) for n in range(9)]
    assert answers == [False] * 8 + [True]


@pytest.mark.django_db(transaction=True)
def test_log_ins_at_the_same_time_are_counted_for_what_they_turn_out_to_be(settings):
    """A hash takes its time, as on a site: all have begun before the first one ends."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    UserFactory(email="ada@example.com", password=PASSWORD)
    assert at_once(PASSWORD, 8) == [False] * 8
    assert sorted(at_once("wrong", 8)) == [False] * TRIES + [True] * 3


def at_once(password, times):
    """Which of so many tries were refused."""

    def one(_):
        try:
            return is_refused(guess(password, SCHOOL))
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(one, range(times)))
