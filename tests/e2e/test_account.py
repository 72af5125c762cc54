"""What guards an account, in a browser."""

import base64
import hashlib
import hmac
import time
from uuid import uuid4

from playwright.sync_api import Page, expect

from tests.e2e.people import PASSWORD, sign_up


def code_of(secret: str) -> str:
    """The six digits that an authenticator app shows now (RFC 6238)."""
    counter = int(time.time() // 30).to_bytes(8, "big")
    digest = hmac.new(base64.b32decode(secret), counter, hashlib.sha1).digest()
    at = digest[-1] & 15
    return f"{(int.from_bytes(digest[at : at + 4], 'big') & 0x7FFFFFFF) % 1_000_000:06}"


def test_the_authenticator_app_is_set_up_from_its_picture(page: Page) -> None:
    sign_up(page, f"{uuid4().hex[:12]}@example.com")
    page.goto("/accounts/2fa/totp/activate/")
    if "reauthenticate" in page.url:
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Go on").click()
    picture = page.get_by_role("img", name="QR code of the key below").locator("svg")
    expect(picture).to_be_visible()
    size = picture.bounding_box()
    assert size is not None
    assert (size["width"], size["height"]) == (200, 200)
    page.get_by_label("Authenticator code").fill(code_of(page.get_by_label("Key", exact=True).input_value()))
    page.get_by_role("button", name="Turn on").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
