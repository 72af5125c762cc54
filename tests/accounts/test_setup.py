import time
from importlib import import_module
from io import StringIO
from urllib.parse import urlsplit

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.core import signing
from django.core.management import call_command
from django.core.management.base import CommandError
from django.urls import reverse

from sdwiki.accounts import services
from sdwiki.accounts.errors import SetupOver
from sdwiki.accounts.models import SetupUse, User
from sdwiki.accounts.services import first_setup_link, make_first_administrator, setup_link
from tests.factories import UserFactory
from tests.parallel import at_once, locked, slow, unlocked

DATA = {"email": "root@example.com", "password": "correct horse battery", "time_zone": "Europe/Berlin"}


@pytest.fixture
def link(db):
    return urlsplit(setup_link()).path


def test_the_link_makes_an_administrator_and_logs_in(client, link):
    assert client.get(link).status_code == 200
    assert client.post(link, DATA).url == "/"
    user = User.objects.get()
    assert (user.is_staff, user.is_superuser, user.is_editor, user.is_instructor) == (True,) * 4
    assert user.time_zone == "Europe/Berlin"
    assert EmailAddress.objects.get(user=user).verified
    assert client.session["_auth_user_id"] == str(user.pk)
    assert client.get(reverse("admin:index")).status_code == 200


def test_the_session_of_the_first_administrator_can_be_ended(client, link):
    client.post(link, DATA)
    services.end_sessions(user=User.objects.get())
    assert client.get(reverse("administration")).status_code == 302


def test_the_link_works_once(client, link):
    client.post(link, DATA)
    client.logout()
    assert client.get(link).status_code == 404
    assert client.post(link, DATA | {"email": "second@example.com"}).status_code == 404
    assert setup_link() is None
    assert User.objects.count() == 1


def test_a_used_link_stays_dead_when_no_administrator_is_left(client, link):
    before = User.objects.count()
    client.post(link, DATA)
    User.objects.update(is_staff=False)
    client.logout()
    assert client.get(link).status_code == 404
    assert client.post(link, DATA | {"email": "second@example.com"}).status_code == 404
    assert User.objects.count() == before + 1


def test_a_link_that_was_not_used_dies_with_the_one_that_was(client, db):
    one, other = urlsplit(setup_link()).path, urlsplit(setup_link()).path
    client.post(one, DATA)
    User.objects.all().delete()
    assert client.get(other).status_code == 404


def test_a_start_gives_no_link_once_one_was_used(client, link):
    assert first_setup_link()
    client.post(link, DATA)
    User.objects.update(is_staff=False)
    assert first_setup_link() is None


def printed_link():
    out = StringIO()
    call_command("setup_link", stdout=out)
    return urlsplit(out.getvalue().strip()).path


@pytest.mark.parametrize("lost", [{"is_staff": False}, {"is_active": False}], ids=str)
def test_the_command_makes_a_new_link_where_no_administrator_is_left(client, link, lost):
    client.post(link, DATA)
    User.objects.update(**lost)
    client.logout()
    new = printed_link()
    assert new != link
    assert client.post(new, DATA | {"email": "second@example.com"}).status_code == 302
    assert User.objects.get(email="second@example.com").is_superuser
    assert client.get(new).status_code == 404


def test_the_command_makes_no_link_while_there_is_an_administrator(client, link):
    client.post(link, DATA)
    with pytest.raises(CommandError, match="There is an administrator already"):
        call_command("setup_link")


@pytest.mark.parametrize("is_staff", [True, False])
def test_where_there_was_an_administrator_before_links_counted_one_is_noted(db, is_staff):
    UserFactory(is_staff=is_staff)
    step = import_module("sdwiki.accounts.migrations.0003_setup_is_over_where_there_is_staff")
    step.note_the_use(apps, None)
    assert SetupUse.objects.count() == int(is_staff)


def test_without_staff_members_change_nothing(db):
    UserFactory()
    assert setup_link()


@pytest.mark.parametrize("make", [lambda: "x", lambda: "x" * 3000, lambda: signing.dumps("first", salt="other")])
def test_a_link_that_was_not_made_here_is_not_found(client, db, make):
    token = make()
    assert client.get(f"/setup/{token}/").status_code == 404
    assert client.post(f"/setup/{token}/", DATA).status_code == 404
    assert not User.objects.exists()


def test_a_link_runs_out(client, link, monkeypatch):
    later = time.time() + services.SETUP_LASTS.total_seconds() + 1
    monkeypatch.setattr("django.core.signing.time.time", lambda: later)
    assert client.get(link).status_code == 404


@pytest.mark.parametrize(
    "change",
    [{"password": "short"}, {"password": "password"}, {"password": "x" * 129}, {"email": "no"}, {"email": ""}],
)
def test_what_makes_no_account_says_why(client, link, change):
    response = client.post(link, DATA | change)
    assert response.status_code == 422
    assert not User.objects.exists()


def test_an_address_in_use_is_refused(client, link):
    UserFactory(email="Root@example.com")
    assert client.post(link, DATA).status_code == 422


def administrators_at_once(as_job):
    """How four that make the first administrator at the same moment end."""

    def use(number):
        make_first_administrator(email=f"root{number}@example.com", password="x", time_zone="UTC")
        return "made"

    jobs = [as_job(lambda number=number: use(number)) for number in range(4)]
    with slow("INSERT", "accounts_user"):
        results = at_once(*jobs, refusals=SetupOver)
    return sorted("over" if isinstance(result, SetupOver) else result for result in results)


@pytest.mark.django_db(transaction=True)
def test_four_at_once_make_one_administrator():
    assert administrators_at_once(locked) == ["made", "over", "over", "over"]
    assert User.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_control_without_the_lock_four_at_once_make_four():
    assert administrators_at_once(unlocked) == ["made"] * 4
