"""The search suggests while one types: by keyboard, for every reader, and without moving the page."""

import re

from playwright.sync_api import Page, expect

from tests.e2e.conftest import Site


def test_suggestions_by_keyboard(site: Site, page: Page) -> None:
    page.goto("/wiki/")
    field = page.get_by_role("combobox", name="Search the wiki")
    below = page.get_by_role("heading", name="Ways through it")
    place = below.bounding_box()
    page.keyboard.press("/")
    page.keyboard.type("cach")
    options = page.get_by_role("listbox", name="Suggestions").get_by_role("option")
    expect(options.first).to_be_visible()
    expect(field).to_have_attribute("aria-expanded", "true")
    assert below.bounding_box() == place, "the page has moved"
    page.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    chosen = options.first.get_attribute("id")
    expect(field).to_have_attribute("aria-activedescendant", chosen or "")
    expect(field).to_be_focused()
    page.keyboard.press("ArrowUp")  # past the first is the field itself
    expect(field).not_to_have_attribute("aria-activedescendant", re.compile("."))
    page.keyboard.press("Escape")
    expect(options.first).to_be_hidden()
    expect(field).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/wiki/caching-strategies/"))


def test_enter_without_a_choice_searches_as_without_scripts(site: Site, page: Page) -> None:
    page.goto("/wiki/")
    page.keyboard.press("/")
    page.keyboard.type("cache")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/search/\?q=cache"))
    expect(page.get_by_role("heading", name="Search")).to_be_visible()
