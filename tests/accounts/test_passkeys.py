"""Passkeys: whose they are, which site they are for, and what is shown of them. A browser uses them in `tests/e2e`."""

import json

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client
from django.urls import reverse

from sdwiki import limits
from sdwiki.accounts import credentials
from sdwiki.accounts.factors import AddPasskeyForm, RenamePasskeyForm
from sdwiki.accounts.models import User
from tests.accounts.soft_key import SoftKey
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


def test_a_passkey_says_itself_whether_it_logs_in_alone():
    """A browser may say that the device keeps the passkey all the same: its owner's choice counts, at the site."""
    person = UserFactory(email="ada@example.com", password=PASSWORD)
    ada, key = enter(person), SoftKey()
    add(ada, key)
    assert "A second step after your password." in ada.get(reverse("mfa_list_webauthn")).content.decode()
    stranger = Client()
    page = log_in(stranger, key)
    assert "That passkey is a second step only." in page.content.decode()
    assert "_auth_user_id" not in stranger.session
    stranger.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    told = stranger.get(reverse("mfa_authenticate")).context["js_data"]
    stranger.post(reverse("mfa_authenticate"), {"credential": key.proof(told)})
    assert stranger.session["_auth_user_id"] == str(person.pk)


def test_a_passkey_that_was_meant_to_logs_in_alone():
    person = UserFactory(email="ada@example.com", password=PASSWORD)
    key = SoftKey()
    add(enter(person), key, kept=False, passwordless="on")
    browser = Client()
    log_in(browser, key)
    assert browser.session["_auth_user_id"] == str(person.pk)


def test_of_a_passkey_nothing_is_kept_that_is_not_used():
    key = SoftKey()
    ada = enter(UserFactory(email="ada@example.com", password=PASSWORD))
    add(ada, key, more={"\0": 5})
    kept = Authenticator.objects.get(type=Authenticator.Type.WEBAUTHN).data["credential"]
    assert sorted(kept) == ["clientExtensionResults", "id", "rawId", "response", "type"]
    assert sorted(kept["response"]) == ["attestationObject", "clientDataJSON"]


def test_a_passkey_is_not_longer_than_any():
    with pytest.raises(ValueError, match="longer"):
        credentials.read(" " * (limits.PASSKEY + 1))


def add(browser, key, *, kept=True, more=None, **fields):
    told = browser.get(reverse("mfa_add_webauthn")).context["js_data"]
    made = json.loads(key.made(told, kept=kept)) | (more or {})
    browser.post(reverse("mfa_add_webauthn"), {"name": "Key", "credential": json.dumps(made)} | fields)
    assert Authenticator.objects.filter(type=Authenticator.Type.WEBAUTHN).count() == 1


def log_in(browser, key):
    told = browser.get(reverse("mfa_login_webauthn"), headers={"accept": "application/json"}).json()
    return browser.post(reverse("mfa_login_webauthn"), {"credential": key.proof(told)}, follow=True)
