"""Whom administrators find, and where they are logged in."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from sdwiki.accounts.models import User
from sdwiki.accounts.templatetags.browsers import browser_name

PER_PAGE = 50


def people(words: str) -> "QuerySet[User]":
    """Who is here, by address, each with how many ``logins`` and second ``steps`` they have; secrets are not read."""
    found = User.objects.filter(left_at=None)
    for word in words.split()[:5]:
        found = found.filter(Q(email__icontains=word) | Q(name__icontains=word))
    logins, steps = _count(UserSession), _count(Authenticator)
    return found.annotate(logins=logins, steps=steps).order_by("email")


@dataclass(frozen=True)
class Login:
    """A session that somebody is logged in with: the device as it names itself, and the address it logged in from. A
    session notes at most once a day that it is used, so ``seen`` is at most a day before it was."""

    pk: int
    key: str
    device: str
    ip: str
    since: datetime
    seen: datetime


def logins(person: User, now: datetime) -> list[Login]:
    """The sessions of somebody that have not run out, the one used last first. Two queries."""
    noted = UserSession.objects.filter(user=person).order_by("-last_seen_at", "-pk")
    running = Session.objects.filter(session_key__in=noted.values("session_key"), expire_date__gt=now)
    ends = dict(running.values_list("session_key", "expire_date"))
    idle = timedelta(seconds=settings.SESSION_COOKIE_AGE)
    found = [
        Login(
            one.pk,
            one.session_key,
            browser_name(one.user_agent),
            one.ip,
            one.created_at,
            max(one.last_seen_at, ends[one.session_key] - idle),
        )
        for one in noted
        if one.session_key in ends
    ]
    return sorted(found, key=lambda one: one.seen, reverse=True)


def _count(model: type[UserSession] | type[Authenticator]) -> Coalesce:
    rows = model.objects.filter(user=OuterRef("pk")).order_by().values("user")
    return Coalesce(Subquery(rows.annotate(number=Count("pk")).values("number")), 0)
