"""What every mail says: nothing that shouts, and nobody who is greeted by an address."""

from pathlib import Path

import allauth
import pytest
from django.template.loader import render_to_string

from sdwiki.accounts.adapter import Site
from tests.factories import UserFactory

ROOTS = [Path(allauth.__file__).parent / "templates", Path(__file__).parents[2] / "templates"]
MAILS = sorted(
    {
        str(path.relative_to(root))
        for root in ROOTS
        for app in ("account", "mfa", "usersessions")
        for path in root.glob(f"{app}/email/*_message.txt")
    }
    - {"account/email/base_message.txt"}
)


@pytest.mark.parametrize("name", MAILS)
def test_a_mail_greets_nobody_and_does_not_shout(name, db):
    person = UserFactory(email="ann@example.com", name="")
    context = {
        "user": person,
        "current_site": Site("sdwiki", "wiki.example.org"),
        "activate_url": "https://wiki.example.org/confirm/?a=1&b=2",
    }
    text = render_to_string(name, context).strip()
    assert "!" not in text
    assert not text.startswith(("Hello", "Hi", "Dear"))
    assert person.email not in text
    assert text.endswith("sdwiki, wiki.example.org")


def test_the_mail_that_confirms_an_address_names_the_page():
    context = {"current_site": Site("sdwiki", "x"), "activate_url": "https://wiki.example.org/confirm/?a=1&b=2"}
    text = render_to_string("account/email/email_confirmation_message.txt", context)
    assert "\n\nhttps://wiki.example.org/confirm/?a=1&b=2\n\n" in text
