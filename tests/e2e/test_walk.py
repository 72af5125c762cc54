"""Every page: nothing is wider than a narrow window, no bar hides what has the focus, axe finds no fault."""

from collections.abc import Callable
from functools import cache
from types import SimpleNamespace

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import Site
from tests.e2e.people import log_in, sign_up
from tests.e2e.walk import TOPIC, ids, walk

LONG = "W" * 60
ROLES = ["visitor", "learner", "instructor", "editor"]


def email(role: str) -> str:
    return f"walking-{role}@example.com"


def set_quiz(page: Page) -> str:
    """A quiz of two questions, given to the class whose page is open: its address."""
    page.get_by_role("link", name="Set a quiz").click()
    page.get_by_label("What it is called").fill(LONG)
    page.get_by_label("How many questions").fill("2")
    page.get_by_label("Time limit in minutes").fill("30")
    page.get_by_role("button", name="Set quiz").click()
    page.get_by_role("button", name="Give it to the class").click()
    expect(page.get_by_role("button", name="Take it back")).to_be_visible()
    return page.url


@pytest.fixture(scope="module")
def walked(site: Site, browser: Browser) -> SimpleNamespace:
    """An instructor's class with a learner in it, who has cards, an open attempt, and one that is over; all have long
    names."""
    context = browser.new_context(base_url=site.url)
    page = context.new_page()
    for role in ("editor", "instructor", "learner"):
        context.clear_cookies()
        sign_up(page, email(role))
        site.execute(
            "UPDATE accounts_user SET name = %s, is_editor = %s, is_instructor = %s WHERE email = %s",
            LONG, role == "editor", role == "instructor", email(role),
        )  # fmt: skip
        if role == "instructor":
            page.goto("/classes/")
            page.get_by_label("Name of the class").fill(LONG)
            page.get_by_label("Name of the class").press("Enter")
            expect(page.get_by_role("heading", level=1)).to_have_text(LONG)
            join = page.locator("code.link-text").inner_text()
            home = page.url
            page.goto(f"{home.partition('#')[0]}assign/")
            page.get_by_label("Title").fill(LONG)
            page.get_by_label("Foundation").check()
            page.get_by_role("button", name="Assign", exact=True).click()
            expect(page.get_by_text(f"“{LONG}” is assigned.")).to_be_visible()
            page.goto(home)
            quiz = set_quiz(page)
    page.goto(join)
    page.get_by_label("Your real name").fill("Lea Learner")
    page.get_by_role("button", name="Join class").click()
    page.wait_for_url(lambda url: url != join)
    page.goto(f"{quiz}sit/")
    page.get_by_role("button", name="Start quiz").click()
    expect(page.get_by_text("Question 1 of 2")).to_be_visible()
    page.goto(f"{page.url.partition('?')[0]}?question=3")
    page.get_by_role("button", name="Submit quiz").click()
    expect(page.get_by_text("Guessing alone would give")).to_be_visible()
    page.goto(f"/wiki/{TOPIC}/")
    page.get_by_role("button", name="Add to reviews").click()
    expect(page.get_by_text("In your reviews")).to_be_visible()
    page.get_by_role("button", name="Practise", exact=True).click()
    expect(page.get_by_text("1 of 10").first).to_be_visible()
    context.close()
    return ids(site, email("learner"))


@pytest.fixture(scope="module")
def found(site: Site, browser: Browser, walked: SimpleNamespace) -> Callable[[str], dict[str, list[str]]]:
    """The faults of somebody's pages, looked for once. The browser takes a reader's own styles, as an extension's."""

    @cache
    def faults(role: str) -> dict[str, list[str]]:
        context = browser.new_context(base_url=site.url, bypass_csp=True, reduced_motion="reduce")
        page = context.new_page()
        if role != "visitor":
            log_in(page, email(role))
        told = walk(page, walked, role)
        context.close()
        return told

    return faults


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("kind", ["status", "reflow", "focus", "ids", "stops", "axe"])
def test_no_page_has_a_fault(found: Callable[[str], dict[str, list[str]]], role: str, kind: str) -> None:
    told = found(role)
    assert len(told["seen"]) >= 5
    assert told[kind] == [], "\n".join(told[kind])
