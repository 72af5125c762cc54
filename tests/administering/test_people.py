"""What administrators do to a person: roles, closing, sessions, factors; and never so that nobody administers."""

import uuid
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from quizzes.classes.joining.models import Invitation
from quizzes.classes.services import create_class
from sdwiki.accounts.models import AuditEntry, User
from sdwiki.administering.queries import logins
from sdwiki.administering.services import KEPT, forget_old
from tests.factories import InstructorFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def chief(client):
    person = UserFactory(email="chief@example.com", is_staff=True, is_superuser=True)
    client.force_login(person)
    return person


@pytest.fixture
def ada(chief):
    ada = UserFactory(email="ada@example.com", name="Ada")
    EmailAddress.objects.create(user=ada, email=ada.email, verified=True, primary=True)
    return ada


def send(client, name, person, *more, **data):
    answer = client.post(reverse(f"administration-{name}", args=[person.pk, *more]), data, follow=True)
    person.refresh_from_db()
    return answer.content.decode()


def test_roles_are_given_and_taken_and_told(client, ada):
    send(client, "roles", ada, role=["is_editor", "is_instructor"])
    assert (ada.is_editor, ada.is_instructor, ada.is_staff) == (True, True, False)
    send(client, "roles", ada, role=["is_editor"])
    given, taken = AuditEntry.objects.filter(name="account.roles_changed").order_by("pk")
    assert given.fields == {"account": ada.pk, "given": ["is_instructor", "is_editor"], "taken": []}
    assert taken.fields == {"account": ada.pk, "given": [], "taken": ["is_instructor"]}


def test_who_takes_the_role_of_who_owns_classes_is_told_of_them(client, ada, now):
    send(client, "roles", ada, role=["is_instructor"])
    for name in ("Spring", "Autumn"):
        create_class(instructor=ada, name=name, key=uuid.uuid4(), now=now)
    assert "2 running classes of theirs have no owner" in send(client, "roles", ada)
    assert "no owner" not in send(client, "roles", ada, role=["is_instructor"])


def test_no_other_field_is_a_role(client, ada):
    send(client, "roles", ada, role=["is_active", "password", "is_editor"])
    assert (ada.is_editor, ada.is_superuser) == (True, False)


def test_who_closes_the_account_of_who_owns_classes_is_told_of_them(client, ada, now):
    send(client, "roles", ada, role=["is_instructor"])
    create_class(instructor=ada, name="Spring", key=uuid.uuid4(), now=now)
    assert "1 running class of theirs has no owner" in send(client, "account", ada, act="close")


def test_who_asked_to_leave_is_marked_with_the_day(client, ada, now):
    User.objects.filter(pk=ada.pk).update(leaves_at=now)
    assert "Asked to leave" in client.get(reverse("administration-person", args=[ada.pk])).content.decode()
    assert client.get(reverse("administration")).content.decode().count(">Leaves ") == 1


def test_administrators_are_staff_whether_it_was_ticked_or_not(client, ada):
    send(client, "roles", ada, role=["is_superuser"])
    assert (ada.is_superuser, ada.is_staff) == (True, True)
    client.force_login(ada)
    assert client.get(reverse("administration")).status_code == 200


@pytest.mark.parametrize("act", ["roles", "close"])
def test_the_last_administrator_stays_one(client, chief, act):
    name = "roles" if act == "roles" else "account"
    page = send(client, name, chief, **({} if act == "roles" else {"act": "close"}))
    assert "Nobody else administers this site" in page
    assert (chief.is_superuser, chief.is_staff, chief.is_active) == (True, True, True)


def test_a_closed_account_is_logged_out_and_can_be_opened_again(client, ada):
    browser = Client()
    browser.force_login(ada)
    UserSession.objects.create(user=ada, session_key=browser.session.session_key, ip="127.0.0.1", user_agent="x")
    send(client, "account", ada, act="close")
    assert (ada.is_active, UserSession.objects.filter(user=ada).count()) == (False, 0)
    assert browser.get(reverse("inbox")).status_code == 302
    send(client, "account", ada, act="open")
    assert ada.is_active
    kept = AuditEntry.objects.filter(fields__account=ada.pk).order_by("pk").values_list("name", flat=True)
    assert list(kept) == ["account.disabled", "account.enabled"]


def logged_in(person, agent="Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0"):
    browser = Client()
    browser.force_login(person)
    values = {"session_key": browser.session.session_key, "ip": "192.0.2.7", "user_agent": agent}
    return browser, UserSession.objects.create(user=person, **values)


def test_sessions_are_listed_and_one_is_ended(client, ada):
    kept, _ = logged_in(ada, "curl/8")
    lost, session = logged_in(ada)
    shown = client.get(reverse("administration-person", args=[ada.pk])).content.decode()
    assert "Firefox on Linux" in shown
    assert shown.count("from 192.0.2.7") == shown.count("End this one") == 2
    assert session.session_key not in shown
    assert client.post(reverse("administration-session", args=[UserFactory().pk, session.pk])).status_code == 404
    send(client, "session", ada, session.pk)
    assert [one.get(reverse("inbox")).status_code for one in (kept, lost)] == [200, 302]
    assert AuditEntry.objects.get(name="account.session_ended").fields == {"account": ada.pk}


def test_a_session_says_its_last_day_and_none_that_has_run_out_is_listed(ada, now):
    _, session = logged_in(ada)
    UserSession.objects.update(last_seen_at=now)
    rows = Session.objects.filter(session_key=session.session_key)
    for days in (0, 3):
        rows.update(expire_date=now + timedelta(days=30 + days))
        assert [one.seen for one in logins(ada, now)] == [now + timedelta(days=days)]
    rows.update(expire_date=now)
    assert logins(ada, now) == []


def test_a_factor_is_revoked_told_and_never_read(client, ada, django_capture_on_commit_callbacks):
    TOTP.activate(ada, "JBSWY3DPEHPK3PXP")
    factor = Authenticator.objects.get(user=ada)
    shown = client.get(reverse("administration-person", args=[ada.pk])).content.decode()
    assert "Revoke" in shown
    assert "JBSWY3DPEHPK3PXP" not in shown
    charlie = UserFactory()
    assert client.post(reverse("administration-revoke", args=[charlie.pk, factor.pk])).status_code == 404
    with django_capture_on_commit_callbacks() as done:
        send(client, "revoke", ada, factor.pk)
    assert not Authenticator.objects.filter(user=ada).exists()
    mails = [one.args for one in done if getattr(one, "args", ())[:1] == ("account/email/revoked",)]
    assert [(person, told) for _, person, told in mails] == [(ada, {"kind": "totp"})]


def test_who_has_left_has_no_page(client, chief, now):
    gone = UserFactory(left_at=now)
    assert client.get(reverse("administration-person", args=[gone.pk])).status_code == 404
    assert client.post(reverse("administration-roles", args=[gone.pk]), {"role": "is_staff"}).status_code == 404
    assert not User.objects.get(pk=gone.pk).is_staff


def test_classes_and_invitations_are_found_and_no_link_is_shown(client, chief, now):
    ina = InstructorFactory(email="ina@example.com")
    spring, autumn = (
        create_class(instructor=ina, name=name, key=uuid.uuid4(), now=now) for name in ("Spring", "Autumn")
    )
    for cohort, address in ((spring, "one@example.com"), (autumn, "two@example.com")):
        Invitation.objects.create(cohort=cohort, email=address, invited_by=ina, made_at=now, due_at=now, until=now)
    shown = client.get(reverse("administration-classes"), {"q": "spr ina@"}).content.decode()
    assert "Spring" in shown
    assert "Autumn" not in shown
    assert spring.token not in shown
    shown = client.get(reverse("administration-invitations"), {"q": "autumn"}).content.decode()
    assert "two@example.com" in shown
    assert "one@example.com" not in shown
    assert not any(token in shown for token in Invitation.objects.values_list("token", flat=True))


def test_what_happened_two_years_ago_is_forgotten(db, now):
    for at in (now - KEPT - timedelta(seconds=1), now - KEPT, now):
        AuditEntry.objects.create(at=at, name="class.made", fields={})
    assert [forget_old(now=now), forget_old(now=now)] == [1, 0]
    assert AuditEntry.objects.count() == 2
