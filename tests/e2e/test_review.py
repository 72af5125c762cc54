"""The review page in a browser: by keyboard, without scripts, and over a bad connection."""

import re

import pytest
from playwright.sync_api import Browser, Error, Page, Route, expect

from tests.e2e.conftest import Site
from tests.e2e.people import log_in, sign_up

TOPIC = "/wiki/horizontal-vs-vertical-scaling/"


def take_up(page: Page, email: str) -> None:
    """A new learner with one topic's facts to review."""
    sign_up(page, email)
    page.goto(TOPIC)
    page.get_by_role("button", name="Add to reviews").click()
    expect(page.get_by_text("In your reviews")).to_be_visible()
    page.goto("/review/")


def grades(site: Site, email: str) -> list[tuple[int | None, bool]]:
    """The learner's grades, in order, and whether the time they took was measured; an undo has none."""
    return site.execute(
        "SELECT rating, duration_ms IS NOT NULL FROM quizzes_review r JOIN accounts_user u ON u.id = r.learner_id"
        " WHERE u.email = %s ORDER BY r.id",
        email,
    )


def test_cards_are_reviewed_by_keyboard(site: Site, page: Page) -> None:
    take_up(page, "keys@example.com")
    heading, answer = page.get_by_role("heading", level=1), page.locator("#answer")
    first = heading.inner_text()
    expect(answer).to_be_hidden()
    page.keyboard.press("3")  # no grade before the answer
    page.keyboard.press("Space")
    expect(answer).to_be_focused()
    page.keyboard.press("r")
    expect(page.locator("#row td.framed")).to_have_text(re.compile(re.escape(answer.locator("p").first.inner_text())))

    page.keyboard.press("1")
    expect(heading).not_to_have_text(first)
    expect(heading).to_be_focused()
    expect(answer).to_be_hidden()
    expect(page.locator("#row")).to_be_empty()
    expect(page.locator("#graded")).to_have_text("Again. Back in 1 minute.")

    page.keyboard.press("z")
    expect(heading).to_have_text(first)
    expect(page.get_by_role("status")).to_have_text("Undone. Here is the card again.")
    page.keyboard.press("Enter")
    page.keyboard.press("4")
    expect(page.locator("#graded")).to_have_text(re.compile("^Easy. Back on "))
    assert grades(site, "keys@example.com") == [(1, True), (None, False), (4, True)]


def test_a_key_shows_the_shortcuts_though_its_buttons_are_out_of_sight(site: Site, page: Page) -> None:
    take_up(page, "question-mark@example.com")
    expect(page.locator("[data-dialog=shortcuts]:visible")).to_have_count(0)
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()
    page.keyboard.press("3")  # nothing behind it
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.wait_for_function("!document.activeElement.closest('dialog')")  # closing gives the focus back a moment later
    page.keyboard.press("Space")
    expect(page.locator("#answer")).to_be_focused()


def test_after_escape_from_the_menu_space_goes_on_with_the_card(site: Site, page: Page) -> None:
    """Seen before: the focus was on what opens the menu, and Space opened it again."""
    take_up(page, "escape@example.com")
    menu, answer = page.locator(".review-acts details.menu"), page.locator("#answer")
    for pressed in ("Escape", "Space", "Escape"):
        if pressed == "Escape":
            menu.locator("summary").click()
            expect(menu).to_have_attribute("open", "")
        page.keyboard.press(pressed)
        expect(menu).not_to_have_attribute("open", "")
    expect(answer).to_be_focused()  # where Space and Enter grade


def test_single_keys_can_be_off(site: Site, page: Page) -> None:
    take_up(page, "nokeys@example.com")
    site.execute("UPDATE accounts_user SET shortcuts = false WHERE email = %s", "nokeys@example.com")
    page.reload()
    page.keyboard.press("Space")
    expect(page.locator("#answer")).to_be_hidden()
    page.get_by_role("button", name="Show answer").click()
    page.keyboard.press("3")
    page.get_by_role("button", name="Good").click()
    expect(page.locator("#graded")).to_have_text("Good. Back in 10 minutes.")
    assert grades(site, "nokeys@example.com") == [(3, True)]


def test_cards_are_reviewed_without_scripts(site: Site, page: Page, browser: Browser) -> None:
    take_up(page, "plain@example.com")
    plain = browser.new_context(base_url=site.url, java_script_enabled=False).new_page()
    log_in(plain, "plain@example.com")
    plain.goto("/review/")
    heading = plain.get_by_role("heading", level=1)
    first = heading.inner_text()
    plain.get_by_role("button", name="Show answer").click()
    expect(plain.locator("#answer")).to_be_visible()
    plain.get_by_role("button", name="Hard").click()
    expect(heading).not_to_have_text(first)
    plain.get_by_role("button", name="Undo").click()
    expect(heading).to_have_text(first)
    expect(plain.get_by_text("Undone. Here is the card again.")).to_be_visible()
    assert grades(site, "plain@example.com") == [(2, False), (None, False)]
    plain.context.close()


@pytest.mark.expects_console_errors
def test_a_grade_survives_a_lost_connection(site: Site, page: Page) -> None:
    take_up(page, "train@example.com")
    heading = page.get_by_role("heading", level=1)
    first = heading.inner_text()
    page.keyboard.press("Space")
    page.context.set_offline(True)
    page.keyboard.press("3")
    expect(page.get_by_role("status")).to_contain_text("The connection dropped.")
    expect(heading).to_have_text(first)
    assert grades(site, "train@example.com") == []
    page.context.set_offline(False)
    expect(heading).not_to_have_text(first, timeout=15_000)
    assert grades(site, "train@example.com") == [(3, True)]


def test_undo_does_not_overtake_a_grade_on_its_way(site: Site, page: Page) -> None:
    """It would take back the grade before, and the one on its way would be lost."""
    take_up(page, "hasty@example.com")
    page.keyboard.press("Space")
    page.keyboard.press("4")
    expect(page.locator("#graded")).to_have_text(re.compile("^Easy"))

    def dawdle(route: Route) -> None:
        page.wait_for_timeout(500)
        route.continue_()

    page.route("**/grade/*", dawdle)
    page.keyboard.press("Space")
    page.keyboard.press("3")
    page.keyboard.press("z")
    expect(page.locator("#graded")).to_have_text(re.compile("^Good"))
    page.wait_for_timeout(300)
    assert grades(site, "hasty@example.com") == [(4, True), (3, True)]
    page.keyboard.press("z")
    expect(page.get_by_role("status")).to_have_text("Undone. Here is the card again.")
    assert grades(site, "hasty@example.com") == [(4, True), (3, True), (None, False)]


@pytest.mark.expects_console_errors  # htmx logs what it gives up
def test_a_row_that_comes_late_does_not_answer_the_next_card(site: Site, page: Page) -> None:
    take_up(page, "late@example.com")
    heading = page.get_by_role("heading", level=1)
    first = heading.inner_text()

    def dawdle(route: Route) -> None:
        page.wait_for_timeout(700)
        try:
            route.continue_()
        except Error:
            pass  # the page has given it up

    page.route(re.compile("/row/|/report/"), dawdle)
    page.keyboard.press("Space")
    page.keyboard.press("r")
    page.keyboard.press("3")
    expect(heading).not_to_have_text(first)
    page.wait_for_timeout(1500)
    expect(page.locator("#row")).to_be_empty()
    assert grades(site, "late@example.com") == [(3, True)]
