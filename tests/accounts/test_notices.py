"""What is done to an account is told to its owner by mail."""

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core import mail
from django.test import Client
from django.urls import reverse

from tests.accounts.soft_key import SoftKey
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db(transaction=True)  # some mails are sent as their change is committed
PASSWORD, NEW = "correct horse battery", "a staple for the stable"


@pytest.fixture
def ada(client, settings):
    settings.ACCOUNT_EMAIL_VERIFICATION, settings.ACCOUNT_EMAIL_NOTIFICATIONS = "mandatory", True
    ada = UserFactory(email="ada@example.com", password=PASSWORD)
    EmailAddress.objects.create(user=ada, email=ada.email, primary=True, verified=True)
    client.post(reverse("account_login"), {"login": ada.email, "password": PASSWORD})
    return ada


def change_password(client):
    data = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    return client.post(reverse("account_change_password"), data)


def test_a_changed_password_is_told_to_its_owner_alone(client, ada):
    UserFactory(email="charlie@example.com")
    assert change_password(client).status_code == 302
    [message] = mail.outbox
    assert message.to == ["ada@example.com"]
    assert "Your password has been changed." in message.body
    assert message.subject == "[sdwiki] Your password was changed"
    assert "(UTC), from the network address 127.0.0.1" in message.body
    assert NEW not in message.body


def test_a_removed_address_is_told(client, ada):
    EmailAddress.objects.create(user=ada, email="old@example.com", verified=True)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    page = {"email": "old@example.com", "action_remove": ""}
    assert client.post(reverse("account_email"), page).url == reverse("account_email")
    assert not EmailAddress.objects.filter(email="old@example.com").exists()
    [message] = mail.outbox
    assert message.to == ["ada@example.com"]
    assert "has been removed" in message.body


def test_a_password_is_changed_though_the_notice_cannot_be_sent(client, ada, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", 1, 1
    assert change_password(client).status_code == 302
    ada.refresh_from_db()
    assert ada.check_password(NEW)


@pytest.fixture
def told(ada):
    """Do something in a browser; the subjects of the mails that Ada, and nobody else, gets for it."""
    UserFactory(email="charlie@example.com")

    def told(browser, page, data, *, secret="", args=()):
        mail.outbox.clear()
        response = browser.post(reverse(page, args=args), data)
        assert response.status_code == 302
        assert {tuple(message.to) for message in mail.outbox} <= {(ada.email,)}
        assert not any(secret and secret in message.body for message in mail.outbox)
        return [message.subject.removeprefix("[sdwiki] ") for message in mail.outbox]

    return told


def test_a_second_step_is_told_as_it_comes_and_goes(client, ada, told):
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    client.get(reverse("mfa_activate_totp"))
    secret = client.session["mfa.totp.secret"]
    code = format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))
    assert told(client, "mfa_activate_totp", {"code": code}, secret=secret) == ["Authenticator App Activated"]
    assert told(client, "mfa_generate_recovery_codes", {}) == ["New Recovery Codes Generated"]
    assert told(client, "mfa_deactivate_totp", {}) == ["Authenticator App Deactivated"]


def test_a_passkey_is_told_as_it_comes_and_goes(client, ada, told):
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    options = client.get(reverse("mfa_add_webauthn")).context["js_data"]
    credential = SoftKey().made(options)
    assert "Passkey added" in told(client, "mfa_add_webauthn", {"name": "Phone", "credential": credential})
    passkey = Authenticator.objects.get(type=Authenticator.Type.WEBAUTHN)
    assert told(client, "mfa_remove_webauthn", {}, args=[passkey.pk]) == ["Passkey removed"]


@pytest.mark.parametrize("how", ["page", "list"])
def test_a_second_step_that_an_administrator_revokes_is_told_to_its_owner(ada, told, how):
    TOTP.activate(ada, "JBSWY3DPEHPK3PXP")
    RecoveryCodes.activate(ada)
    factor = Authenticator.objects.get(user=ada, type=Authenticator.Type.TOTP)
    root = Client(REMOTE_ADDR="192.0.2.77")
    root.force_login(UserFactory(email="root@example.com", is_staff=True, is_superuser=True))
    if how == "page":
        subjects = told(root, "admin:mfa_authenticator_delete", {"post": "yes"}, args=[factor.pk])
    else:
        data = {"action": "delete_selected", "_selected_action": factor.pk, "post": "yes"}
        subjects = told(root, "admin:mfa_authenticator_changelist", data)
    assert subjects == ["Second step revoked"]
    [message] = mail.outbox
    assert "An administrator has revoked a second step of your account:\nthe authenticator app." in message.body
    assert not any(said in message.body for said in ("192.0.2.77", "root@example.com"))
