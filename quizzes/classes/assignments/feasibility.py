"""Whether a class can do what it is to be given, before it is given. Pure.

Each learner is reckoned by what they have set themselves, so many new facts a day and so many minutes, at the default
pace. A new fact comes back a few times before the date, and their minutes have to hold that too.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil, floor

from quizzes.reviews.load import Pace

COMES_BACK = 1.2  # reviews a day for each new fact a day, in the weeks in which facts are new
KEPT = 0.9  # what a fact that was introduced is worth on the date
MOST_OF_THEM = 0.9  # of the class, for whom the alternatives are to hold
FARTHEST = 365  # days that are looked ahead for a later date


@dataclass(frozen=True)
class Means:
    """One learner: how many facts of it they have no card evidence of, and the new facts and the minutes a day that
    they have set: None where that bounds nothing, not both."""

    lacking: int
    new_per_day: int | None
    minutes: int | None = None

    def rate(self, pace: Pace) -> float:
        """The new facts a day that they get to."""
        held = None if self.minutes is None else 60 * self.minutes / seconds_of(pace)
        return min(one for one in (self.new_per_day, held) if one is not None)


@dataclass(frozen=True)
class Feasibility:
    """``facts`` are to be known by who begins from nothing, in ``days``; that takes ``per_day`` new ones and about so
    many ``minutes`` a day. ``behind`` of ``learners`` have set less than they would need. ``later`` is a date by which
    nine of ten would be there, ``lower`` the share in per cent that nine of ten reach by this one; None where there is
    none, or none is needed."""

    facts: int
    days: int
    due: date
    per_day: int
    minutes: int
    behind: int
    learners: int
    later: date | None
    lower: int | None

    @property
    def possible(self) -> bool:
        return not self.behind


def feasible(
    *, total: int, share: float, learners: Sequence[Means], today: date, due: date, pace: Pace | None = None
) -> Feasibility:
    """How a class of these learners stands before an assignment of ``total`` facts, of which a ``share`` is to be
    recalled (or introduced) on its due date. The day of today counts, the due date too."""
    days = max((due - today).days + 1, 1)
    facts = min(ceil(round(total * min(share / KEPT, 1.0), 6)), total)
    spared, pace = total - facts, pace or Pace()
    needs = [(max(one.lacking - spared, 0), one.rate(pace)) for one in learners]
    per_day = ceil(max((lacking for lacking, _ in needs), default=facts) / days)
    minutes = ceil(per_day * seconds_of(pace) / 60)
    behind = sum(lacking > held(rate, days) for lacking, rate in needs)
    later = lower = None
    if behind:
        later = _later(needs, today)
        lower = _lower(total, [(one.lacking, one.rate(pace)) for one in learners], days)
    return Feasibility(facts, days, due, per_day, minutes, behind, len(learners), later, lower)


def seconds_of(pace: Pace) -> float:
    """What a new fact a day takes of each day: itself, and what comes back of it."""
    return pace.fresh + COMES_BACK * pace.review


def held(rate: float, days: int) -> int:
    """The facts that so many days begin at a rate. What is a whole number but for its last digits is one."""
    return floor(round(rate * days, 6))


def _later(needs: Sequence[tuple[int, float]], today: date) -> date | None:
    """The first date that leaves nine of ten enough days at what they have set."""
    days = sorted(ceil(round(lacking / rate, 6)) if rate else FARTHEST + 1 for lacking, rate in needs)
    wanted = days[ceil(MOST_OF_THEM * len(days)) - 1]
    return today + timedelta(days=max(wanted, 1) - 1) if wanted <= FARTHEST else None


def _lower(total: int, learners: Sequence[tuple[int, float]], days: int) -> int | None:
    """The share that nine of ten reach by the date, in whole steps of five per cent."""
    if not total:
        return None
    reached = sorted((total - lacking + min(lacking, held(rate, days))) / total for lacking, rate in learners)
    lowest = reached[len(reached) - ceil(MOST_OF_THEM * len(reached))]
    rounded = floor(round(lowest * KEPT * 100, 6)) // 5 * 5
    return rounded or None
