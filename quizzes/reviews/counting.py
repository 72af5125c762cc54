"""A learner's day, counted."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import connection

from quizzes.reviews.days import begins_nowhere_before, day_begins, local_day
from quizzes.reviews.load import Load, Pace
from quizzes.reviews.load_sql import limits, load_statement

if TYPE_CHECKING:
    from sdwiki.accounts.models import User


def load(
    learner: "User",
    now: datetime,
    *,
    topics: Sequence[int] | None = None,
    facts: Sequence[int] | None = None,
    only: str = "",
) -> Load:
    """How the day stands: of everything, of some topics, or of some facts, or ``only`` of what is due or new there. One
    statement."""
    values = day_values(learner, now, topics, facts)
    with connection.cursor() as cursor:
        planned = by_plan(learner, values["day"], facts, only)
        cursor.execute(load_statement(limits(topics, facts, only), planned=planned), values)
        done, due, learning, unseen, allowed, next_at, review, fresh, topic, group, beside, acted = cursor.fetchone()
    return Load(
        at=now,
        done=done,
        due=due,
        learning=learning,
        unseen=unseen,
        allowed=allowed,
        next_at=next_at,
        tomorrow=values["tomorrow"],
        pace=Pace(review / 1000, fresh / 1000),
        last=None if topic is None else (topic, group),
        acted=acted,
        beside=beside,
    )


def dated(learner: "User", day: date) -> bool:
    """Whether this local day is planned for an interview: it has to be ahead, or nothing would be left to plan, and
    the learner has to have said how many minutes a day are theirs."""
    return learner.minutes_per_day is not None and learner.interview_on is not None and learner.interview_on > day


def by_plan(learner: "User", day: date, facts: Sequence[int] | None, only: str = "") -> bool:
    """Whether the day's plan says what is due. What a quiz has shown to be missing is asked beside it, and so is
    ``only`` what is due or new, where somebody wants that."""
    return facts is None and not only and dated(learner, day)


def day_values(
    learner: "User", now: datetime, topics: Sequence[int] | None, facts: Sequence[int] | None
) -> dict[str, Any]:
    """What the statements of the queue and of the load ask for: whose, when, and of what."""
    day = local_day(now, learner.time_zone, learner.day_start)
    return {
        "learner": learner.pk,
        "now": now,
        "day": day,
        "dawn": begins_nowhere_before(day),
        "today": day_begins(day, learner.time_zone, learner.day_start),
        "tomorrow": day_begins(day + timedelta(days=1), learner.time_zone, learner.day_start),
        "new_per_day": learner.new_per_day,
        "topics": None if topics is None else list(topics),
        "facts": None if facts is None else list(facts),
    }
