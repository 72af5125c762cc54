"""What a stranger learns about whether an address has an account: neither words nor work differ."""

import re
from collections import Counter

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sdwiki.accounts.models import User
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
PASSWORD, OTHER = "correct horse battery", "a staple for the stable"
KNOWN, NEW = "known@example.com", "brand@example.com"
WRITE = re.compile(r'(INSERT INTO|UPDATE|DELETE FROM) "?(\w+)')


@pytest.fixture(autouse=True)
def known(settings):
    call_command("createcachetable", verbosity=0)
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    known = UserFactory(email=KNOWN, password=PASSWORD)
    EmailAddress.objects.create(user=known, email=KNOWN, primary=True, verified=True)
    return known


@pytest.fixture
def hashes(monkeypatch):
    """The hashes that are computed from here on."""
    made, encode = [], MD5PasswordHasher.encode

    def noting(hasher, password, salt):
        made.append(password)
        return encode(hasher, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", noting)
    return made


def costs(hashes, email, page, data):
    """What a request shows, and the hashes, writes and mails that it took."""
    hashes.clear()
    mail.outbox.clear()
    browser = Client(REMOTE_ADDR=f"192.0.2.{len(email)}")
    with CaptureQueriesContext(connection) as captured:
        response = browser.post(reverse(page), data)
    writes = Counter(match.groups() for query in captured if (match := WRITE.search(query["sql"])))
    writes = {key: count for key, count in writes.items() if key[1] != "cache"}
    if response.status_code == 302:
        response = browser.get(response.url)
    shown = re.sub(r'"\w{64}"', "TOKEN", response.content.decode()).replace(email, "EMAIL")
    return shown, len(hashes), writes, [message.to for message in mail.outbox] == [[email]]


def sign_up(hashes, email):
    return costs(hashes, email, "account_signup", {"email": email, "password1": OTHER, "time_zone": ""})


def test_a_sign_up_says_and_costs_the_same(hashes):
    known, new = sign_up(hashes, KNOWN), sign_up(hashes, NEW)
    assert known == new
    assert known[1:] == (1, known[2], True)
    assert known[2]["INSERT INTO", "accounts_user"] == 1


def test_a_sign_up_with_a_known_address_leaves_nothing(hashes, known):
    sign_up(hashes, KNOWN)
    assert list(User.objects.all()) == [known]
    assert [address.email for address in EmailAddress.objects.all()] == [KNOWN]
    known.refresh_from_db()
    assert known.check_password(PASSWORD)


def test_a_failed_log_in_says_and_costs_the_same(hashes):
    known, new = (
        costs(hashes, email, "account_login", {"login": email, "password": "wrong"}) for email in (KNOWN, NEW)
    )
    assert known == new
    assert known[1] == 1


def test_asking_for_a_reset_says_and_costs_the_same(hashes):
    known, new = (costs(hashes, email, "account_reset_password", {"email": email}) for email in (KNOWN, NEW))
    assert known == new
    assert known[3] is True


def test_without_mail_a_sign_up_says_that_an_address_is_taken(hashes, settings):
    settings.ACCOUNT_EMAIL_VERIFICATION = "none"
    assert "already registered" in sign_up(hashes, KNOWN)[0]
