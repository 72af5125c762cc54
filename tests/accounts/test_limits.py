"""How often somebody may try. The counts lie in the cache, which is a table."""

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
TRIES = 5  # wrong passwords for one account in five minutes, by allauth's defaults


def guess(password, address):
    """Somebody tries a password, from an address of their own."""
    browser = Client(REMOTE_ADDR=address)
    return browser.post(reverse("account_login"), {"login": "ada@example.com", "password": password})


def test_guesses_of_a_password_are_counted_while_others_guess_elsewhere():
    call_command("createcachetable", verbosity=0)
    UserFactory(email="ada@example.com")
    for n in range(TRIES):
        assert guess("wrong", f"192.0.2.{n}").status_code == 200
    for n in range(1000):
        cache.set(f"other-{n}", n)
    page = guess("correct horse battery", "192.0.2.99")
    assert "Too many failed login attempts" in page.content.decode()
