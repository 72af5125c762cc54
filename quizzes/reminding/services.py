"""The sweep that reminds people, and what they choose of it."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.db import connection, transaction

from quizzes.progress.queries import today_of
from quizzes.reminding.models import CalendarAddress, new_token
from quizzes.reminding.queries import message_of
from quizzes.reviews.days import day_begins
from quizzes.today.opening import open_day
from quizzes.today.periods import period
from sdwiki.events import event
from sdwiki.inbox import services as inbox
from sdwiki.inbox.kinds import CLASS_DIGEST, DIGEST, REMINDER
from sdwiki.sweeping import one_of_many

if TYPE_CHECKING:
    from sdwiki.accounts.models import User

BATCH = 50
DAYS_OF_USE = {
    REMINDER: 1,
    DIGEST: 3,
    CLASS_DIGEST: 3,
}  # after so many of the learner's days a mail is of no use any more

# Whose hours there are: few, however many learners.
HOURS = """
SELECT DISTINCT u.time_zone, u.day_start, s.hour
FROM inbox_subscription s JOIN accounts_user u ON u.id = s.person_id
WHERE s.kind = %(kind)s AND s.hour IS NOT NULL AND u.is_active
"""

# Those whose hour has struck in a period that was not looked at yet.
STRUCK = """
SELECT s.id, s.person_id, r.first
FROM inbox_subscription s
JOIN accounts_user u ON u.id = s.person_id
JOIN unnest(%(zones)s::text[], %(starts)s::int[], %(hours)s::int[], %(firsts)s::date[])
    AS r(time_zone, day_start, hour, first) USING (time_zone, day_start, hour)
WHERE s.kind = %(kind)s AND u.is_active AND u.leaves_at IS NULL AND (s.last_day IS NULL OR s.last_day < r.first)
ORDER BY s.id
LIMIT %(limit)s
"""
# Claim them. What they are told is written in the same transaction: it is all there, or a later sweep finds them again.
CLAIM = """
WITH claimed AS MATERIALIZED (
    SELECT s.id, struck.first
    FROM inbox_subscription s
    JOIN unnest(%(ids)s::bigint[], %(firsts)s::date[]) AS struck(id, first) USING (id)
    WHERE s.last_day IS NULL OR s.last_day < struck.first
    ORDER BY s.id
    FOR UPDATE OF s SKIP LOCKED
)
UPDATE inbox_subscription s SET last_day = c.first FROM claimed c WHERE s.id = c.id
RETURNING s.person_id, c.first
"""


def remind(*, now: datetime, most: int = BATCH) -> int:
    """Tell everybody whose hour has struck, each once in their day or week: how many were looked at."""
    looked_at = 0
    for kind in DAYS_OF_USE:
        reached = _reached(kind, now)
        batch = most if reached["zones"] else 0
        while batch == most:
            struck = _struck(reached | {"kind": kind, "limit": most})
            _open_days([person for _, person, _ in struck], now)
            batch = _remind_some(kind, [(pk, first) for pk, _, first in struck], now)
            looked_at += batch
    return looked_at


def _reached(kind: str, now: datetime) -> dict[str, Any]:
    """The zones, day starts and hours that have struck, each with the first day of its period."""
    with connection.cursor() as cursor:
        cursor.execute(HOURS, {"kind": kind})
        found = [
            (zone, start, hour, period(kind, now, time_zone=zone, day_start=start, hour=hour))
            for zone, start, hour in cursor.fetchall()
        ]
    struck = [(zone, start, hour, part.first) for zone, start, hour, part in found if part.reached]
    return {name: [row[place] for row in struck] for place, name in enumerate(("zones", "starts", "hours", "firsts"))}


def _struck(values: dict[str, Any]) -> list[tuple[int, int, date]]:
    """The rows of `STRUCK`: a subscription, its person, and the first day of the period."""
    with connection.cursor() as cursor:
        cursor.execute(STRUCK, values)
        return list(cursor.fetchall())


def _open_days(people: Sequence[int], now: datetime) -> None:
    """Open the days of who is about to be told of them, as when they come themselves: without its list a day would hold
    another number than Today says. Each in its own transaction: none waits for another's turn."""
    for person in get_user_model().objects.filter(pk__in=people):
        open_day(person, now)


@transaction.atomic
def _remind_some(kind: str, struck: Sequence[tuple[int, date]], now: datetime) -> int:
    with connection.cursor() as cursor:
        cursor.execute(CLAIM, {"ids": [pk for pk, _ in struck], "firsts": [first for _, first in struck]})
        claimed: list[tuple[int, date]] = cursor.fetchall()
    people = get_user_model().objects.in_bulk([pk for pk, _ in claimed])
    for pk, first in claimed:
        with one_of_many("Account %s could not be told of a %s", pk, kind), transaction.atomic():
            _remind_one(people[pk], kind, first, now)
    return len(claimed)


def _remind_one(person: "User", kind: str, first: date, now: datetime) -> None:
    """Nothing where nothing is to be said."""
    message = message_of(person, kind, now)
    if message is None:
        return
    day = today_of(person, now)
    until = day_begins(day + timedelta(DAYS_OF_USE[kind]), person.time_zone, person.day_start)
    inbox.tell(person=person, kind=kind, key=first.isoformat(), message=message, day=day, now=now, until=until)


def renew_address(*, learner: "User", now: datetime) -> CalendarAddress:
    """A new private address of somebody's calendar; the one before, if any, is no more."""
    values = {"token": new_token(), "made_at": now}
    made, _ = CalendarAddress.objects.update_or_create(learner=learner, defaults=values)
    event("calendar.address_made", account=learner.pk)
    return made


def close_address(*, learner: "User") -> None:
    """No calendar any more."""
    if CalendarAddress.objects.filter(learner=learner).delete()[0]:
        event("calendar.address_closed", account=learner.pk)
