"""The learner's day is opened by a sweep: its plan is a row, and the clock is set to the next day's beginning.

The sweep claims learners in batches and plans a whole batch in one statement: a loop over learners costs ninety times
as much. It may run twice at once or again after a crash: a claimed clock is locked, and a day has one plan.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from django.contrib.auth import get_user_model
from django.db import connection, transaction

from quizzes.bank.askable import UNASKABLE_FACTS
from quizzes.reviews.cards import DAYS, move_due_days
from quizzes.reviews.days import day_begins, local_day
from quizzes.reviews.load_sql import PACE
from quizzes.today.models import LearnerClock
from sdwiki.accounts.services import save_choices

if TYPE_CHECKING:
    from sdwiki.accounts.models import User

BATCH = 10_000

# What the days hold until they end, as the queue of reviews counts it. New cards have their due date in the past, so
# one scan of the index card_due finds both. Facts are not joined to each card: the few that may not be asked are known.
PLAN = f"""
WITH unaskable AS MATERIALIZED ({UNASKABLE_FACTS})
INSERT INTO quizzes_dayplan (learner_id, day, due, fresh, minutes, opened_at)
SELECT l.id, l.day, w.due, w.fresh, ceil((w.due * pace.review + w.fresh * pace.fresh) / 60000.0)::int, %(now)s
FROM unnest(%(learners)s::bigint[], %(days)s::date[], %(ends)s::timestamptz[], %(allowed)s::int[])
     AS l(id, day, ends_at, allowed)
CROSS JOIN LATERAL (
    SELECT count(*) FILTER (WHERE c.state <> 0) AS due, least(l.allowed, count(*) FILTER (WHERE c.state = 0)) AS fresh
    FROM quizzes_card c
    WHERE c.learner_id = l.id AND NOT c.suspended AND c.due < l.ends_at
      AND c.fact_id NOT IN (SELECT id FROM unaskable)
) w
CROSS JOIN LATERAL ({PACE.format(learner="l.id")}) pace
ON CONFLICT (learner_id, day) DO NOTHING
"""

# Learners who have taken up a fact; without one there is nothing to plan.
ADD_CLOCKS = """
INSERT INTO quizzes_learnerclock (learner_id, opens_at)
SELECT u.id, %(now)s FROM accounts_user u
WHERE u.is_active
  AND NOT EXISTS (SELECT FROM quizzes_learnerclock c WHERE c.learner_id = u.id)
  AND EXISTS (SELECT FROM quizzes_card c WHERE c.learner_id = u.id)
ON CONFLICT DO NOTHING
"""

CLAIM = """
SELECT c.learner_id, u.time_zone, u.day_start, u.new_per_day, u.is_active
FROM quizzes_learnerclock c JOIN accounts_user u ON u.id = c.learner_id
WHERE c.opens_at <= %(now)s
ORDER BY c.opens_at
LIMIT %(limit)s
FOR UPDATE OF c SKIP LOCKED
"""

SET_CLOCKS = """
UPDATE quizzes_learnerclock c SET opens_at = next.at
FROM unnest(%(learners)s::bigint[], %(ends)s::timestamptz[]) AS next(id, at)
WHERE c.learner_id = next.id
"""


class Claimed(NamedTuple):
    """A learner whose day has begun."""

    learner: int
    time_zone: str
    day_start: int
    new_per_day: int
    is_active: bool


def open_days(now: datetime, limit: int = BATCH) -> int:
    """Plan the day of everybody whose local day has begun, ``limit`` learners at a time; how many were claimed.

    A day that passed while no worker ran is not planned afterwards: only the current one is.
    """
    with connection.cursor() as cursor:
        cursor.execute(ADD_CLOCKS, {"now": now})
    claimed, batch = 0, limit
    while batch == limit:
        batch = _open_batch(now, limit)
        claimed += batch
    return claimed


@transaction.atomic
def _open_batch(now: datetime, limit: int) -> int:
    """Plan the day of up to ``limit`` learners; how many were claimed."""
    with connection.cursor() as cursor:
        cursor.execute(CLAIM, {"now": now, "limit": limit})
        claimed = [Claimed(*row) for row in cursor.fetchall()]
        active = [one for one in claimed if one.is_active]
        if gone := [one.learner for one in claimed if not one.is_active]:
            LearnerClock.objects.filter(learner__in=gone).delete()
        if active:
            days, ends = _days(active, now)
            learners = [one.learner for one in active]
            allowed = [one.new_per_day for one in active]
            cursor.execute(PLAN, {"learners": learners, "days": days, "ends": ends, "allowed": allowed, "now": now})
            cursor.execute(SET_CLOCKS, {"learners": learners, "ends": ends})
    return len(claimed)


def reset_clock(*, learner: "User", now: datetime) -> None:
    """After a change of zone or day start: let the sweep look at this learner at once and set the clock anew.

    If the new settings make it a day that has a plan already, that plan stays.
    """
    LearnerClock.objects.filter(learner=learner).update(opens_at=now)


@transaction.atomic
def save_settings(*, user: "User", now: datetime) -> None:
    """Keep what somebody has set; another zone or day start sets their clock anew, and their cards stay on their dates.

    What it was is read from the row itself, which grades and other windows then wait for.
    """
    people = get_user_model().objects.select_for_update(no_key=True)
    were = people.values_list(*DAYS).get(pk=user.pk)
    save_choices(user=user)
    if were != (user.time_zone, user.day_start):
        move_due_days(learner=user)
        reset_clock(learner=user, now=now)


def _days(learners: Sequence[Claimed], now: datetime) -> tuple[list[date], list[datetime]]:
    """Each learner's local day and the instant at which it ends. Most learners share a zone, so few are worked out."""

    @cache
    def day_of(time_zone: str, day_start: int) -> tuple[date, datetime]:
        day = local_day(now, time_zone, day_start)
        return day, day_begins(day + timedelta(days=1), time_zone, day_start)

    found = [day_of(one.time_zone, one.day_start) for one in learners]
    return [day for day, _ in found], [end for _, end in found]
