"""A refusal that no view has an answer to is a page, or the notice for htmx, with its own status."""

import pytest
from django.urls import reverse

from tests.factories import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.access.bare_urls")]
WORDS = "What is inside is safe. Fetch the key."


def test_a_refusal_is_a_page_that_says_what_happened_what_is_safe_and_what_to_do(client):
    response = client.get("/locked/")
    page = response.content.decode()
    assert response.status_code == 409
    assert "<h1>The &lt;door&gt; is locked</h1>" in page
    assert WORDS in page
    assert "site-header" in page
    assert f'href="{reverse("quizzes:home")}"' in page


def test_a_refusal_is_a_notice_for_htmx(client):
    response = client.get("/locked/", headers={"hx-request": "true"})
    assert response.status_code == 409
    assert response.content.decode() == f"<p data-refusal>The &lt;door&gt; is locked. {WORDS}</p>"


def test_a_refusal_keeps_the_headers_of_every_answer(client):
    client.force_login(UserFactory())
    response = client.get("/locked/")
    assert response["Cache-Control"] == "no-store"
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "HX-Request" in response["Vary"]
