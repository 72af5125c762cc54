"""An editor's text outlives the end of the session, and nobody else in the same browser sees it."""

import re
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Site
from tests.e2e.people import PASSWORD, sign_up

pytestmark = pytest.mark.expects_console_errors

PAGE = "/edit/caching-strategies/"
TYPED = "Words that nobody has published."


def new_editor(site: Site, page: Page) -> str:
    email = f"{uuid4().hex[:12]}@example.com"
    sign_up(page, email)
    site.execute("UPDATE accounts_user SET is_editor = true WHERE email = %s", email)
    return email


def log_in_here(page: Page, email: str) -> None:
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()


def type_a_line(page: Page) -> str:
    page.goto(PAGE)
    text = page.get_by_role("textbox", name="Text", exact=True)
    before = text.input_value()
    text.focus()
    page.keyboard.press("ControlOrMeta+End")
    page.keyboard.type(f"\n\n{TYPED}")
    return before


def kept(page: Page) -> list[str]:
    return list(page.evaluate("Object.keys(sessionStorage).filter((name) => name.startsWith('draft'))"))


def wait_until_kept(page: Page) -> None:
    """And previewed: a preview that finds the session gone would lead to the log-in before anybody leaves."""
    expect(page.get_by_role("region", name="Preview")).to_contain_text(TYPED)
    for _ in range(50):
        if kept(page):
            return
        page.wait_for_timeout(100)
    raise AssertionError("nothing is kept")


def leave(page: Page) -> None:
    """Go elsewhere as a link would: the page asks first, which a browser's own order to go there may not survive."""
    page.evaluate("() => { location.href = '/wiki/' }")
    page.wait_for_url("**/wiki/")


def test_a_text_outlives_its_session_and_goes_when_it_is_published(site: Site, page: Page) -> None:
    email = new_editor(site, page)
    before = type_a_line(page)
    wait_until_kept(page)
    site.execute("DELETE FROM django_session")
    page.get_by_role("button", name="Publish", exact=True).click()
    page.wait_for_url("**/accounts/login/**")
    log_in_here(page, email)
    page.wait_for_url(f"**{PAGE}")
    text = page.get_by_role("textbox", name="Text", exact=True)
    expect(text).to_have_value(before)
    offer = page.get_by_role("alert")
    expect(offer).to_contain_text("You were writing here, and did not publish it.")
    offer.get_by_role("button", name="Restore my text").click()
    expect(offer).to_be_hidden()
    expect(text).to_have_value(f"{before}\n\n{TYPED}")
    expect(page.get_by_role("region", name="Preview")).to_contain_text(TYPED)
    page.get_by_role("button", name="Publish", exact=True).click()
    page.wait_for_url("**/wiki/caching-strategies/")
    expect(page.get_by_role("article")).to_contain_text(TYPED)
    assert kept(page) == []
    page.goto(PAGE)
    expect(page.get_by_role("textbox", name="Text", exact=True)).to_have_value(f"{before}\n\n{TYPED}")
    expect(page.get_by_role("alert")).to_be_hidden()


def test_a_text_can_be_discarded_and_nobody_else_is_offered_it(site: Site, page: Page) -> None:
    new_editor(site, page)
    other = f"{uuid4().hex[:12]}@example.com"
    before = type_a_line(page)
    page.on("dialog", lambda dialog: dialog.accept())
    wait_until_kept(page)
    leave(page)
    page.goto(PAGE)
    offer = page.get_by_role("alert")
    offer.get_by_role("button", name="Discard it").click()
    expect(page.get_by_role("textbox", name="Text", exact=True)).to_have_value(before)
    assert kept(page) == []
    type_a_line(page)
    wait_until_kept(page)
    leave(page)
    site.execute("DELETE FROM django_session")  # no logout: the session ends by itself
    sign_up(page, other)
    site.execute("UPDATE accounts_user SET is_editor = true WHERE email = %s", other)
    page.goto(PAGE)
    expect(page.get_by_role("textbox", name="Text", exact=True)).to_have_value(before)
    expect(page.get_by_role("alert")).to_be_hidden()
    assert kept(page) == []


def test_a_text_is_gone_for_a_learner_and_after_a_logout_in_another_tab(site: Site, page: Page) -> None:
    email = new_editor(site, page)
    page.on("dialog", lambda dialog: dialog.accept())
    type_a_line(page)
    wait_until_kept(page)
    other = page.context.new_page()
    other.goto("/accounts/logout/")
    other.get_by_role("main").get_by_role("button", name="Log out").click()
    other.get_by_role("link", name="Log in").first.wait_for()
    leave(page)
    assert kept(page) == []
    page.goto("/accounts/login/")
    log_in_here(page, email)
    page.wait_for_url("**/")
    with page.expect_response(re.compile("/preview/")):  # which, later, would find the login gone and lead there
        type_a_line(page)
    wait_until_kept(page)
    site.execute("DELETE FROM django_session")
    leave(page)
    assert kept(page)  # for its editor, whose login ended by itself
    sign_up(page, f"{uuid4().hex[:12]}@example.com")
    assert kept(page) == []


def test_the_login_page_says_that_a_text_is_kept_when_it_is(site: Site, page: Page) -> None:
    page.goto("/accounts/login/")
    told = page.get_by_text("The text you were editing is kept in this tab.")
    expect(told).to_be_hidden()
    page.evaluate("sessionStorage.setItem('draft:1:a-page', '{}')")
    page.reload()
    expect(told).to_be_visible()
