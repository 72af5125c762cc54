"""The frame of every page: nothing is wider than a narrow window, no bar hides what has the focus, keys can be off."""

from collections.abc import Callable
from functools import cache
from types import SimpleNamespace

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import Site
from tests.e2e.people import log_in, sign_up, start_exam
from tests.e2e.walk import TOPIC, forced_layouts, ids, walk

pytestmark = pytest.mark.xdist_group("e2e")

LONG = "W" * 60
ROLES = ["visitor", "learner", "instructor", "editor"]


def email(role: str) -> str:
    return f"walking-{role}@example.com"


@pytest.fixture(scope="module")
def walked(site: Site, browser: Browser) -> SimpleNamespace:
    """An instructor's class with a learner in it, who has cards and an open attempt; all have long names."""
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
    page.goto(join)
    page.get_by_role("button", name="Join class").click()
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
            expect(page.get_by_role("main")).to_be_visible()
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


@pytest.mark.parametrize("width", [390, 1280])
def test_no_script_has_a_page_laid_out_before_it_is_due(site: Site, browser: Browser, width: int) -> None:
    context = browser.new_context(base_url=site.url, viewport={"width": width, "height": 800})
    page = context.new_page()
    addresses = ("/", "/wiki/", f"/wiki/{TOPIC}/", "/wiki/caching-strategies/", "/glossary/", "/quizzes/")
    told = [fault for address in addresses for fault in forced_layouts(browser, page, site.url, address)]
    context.close()
    assert told == []


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
