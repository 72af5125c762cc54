"""What the coming days ask: what falls due on them, as the learner's minutes and days off move it. Pure but for its
arguments: every page that speaks of days to come asks here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from quizzes.progress.queries import DayCount
from quizzes.reviews.away import rests
from quizzes.reviews.load import Load
from quizzes.reviews.planning.levelling import levelled

if TYPE_CHECKING:
    from sdwiki.accounts.models import User


@dataclass(frozen=True)
class Asked:
    """A local day with the reviews and the new facts that it asks, and about how many minutes both take."""

    day: date
    due: int
    fresh: int
    minutes: int


def asked(learner: "User", left: Load, coming: Sequence[DayCount]) -> list[Asked]:
    """What each of these days asks, today first, if the days before are done; of today it is what is left. ``coming``
    is when things fall due (`quizzes.progress.queries.Days`)."""
    today, *later = coming
    away = rests(learner, today.day)
    held = None if learner.minutes_per_day is None else 60.0 * learner.minutes_per_day
    days = levelled(
        [left.levelled, *(day.count for day in later)],
        [0.0, *(0.0 if place in away else held for place in range(1, len(coming)))],
        review=left.pace.review,
        fresh=left.pace.fresh,
        unseen=left.unseen - left.fresh,
        most=learner.new_per_day,
    )
    found = [Asked(today.day, left.due + left.learning, left.fresh, left.minutes)]
    for day, one in zip(later, days[1:], strict=True):
        found.append(Asked(day.day, one.due, one.fresh, left.pace.minutes(one.due, one.fresh, held=left.held)))
    return found
