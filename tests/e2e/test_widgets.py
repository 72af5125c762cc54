"""Matching, sorting and ordering by pointer, finger and keys, as they are spoken, and without scripts."""

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.e2e.conftest import Site
from tests.e2e.people import KINDS, begin

SAVED = re.compile(r"/answer/")


def opened(page: Page, site: Site, kind: str, button: str = "Start the exam") -> tuple[Locator, int]:
    """A question of this kind in a new quiz, and its position."""
    attempt, position = begin(page, site, button), KINDS.index(kind) + 1
    page.goto(f"/quizzes/{attempt}/?question={position}")
    return page.locator(f"#question-{position}, #question").first, position


def places(site: Site) -> dict[str, str]:
    """Where each line of the last answer was put."""
    found = site.execute(
        "SELECT c.text, p.value FROM quizzes_answerpart p JOIN quizzes_choice c ON c.id = p.choice_id"
        " WHERE p.answer_id = (SELECT max(id) FROM quizzes_answer)"
    )
    return dict(found)


def lines(question: Locator) -> list[str]:
    return question.locator("[data-order] > li .choice-text").all_inner_texts()


def test_two_lines_of_a_match_change_places(site: Site, page: Page) -> None:
    question, _ = opened(page, site, "match")
    first, second = (question.get_by_role("radiogroup").nth(n) for n in (0, 1))
    for row, chip in ((first, 0), (second, 1), (first, 1)):
        with page.expect_response(SAVED):
            row.locator(".chip").nth(chip).click()
    expect(first.get_by_role("radio").nth(1)).to_be_checked()
    expect(second.get_by_role("radio").nth(0)).to_be_checked()
    expect(first.locator(".chip").nth(0)).to_have_class(re.compile("is-used"))
    expect(first.get_by_role("radio", name="taken by B")).to_have_count(1)
    expect(page.locator("#heard")).to_contain_text(re.compile("B has “.+” now."))
    targets = [first.get_by_role("radio").nth(n).get_attribute("value") for n in (0, 1)]
    expect(page.locator("[data-saving]")).to_have_text("Saved")
    assert sorted(places(site).values()) == sorted(map(str, targets))


def test_a_place_is_taken_back_by_a_second_press_and_by_delete(site: Site, page: Page) -> None:
    question, _ = opened(page, site, "match")
    row = question.get_by_role("radiogroup").first
    for undo in (lambda: row.locator(".chip").first.click(), lambda: page.keyboard.press("Delete")):
        with page.expect_response(SAVED):
            row.locator(".chip").first.click()
        with page.expect_response(SAVED):
            undo()
        expect(row.locator("input:checked")).to_have_count(0)
        expect(page.locator("#heard")).to_contain_text("A has no place now.")
        assert places(site) == {}


def test_arrows_go_past_the_places_of_a_match_and_space_takes_one(site: Site, page: Page) -> None:
    question, _ = opened(page, site, "match")
    first, second = (question.get_by_role("radiogroup").nth(n) for n in (0, 1))
    page.keyboard.press("a")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowRight")
    expect(second.get_by_role("radio").first).to_be_focused()
    expect(first.get_by_role("radio").first).to_be_checked()
    expect(second.locator("input:checked")).to_have_count(0)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    expect(second.get_by_role("radio").nth(1)).to_be_checked()
    page.keyboard.press("Tab")
    expect(question.get_by_role("radiogroup").nth(2).locator("input:focus")).to_have_count(1)


def test_each_move_of_a_line_is_saved_and_spoken(site: Site, page: Page) -> None:
    question, position = opened(page, site, "order")
    before = lines(question)
    expect(question.get_by_role("button", name="Keep this order")).to_be_visible()
    with page.expect_response(SAVED):
        question.get_by_role("button", name=f"Down: {before[0]}", exact=True).press("Enter")
    after = [before[1], before[0], *before[2:]]
    assert lines(question) == after
    expect(page.locator("#heard")).to_contain_text(f"{before[0]}, place 2 of {len(before)}")
    expect(question.get_by_role("button", name=f"Down: {before[0]}", exact=True)).to_be_focused()
    expect(question.get_by_role("button", name="Keep this order")).to_be_hidden()
    with page.expect_response(SAVED):
        page.keyboard.press("Alt+ArrowUp")
    assert lines(question) == before
    expect(page.locator("[data-saving]")).to_have_text("Saved")
    assert places(site) == {name: str(place) for place, name in enumerate(before, 1)}
    expect(page.get_by_role("link", name=f"Question {position}, answered")).to_be_visible()
    page.reload()
    assert lines(question) == before


def test_not_to_know_opens_an_order_again(site: Site, page: Page) -> None:
    question, _ = opened(page, site, "order")
    keep = question.get_by_role("button", name="Keep this order")
    with page.expect_response(SAVED):
        keep.click()
    expect(keep).to_be_hidden()
    with page.expect_response(SAVED):
        question.get_by_role("radio", name="I don’t know").press("Space")
    expect(keep).to_be_visible()
    assert places(site) == {}


def test_a_line_is_dragged_by_mouse_and_let_go_of_by_escape(site: Site, page: Page) -> None:
    question, _ = opened(page, site, "order")
    before = lines(question)
    rows = question.locator("[data-order] > li")
    first, last = rows.first.bounding_box(), rows.last.bounding_box()
    assert first
    assert last
    for ends in ("Escape", ""):
        page.mouse.move(first["x"] + 80, first["y"] + first["height"] / 2)
        page.mouse.down()
        page.mouse.move(last["x"] + 80, last["y"] + last["height"], steps=8)
        assert lines(question) == [*before[1:], before[0]]
        if ends:
            page.keyboard.press(ends)
            page.mouse.up()
            assert lines(question) == before
            expect(question.locator("[data-order]")).to_have_class(re.compile("is-open"))
    with page.expect_response(SAVED):
        page.mouse.up()
    assert places(site)[before[0]] == str(len(before))


@pytest.fixture
def phone(browser: Browser, site: Site) -> Iterator[BrowserContext]:
    context = browser.new_context(
        base_url=site.url, viewport={"width": 320, "height": 900}, has_touch=True, is_mobile=True, color_scheme="dark"
    )
    yield context
    context.close()


def test_a_line_is_dragged_by_its_grip_with_a_finger(site: Site, phone: BrowserContext) -> None:
    page = phone.new_page()
    question, _ = opened(page, site, "order", "Start practice")
    before = lines(question)
    rows = question.locator("[data-order] > li")
    rows.last.scroll_into_view_if_needed()
    finger = phone.new_cdp_session(page)
    grip, last = rows.first.locator(".order-grip").bounding_box(), rows.last.bounding_box()
    assert grip
    assert last
    x, y = grip["x"] + grip["width"] / 2, grip["y"] + grip["height"] / 2
    finger.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    for part in range(1, 11):
        point = {"x": x, "y": y + (last["y"] + last["height"] - y) * part / 10}
        finger.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [point]})
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    assert lines(question) == [*before[1:], before[0]]
    for control in question.locator(".order-step").all():
        box = control.bounding_box()
        assert box
        assert min(box["width"], box["height"]) >= 44
    page.get_by_role("button", name="Submit answer").tap()  # at once: no throw is left that it would only end
    expect(page.locator(".part-score")).to_be_focused()
    assert places(site)[before[0]] == str(len(before))


@pytest.mark.expects_console_errors
def test_an_order_that_nobody_touched_is_no_answer(site: Site, page: Page) -> None:
    opened(page, site, "order", "Start practice")
    page.get_by_role("button", name="Submit answer").click()
    expect(page.get_by_role("alert")).to_contain_text("put the lines in order")


@pytest.mark.parametrize("kind", ["match", "categorise"])
def test_a_row_of_chips_is_a_named_group_of_radio_buttons(site: Site, page: Page, kind: str) -> None:
    question, _ = opened(page, site, kind, "Start practice")
    row = question.get_by_role("radiogroup").first
    statement = row.locator(".choice-text").inner_text()
    assert row.aria_snapshot().startswith((f'- radiogroup "A {statement}":', f"- 'radiogroup \"A {statement}\"':"))
    targets = row.locator(".chip-text").all_text_contents()
    for number, target in enumerate(targets, 1):
        name = f"{number} {target}" if kind == "match" else target
        expect(row.get_by_role("radio", name=name, exact=True)).to_have_count(1)


@pytest.mark.parametrize("kind", ["match", "categorise", "order"])
def test_places_are_given_without_scripts(site: Site, browser: Browser, page: Page, kind: str) -> None:
    _, position = opened(page, site, kind, "Start practice")
    state = page.context.storage_state()
    with browser.new_context(base_url=site.url, storage_state=state, java_script_enabled=False) as plain:
        again = plain.new_page()
        again.goto(page.url)
        for number, row in enumerate(again.locator(".placing-row").all()):
            if kind == "order":
                row.get_by_role("combobox").select_option(str(number + 1))
            else:
                chips = row.locator(".chip")
                chips.nth(number % chips.count()).click()
        again.get_by_role("button", name="Submit answer").click()
        expect(again.locator(".part-score")).to_have_text(re.compile("Right|Wrong|Partly right"))
    assert len(places(site)) >= 3
    assert position == KINDS.index(kind) + 1


def test_a_refused_answer_is_put_to_the_editors_in_one_press(site: Site, page: Page) -> None:
    opened(page, site, "cloze", "Start practice")
    page.keyboard.type("something else")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Mine means the same").press("Enter")
    expect(page.locator(".claim")).to_be_focused()
    expect(page.locator(".claim")).to_contain_text("It is with the editors now.")
    expect(page.locator(".choice.is-wrong")).to_have_count(0)
    assert Axe().run(page).violations_count == 0


@pytest.mark.parametrize("kind", ["match", "categorise", "order"])
def test_widgets_are_whole_on_a_narrow_dark_phone(site: Site, phone: BrowserContext, kind: str) -> None:
    page = phone.new_page()
    question, _ = opened(page, site, kind, "Start practice")
    (question.locator(".order-step").nth(1) if kind == "order" else question.locator(".chip").nth(1)).tap()
    assert Axe().run(page).violations_count == 0
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    for control in question.locator(".chip, .order-step").all():
        box = control.bounding_box()
        assert box
        assert min(box["width"], box["height"]) >= 44
