"""A learner's day on four pages, in a browser that acts at random; and cards that come back by themselves."""

import random
import re
from datetime import UTC, datetime, timedelta

from playwright.sync_api import Page, expect

from tests.e2e import figures
from tests.e2e.conftest import Site
from tests.e2e.people import answer_practice, grade, sign_up
from tests.e2e.test_review import TOPIC, take_up
from tests.today.said import said_today


def bring_back(site: Site, email: str, *, seconds: int) -> None:
    """Let what is in learning come back in so many seconds."""
    site.execute(
        "UPDATE quizzes_card SET due = now() + make_interval(secs => %s)"
        " WHERE state IN (1, 3) AND learner_id = (SELECT id FROM accounts_user WHERE email = %s)",
        seconds, email,
    )  # fmt: skip


def agree(page: Page, result: str) -> tuple[int, int, int, int]:
    """What the day holds, which all four pages say."""
    said = []
    for address in ("/progress/", result):
        page.goto(address)
        said.append(figures.load_on(figures.text_of(page)))
    assert set(said) == {said[0]}, said
    due, fresh, learning, minutes = said[0]
    page.goto("/")
    *today, about = said_today(page.content())
    assert (today, about in (None, minutes)) == ([due, fresh, learning], True), about
    page.goto("/review/")
    text = figures.text_of(page, "#card")
    assert figures.on_review(page)["left"] == due + fresh + learning, text
    assert ("Done for today" in text) == (due + fresh + learning == 0)
    return said[0]


def test_four_pages_say_the_same_whatever_a_learner_does(site: Site, page: Page) -> None:
    email, chance = "random@example.com", random.Random(20)
    sign_up(page, email)
    page.goto(TOPIC)
    page.get_by_role("button", name="Add to reviews").click()
    expect(page.get_by_text("In your reviews")).to_be_visible()
    page.get_by_role("button", name="Practise", exact=True).click()
    answer_practice(page, 10)
    result = page.url
    seen = [agree(page, result)]
    for _ in range(10):
        what = chance.choice(["1", "2", "3", "4", "z", "back"])
        if what == "back":
            bring_back(site, email, seconds=0)
        elif what == "z" and page.get_by_role("button", name="Undo").is_visible():
            with page.expect_response(re.compile("/undo/")):
                page.keyboard.press("z")
        elif what != "z" and page.locator("[data-showing]").count():
            with page.expect_response(re.compile("/(grade|ticks)/$")):
                grade(page, int(what))
        seen.append(agree(page, result))
    assert len(set(seen)) > 4


def test_four_pages_say_the_same_on_a_planned_day(site: Site, page: Page) -> None:
    """The list of the plan is what is due, through grades, undo, a day off and its undo."""
    sign_up(page, "planned@example.com")
    page.goto("/plan/")
    page.get_by_label("Interview date").fill((datetime.now(UTC) + timedelta(days=30)).date().isoformat())
    page.get_by_label("Minutes a day").fill("3")
    page.get_by_role("button", name="Plan for this date").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your plan")
    [(cards,)] = site.execute(
        "SELECT cardinality(cards) FROM quizzes_dayplan p JOIN accounts_user u ON u.id = p.learner_id WHERE email = %s",
        "planned@example.com",
    )
    seen = [agree(page, "/progress/")]
    assert sum(seen[0][:3]) == cards > 2
    for what in ("4", "1", "z", "off", "3"):
        if what == "off":
            page.goto("/")
            page.get_by_role("button", name="Not today").click()
            assert sum(agree(page, "/progress/")[:3]) == 0
            page.goto("/")
            page.get_by_role("button", name="Undo").click()
        elif what == "z":
            with page.expect_response(re.compile("/undo/")):
                page.keyboard.press("z")
        else:
            with page.expect_response(re.compile("/(grade|ticks)/$")):
                grade(page, int(what))
        seen.append(agree(page, "/progress/"))
    assert [sum(one[:3]) for one in seen[:4]] == [cards, cards - 1, cards - 1, cards - 1]
    assert sum(seen[4][:3]) > 0  # planned anew, in the time that is left


def test_a_card_in_learning_comes_back_by_itself(site: Site, page: Page) -> None:
    """Where another is shown, the counter says so and nothing else moves; where none is, the card appears."""
    email = "back@example.com"
    take_up(page, email)
    heading = page.get_by_role("heading", level=1)
    first = heading.inner_text()
    page.keyboard.press("Space")
    page.keyboard.press("1")
    expect(page.locator("#left")).to_have_text(re.compile(r"^9 ready, 1 more in 1 minute$"))
    bring_back(site, email, seconds=3)
    page.reload()
    second = heading.inner_text()
    page.keyboard.press("Space")
    expect(page.locator("#left")).to_have_text(re.compile("^10 left$"), timeout=15_000)
    assert heading.inner_text() == second
    expect(page.locator("#answer")).to_be_visible()

    site.execute("UPDATE accounts_user SET new_per_day = 0 WHERE email = %s", email)
    bring_back(site, email, seconds=4)
    page.reload()
    expect(heading).to_have_text("One card comes back in 1 minute")
    expect(page.get_by_text("Done")).to_have_count(0)
    expect(heading).to_have_text(first, timeout=15_000)
    expect(heading).to_be_focused()


def test_a_card_left_open_over_night_is_renewed(site: Site, page: Page) -> None:
    """Its buttons count from yesterday: whoever comes back to it sees it anew. Before, nothing moves."""
    take_up(page, "night@example.com")
    before = page.locator("[data-showing]").get_attribute("id") or ""
    page.evaluate("dispatchEvent(new Event('focus'))")
    page.keyboard.press("Space")
    expect(page.locator("#answer")).to_be_visible()
    page.clock.set_fixed_time(datetime.now(UTC) + timedelta(days=1))
    with page.expect_response(re.compile("/review/$")):
        page.evaluate("dispatchEvent(new Event('focus'))")
    expect(page.locator(f"#{before}")).to_have_count(0)
    expect(page.locator("#graded")).to_have_text("A new day has begun. 10 left.")
    expect(page.locator("#answer")).to_be_hidden()


def test_todays_page_asks_again_when_a_card_comes_back(site: Site, page: Page) -> None:
    email = "asked@example.com"
    take_up(page, email)
    page.keyboard.press("Space")
    page.keyboard.press("1")
    expect(page.locator("#left")).to_have_text(re.compile(r"^9 ready, 1 more in 1 minute$"))  # it is stored
    site.execute("UPDATE accounts_user SET new_per_day = 0 WHERE email = %s", email)
    bring_back(site, email, seconds=5)
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_have_text("One card comes back in 1 minute")
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("^1 review left"), timeout=15_000)
