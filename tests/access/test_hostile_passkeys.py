"""Whatever is said of a passkey at the four forms that take one, nobody passes and nothing is an error of ours."""

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from tests.access.hostile_passkeys import PASSKEYS
from tests.accounts.soft_key import SoftKey
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"


@pytest.fixture(autouse=True)
def unlimited(settings):
    settings.MFA_RATE_LIMITS = {"webauthn_login": "9999/m/ip"}
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "9999/m/key", "reauthenticate": "9999/m/user"}


def enter():
    browser = Client(raise_request_exception=False)
    browser.post(reverse("account_login"), {"login": "ada@example.com", "password": PASSWORD})
    return browser


@pytest.fixture
def ada():
    """A browser in which somebody is logged in who has a passkey, as the second step."""
    UserFactory(email="ada@example.com", password=PASSWORD)
    browser = enter()
    browser.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    page = reverse("mfa_add_webauthn")
    told = browser.get(page).context["js_data"]
    browser.post(page, {"name": "Key", "credential": SoftKey().made(told)})
    assert passkeys() == 1
    return browser


def passkeys():
    return Authenticator.objects.filter(type=Authenticator.Type.WEBAUTHN).count()


def errors(browser, page, **asking):
    """To what the answer was an error of ours; each of them meets a challenge."""
    wrong = []
    for text in PASSKEYS:
        asked = browser.get(page, **asking)
        assert asked.status_code == 200
        answer = browser.post(page, {"name": "x", "credential": text})
        if answer.status_code >= 500:
            wrong.append((text[:60], len(text), answer.status_code))
    return wrong


def test_no_passkey_is_an_error_of_ours_at_the_log_in(ada):
    browser = Client(raise_request_exception=False)
    assert errors(browser, reverse("mfa_login_webauthn"), headers={"accept": "application/json"}) == []
    assert "_auth_user_id" not in browser.session


def test_no_passkey_is_an_error_of_ours_at_the_second_step(ada):
    browser = enter()
    assert errors(browser, reverse("mfa_authenticate")) == []
    assert "_auth_user_id" not in browser.session


def test_no_passkey_is_an_error_of_ours_where_one_is_added(ada):
    assert errors(ada, reverse("mfa_add_webauthn")) == []
    assert passkeys() == 1


def test_no_passkey_is_an_error_of_ours_where_one_is_asked_for_again(ada):
    assert errors(ada, reverse("mfa_reauthenticate_webauthn")) == []
