"""No page of a quiz does what its policy refuses, whatever kind of question stands there and however it is answered."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import Site
from tests.e2e.people import answer_something, ask_kinds, begin, readable

LISTEN = """
addEventListener("securitypolicyviolation", (event) => {
  const told = `${event.effectiveDirective} at ${event.sourceFile}:${event.lineNumber}: ${event.sample}`;
  sessionStorage.setItem("refused", `${sessionStorage.getItem("refused") ?? ""}${told}\\n`);
});
"""


def listen(page: Page) -> None:
    """Keep what the policy refuses, on a small screen in the dark."""
    page.set_viewport_size({"width": 320, "height": 640})
    page.emulate_media(color_scheme="dark")
    page.add_init_script(LISTEN)


def refused(page: Page) -> str:
    return str(page.evaluate("sessionStorage.getItem('refused') ?? ''"))


def every_kind(site: Site) -> list[str]:
    return [
        kind for (kind,) in site.execute("SELECT DISTINCT kind FROM quizzes_question WHERE state = 'live' ORDER BY 1")
    ]


def drag(page: Page, lines: Locator) -> None:
    """Draw the first line below the second by the mouse, and back with Escape in between."""
    for give_up in (True, False):
        first, second = (lines.nth(n).bounding_box() for n in (0, 1))
        assert first
        assert second
        page.mouse.move(first["x"] + 12, first["y"] + first["height"] / 2)
        page.mouse.down()
        page.mouse.move(second["x"] + 12, second["y"] + second["height"] + 4, steps=4)
        if give_up:
            page.keyboard.press("Escape")
        page.mouse.up()


def test_the_policy_refuses_nothing_of_an_exam_of_any_kind(site: Site, page: Page) -> None:
    listen(page)
    kinds = every_kind(site)
    for begins in range(0, len(kinds), 10):
        some = kinds[begins : begins + 10]
        attempt = begin(page, site, "Start the exam")
        ask_kinds(site, attempt, some)
        for position, kind in enumerate(some, 1):
            page.goto(f"/quizzes/{attempt}/?question={position}")
            question = page.locator(f"#question-{position}")
            answer_something(page, question)
            if kind == "order":
                with page.expect_response(re.compile("/answer/")):
                    drag(page, question.locator("[data-order] > li"))
            question.get_by_text("Flag", exact=True).click()
            expect(page.locator("[data-saving]")).to_have_text("Saved")
        assert refused(page) == ""
        page.context.clear_cookies()


def test_the_policy_refuses_nothing_of_practice_and_a_reload_keeps_the_feedback(site: Site, page: Page) -> None:
    listen(page)
    kinds = every_kind(site)
    for begins in range(0, len(kinds), 10):
        some = kinds[begins : begins + 10]
        attempt = begin(page, site, "Start practice")
        ask_kinds(site, attempt, some)
        page.goto(f"/quizzes/{attempt}/")
        for position, kind in enumerate(some, 1):
            question = page.locator("#question")
            expect(page.get_by_text(f"{position} of 10").first).to_be_visible()
            if kind == "order":
                drag(page, question.locator("[data-order] > li"))
            answer(page, question)
            page.get_by_role("button", name="Submit answer").click()
            expect(question.locator(".feedback, .part-row").first).to_be_visible()
            page.reload()
            expect(page.get_by_text(f"{position} of 10").first).to_be_visible()
            expect(question.locator(".feedback, .part-row").first).to_be_visible()
            page.locator("[data-key='enter n']").first.click()
        assert refused(page) == ""
        page.context.clear_cookies()


def answer(page: Page, question: Locator) -> None:
    """Give the first answer there is to a question of practice."""
    rows, keep = question.get_by_role("radiogroup"), question.get_by_role("button", name="Keep this order")
    for number in range(rows.count()):
        places = rows.nth(number).get_by_role("radio")
        places.nth(number % places.count()).press("Space")
    if question.locator("input[type=text]").count():
        question.locator("input[type=text]").press_sequentially(readable(question))
    elif question.locator("[data-order]").count():
        keep.press("Enter") if keep.is_visible() else None
    elif not rows.count():
        question.locator("input[name=choice]").first.check()
