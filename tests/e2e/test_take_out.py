"""Somebody takes their data with them, in a browser."""

import json
from uuid import uuid4
from zipfile import ZipFile

from playwright.sync_api import Page, expect

from tests.e2e.people import PASSWORD, log_out, sign_up
from tests.e2e.people import log_in as log_in_with


def test_the_password_leads_back_to_the_button_and_the_button_to_the_file(phone: Page) -> None:
    email = f"{uuid4().hex[:12]}@example.com"
    sign_up(phone, email)
    log_out(phone)
    log_in_with(phone, email)
    phone.goto("/accounts/leave/")
    phone.get_by_role("link", name="take your data with you").click()
    phone.get_by_role("link", name="Confirm that it is you").click()
    phone.get_by_label("Password").fill(PASSWORD)
    phone.get_by_role("main").get_by_role("button").first.click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Take your data with you")
    with phone.expect_download() as download:
        phone.get_by_role("button", name="Download my data").click()
    with ZipFile(download.value.path()) as package:
        [settings] = json.loads(package.read("settings.json"))
    assert settings["email"] == email
    assert download.value.suggested_filename.startswith("sdwiki-")
