"""Thirty cards on a bad connection, the menu of a card, and keys of other layouts, in a real browser."""

import os
import re
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Error, Page, Route, expect

from tests.e2e.conftest import Site
from tests.e2e.people import log_in, sign_up

CARDS = 30
TOPICS = ("/wiki/horizontal-vs-vertical-scaling/", "/wiki/caching-strategies/")


def take_up(site: Site, page: Page, email: str) -> None:
    """A new learner with more than enough facts, none of them answered aloud."""
    sign_up(page, email)
    for topic in TOPICS:
        page.goto(topic)
        page.get_by_role("button", name="Add to reviews").click()
        expect(page.get_by_text("In your reviews")).to_be_visible()
    site.execute("UPDATE accounts_user SET new_per_day = 100 WHERE email = %s", email)
    site.execute(
        "UPDATE quizzes_card c SET suspended = true FROM quizzes_fact f, accounts_user u"
        " WHERE f.id = c.fact_id AND f.kind = 'prompt' AND u.id = c.learner_id AND u.email = %s",
        email,
    )
    page.goto("/review/")


def reviews(site: Site, email: str) -> tuple[int, int]:
    """How many reviews stand in the log, and of how many cards."""
    found = site.execute(
        "SELECT count(*), count(DISTINCT card_id) FROM quizzes_review r JOIN accounts_user u ON u.id = r.learner_id"
        " WHERE u.email = %s",
        email,
    )
    return found[0][0], found[0][1]


def stop_web(site: Site) -> int:
    """Kill this site's web server, master and workers; its supervisor starts another. How many processes those were."""
    killed = 0
    for process in Path("/proc").glob("[0-9]*"):
        try:
            words = (process / "cmdline").read_bytes().split(b"\0")
            own = f"SITE_URL={site.url}".encode() in (process / "environ").read_bytes().split(b"\0")
        except OSError:
            continue
        if own and b"gunicorn" in words:
            os.kill(int(process.name), signal.SIGKILL)
            killed += 1
    return killed


@contextmanager
def bad_connection(site: Site, page: Page) -> Iterator[None]:
    """Of eight grades, the reply to one is lost, one gets a 503, one does not leave; in the middle the server dies."""
    number = count(1)
    killed: list[int] = []

    def trouble(route: Route) -> None:
        this = next(number)
        try:
            if this == 25:
                killed.append(stop_web(site))
            if this % 8 == 1:
                route.fetch()
                route.abort()
            elif this % 8 == 3:
                route.fulfill(status=503, body="busy")
            elif this % 8 == 5:
                route.abort()
            else:
                route.continue_()
        except Error:
            route.abort()

    page.route("**/grade/*", trouble)
    yield
    page.unroute("**/grade/*")
    assert sum(killed) > 1


@pytest.mark.expects_console_errors
def test_thirty_cards_by_keyboard_on_a_bad_connection_are_thirty_reviews(site: Site, page: Page) -> None:
    take_up(site, page, "thirty@example.com")
    with bad_connection(site, page):
        for _ in range(CARDS):
            shown = page.locator("[data-showing]").get_attribute("id")
            page.keyboard.press("Space")
            expect(page.locator("#answer")).to_be_visible()
            page.keyboard.press("4")
            expect(page.locator(f"#{shown}")).to_have_count(0, timeout=60_000)
    assert reviews(site, "thirty@example.com") == (CARDS, CARDS)


@pytest.mark.expects_console_errors
def test_thirty_cards_by_touch_on_a_bad_connection_are_thirty_reviews(site: Site, page: Page, browser: Browser) -> None:
    take_up(site, page, "touch@example.com")
    phone = browser.new_context(
        base_url=site.url,
        viewport={"width": 390, "height": 844},
        has_touch=True,
        is_mobile=True,
        reduced_motion="reduce",
    ).new_page()
    log_in(phone, "touch@example.com")
    phone.goto("/review/")
    with bad_connection(site, phone):
        for _ in range(CARDS):
            shown = phone.locator("[data-showing]").get_attribute("id")
            phone.get_by_role("button", name="Show answer").tap()
            phone.wait_for_timeout(450)  # a second tap at once would do nothing
            phone.get_by_role("button", name="Easy").tap()
            expect(phone.locator(f"#{shown}")).to_have_count(0, timeout=60_000)
    phone.context.close()
    assert reviews(site, "touch@example.com") == (CARDS, CARDS)


@pytest.mark.expects_console_errors
def test_a_grade_that_waits_is_not_sent_for_the_next_card(site: Site, page: Page) -> None:
    email = "waits@example.com"
    take_up(site, page, email)
    shown = page.locator("[data-showing]").get_attribute("id")
    page.get_by_role("button", name="Show answer").click()
    page.wait_for_timeout(450)
    page.route("**/grade/*", lambda route: route.abort(), times=1)
    with page.expect_event("requestfailed"):
        page.get_by_role("button", name="Easy").click()
    page.get_by_role("button", name="Hard").click()
    expect(page.locator(f"#{shown}")).to_have_count(0)
    page.wait_for_timeout(2_000)  # by now it would have been sent again
    assert reviews(site, email) == (1, 1)
    of_theirs = "SELECT r.rating FROM quizzes_review r JOIN accounts_user u ON u.id = r.learner_id WHERE u.email = %s"
    assert site.execute(of_theirs, email) == [(2,)]


def press(page: Page, key: str, code: str, modifiers: int = 0, number: int = 0) -> None:
    """A key as a keyboard of another layout sends it; ``number`` 229 is that of a key which an input method takes."""
    keyboard = page.context.new_cdp_session(page)
    event = {"key": key, "code": code, "modifiers": modifiers, "windowsVirtualKeyCode": number}
    keyboard.send("Input.dispatchKeyEvent", {"type": "keyDown", "text": key, **event})
    keyboard.send("Input.dispatchKeyEvent", {"type": "keyUp", **event})
    keyboard.detach()


# What each layout sends for Easy, for undo, and for a sign that is no shortcut there.
LAYOUTS = {
    "azerty": (("'", "Digit4"), ("z", "KeyW"), ("w", "KeyZ")),
    "russian": (("4", "Digit4"), ("я", "KeyZ"), ("ы", "KeyX")),
    "arabic": (("٤", "Digit4"), ("ئ", "KeyZ"), ("ء", "KeyX")),
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_keys_work_on_other_layouts(site: Site, page: Page, layout: str) -> None:
    easy, undo, other = LAYOUTS[layout]
    email = f"{layout}@example.com"
    take_up(site, page, email)
    first = page.locator("[data-showing] h1").inner_text()
    press(page, " ", "Space")
    expect(page.locator("#answer")).to_be_visible()
    press(page, *other)
    press(page, *easy, 2)  # with Ctrl it is the browser's
    assert reviews(site, email) == (0, 0)
    press(page, *easy)
    expect(page.locator("[data-showing] h1")).not_to_have_text(first)
    assert reviews(site, email) == (1, 1)
    press(page, *undo)
    expect(page.locator("[data-showing] h1")).to_have_text(first)


COMPOSING = """document.body.dispatchEvent(new KeyboardEvent(
    "keydown", { key: "4", code: "Digit4", isComposing: true, bubbles: true, cancelable: true }))"""


def test_what_is_composed_is_no_shortcut(site: Site, page: Page) -> None:
    email = "composing@example.com"
    take_up(site, page, email)
    first = page.locator("[data-showing] h1").inner_text()
    page.keyboard.press("n")
    field = page.get_by_role("textbox", name="Your note")
    field.focus()
    typing = page.context.new_cdp_session(page)
    typing.send("Input.imeSetComposition", {"text": "かく", "selectionStart": 2, "selectionEnd": 2})
    press(page, "4", "Digit4", number=229)
    typing.send("Input.insertText", {"text": "書く"})
    expect(field).to_have_value(re.compile("書く"))
    page.get_by_role("button", name="Save note").click()
    expect(page.get_by_text("Your note is saved")).to_be_visible()
    page.keyboard.press("Space")
    expect(page.locator("#own-words")).to_contain_text("書く")
    press(page, "4", "Digit4", number=229)
    page.evaluate(COMPOSING)
    assert reviews(site, email) == (0, 0)
    press(page, "4", "Digit4", number=52)
    expect(page.locator("[data-showing] h1")).not_to_have_text(first)
    assert reviews(site, email) == (1, 1)


def test_a_cell_of_a_table_by_keyboard(site: Site, page: Page) -> None:
    take_up(site, page, "cell@example.com")
    page.goto(TOPICS[0])
    table = page.locator(".table-frame[data-table]").first
    stop, focused = table.locator("td[tabindex='0']"), page.locator("td:focus")
    stop.focus()
    start = stop.text_content()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    expect(focused).not_to_have_text(start or "")
    page.keyboard.press("Enter")
    expect(focused).to_have_class(re.compile("framed"))
    expect(table.get_by_role("button", name="Suspend")).to_be_visible()
    page.keyboard.press("Tab")
    expect(table.get_by_role("button", name="Suspend")).to_be_focused()
    page.keyboard.press("Enter")
    expect(table.get_by_role("button", name="Take up again")).to_be_visible()
    expect(stop).to_have_count(1)


def test_the_menu_by_keyboard_and_a_note_in_which_letters_are_letters(site: Site, page: Page) -> None:
    email = "menu@example.com"
    take_up(site, page, email)
    heading = page.get_by_role("heading", level=1)
    first = heading.inner_text()
    page.keyboard.press("b")
    expect(page.get_by_role("status")).to_have_text("Put off until tomorrow.")
    expect(heading).not_to_have_text(first)
    page.keyboard.press("z")
    expect(heading).to_have_text(first)
    page.keyboard.press("n")
    field = page.get_by_role("textbox", name="Your note")
    field.fill("")
    field.press_sequentially("bskf 1234")
    page.get_by_role("button", name="Save note").click()
    expect(page.get_by_text("Your note is saved")).to_be_visible()
    page.keyboard.press("Space")
    expect(page.locator("#own-words")).to_contain_text("bskf 1234")
    page.keyboard.press("f")
    expect(page.locator(".flagged")).to_be_visible()
    expect(page.locator("#own-words")).to_be_visible()  # a flag does not turn the card back
    page.keyboard.press("s")
    expect(heading).not_to_have_text(first)
    assert reviews(site, email) == (0, 0)


def test_the_menu_by_touch(site: Site, page: Page) -> None:
    take_up(site, page, "thumb@example.com")
    heading = page.get_by_role("heading", level=1)
    first = heading.inner_text()
    page.get_by_label("More", exact=True).click()
    page.get_by_role("button", name="Suspend").click()
    expect(heading).not_to_have_text(first)
    page.get_by_label("More", exact=True).click()
    page.get_by_role("link", name="I know this well").click()
    expect(page.get_by_role("form", name="I know this well")).to_be_visible()
