"""allauth's pages are ours: none comes from its own templates."""

from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from tests.access.borrowed_routes import ALLAUTH_MEMBERS, ALLAUTH_OPEN
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
TEMPLATES = Path(__file__).parents[2] / "templates"


@pytest.mark.parametrize("route", [row for row in (*ALLAUTH_OPEN, *ALLAUTH_MEMBERS) if row.method == "get"], ids=str)
@pytest.mark.parametrize("role", ["visitor", "learner"])
def test_a_page_of_allauth_has_a_template_of_ours(route, role):
    browser = Client()
    if role == "learner":
        browser.force_login(UserFactory())
    response = browser.get(reverse(route.name, args=route.args(None)))
    if response.status_code != 200:
        assert route.outcomes[role] != 200
        return
    assert TEMPLATES in Path(response.templates[0].origin.name).parents
    assert '<header class="site-header">' in response.content.decode()


def test_who_is_closed_out_reads_why():
    closed = UserFactory(email="ada@example.com", is_active=False)
    data = {"login": closed.email, "password": "correct horse battery"}
    page = Client().post(reverse("account_login"), data, follow=True).content.decode()
    assert "This account is closed" in page
