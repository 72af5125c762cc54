"""Every kind of question, answered by keyboard alone and by touch alone, with axe on every page.

With `SDWIKI_PICTURES=folder`, pictures of what was seen are left there.
"""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.e2e.conftest import Site
from tests.e2e.people import KINDS, answer_by_keyboard, begin, right

PICTURES = os.environ.get("SDWIKI_PICTURES", "")


def check(page: Page, name: str) -> None:
    if PICTURES:
        width = page.viewport_size["width"] if page.viewport_size else 0
        # To hide the caret Playwright writes into the style of every field and leaves it empty: htmx copies that at the
        # next swap, which the policy refuses, though no page has done anything.
        page.screenshot(path=Path(PICTURES) / f"{name}-{width}.png", full_page=True, caret="initial")
    # What is fading in has the contrast of nothing finished.
    page.evaluate("Promise.all(document.getAnimations().map((one) => one.finished.catch(() => null))).then(() => null)")
    page.wait_for_timeout(200)
    found = Axe().run(page)
    assert found.violations_count == 0, f"{name}: {found.generate_report()}"
    fits(page, name)


def fits(page: Page, name: str) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{name} is wider than the window"


def test_every_kind_in_practice_by_keyboard(site: Site, page: Page) -> None:
    attempt = begin(page, site, "Start practice")
    for position, kind in enumerate(KINDS, 1):
        expect(page.get_by_text(f"{position} of 10").first).to_be_visible()
        check(page, f"{kind}-open")
        answer_by_keyboard(page, page.locator("#question"), right(site, attempt, position))
        page.keyboard.press("Enter")
        expect(page.locator(".feedback, .part-row").first).to_be_visible()
        expect(page.locator(".choice.is-right").first).to_be_visible()
        check(page, f"{kind}-right")
        page.keyboard.press("Enter")
    expect(page.get_by_text("10 of 10 right")).to_be_visible()
    check(page, "result-right")


@pytest.fixture
def phone(browser: Browser, site: Site) -> Iterator[BrowserContext]:
    context = browser.new_context(
        base_url=site.url, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True
    )
    yield context
    context.close()


def tap_wrong(question: Locator) -> None:
    """Give an answer by touch that is complete and, where that can be, not wholly right."""
    rows, steps = question.get_by_role("radiogroup"), question.locator(".order-step")
    for number in range(rows.count()):
        rows.nth(number).locator(".chip").nth(number % rows.nth(number).locator(".chip").count()).tap()
    if question.locator("input[type=text]").count():
        question.locator("input[type=text]").tap()
        question.locator("input[type=text]").press_sequentially("nothing like it")
    elif steps.count():
        steps.nth(1).tap()
    elif not rows.count():
        question.locator("label.choice").first.tap()


def test_every_kind_in_practice_by_touch(site: Site, phone: BrowserContext) -> None:
    page = phone.new_page()
    begin(page, site, "Start practice")
    for position, kind in enumerate(KINDS, 1):
        expect(page.get_by_text(f"{position} of 10").first).to_be_visible()
        fits(page, f"{kind}-open")  # axe has seen it above
        tap_wrong(page.locator("#question"))
        page.get_by_role("button", name="Submit answer").tap()
        expect(page.locator(".feedback, .part-row").first).to_be_visible()
        check(page, f"{kind}-answered")
        page.locator("[data-key='enter n']").first.tap()
    expect(page.locator(".score")).to_be_visible()
    check(page, "result")


@pytest.mark.expects_console_errors
def test_nothing_ticked_is_said_and_not_saved(site: Site, page: Page) -> None:
    attempt = begin(page, site, "Start practice")
    page.goto(f"/quizzes/{attempt}/?question={KINDS.index('multiple') + 1}")
    page.get_by_role("button", name="Submit answer").click()
    expect(page.get_by_role("alert")).to_contain_text("choose at least one")
    check(page, "multiple-nothing")


@pytest.mark.expects_console_errors
def test_an_exam_saves_every_kind_by_keyboard_and_keeps_it(site: Site, page: Page) -> None:
    """Ticks, pairs, groups and an order without a connection: they count as answered, and are saved when it is back."""
    attempt, kept = begin(page, site, "Start the exam"), range(5, 9)
    for position in range(1, 11):
        page.context.set_offline(position in kept)
        question = page.locator(f"#question-{position}")
        expect(question).to_be_visible()
        answer_by_keyboard(page, question, right(site, attempt, position))
        here = ", kept here" if position in kept else ""
        expect(page.get_by_role("link", name=f"Question {position}, answered{here}", exact=True)).to_be_visible()
        expect(page.locator("[data-saving]")).to_have_text("Offline, kept here" if here else "Saved")
        expect(page.locator("[data-answered]")).to_have_text(str(position))
        expect(page.locator("[data-open-list] li:not([hidden])")).to_have_count(10 - position)
        if question.locator("input[name=text]").count():
            page.keyboard.press("Enter")
        else:
            page.evaluate("document.activeElement.blur()")
            page.keyboard.press("n")
        expect(question).to_be_hidden()
    page.goto(f"/quizzes/{attempt}/")
    expect(page.get_by_role("button", name="Submit quiz")).to_be_visible()
    expect(page.locator(".square.answered")).to_have_count(10)
    page.get_by_role("link", name="Question 6, answered").click()
    check(page, "match-exam")
    page.get_by_role("link", name="Submit", exact=True).click()
    expect(page.locator("#question-9 input[name=text]")).to_have_value(right(site, attempt, 9).typed)
    page.get_by_role("button", name="Submit quiz").click()
    expect(page.get_by_text("10 of 10 right")).to_be_visible()


def test_i_dont_know_and_an_answer_exclude_each_other(site: Site, page: Page) -> None:
    attempt = begin(page, site, "Start the exam")
    position = KINDS.index("option") + 1
    page.goto(f"/quizzes/{attempt}/?question={position}")
    question, saved = page.locator(f"#question-{position}"), page.locator("[data-saving]")
    unknown, first = question.get_by_role("radio", name="I don’t know"), question.get_by_role("radio").first
    with page.expect_response(re.compile("/answer/"), timeout=10_000):
        page.keyboard.press("a")
    expect(first).to_be_checked()
    with page.expect_response(re.compile("/answer/"), timeout=10_000):
        page.keyboard.press("i")
    expect(unknown).to_be_checked()
    expect(first).not_to_be_checked()
    expect(saved).to_have_text("Saved")
    check(page, "unknown-exam")
    page.reload()
    expect(unknown).to_be_checked()
    page.keyboard.press("a")
    expect(unknown).not_to_be_checked()
    with page.expect_response(re.compile("/answer/"), timeout=10_000):
        page.keyboard.press("s")
    expect(saved).to_have_text("Saved")
    page.reload()
    expect(first).to_be_checked()
    expect(question.get_by_role("radio", name="Sure", exact=True)).to_be_checked()


def test_i_dont_know_shows_the_answer_by_keyboard(site: Site, page: Page) -> None:
    begin(page, site, "Start practice")
    page.keyboard.press("i")
    told = page.get_by_text("You said that you don’t know")
    expect(told).to_be_focused()
    check(page, "unknown-practice")
    page.keyboard.press("Enter")
    expect(page.get_by_text("2 of 10").first).to_be_visible()
