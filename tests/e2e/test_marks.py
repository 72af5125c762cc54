"""An editor puts what questions need to know into the text by a press, and the preview reads it."""

from playwright.sync_api import Page, expect

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
