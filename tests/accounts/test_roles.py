import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from sdwiki.accounts.models import User
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"


@pytest.fixture
def admin(client):
    admin = User.objects.create_superuser("root@example.com", PASSWORD)
    client.force_login(admin)
    return admin


def change(client, user, **values):
    data = {"is_active": "on"} | values
    return client.post(reverse("admin:accounts_user_change", args=[user.pk]), {k: v for k, v in data.items() if v})


def test_an_administrator_makes_an_instructor(client, admin):
    ada = UserFactory()
    assert change(client, ada, is_instructor="on").status_code == 302
    ada.refresh_from_db()
    assert (ada.is_instructor, ada.is_staff, ada.is_active) == (True, False, True)


def test_an_administrator_writes_roles_alone(client, admin, monkeypatch):
    """While the administrator presses "Save", the person changes a password."""
    ada = UserFactory()
    save = User.save

    def late(user, *args, **kwargs):
        User.objects.filter(pk=user.pk).update(password="new")
        save(user, *args, **kwargs)

    monkeypatch.setattr(User, "save", late)
    assert change(client, ada, is_editor="on").status_code == 302
    ada.refresh_from_db()
    assert (ada.is_editor, ada.password) == (True, "new")


def test_disabling_an_account_ends_its_sessions_at_once_and_for_good(client, admin):
    ada, browser = UserFactory(email="ada@example.com"), Client()
    browser.post(reverse("account_login"), {"login": ada.email, "password": PASSWORD})
    assert browser.get(reverse("quizzes:settings")).status_code == 200
    assert UserSession.objects.filter(user=ada).count() == 1
    before = Session.objects.count()
    change(client, ada, is_active="")
    assert browser.get(reverse("quizzes:settings")).status_code == 302
    assert Session.objects.count() == before - 1
    User.objects.filter(pk=ada.pk).update(is_active=True)
    assert browser.get(reverse("quizzes:settings")).status_code == 302


def test_a_disabled_account_cannot_log_in(client):
    ada = UserFactory(email="ada@example.com", is_active=False)
    client.post(reverse("account_login"), {"login": ada.email, "password": PASSWORD})
    assert "_auth_user_id" not in client.session


def test_logging_out_kills_the_session(client):
    client.force_login(UserFactory())
    key = client.session.session_key
    client.post(reverse("account_logout"))
    assert not Session.objects.filter(pk=key).exists()


@pytest.mark.parametrize("role", ["is_instructor", "is_editor"])
def test_roles_alone_do_not_open_the_administration(client, role):
    client.force_login(UserFactory(**{role: True}))
    assert client.get(reverse("admin:index")).status_code in (302, 403)


def test_staff_without_permissions_raise_nobody(client):
    staff = UserFactory(is_staff=True)
    client.force_login(staff)
    change(client, staff, is_superuser="on")
    staff.refresh_from_db()
    assert not staff.is_superuser


def test_accounts_are_not_made_in_the_administration(client, admin):
    assert client.get("/admin/accounts/user/add/").status_code == 403


def test_the_administrations_login_is_that_of_the_site(client):
    response = client.get("/admin/login/", follow=True)
    assert response.redirect_chain[0][0].startswith("/accounts/login/")
