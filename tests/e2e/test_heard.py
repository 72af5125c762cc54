"""What a screen reader is told: what was made has the focus and says so, what is saved is told once, politely."""

import re

from playwright.sync_api import Page, expect

from tests.e2e.conftest import Site
from tests.e2e.people import sign_up, start_exam

# Everything that is put into a live region from now on, in its order.
LISTEN = """() => {
  window.told = [];
  const note = (region) => new MutationObserver((changes) => {
    const words = changes.flatMap((one) => [...one.addedNodes].map((node) => node.textContent.trim()));
    window.told.push(...words.filter((one) => one));
  }).observe(region, { childList: true });
  document.querySelectorAll("[aria-live], [role=status], [role=alert]").forEach(note);
}"""


def test_what_is_saved_in_an_exam_is_heard_once(site: Site, page: Page) -> None:
    sign_up(page, "heard@example.com")
    start_exam(page, "Foundation")
    page.wait_for_load_state()  # a flag that is set before the script listens is sent with the form only
    question = page.locator("[data-page]:not([hidden])")
    page.evaluate(LISTEN)
    flag = question.get_by_label("Flag")
    with page.expect_response(re.compile("/flag/")):
        flag.check()
    expect(page.locator("#heard")).to_have_text("Saved.")
    with page.expect_response(re.compile("/flag/")):
        flag.uncheck()
    expect(page.locator("#heard p")).to_have_count(2)
    assert page.evaluate("window.told") == ["Saved.", "Saved."]
    expect(page.locator("#status")).to_be_empty()


def test_a_class_that_was_made_has_the_focus_and_says_so(site: Site, page: Page) -> None:
    sign_up(page, "maker@example.com")
    site.execute("UPDATE accounts_user SET is_instructor = true WHERE email = 'maker@example.com'")
    page.goto("/classes/")
    page.get_by_label("Name of the class").fill("Spring")
    page.get_by_role("button", name="Make class").click()
    told = page.locator(":focus")
    expect(told).to_have_text("“Spring” is made. Send its invitation link to your learners.")
    assert told.evaluate("(one) => one.closest('[aria-live], [role=status], [role=alert]') === null")
    page.reload()
    expect(page.locator("[data-told]")).to_have_count(0)
