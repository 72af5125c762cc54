"""Somebody asks to leave on the page, and takes it back."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from quizzes.leaving.services import let_go
from sdwiki.accounts import leaving
from sdwiki.accounts.errors import AdministersAlone
from sdwiki.accounts.models import User
from tests.factories import UserFactory
from tests.leaving.conftest import PASSWORD, log_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def bea(settings):
    """Somebody where mail is sent."""
    settings.ACCOUNT_EMAIL_VERIFICATION, settings.ACCOUNT_EMAIL_NOTIFICATIONS = "mandatory", True
    bea = UserFactory(email="bea@example.com")
    EmailAddress.objects.create(user=bea, email=bea.email, primary=True, verified=True)
    return bea


def leaves_at(person):
    return User.objects.get(pk=person.pk).leaves_at


def test_leaving_takes_the_password_again(bea):
    browser = Client()
    browser.post(reverse("account_login"), {"login": bea.email, "password": PASSWORD})
    answer = browser.post(reverse("leave"))
    assert answer.url == f"{reverse('account_reauthenticate')}?{urlencode({'next': reverse('leave')})}"
    assert leaves_at(bea) is None
    page = {"password": "a wrong one", "next": reverse("leave")}
    browser.post(answer.url, page)
    assert leaves_at(bea) is None
    assert browser.post(answer.url, page | {"password": PASSWORD}).url == reverse("leave")
    assert leaves_at(bea) is not None


def test_a_week_is_given_and_told(bea):
    before = timezone.now()
    browser, phone = log_in(bea), log_in(bea)
    assert browser.post(reverse("leave")).url == reverse("leave")
    at = leaves_at(bea)
    assert before + timedelta(days=7) <= at <= timezone.now() + timedelta(days=7)
    page = browser.get(reverse("leave")).content.decode()
    assert f"Your account will be deleted on {at:%-d %B %Y} at {at:%H:%M}" in page
    assert "Keep my account" in page
    assert UserSession.objects.filter(user=bea).count() == 1
    assert phone.get(reverse("quizzes:settings")).status_code == 302
    [message] = mail.outbox
    assert message.to == [bea.email]
    assert f"{at:%-d %B %Y} at {at:%H:%M} UTC" in message.body
    assert "http://localhost:8000/accounts/login/" in message.body


def test_asking_twice_moves_nothing(bea):
    browser = log_in(bea)
    browser.post(reverse("leave"))
    at = leaves_at(bea)
    browser.post(reverse("leave"))
    assert leaves_at(bea) == at


def test_what_goes_and_stays_is_said_before(bea):
    page = log_in(bea).get(reverse("leave")).content.decode()
    for said in (
        "What is deleted",
        "What stays",
        "a former member",
        "7 days",
        "archived",
        "backups",
        "Delete my account",
    ):
        assert said in page


def test_a_button_takes_it_back(bea):
    browser = log_in(bea)
    browser.post(reverse("leave"))
    assert "Your account stays." in browser.post(reverse("stay"), follow=True).content.decode()
    assert leaves_at(bea) is None
    assert [message.subject for message in mail.outbox] == [
        "[sdwiki] Your account will be deleted",
        "[sdwiki] Your account stays",
    ]
    browser.post(reverse("stay"))
    assert len(mail.outbox) == 2


def test_a_log_in_takes_it_back(bea):
    log_in(bea).post(reverse("leave"))
    page = log_in(bea).get(reverse("leave")).content.decode()
    assert "You are back, so your account stays." in page
    assert leaves_at(bea) is None
    assert let_go(now=timezone.now() + timedelta(days=8)) == 0


def test_a_wrong_password_takes_nothing_back(bea):
    browser = log_in(bea)
    browser.post(reverse("leave"))
    browser.post(reverse("account_logout"))
    browser.post(reverse("account_login"), {"login": bea.email, "password": "a wrong one"})
    assert leaves_at(bea) is not None


def test_who_has_left_does_not_get_in(bea):
    browser = log_in(bea)
    browser.post(reverse("leave"))
    let_go(now=leaves_at(bea))
    assert browser.get(reverse("quizzes:settings")).status_code == 302
    again = log_in(bea)
    assert again.get(reverse("quizzes:settings")).status_code == 302
    assert leaving.stay(user=bea) is False


def test_an_outsider_can_neither_ask_nor_take_back_for_another(bea):
    charlie = UserFactory(email="charlie@example.com")
    EmailAddress.objects.create(user=charlie, email=charlie.email, primary=True, verified=True)
    log_in(charlie).post(reverse("leave"), {"user": bea.pk})
    assert (leaves_at(bea), leaves_at(charlie) is None) == (None, False)
    log_in(bea).post(reverse("leave"))
    log_in(charlie).post(reverse("stay"), {"user": bea.pk})
    assert leaves_at(bea) is not None


def test_the_one_administrator_cannot_leave(bea):
    root = User.objects.create_superuser("root@example.com", PASSWORD)
    EmailAddress.objects.create(user=root, email=root.email, primary=True, verified=True)
    browser = log_in(root)
    page = browser.get(reverse("leave")).content.decode()
    assert "Nobody else administers this site" in page
    assert "Delete my account" not in page
    assert browser.post(reverse("leave")).status_code == 409
    assert leaves_at(root) is None


def test_of_two_administrators_one_can_leave(bea):
    roots = [User.objects.create_superuser(f"root{n}@example.com", PASSWORD) for n in range(2)]
    now = timezone.now()
    leaving.ask_to_leave(user=roots[0], session_key=None, now=now)
    with pytest.raises(AdministersAlone):
        leaving.ask_to_leave(user=roots[1], session_key=None, now=now)
    leaving.stay(user=roots[0])
    leaving.ask_to_leave(user=roots[1], session_key=None, now=now)
    assert (leaves_at(roots[0]), leaves_at(roots[1])) == (None, now + leaving.GRACE)


def test_the_administration_does_not_open_a_tombstone(bea, client):
    client.force_login(User.objects.create_superuser("root@example.com", PASSWORD))
    address = reverse("admin:accounts_user_change", args=[bea.pk])
    assert client.post(address, {"is_active": "on"}).status_code == 302
    leaving.ask_to_leave(user=bea, session_key=None, now=timezone.now())
    let_go(now=leaves_at(bea))
    assert client.post(address, {"is_active": "on"}).status_code == 403
    assert not User.objects.get(pk=bea.pk).is_active


def test_every_page_says_until_then_that_the_account_will_be_deleted(bea):
    browser = log_in(bea)
    line = "Your account will be deleted on"
    assert line not in browser.get(reverse("quizzes:quizzes")).content.decode()
    browser.post(reverse("leave"))
    page = browser.get(reverse("quizzes:quizzes")).content.decode()
    assert f"{line} {leaves_at(bea):%-d %B %Y}" in page
    assert f'<a href="{reverse("leave")}">Keep it</a>' in page
    browser.post(reverse("stay"))
    assert line not in browser.get(reverse("quizzes:quizzes")).content.decode()
