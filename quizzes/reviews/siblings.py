"""Facts of one table are kept apart in a day: when one of them is graded, others that are due are put to tomorrow.

That is no act of the learner's and no evidence: memories stay as they are. So that nothing starves, a card is moved by
one day, once between two of its reviews, and only while the longer wait lies in the fuzz range of its interval: a short
interval and a card that is overdue are left alone. Where a day is planned for an interview its list decides, and on a
day off all that is due waits anyway.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid5

from django.db import connection

from quizzes.reviews import scheduling
from quizzes.reviews.away import resting
from quizzes.reviews.counting import dated
from quizzes.reviews.days import day_begins, local_day
from quizzes.reviews.forgetting import Model
from quizzes.reviews.models import Card, Near

if TYPE_CHECKING:
    from sdwiki.accounts.models import User

ONE = timedelta(days=1)

# The siblings of a card ``c`` of fact ``f`` that may be moved at all, found by the index card_once: they are few.
NEAR = """
(SELECT array_agg(ROW(b.id, b.stability, b.last_day)::text)
 FROM quizzes_fact g JOIN quizzes_card b ON b.learner_id = c.learner_id AND b.fact_id = g.id
 WHERE g.topic_id = f.topic_id AND g."group" = f."group" AND g.id <> f.id
   AND b.state = 2 AND b.stability IS NOT NULL AND b.last_day IS NOT NULL
   AND b.due <= %(now)s AND NOT b.suspended AND NOT b.changed AND b.buried_until IS NULL OFFSET 0)
"""
# What another request holds is being graded or moved: it is passed over, and nobody waits for anybody.
APART = """
WITH days AS MATERIALIZED (
    SELECT id FROM accounts_user
    WHERE id = %(learner)s AND time_zone = %(time_zone)s AND day_start = %(day_start)s
    FOR SHARE
), near AS MATERIALIZED (
    SELECT c.id, c.due FROM days JOIN quizzes_card c ON c.learner_id = days.id
    WHERE c.id = ANY(%(cards)s::bigint[]) AND c.state = 2 AND c.due <= %(now)s AND NOT c.suspended
      AND c.buried_until IS NULL
    FOR UPDATE OF c SKIP LOCKED
), acts AS (
    INSERT INTO quizzes_cardact (learner_id, card_id, kind, key, at, day, was_due, to_day)
    SELECT %(learner)s, id, 'apart', %(key)s, %(now)s, %(today)s, due, %(day)s FROM near
)
UPDATE quizzes_card SET due = %(begins)s, buried_until = %(day)s WHERE id IN (SELECT id FROM near)
"""


def read(rows: Sequence[str] | None) -> tuple[Near, ...]:
    """What `NEAR` has found."""
    return tuple(_near(*row.strip("()").split(",")) for row in rows or ())


def _near(card: str, stability: str, last_day: str) -> Near:
    return Near(int(card), float(stability), date.fromisoformat(last_day))


def may_wait(near: Near, until: date, *, retention: float, model: Model, maximum: int) -> bool:
    """Whether a card asked on a day is still asked within the fuzz range of its interval."""
    days = scheduling.next_interval(near.stability, retention, model=model, maximum=maximum)
    return (until - near.last_day).days <= scheduling.fuzz_range(days, maximum=maximum)[1]


def key_of(key: UUID) -> UUID:
    """The key of what a grade, or its undo, of some key moves."""
    return uuid5(key, "apart")


def keep_apart(card: Card, learner: "User", now: datetime, key: UUID, model: Model) -> None:
    """Put the siblings of a card that was just graded under a key to tomorrow. One statement, where there are any."""
    today = local_day(now, learner.time_zone, learner.day_start)
    if not card.near or not learner.siblings_apart or dated(learner, today) or resting(learner, today):
        return
    waits = partial(may_wait, retention=learner.desired_retention, model=model, maximum=learner.maximum_interval)
    moved = [near.card for near in card.near if waits(near, today + ONE)]
    if not moved:
        return
    values: dict[str, Any] = {
        "learner": learner.pk,
        "time_zone": learner.time_zone,
        "day_start": learner.day_start,
        "cards": moved,
        "key": key_of(key),
        "now": now,
        "today": today,
        "day": today + ONE,
        "begins": day_begins(today + ONE, learner.time_zone, learner.day_start),
    }
    with connection.cursor() as cursor:
        cursor.execute(APART, values)
