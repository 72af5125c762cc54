"""An editor writes a question by keyboard, sees what is wrong with it, and answers it."""

from collections.abc import Iterator
from uuid import uuid4

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Site
from tests.e2e.people import sign_up

PAIRS = [("Tape", "by offset"), ("Stack", "newest first"), ("Heap", "like a stack")]


def check(page: Page) -> None:
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.fixture
def editor(site: Site, page: Page) -> Iterator[Page]:
    """An editor's browser. What they write is taken out of the bank in the end: other tests draw from it."""
    email = f"{uuid4().hex[:12]}@example.com"
    sign_up(page, email)
    site.execute("UPDATE accounts_user SET is_editor = true WHERE email = %s", email)
    yield page
    site.execute("UPDATE quizzes_question SET state = 'rejected' WHERE key LIKE 'own/%%'")


@pytest.mark.expects_console_errors
def test_a_match_is_written_by_keyboard(editor: Page) -> None:
    page = editor
    page.goto("/questions/new/")
    page.get_by_role("link", name="Match", exact=True).press("Enter")
    page.wait_for_url("**/?kind=match*")
    check(page)
    page.get_by_label("What it is about").focus()
    page.keyboard.type("Order")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Question", exact=True)).to_have_value("Match each of these with what holds for it.")
    page.keyboard.press("Tab")
    for text, target in PAIRS:
        page.keyboard.type(text)
        page.keyboard.press("Tab")
        page.keyboard.type(target)
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
    page.get_by_role("button", name="Publish question").press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("holds a word of “Stack”")
    check(page)
    page.get_by_role("alert").get_by_role("link", name="What belongs to name 3").press("Enter")
    third = page.get_by_label("What belongs to name 3")
    expect(third).to_be_focused()
    expect(third).to_have_value("like a stack")
    third.press("ControlOrMeta+a")
    page.keyboard.type("by weight")
    page.get_by_role("button", name="Publish question").press("Enter")
    expect(page.get_by_text("Your question is live.")).to_be_visible()
    check(page)
    for text, target in [*PAIRS[:2], ("Heap", "by weight")]:
        page.get_by_role("radiogroup", name=text).get_by_role("radio", name=target).press("Space")
    page.get_by_role("button", name="Try this answer").press("Enter")
    expect(page.get_by_text("Right.", exact=True)).to_be_visible()
    check(page)
