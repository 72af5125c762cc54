"""What is done to an account is told to its owner by mail."""

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.urls import reverse

from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
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
    assert "127.0.0.1" in message.body
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
