"""Passkeys in a browser whose authenticator is a virtual one: made, used alone, used as the second step, removed."""

from collections.abc import Iterator
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Site
from tests.e2e.people import PASSWORD, log_out, sign_up


@pytest.fixture
def device(page: Page) -> Iterator[None]:
    """A phone that is unlocked by its owner each time it is asked."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    yield
    session.send("WebAuthn.disable")


def add_passkey(page: Page, name: str, *, alone: bool) -> None:
    page.goto("/accounts/2fa/webauthn/add/")
    if "reauthenticate" in page.url:
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Go on").click()
    page.get_by_label("Name").fill(name)
    page.get_by_label("Log in with it alone").set_checked(alone)
    page.get_by_role("button", name="Add passkey").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()


def enter(page: Page, email: str) -> None:
    """Give address and password; with a second step that is not all."""
    page.goto("/accounts/login/")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in", exact=True).click()


def test_a_passkey_logs_its_owner_in_without_a_password(page: Page, site: Site, device: None) -> None:
    sign_up(page, f"{uuid4().hex[:12]}@example.com")
    add_passkey(page, "My phone", alone=True)
    page.goto("/accounts/2fa/webauthn/")
    row = page.get_by_role("listitem").filter(has_text="My phone")
    expect(row).to_contain_text("Logs you in alone.")
    [(data,)] = site.execute("SELECT data->'credential' FROM mfa_authenticator WHERE data->>'name' = 'My phone'")
    assert data["id"] not in page.content()
    log_out(page)
    page.goto("/accounts/login/")
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("link", name="Log in")).to_be_hidden()
    page.goto("/accounts/2fa/webauthn/")
    row.get_by_role("link", name="Remove").click()
    if "reauthenticate" in page.url:
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Go on").click()
    page.get_by_role("button", name="Remove").click()
    expect(page.get_by_text("You have none yet.")).to_be_visible()


def test_a_passkey_is_the_second_step(page: Page, device: None) -> None:
    email = f"{uuid4().hex[:12]}@example.com"
    sign_up(page, email)
    add_passkey(page, "My key", alone=False)
    log_out(page)
    enter(page, email)
    expect(page.get_by_role("heading", name="The second step")).to_be_visible()
    page.goto("/settings/")
    expect(page.get_by_role("heading", name="The second step")).to_be_visible()  # it lets nobody pass
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("link", name="Log in")).to_be_hidden()
    page.goto("/settings/")
    expect(page.get_by_role("heading", name="Settings")).to_be_visible()
