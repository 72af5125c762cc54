"""The frame of every page: when it is laid out, its single keys, its colours and how large its buttons are."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import Site
from tests.e2e.people import sign_up, start_exam
from tests.e2e.walk import TOPIC, forced_layouts


@pytest.mark.parametrize("width", [390, 1280])
def test_no_script_has_a_page_laid_out_before_it_is_due(site: Site, browser: Browser, width: int) -> None:
    context = browser.new_context(base_url=site.url, viewport={"width": width, "height": 800})
    page = context.new_page()
    addresses = ("/", "/wiki/", f"/wiki/{TOPIC}/", "/wiki/caching-strategies/", "/glossary/", "/quizzes/")
    told = [fault for address in addresses for fault in forced_layouts(browser, page, site.url, address)]
    context.close()
    assert told == []


def test_a_table_is_made_where_it_is_near_or_comes_next(site: Site, browser: Browser) -> None:
    context = browser.new_context(base_url=site.url, viewport={"width": 390, "height": 640})
    page = context.new_page()
    page.goto("/wiki/caching-strategies/")
    page.wait_for_load_state("networkidle")
    tables = page.locator(".table-frame[data-options]")
    assert tables.locator(".table-tools").count() == 0
    page.evaluate("() => document.dispatchEvent(new KeyboardEvent('keydown', { key: 'Tab' }))")
    assert tables.first.locator(".table-tools").count() == tables.locator(".table-tools").count() == 1
    tables.last.scroll_into_view_if_needed()
    tables.last.get_by_role("button", name="Cover").click()
    expect(tables.last.locator("td.covered > .cell").first).to_be_hidden()
    tables.last.get_by_role("button", name="Cover").click()
    expect(tables.last.locator("td > .cell").first).to_be_visible()
    context.close()


def test_a_visitor_switches_single_keys_off(site: Site, page: Page) -> None:
    page.goto("/wiki/")
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Keyboard shortcuts")
    dialog.get_by_label("Single keys work on this device").uncheck()
    page.keyboard.press("Escape")
    page.goto("/glossary/")
    page.keyboard.press("?")
    page.keyboard.press("/")
    expect(dialog).to_be_hidden()
    expect(page.get_by_label("Search the wiki")).not_to_be_focused()
    page.get_by_role("button", name="Shortcuts").click()
    dialog.get_by_label("Single keys work on this device").check()
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    expect(page.get_by_label("Search the wiki")).to_be_focused()


def styles(page: Page, selector: str, *names: str) -> list[str]:
    """Computed values of the first element that a selector finds."""
    told: list[str] = page.locator(selector).first.evaluate(
        "(one, names) => names.map((name) => getComputedStyle(one)[name])", list(names)
    )
    return told


def test_forced_colours_keep_what_grounds_and_shadows_say(site: Site, page: Page) -> None:
    page.emulate_media(forced_colors="active")
    sign_up(page, "forced@example.com")
    start_exam(page, "Foundation")
    here, elsewhere = ".square[aria-current]", ".square:not([aria-current])"
    assert styles(page, here, "outlineStyle") == ["double"]
    assert styles(page, elsewhere, "outlineStyle") == ["none"]
    page.goto("/quizzes/")
    assert styles(page, "main .button.primary", "borderTopStyle") == ["double"]
    assert styles(page, "footer .button", "borderTopStyle") == ["solid"]
    page.goto(f"/wiki/{TOPIC}/")
    cell = page.locator("td[data-option]").first
    table = page.locator(".table-frame[data-table]").first.get_attribute("data-table")
    option, dimension = cell.get_attribute("data-option"), cell.get_attribute("data-dimension")
    page.goto(f"/wiki/{TOPIC}/?cell={table}/{option}/{dimension}")
    assert styles(page, "td.framed", "outlineStyle", "outlineWidth") == ["solid", "3px"]


def test_more_contrast_draws_lines_in_ink(site: Site, page: Page) -> None:
    page.goto("/wiki/")
    line = styles(page, ".site-header", "borderBottomColor")
    page.emulate_media(contrast="more")
    assert styles(page, ".site-header", "borderBottomColor") != line


@pytest.mark.parametrize("address", ["/", "/wiki/", f"/wiki/{TOPIC}/", "/quizzes/", "/accounts/login/"])
def test_buttons_are_large_enough_to_touch(site: Site, browser: Browser, address: str) -> None:
    context = browser.new_context(
        base_url=site.url, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True
    )
    page = context.new_page()
    page.goto(address)
    page.wait_for_load_state("networkidle")
    small = page.evaluate(
        "() => [...document.querySelectorAll('.button, .segment, .site-nav a, .menu > summary, .fold > summary')]"
        ".filter((one) => one.checkVisibility() && one.getBoundingClientRect().height < 43.5)"
        ".map((one) => `${one.className} ${one.textContent.trim()}`)"
    )
    context.close()
    assert small == []
