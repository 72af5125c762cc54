"""Names as long as they may be, without a blank: no page is wider than the phone that shows it."""

import re
from collections.abc import Iterator
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import Site
from tests.e2e.people import sign_up

LONGEST = "W" * 80


@pytest.fixture
def other(site: Site, browser: Browser) -> Iterator[Page]:
    """A second phone."""
    page = browser.new_page(base_url=site.url, viewport={"width": 390, "height": 844})
    yield page
    page.close()


def sign_up_with_a_long_name(page: Page, site: Site, *, instructor: bool) -> None:
    email = f"{uuid4().hex[:12]}@example.com"
    sign_up(page, email)
    site.execute("UPDATE accounts_user SET name = %s, is_instructor = %s WHERE email = %s", LONGEST, instructor, email)


def excess(page: Page) -> int:
    """By how many pixels a page with the name on it is wider than its window."""
    expect(page.get_by_text(LONGEST).first).to_be_attached()
    wide: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return wide


def assert_fits(page: Page) -> None:
    assert excess(page) == 0, page.url


def test_names_of_eighty_letters_are_broken_on_a_phone(site: Site, phone: Page, other: Page) -> None:
    sign_up_with_a_long_name(phone, site, instructor=True)
    sign_up_with_a_long_name(other, site, instructor=False)
    phone.goto("/classes/")
    phone.get_by_label("Name").fill(LONGEST)
    phone.get_by_role("button", name="Make class").click()
    link, class_page = phone.locator("code.link-text").inner_text(), phone.url
    assert_fits(phone)

    other.goto(link)
    assert_fits(other)
    other.get_by_label("Your real name").fill(LONGEST)
    other.get_by_role("button", name="Join class").click()
    expect(other).not_to_have_url(link)
    for page, path in (
        (other, class_page),
        (other, "/classes/"),
        (phone, class_page),
        (phone, f"{class_page}people/"),
        (phone, "/classes/"),
    ):
        page.goto(path)
        assert_fits(page)
    phone.goto(class_page)
    phone.get_by_role("link", name=LONGEST).first.click()
    expect(phone).to_have_url(re.compile(r"/classes/\d+/people/\d+/"))
    assert_fits(phone)
    phone.get_by_label("Account").click()
    expect(phone.locator(".who")).to_be_visible()
    assert_fits(phone)

    # Without the rule that breaks them the same page is far too wide.
    phone.evaluate("document.querySelectorAll('*').forEach(one => { one.style.overflowWrap = 'normal' })")
    assert excess(phone) > 100
