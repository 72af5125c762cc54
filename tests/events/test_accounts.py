"""What happens to accounts is told, through the pages on which people do it; their secrets are not."""

import re
from urllib.parse import urlsplit

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.usersessions.models import UserSession
from django.core import mail
from django.test import Client
from django.urls import reverse

from sdwiki.accounts.models import User
from sdwiki.accounts.services import setup_link
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"
NEW_PASSWORD = "another horse battery"
HERE = "127.0.0.1"
TOLD = re.compile(r"horse|@example|secret", re.IGNORECASE)


@pytest.fixture
def ada(db):
    ada = UserFactory(email="ada@example.com")
    EmailAddress.objects.create(user=ada, email=ada.email, verified=True, primary=True)
    return ada


@pytest.fixture
def visit(client, ada):
    """Ada, logged in, who has just given her password once more."""
    log_in(client)
    assert client.post(reverse("account_reauthenticate"), {"password": PASSWORD}).status_code == 302
    return client


@pytest.fixture
def with_mail(settings):
    """Only where mail is sent can an address be confirmed, and so added."""
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"


def log_in(client, password=PASSWORD, email="ada@example.com"):
    return client.post(reverse("account_login"), {"login": email, "password": password})


def code(secret):
    """What an authenticator app shows now."""
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def changed(account, change, kind="email_changed", **more):
    return {"event": f"account.{kind}", "account": account.pk, "change": change} | more


def test_a_log_in_and_a_log_out_are_told_with_who_and_from_where(client, ada, heard, lines):
    with heard() as told:
        log_in(client)
        client.post(reverse("account_logout"))
    assert told == [
        {"event": "account.logged_in", "account": ada.pk, "address": HERE},
        {"event": "account.logged_out", "account": ada.pk},
    ]
    assert [line["person_id"] for line in lines()] == [ada.pk] * 4
    assert not TOLD.search(str(lines()))


def test_a_wrong_password_is_told_with_the_account_if_there_is_one(client, ada, heard, lines):
    with heard() as told:
        log_in(client, "wrong horse")
        log_in(client, "wrong horse", "nobody@example.com")
    failed = {"event": "account.login_failed", "step": "password", "address": HERE}
    assert told == [failed | {"account": ada.pk}, failed | {"account": None}]
    assert [line["person_id"] for line in lines()] == [None] * 4
    assert not TOLD.search(str(lines()))


def test_a_wrong_password_costs_as_much_with_an_account_as_without(client, ada, django_assert_num_queries):
    """The look-up that the log needs must not tell apart what the page does not."""
    with django_assert_num_queries(1) as known:
        User.objects.filter(email__iexact="ada@example.com").values_list("pk", flat=True).first()
    with django_assert_num_queries(len(known)):
        User.objects.filter(email__iexact="nobody@example.com").values_list("pk", flat=True).first()


@pytest.mark.parametrize("email", ["a\nb@example.com", "\x1b[2J@example.com", "a\u2028b@example.com", "x" * 5000])
def test_a_hostile_address_is_not_told(client, heard, email):
    with heard() as told:
        log_in(client, "wrong horse", email)
    assert [one.get("account") for one in told] in ([], [None])


def test_a_wrong_password_of_somebody_who_is_logged_in_is_told(client, ada, heard):
    log_in(client)
    with heard() as told:
        client.post(reverse("account_reauthenticate"), {"password": "wrong horse"})
    assert told == [{"event": "account.login_failed", "account": ada.pk, "step": "password", "address": HERE}]


def test_a_sign_up_is_told(client, heard, lines):
    with heard() as told:
        client.post(reverse("account_signup"), {"email": "new@example.com", "password1": PASSWORD})
    made = User.objects.get()
    assert told == [
        {"event": "account.signed_up", "account": made.pk},
        {"event": "account.logged_in", "account": made.pk, "address": HERE},
    ]
    assert not TOLD.search(str(lines()))


def test_a_changed_password_is_told(visit, ada, heard, lines):
    with heard() as told:
        data = {"oldpassword": PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
        visit.post(reverse("account_change_password"), data)
    assert told == [{"event": "account.password_changed", "account": ada.pk, "by_mail": False}]
    assert not TOLD.search(str(lines()))


def test_a_password_set_by_mail_is_told(client, ada, heard, lines):
    client.post(reverse("account_reset_password"), {"email": ada.email})
    link = urlsplit(re.search(r"http\S+/key/\S+", mail.outbox[0].body)[0]).path
    form = client.get(link).url
    with heard() as told:
        client.post(form, {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD})
    assert told == [{"event": "account.password_changed", "account": ada.pk, "by_mail": True}]
    assert not TOLD.search(str(lines()))


def test_what_happens_to_addresses_is_told(with_mail, visit, ada, heard, lines):
    with heard() as told:
        visit.post(reverse("account_email"), {"action_add": "", "email": "second@example.com"})
        second = EmailAddress.objects.get(email="second@example.com")
        second.set_verified()
        visit.post(reverse("account_email"), {"action_primary": "", "email": "second@example.com"})
        visit.post(reverse("account_email"), {"action_remove": "", "email": "ada@example.com"})
    assert told == [changed(ada, "added"), changed(ada, "primary"), changed(ada, "removed")]
    assert not TOLD.search(str(lines()))


def test_a_confirmed_address_is_told(with_mail, visit, ada, heard, lines):
    visit.post(reverse("account_email"), {"action_add": "", "email": "second@example.com"})
    link = urlsplit(re.search(r"http\S+/confirm-email/\S+", mail.outbox[-1].body)[0]).path
    with heard() as told:
        visit.post(link)
    assert told == [changed(ada, "confirmed")]
    assert not TOLD.search(str(lines()))


@pytest.mark.django_db(transaction=True)  # allauth itself tells of it after the commit
def test_what_happens_to_factors_is_told(visit, ada, heard, lines):
    visit.get(reverse("mfa_activate_totp"))
    secret = visit.session["mfa.totp.secret"]
    with heard() as told:
        visit.post(reverse("mfa_activate_totp"), {"code": code(secret)})
        visit.post(reverse("mfa_generate_recovery_codes"))
        visit.post(reverse("mfa_deactivate_totp"))
    assert told == [
        changed(ada, "added", "factor_changed", factor="totp"),
        changed(ada, "added", "factor_changed", factor="recovery_codes"),
        changed(ada, "reset", "factor_changed", factor="recovery_codes"),
        changed(ada, "removed", "factor_changed", factor="totp"),
        changed(ada, "removed", "factor_changed", factor="recovery_codes"),
    ]
    assert secret not in str(lines())
    assert not Authenticator.objects.exists()


def test_a_wrong_code_is_told_and_a_right_one_logs_in(client, ada, heard, lines):
    secret = "JBSWY3DPEHPK3PXP"
    TOTP.activate(ada, secret)
    log_in(client)
    with heard() as told:
        client.post(reverse("mfa_authenticate"), {"code": "000000" if code(secret) != "000000" else "111111"})
        client.post(reverse("mfa_authenticate"), {"code": code(secret)})
    assert told == [
        {"event": "account.login_failed", "account": ada.pk, "step": "second factor", "address": HERE},
        {"event": "account.logged_in", "account": ada.pk, "address": HERE},
    ]
    assert secret not in str(lines())


def test_the_first_administrator_is_told(client, db, heard, lines):
    link = urlsplit(setup_link()).path
    with heard() as told:
        client.post(link, {"email": "root@example.com", "password": PASSWORD})
    assert told == [{"event": "account.administrator_made", "account": User.objects.get().pk}]
    assert not TOLD.search(str(lines()))
    assert link.split("/")[2] not in str(lines())


# --- What an administrator does --------------------------------------------------------------------------


@pytest.fixture
def office(client):
    """The administration, and the administrator who is logged in there."""
    client.root = User.objects.create_superuser("root@example.com", PASSWORD)
    client.force_login(client.root)
    return client


def set_roles(office, user, **values):
    address = reverse("admin:accounts_user_change", args=[user.pk])
    assert office.post(address, {"is_active": "on"} | values).status_code == 302


def test_a_change_of_roles_is_told_with_who_made_it(office, heard, lines):
    ada = UserFactory(is_instructor=True)
    with heard() as told:
        set_roles(office, ada, is_editor="on", is_staff="on")
    roles = {"given": ["is_editor", "is_staff"], "taken": ["is_instructor"]}
    assert told == [{"event": "account.roles_changed", "account": ada.pk} | roles]
    assert {line["person_id"] for line in lines()} == {office.root.pk}


def test_an_account_that_is_disabled_and_enabled_again_is_told(office, heard):
    ada = UserFactory()
    with heard() as told:
        set_roles(office, ada, is_active="")
        set_roles(office, ada)
    assert told == [
        {"event": "account.disabled", "account": ada.pk},
        {"event": "account.enabled", "account": ada.pk},
    ]


def test_a_form_that_changed_nothing_tells_nothing(office, heard):
    ada = UserFactory(is_instructor=True)
    with heard() as told:
        set_roles(office, ada, is_instructor="on")
    assert told == []


def test_a_session_that_an_administrator_ends_is_told(office, heard):
    ada = UserFactory(email="ada@example.com")
    log_in(Client())
    address = reverse("admin:usersessions_usersession_changelist")
    chosen = [str(pk) for pk in UserSession.objects.filter(user=ada).values_list("pk", flat=True)]
    with heard() as told:
        office.post(address, {"action": "delete_selected", "_selected_action": chosen, "post": "yes"})
    assert told == [{"event": "account.session_ended", "account": ada.pk}]


def test_a_factor_that_an_administrator_revokes_is_told(office, heard):
    ada = UserFactory()
    factor = TOTP.activate(ada, "JBSWY3DPEHPK3PXP").instance
    with heard() as told:
        office.post(reverse("admin:mfa_authenticator_delete", args=[factor.pk]), {"post": "yes"})
    assert told == [changed(ada, "revoked", "factor_changed", factor="totp")]
