"""People: they sign up on the site, get roles, set themselves up, and one turns on a second factor."""

import base64
import hashlib
import hmac
import re
import time
from datetime import date

from allauth.account.models import EmailAddress
from django.test import Client

from sdwiki.accounts import services
from sdwiki.accounts.models import User
from tests.upgrade.from_3dc3dc8.clock import clock

PASSWORD = "seven quiet harbours"
DOMAIN = "@upgrade.example"
# Name: time zone. All of them learn.
ZONES = {
    "steady": "Europe/Berlin",
    "traveller": "Pacific/Auckland",
    "forgetful": "Asia/Kolkata",
    "examinee": "UTC",
    "beginner": "America/Sao_Paulo",
    "leaver": "Europe/Lisbon",
    "gone": "Africa/Nairobi",
    "instructor": "Europe/London",
    "editor": "Asia/Tokyo",
}
browsers: dict[str, Client] = {}


def browser() -> Client:
    return Client(SERVER_NAME="localhost")


def person(name: str) -> User:
    """Somebody as the database knows them now."""
    return User.objects.get(email=name + DOMAIN)


def arrive() -> None:
    """The administrator is made, and the others sign up, each in a browser of their own."""
    services.make_first_administrator(email="admin" + DOMAIN, password=PASSWORD, time_zone="Europe/Berlin")
    for name, zone in ZONES.items():
        clock.pass_by(minutes=3)
        browsers[name] = browser()
        form = {"email": name + DOMAIN, "password1": PASSWORD, "time_zone": zone}
        assert browsers[name].post("/accounts/signup/", form).status_code == 302
    for name in ("instructor", "editor"):
        user = person(name)
        user.is_instructor, user.is_editor = name == "instructor", name == "editor"
        user.save(update_fields=["is_instructor", "is_editor"])  # as the administration does


def settle() -> None:
    """Names, paces and dates; the editor has a second address, which is verified."""
    change("steady", name="Steady", interview_on=date(2026, 12, 1), new_per_day=8)
    change("forgetful", name="Forgetful", new_per_day=6, day_start=0, theme="dark")
    change("beginner", name="Beginner", new_per_day=3, shortcuts=False)
    change("traveller", name="Traveller")
    change("instructor", name="Instructor")
    confirm("editor")
    second = {"email": "second" + DOMAIN, "action_add": ""}
    assert browsers["editor"].post("/accounts/email/", second).status_code == 302
    EmailAddress.objects.filter(email="second" + DOMAIN).update(verified=True)  # what the link in the mail does


def confirm(name: str) -> None:
    """Type the password again, as changes of addresses and factors want it."""
    assert browsers[name].post("/accounts/reauthenticate/", {"password": PASSWORD}).status_code == 302


def change(name: str, /, **wanted: object) -> None:
    """Save settings as the page does."""
    user = person(name)
    for field, value in wanted.items():
        setattr(user, field, value)
    services.save_settings(user=user, changed=list(wanted), now=clock.now())


def travel() -> None:
    """From Auckland to New York: 16 hours back, and a day that begins two hours later."""
    change("traveller", time_zone="America/New_York", day_start=6)


def secure() -> dict[str, object]:
    """Turn on the second factor of the editor; its secret and the recovery codes."""
    editor, activate = browsers["editor"], "/accounts/2fa/totp/activate/"
    confirm("editor")
    [secret] = re.findall(r'value="([A-Z2-7]{32})"', editor.get(activate).content.decode())
    done = editor.post(activate, {"code": code_of(secret)})
    assert done.status_code == 302, done.content.decode()
    codes = editor.get("/accounts/2fa/recovery-codes/download/").content.decode()
    return {"secret": secret, "recovery": codes.split()}


def code_of(secret: str) -> str:
    """The six digits that an authenticator app shows now (RFC 6238)."""
    counter = int(time.time() // 30).to_bytes(8, "big")
    digest = hmac.new(base64.b32decode(secret), counter, hashlib.sha1).digest()
    at = digest[-1] & 15
    return f"{(int.from_bytes(digest[at : at + 4], 'big') & 0x7FFFFFFF) % 1_000_000:06}"


def disable(name: str) -> None:
    """The administrator disables an account."""
    user = person(name)
    user.is_active = False
    user.save(update_fields=["is_active"])
    services.end_sessions(user=user)


def cookie(client: Client) -> str:
    """The session of a browser."""
    return client.cookies["session"].value
