"""A card that is answered aloud, in a browser: by keyboard on a phone's width, and without scripts."""

import re

from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import Site
from tests.e2e.people import log_in, sign_up

TOPIC = "/wiki/caching-strategies/"


def take_up(site: Site, page: Page, email: str) -> None:
    """A new learner who has nothing to review but the topic's questions to answer aloud."""
    sign_up(page, email)
    page.goto(TOPIC)
    page.get_by_role("button", name="Add to reviews").click()
    expect(page.get_by_text("In your reviews")).to_be_visible()
    site.execute(
        "DELETE FROM quizzes_card c USING accounts_user u, quizzes_fact f"
        " WHERE u.id = c.learner_id AND f.id = c.fact_id AND u.email = %s AND f.kind <> 'prompt'",
        email,
    )
    page.goto("/review/")


def ticked(site: Site, email: str) -> list[tuple[int | None, list[bool]]]:
    """The learner's grades in order, each with what was said of its checkpoints."""
    return site.execute(
        "SELECT r.rating, array_agg(t.said ORDER BY t.position) FILTER (WHERE t.id IS NOT NULL)"
        " FROM quizzes_review r JOIN accounts_user u ON u.id = r.learner_id"
        " LEFT JOIN quizzes_tick t ON t.review_id = r.id"
        " WHERE u.email = %s GROUP BY r.id ORDER BY r.id",
        email,
    )


def test_answer_is_ticked_by_keyboard_on_a_narrow_page(site: Site, page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    take_up(site, page, "aloud@example.com")
    heading, answer, own = (
        page.get_by_role("heading", level=1),
        page.locator("#answer"),
        page.get_by_label("Say your answer"),
    )
    first = heading.inner_text()
    own.fill("An old value, 1 or 2 of them")  # letters and numbers are only that here
    expect(page.get_by_role("checkbox").first).to_be_hidden()
    heading.focus()
    page.keyboard.press("Space")
    expect(answer).to_be_focused()
    expect(own).to_have_value("An old value, 1 or 2 of them")
    ticks = page.get_by_role("checkbox")
    number = ticks.count()
    assert 3 <= number <= 5
    page.wait_for_timeout(450)  # Enter pressed twice in a row would send what nobody has read
    for key in range(1, number):
        page.keyboard.press(str(key))
    page.keyboard.press("1")
    page.keyboard.press("1")
    expect(page.get_by_role("checkbox", checked=True)).to_have_count(number - 1)
    expect(page.locator("[data-becomes]")).to_have_text(re.compile(rf"^{number - 1} of {number} said: Hard, back in "))
    expect(page.locator(".becomes [aria-current=true]")).to_contain_text("Hard")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.keyboard.press("Enter")

    expect(page.locator("#graded")).to_have_text(re.compile("^Hard. Back "))
    expect(heading).not_to_have_text(first)
    expect(
        page.get_by_role("complementary", name="What your last answer left out").get_by_role("listitem")
    ).to_have_count(1)
    expect(page.get_by_label("Say your answer")).to_have_value("")
    expect(page.get_by_role("checkbox", checked=True, include_hidden=True)).to_have_count(0)
    assert ticked(site, "aloud@example.com") == [(2, [True] * (number - 1) + [False])]

    page.keyboard.press("z")
    expect(heading).to_have_text(first)
    page.get_by_role("button", name="Show answer").click()
    page.get_by_role("checkbox").first.check()
    page.keyboard.press("Enter")  # from the box that has the focus
    expect(page.locator("#graded")).to_have_text(re.compile("^Again. Back "))
    assert [rating for rating, _ in ticked(site, "aloud@example.com")] == [2, None, 1]


def test_answer_is_ticked_without_scripts(site: Site, page: Page, browser: Browser) -> None:
    take_up(site, page, "aloud-plain@example.com")
    plain = browser.new_context(base_url=site.url, java_script_enabled=False).new_page()
    log_in(plain, "aloud-plain@example.com")
    plain.goto("/review/")
    plain.get_by_role("button", name="Show answer").click()
    number = plain.get_by_role("checkbox").count()
    for tick in plain.get_by_role("checkbox").all():
        tick.check()
    plain.get_by_role("button", name="Send").click()
    expect(plain.get_by_role("complementary", name="What your last answer left out")).to_have_count(0)
    assert ticked(site, "aloud-plain@example.com") == [(3, [True] * number)]
    plain.context.close()
