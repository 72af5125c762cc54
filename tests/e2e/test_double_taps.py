"""A second tap lands on what the first has brought. It does nothing until that could be seen; keys are at once."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, ViewportSize, expect

from tests.e2e.conftest import Site
from tests.e2e.people import sign_up, start_exam
from tests.e2e.test_review import grades, take_up

PHONE = ViewportSize(width=375, height=667)
MOMENTS = (50, 200, 350)  # ms after the paint
UNSEEN = 400


@pytest.fixture
def thumb(site: Site, browser: Browser) -> Iterator[Page]:
    """A phone."""
    context = browser.new_context(
        base_url=site.url, has_touch=True, is_mobile=True, viewport=PHONE, reduced_motion="reduce"
    )
    yield context.new_page()
    context.close()


def place_of(control: Locator) -> tuple[float, float]:
    box = control.bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


HELD = """
const animate = Element.prototype.animate;
Element.prototype.animate = function (...how) {
  const made = animate.apply(this, how);
  if (made.id === "unseen") made.pause();
  return made;
};
"""


def hold(page: Page) -> None:
    """From the next page on, nothing is painted for longer until `pass_time` says so."""
    page.add_init_script(HELD)
    page.clock.install()


def pass_time(page: Page, moment: int, passed: int = 0) -> None:
    """Let what is new have been painted for so many milliseconds, and the page's clock run as long."""
    page.clock.run_for(moment - passed)
    script = "at => document.getAnimations().filter((a) => a.id === 'unseen').forEach((a) => { a.currentTime = at; })"
    page.evaluate(script, moment)


def tap_again(page: Page, x: float, y: float) -> None:
    """Tap the same place at each of the moments. The page's clock stands still between them."""
    passed = 0
    for moment in MOMENTS:
        pass_time(page, moment, passed)
        passed = moment
        page.touchscreen.tap(x, y)
        page.mouse.click(x, y)


def test_a_tap_that_was_meant_for_what_was_there_before_does_nothing(site: Site, thumb: Page) -> None:
    email = "early-thumb@example.com"
    take_up(thumb, email)
    hold(thumb)
    thumb.goto("/review/")
    thumb.clock.pause_at(thumb.evaluate("Date.now()") + 2000)
    card, answer = thumb.locator("[data-showing]"), thumb.locator("#answer")
    first = card.get_attribute("id")

    x, y = place_of(thumb.get_by_role("button", name="Show answer"))
    thumb.touchscreen.tap(x, y)
    expect(answer).to_be_visible()
    tap_again(thumb, x, y)
    expect(card).to_have_attribute("id", str(first))
    assert grades(site, email) == [], "a card was graded that nobody had read"

    pass_time(thumb, UNSEEN)
    grade = thumb.get_by_role("button", name="Hard")
    with thumb.expect_response(re.compile("/grade/")):
        thumb.touchscreen.tap(*place_of(grade))
    expect(card).not_to_have_attribute("id", str(first))
    tap_again(thumb, *place_of(thumb.get_by_role("button", name="Show answer")))
    expect(answer).to_be_hidden()
    pass_time(thumb, UNSEEN)
    thumb.touchscreen.tap(*place_of(thumb.get_by_role("button", name="Show answer")))
    expect(answer).to_be_visible()
    assert grades(site, email) == [(2, True)]


def test_a_key_pressed_twice_grades_nothing_that_nobody_has_read(site: Site, page: Page) -> None:
    take_up(page, "twice@example.com")
    page.clock.install()
    page.goto("/review/")
    page.clock.pause_at(page.evaluate("Date.now()") + 2000)
    page.keyboard.press("Space")
    expect(page.locator("#answer")).to_be_visible()
    for key in ("Space", "Enter"):
        page.clock.run_for(150)
        page.keyboard.press(key)
    assert grades(site, "twice@example.com") == []
    page.clock.run_for(UNSEEN)
    with page.expect_response(re.compile("/grade/")):
        page.keyboard.press("Space")
    assert grades(site, "twice@example.com") == [(3, True)]


def test_keys_are_at_once(site: Site, page: Page) -> None:
    take_up(page, "quick-keys@example.com")
    page.keyboard.press("Space")
    page.keyboard.press("3")
    expect(page.locator("#graded")).to_have_text("Good. Back in 10 minutes.")
    page.keyboard.press("Space")
    page.keyboard.press("1")
    expect(page.locator("#graded")).to_have_text("Again. Back in 1 minute.")
    assert grades(site, "quick-keys@example.com") == [(3, True), (1, True)]


def test_what_is_new_takes_a_pointer_soon_though_no_timer_runs(site: Site, page: Page) -> None:
    """Where the page's own clock stands still, nothing is left to end the moment but the moment itself."""
    sign_up(page, "still@example.com")
    start_exam(page, "Foundation")
    page.evaluate("() => { window.setTimeout = () => 0; window.requestAnimationFrame = () => 0; }")
    begun = "document.getAnimations().filter((a) => a.id === 'unseen').length"
    for number in range(1, 4):
        page.locator(f"#question-{number}").get_by_role("link", name="Next").click(timeout=10_000)
        expect(page.locator(f"#question-{number + 1}")).to_be_visible()
    page.locator("#question-4 h1").click(timeout=10_000)
    assert page.evaluate(begun) == 0
