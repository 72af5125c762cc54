"""Passkeys: whose they are, which site they are for, and what is shown of them. A browser uses them in `tests/e2e`."""

import json

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client
from django.urls import reverse

from sdwiki.accounts.factors import AddPasskeyForm, RenamePasskeyForm
from sdwiki.accounts.models import User
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
PASSWORD, MARK = "correct horse battery", "c3RvcmVkLWNyZWRlbnRpYWw"


def enter(person):
    """A browser of somebody who has just given the password once more; they have no second step yet."""
    browser = Client()
    browser.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    browser.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return browser


@pytest.fixture
def passkey():
    data = {"name": "Ada\u2019s phone", "credential": {"id": MARK, "rawId": MARK, "response": {"x": MARK}}}
    owner = UserFactory(email="ada@example.com", password=PASSWORD)
    return Authenticator.objects.create(user=owner, type=Authenticator.Type.WEBAUTHN, data=data)


def test_an_outsider_neither_renames_nor_removes_a_passkey(passkey):
    browser = enter(UserFactory(email="charlie@example.com", password=PASSWORD))
    for page in ("mfa_edit_webauthn", "mfa_remove_webauthn"):
        address = reverse(page, args=[passkey.pk])
        assert (browser.get(address).status_code, browser.post(address, {"name": "Mine"}).status_code) == (404, 404)
    assert "Ada\u2019s phone" not in browser.get(reverse("mfa_list_webauthn")).content.decode()
    passkey.refresh_from_db()
    assert passkey.wrap().name == "Ada\u2019s phone"


def test_no_page_shows_what_is_stored_of_a_passkey(passkey, client):
    client.force_login(passkey.user)
    page = client.get(reverse("mfa_list_webauthn")).content.decode()
    assert "<bdi>Ada\u2019s phone</bdi>" in page
    assert MARK not in page
    client.force_login(User.objects.create_superuser("root@example.com", PASSWORD))
    for page in ("changelist", "change", "delete", "history"):
        args = [] if page == "changelist" else [passkey.pk]
        response = client.get(reverse(f"admin:mfa_authenticator_{page}", args=args))
        assert response.status_code == 200
        assert MARK not in response.content.decode()


def test_a_passkey_is_for_the_site_whatever_host_was_asked(settings, client):
    settings.ALLOWED_HOSTS = ["*"]
    ada = enter(UserFactory(email="ada@example.com", password=PASSWORD))
    page = ada.get(reverse("mfa_add_webauthn"), headers={"host": "evil.example"})
    options = page.context["js_data"]["creation_options"]["publicKey"]
    assert options["rp"] == {"id": "localhost", "name": "sdwiki"}
    asked = client.get(reverse("mfa_login_webauthn"), headers={"host": "evil.example", "accept": "application/json"})
    told = json.loads(asked.content)["request_options"]["publicKey"]
    assert (told["rpId"], told["userVerification"], told.get("allowCredentials", [])) == ("localhost", "required", [])


def test_a_passkey_has_a_name_that_can_be_seen(passkey):
    form = AddPasskeyForm({"name": "\u202e\u200b", "credential": "{}"}, user=passkey.user)
    form.is_valid()
    assert form.cleaned_data["name"] == "My passkey"
    form = RenamePasskeyForm({"name": "  My \u202e key " + "y" * 90}, instance=passkey)
    assert form.is_valid()
    assert form.cleaned_data["name"] == ("My key " + "y" * 90)[:60]


def test_the_second_step_offers_a_passkey_to_those_who_have_one():
    ada = UserFactory(email="ada@example.com", password=PASSWORD)
    TOTP.activate(ada, "JBSWY3DPEHPK3PXP")
    data = {"login": ada.email, "password": PASSWORD}
    page = Client().post(reverse("account_login"), data, follow=True).content.decode()
    assert "The second step" in page
    assert "Use a passkey" not in page


NONSENSE = [
    "",
    "{}",
    "[1]",
    "null",
    "5",
    "\x00",
    '{"response": {"userHandle": "MQ"}}',
    '{"id": 1, "rawId": 2, "type": 3, "response": 4}',
    '{"id": "MQ", "rawId": "MQ", "type": "public-key", "response": {"userHandle": "MQ"}}',
    '{"id": "MQ", "rawId": "MQ", "type": "public-key", "response": {"userHandle": "MQ", "clientDataJSON": "MQ",'
    ' "authenticatorData": "MQ", "signature": "MQ"}}',
    '{"id": "MQ", "rawId": "MQ", "type": "public-key", "response": {"userHandle": 1, "clientDataJSON": "e30",'
    ' "authenticatorData": "MQ", "signature": "MQ"}}',
]


def test_what_is_no_passkey_is_not_kept():
    ada = enter(UserFactory(email="ada@example.com", password=PASSWORD))
    for credential in NONSENSE:
        ada.get(reverse("mfa_add_webauthn"))
        response = ada.post(reverse("mfa_add_webauthn"), {"name": "x", "credential": credential})
        assert response.status_code == (400 if "\x00" in credential else 200)
    assert not Authenticator.objects.exists()


def test_what_is_no_passkey_logs_nobody_in(passkey, client):
    for credential in (
        "",
        "{}",
        "[]",
        "null",
        "\x00",
        '{"response": {"userHandle": "MQ"}}',
        '{"id": 1, "rawId": 2, "type": 3}',
    ):
        response = client.post(reverse("mfa_login_webauthn"), {"credential": credential})
        assert response.status_code in (302, 400)
        assert "_auth_user_id" not in client.session
