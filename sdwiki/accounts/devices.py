"""Browsers that somebody has logged in with before. A stranger's wrong passwords never keep those out.

A signed cookie holds a random name of the browser and the ids of the accounts that it has logged in. It logs nobody in:
it only gives the browser a count of wrong passwords of its own.
"""

from datetime import timedelta
from uuid import uuid4

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from sdwiki.accounts.addresses import holder
from sdwiki.accounts.models import User

SALT = "sdwiki.accounts.devices"
LASTS = timedelta(days=365)
MOST_ACCOUNTS = 10


def known(request: HttpRequest, email: str) -> str | None:
    """The name of the browser, if the account of an address was logged in with it before."""
    name, *accounts = _read(request)
    if not accounts:
        return None
    person = holder(email)
    return name if person is not None and str(person.pk) in accounts else None


def remember(request: HttpRequest, response: HttpResponse, user: User) -> None:
    """Note on the browser that somebody logged in with it."""
    name, *accounts = _read(request)
    others = [pk for pk in accounts if pk != str(user.pk)]
    response.set_signed_cookie(
        settings.DEVICE_COOKIE_NAME,
        ".".join([name, *others[1 - MOST_ACCOUNTS :], str(user.pk)]),
        salt=SALT,
        max_age=LASTS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _read(request: HttpRequest) -> list[str]:
    value = request.get_signed_cookie(settings.DEVICE_COOKIE_NAME, default="", salt=SALT, max_age=LASTS)
    return value.split(".") if value else [uuid4().hex]
