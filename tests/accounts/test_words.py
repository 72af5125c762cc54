"""What people are told about their accounts, in the site's own words."""

import re
from pathlib import Path

import allauth
import pytest
from allauth.account.forms import EmailAwarePasswordResetTokenGenerator
from allauth.account.utils import user_pk_to_url_str
from django.template.loader import get_template, render_to_string
from django.test import Client
from django.urls import reverse

from tests.factories import UserFactory

PASSWORD = "correct horse battery"
ROOT = Path(__file__).parents[2]
_HOME = Path(allauth.__file__).parent / "templates"
THEIRS = {str(path.relative_to(_HOME)): path for path in (_HOME / "mfa").rglob("*.*")}


def words_of(path):
    return path.read_text().casefold()


@pytest.mark.parametrize(
    ("message", "words"),
    [
        ("mfa/messages/webauthn_added.txt", "Passkey added."),
        ("mfa/messages/webauthn_removed.txt", "Passkey removed."),
        ("account/messages/logged_in.txt", "You are logged in."),
        ("account/messages/logged_out.txt", "You are logged out."),
    ],
)
def test_a_message_has_the_words_of_the_pages(message, words):
    assert render_to_string(message, {"user": None}).strip() == words


def told(response):
    return [str(message) for message in response.context["messages"]]


@pytest.mark.django_db
def test_each_way_in_is_told_what_just_happened_once(client):
    """Seen before: whoever had signed up was told that they were logged in."""
    made = {"email": "new@example.com", "password1": PASSWORD, "time_zone": "UTC"}
    assert told(client.post(reverse("account_signup"), made, follow=True)) == ["Your account is made."]
    client.post(reverse("account_logout"))
    entered = {"login": "new@example.com", "password": PASSWORD}
    assert "You are logged in." in told(client.post(reverse("account_login"), entered, follow=True))
    changed = {"oldpassword": PASSWORD, "password1": PASSWORD[::-1], "password2": PASSWORD[::-1]}
    page = client.post(reverse("account_change_password"), changed, follow=True)
    assert told(page) == ["Your password is changed."]


@pytest.mark.django_db
def test_a_reset_is_told_by_its_page_alone():
    person, browser = UserFactory(), Client()
    key = {"uidb36": user_pk_to_url_str(person), "key": EmailAwarePasswordResetTokenGenerator().make_token(person)}
    form = browser.get(reverse("account_reset_password_from_key", kwargs=key)).url
    page = browser.post(form, {"password1": PASSWORD, "password2": PASSWORD}, follow=True)
    assert "<h1>Password changed</h1>" in page.content.decode()
    assert told(page) == []


@pytest.mark.parametrize("done", ["added", "removed"])
def test_mails_and_pages_about_passkeys_call_them_so(done):
    context = {"ip": "192.0.2.1", "user_agent": "A browser", "timestamp": "today", "current_site": {"domain": "x.test"}}
    mail = render_to_string(f"mfa/email/webauthn_{done}_message.txt", context)
    assert f"A passkey was {done}." in mail
    assert "192.0.2.1" in mail
    subject = render_to_string(f"mfa/email/webauthn_{done}_subject.txt")
    assert (subject.strip(), subject.count("\n")) == (f"Passkey {done}", 1)
    assert "security key" not in (mail + subject).casefold()


def test_no_template_that_we_show_speaks_of_security_keys():
    """What allauth's pages and mails say is written anew wherever they would say it."""
    frame = "mfa/webauthn/base.html"  # of their pages, all of which are ours by now
    assert not [path for path in (ROOT / "templates").rglob("*.*") if frame in path.read_text()]
    named = [name for name, path in THEIRS.items() if "security key" in words_of(path) and name != frame]
    origins = {name: get_template(name).origin.name for name in named}
    assert origins
    assert [name for name, origin in origins.items() if "security key" in words_of(Path(origin))] == []


def test_no_guard_refuses_without_a_word():
    bare = re.compile(r"raise PermissionDenied(\(\))?$", re.MULTILINE)
    sources = [path for folder in ("quizzes", "sdwiki", "content") for path in (ROOT / folder).rglob("*.py")]
    assert any("PermissionDenied(" in path.read_text() for path in sources)
    assert [path.name for path in sources if bare.search(path.read_text())] == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("route", "role"), [("quizzes:reports", "editors"), ("quizzes:questions", "editors and instructors")]
)
def test_a_refusal_names_the_role_and_who_gives_it(client, route, role):
    client.force_login(UserFactory())
    answer = client.get(reverse(route))
    page = " ".join(answer.content.decode().split())
    assert answer.status_code == 403
    assert f"This page is for {role}. An administrator gives that role." in page
    assert "open for too long" not in page


@pytest.mark.django_db
def test_who_is_stopped_while_publishing_can_be_told_that_the_text_is_kept():
    browser = Client(enforce_csrf_checks=True)
    login, old = browser.get(reverse("account_login")), browser.post(reverse("account_login"), {})
    assert (login.status_code, old.status_code) == (200, 403)
    for answer in (login, old):
        page = answer.content.decode()
        assert "<p data-kept-text hidden>The text you were editing is kept in this tab" in page
        assert "js/kept" in page
