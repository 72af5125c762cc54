"""What the coming days ask: what falls due on them, as the learner's minutes and days off move it. Pure but for its
arguments: every page that speaks of days to come asks here."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from quizzes.progress.queries import DayCount
from quizzes.reviews.away import rests
from quizzes.reviews.load import Load
from quizzes.reviews.planning.levelling import levelled
from sdwiki import rounding

if TYPE_CHECKING:
    from sdwiki.accounts.models import User


@dataclass(frozen=True)
class Asked:
    """A local day with the reviews and the new facts that it asks, and how long it takes: whoever adds days up adds
    their seconds."""

    day: date
    due: int
    fresh: int
    seconds: float

    @property
    def minutes(self) -> int:
        return rounding.minutes(self.seconds)


def asked(learner: "User", left: Load, coming: Sequence[DayCount]) -> list[Asked]:
    """What each of these days asks, today first, if the days before are done; of today it is what is left. The day of
    the interview asks nothing: what would be due on it is moved, as from a day off. ``coming`` is when things fall due
    (`quizzes.progress.queries.Days`)."""
    today, *later = coming
    away = rests(learner, today.day) | {place for place, day in enumerate(coming) if day.day == learner.interview_on}
    left = _spared(left) if 0 in away else left
    held = None if learner.minutes_per_day is None else 60.0 * learner.minutes_per_day
    pace, recall = left.pace, learner.desired_retention
    days = levelled(
        [left.levelled, *(day.count for day in later)],
        [0.0, *(0.0 if place in away else held for place in range(1, len(coming)))],
        review=pace.reviewed(recall),
        fresh=pace.begun,
        unseen=left.unseen - left.fresh,
        most=learner.new_per_day,
    )
    found = [Asked(today.day, left.due + left.learning, left.fresh, left.takes)]
    for day, one in zip(later, days[1:], strict=True):
        again = one.due * pace.lapses(recall) + one.fresh * pace.steps
        seconds = pace.seconds(one.due, one.fresh, again=again, held=left.held)
        found.append(Asked(day.day, one.due, one.fresh, seconds))
    return found


def _spared(left: Load) -> Load:
    """A day that asks nothing: the next ones take up what it would have asked."""
    moved = left.levelled + left.due + left.learning
    return replace(left, due=0, learning=0, allowed=0, beside=0.0, again=0.0, levelled=moved)
