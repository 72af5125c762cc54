"""The sweep that reminds people, and what they choose of it."""

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.db import connection, transaction

from quizzes.progress.queries import today_of
from quizzes.reminding.models import CalendarAddress, new_token
from quizzes.reminding.queries import message_of
from quizzes.reviews.days import day_begins
from quizzes.today.periods import period
from sdwiki.events import event
from sdwiki.inbox import services as inbox
from sdwiki.inbox.kinds import CLASS_DIGEST, DIGEST, REMINDER
from sdwiki.sweeping import one_of_many

if TYPE_CHECKING:
    from sdwiki.accounts.models import User

BATCH = 50
LISTING = timedelta(minutes=10)  # that a reminder waits for a day's list at most
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

# Claim those whose hour has struck in a period that was not looked at yet. What they are told is written in the same
# transaction: it is all there, or a later sweep finds them again. Whose day has just begun waits for its list for some
# minutes: without it a reminder would say another number than Today.
CLAIM = """
WITH reached AS (
    SELECT * FROM unnest(%(zones)s::text[], %(starts)s::int[], %(hours)s::int[], %(firsts)s::date[])
        AS r(time_zone, day_start, hour, first)
), claimed AS MATERIALIZED (
    SELECT s.id, r.first
    FROM inbox_subscription s
    JOIN accounts_user u ON u.id = s.person_id
    JOIN reached r ON r.time_zone = u.time_zone AND r.day_start = u.day_start AND r.hour = s.hour
    WHERE s.kind = %(kind)s AND u.is_active AND u.leaves_at IS NULL
      AND (s.last_day IS NULL OR s.last_day < r.first)
      AND NOT EXISTS (
          SELECT FROM quizzes_dayplan p
          WHERE p.learner_id = u.id AND p.wants AND p.cards IS NULL AND p.opened_at > %(listing)s
      ) AND NOT EXISTS (
          SELECT FROM quizzes_learnerclock c
          WHERE c.learner_id = u.id AND c.opens_at <= %(now)s AND c.opens_at > %(listing)s
      )
    ORDER BY s.id
    LIMIT %(limit)s
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
            batch = _remind_some(kind, reached | {"kind": kind, "limit": most}, now)
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


@transaction.atomic
def _remind_some(kind: str, values: dict[str, Any], now: datetime) -> int:
    with connection.cursor() as cursor:
        cursor.execute(CLAIM, values | {"now": now, "listing": now - LISTING})
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
