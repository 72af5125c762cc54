"""How much somebody recalled of what came back, and how their memories are spread: what the page of statistics shows.

*True retention* is the share recalled of the facts that were in review and came back on a later day, each by its first
evidence of a day: a second look at a fact measures the first. A memory is *mature* from an interval of three weeks on.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django.db import connection

from quizzes.progress.measured import STOOD
from quizzes.progress.queries import today_of
from quizzes.progress.spread import DAYS, DIFFICULTY, MATURE, Kept, Spread
from quizzes.reviews.askable import ASKABLE_CARD, FACT_OF_CARD
from quizzes.reviews.days import day_begins

if TYPE_CHECKING:
    from sdwiki.accounts.models import User

MONTH, YEAR = timedelta(30), timedelta(365)

RETENTION = f"""
WITH {STOOD}, asked AS (
    SELECT day, rating > 1 AS recalled, due_day - last_day >= {MATURE} AS mature FROM stood
    WHERE last_day < day AND state = 2 AND due_day IS NOT NULL
)
SELECT mature,
       count(*) FILTER (WHERE day > %(month)s), count(*) FILTER (WHERE day > %(month)s AND recalled),
       count(*) FILTER (WHERE day > %(year)s), count(*) FILTER (WHERE day > %(year)s AND recalled)
FROM asked GROUP BY mature
"""
# An interval lasts from the last evidence to the day of the due date. That stands on the log alone; here it is counted
# back from the instant at which it begins, as today does (``shift``: seconds after midnight UTC).
SPREAD = f"""
WITH seen AS MATERIALIZED (
    SELECT c.stability, c.difficulty,
           CASE WHEN c.state = 2 AND NOT c.changed THEN
               round((extract(epoch FROM c.due) - %(shift)s) / 86400) - (c.last_day - DATE '1970-01-01')
           END AS days
    FROM quizzes_card c {FACT_OF_CARD}
    WHERE c.learner_id = %(learner)s AND {ASKABLE_CARD} AND c.state <> 0
), measured AS (
    SELECT 'stability' AS name, stability AS value, width_bucket(stability, %(days)s::float8[]) AS place FROM seen
    UNION ALL
    SELECT 'difficulty', difficulty, width_bucket(difficulty, %(difficulty)s::float8[]) FROM seen
    UNION ALL
    SELECT 'interval', days::float8, width_bucket(days::float8, %(days)s::float8[]) FROM seen WHERE days IS NOT NULL
)
SELECT name, place, count(*), percentile_cont(0.5) WITHIN GROUP (ORDER BY value)
FROM measured GROUP BY GROUPING SETS ((name, place), (name))
"""


@dataclass(frozen=True, slots=True)
class Retention:
    """What was recalled of young and of mature memories, in the last 30 days and in the last year."""

    month: tuple[Kept, Kept]
    year: tuple[Kept, Kept]


def retention_of(learner: "User", now: datetime) -> Retention:
    """True retention by maturity. One statement."""
    today = today_of(learner, now)
    with connection.cursor() as cursor:
        cursor.execute(RETENTION, {"learner": learner.pk, "month": today - MONTH, "year": today - YEAR})
        found = {mature: counts for mature, *counts in cursor.fetchall()}
    young, mature = (found.get(grown, (0, 0, 0, 0)) for grown in (False, True))
    return Retention((Kept(*young[:2]), Kept(*mature[:2])), (Kept(*young[2:]), Kept(*mature[2:])))


def spreads_of(learner: "User", now: datetime) -> dict[str, Spread]:
    """How stability, interval and difficulty are spread over the cards that were seen. One statement."""
    today = today_of(learner, now)
    midnight = datetime.combine(today, time(), UTC)
    values: dict[str, Any] = {
        "learner": learner.pk,
        "shift": (day_begins(today, learner.time_zone, learner.day_start) - midnight).total_seconds(),
        "days": list(DAYS.edges),
        "difficulty": list(DIFFICULTY.edges),
    }
    with connection.cursor() as cursor:
        cursor.execute(SPREAD, values)
        rows = cursor.fetchall()
    medians = {name: median for name, place, _, median in rows if place is None}
    scales = {"stability": DAYS, "interval": DAYS, "difficulty": DIFFICULTY}
    return {
        name: Spread(scale, _counts(name, len(scale.labels), rows), medians.get(name)) for name, scale in scales.items()
    }


def _counts(name: str, places: int, rows: Sequence[tuple[str, int | None, int, float]]) -> tuple[int, ...]:
    """Counts by bucket; what lies below the first edge, by a rounding, stands in the first."""
    counts = [0] * places
    for of, place, count, _ in rows:
        if of == name and place is not None:
            counts[max(place - 1, 0)] += count
    return tuple(counts)
