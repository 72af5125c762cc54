"""What people are told about their accounts, in the site's own words."""

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from tests.factories import UserFactory


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
