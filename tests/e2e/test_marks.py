"""An editor puts what questions need to know into the text by a press, and the preview reads it."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import Site
from tests.e2e.test_drafts import PAGE, new_editor


def test_marks_are_put_where_the_cursor_is(site: Site, page: Page) -> None:
    new_editor(site, page)
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(PAGE)
    text = page.get_by_role("textbox", name="Text", exact=True)
    before = text.input_value()
    page.get_by_text("What questions need to know").click()
    text.press("ControlOrMeta+End")
    page.get_by_role("button", name="aliases", exact=True).click()
    page.keyboard.type("look-aside")
    expect(text).to_have_value(f'{before} {{aliases="look-aside"}}')
    text.press("ControlOrMeta+End")
    page.get_by_role("button", name="Needs", exact=True).press("Enter")
    expect(text).to_be_focused()
    assert page.evaluate("getSelection().toString()") == "Row: need → Option"
    expect(page.get_by_role("region", name="Preview")).to_contain_text("Row: need")


@pytest.fixture
def text(site: Site, page: Page) -> Locator:
    """The text of an editor who is about to write at its end."""
    new_editor(site, page)
    page.goto(PAGE)
    field = page.get_by_role("textbox", name="Text", exact=True)
    field.press("ControlOrMeta+End")
    return field


def test_marks_complete_as_one_types(page: Page, text: Locator) -> None:
    before, offered = text.input_value(), page.get_by_role("listbox", name="Completions").get_by_role("option")
    where = "field => [field.getBoundingClientRect().top + scrollY, field.offsetHeight]"
    place = text.evaluate(where)
    page.keyboard.type(" {a")
    expect(offered).to_have_count(2)  # ask, aliases
    expect(text).to_have_attribute("aria-activedescendant", "completing-0")
    assert text.evaluate(where) == place
    found = Axe().run(page, context=".completing")
    assert found.violations_count == 0, found.generate_report()
    page.keyboard.press("ArrowDown")
    expect(page.locator(".completing [aria-selected=true]")).to_contain_text("aliases")
    page.keyboard.press("Enter")
    page.keyboard.type("look-aside")
    expect(text).to_have_value(f'{before} {{aliases="look-aside"}}')
    expect(offered).to_have_count(0)


def test_a_name_at_a_lines_beginning_completes_and_escape_leaves_it(page: Page, text: Locator) -> None:
    before, offered = text.input_value(), page.get_by_role("listbox", name="Completions").get_by_role("option")
    page.keyboard.type("\n\nnoa")
    expect(offered).to_have_count(1)
    page.keyboard.press("Escape")
    page.keyboard.type("sk")
    expect(offered).to_have_count(0)
    page.keyboard.type("\nnoas")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    expect(text).to_have_value(f"{before}\n\nnoask\n{{noask}}")
    expect(text).to_be_focused()


def test_a_list_below_a_table_completes_its_rows_and_options(page: Page, text: Locator) -> None:
    before = text.input_value()
    rows = ("Aspect | Elm {#elm} | Oak", "--- | --- | ---", "Bark {exclusive} | grey | brown", "Leaf | oval | lobed")
    table = "\n\n" + "".join(f"| {row} |\n" for row in rows)
    page.keyboard.insert_text(f"{table}\n**Needs**\n\n")
    page.keyboard.type("- ")
    page.locator(".completing").get_by_role("option", name="Bark").click()
    page.keyboard.type("it must be grey → E")
    page.keyboard.press("Enter")
    expect(text).to_have_value(f"{before}{table}\n**Needs**\n\n- Bark: it must be grey → Elm")
