"""Whether a class can do what it is to be given, before it is given. Pure.

Each learner is reckoned by what they have set themselves: so many new facts a day, and the default pace where nothing
is known of theirs. A new fact comes back a few times before the date, which is what most of the time goes to.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil

from quizzes.reviews.load import Pace
from sdwiki.rounding import percent

COMES_BACK = 1.2  # reviews a day for each new fact a day, in the weeks in which facts are new
KEPT = 0.9  # what a fact that was introduced is worth on the date
MOST_OF_THEM = 0.9  # of the class, for whom the alternatives are to hold
FARTHEST = 365  # days that are looked ahead for a later date


@dataclass(frozen=True)
class Means:
    """One learner: how many facts of it they have no card evidence of, and the new facts a day that they have set."""

    lacking: int
    new_per_day: int


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
    facts = min(ceil(total * min(share / KEPT, 1.0)), total)
    spared = total - facts
    most = max((max(one.lacking - spared, 0) for one in learners), default=facts)
    per_day = ceil(most / days)
    minutes = (pace or Pace()).minutes(round(per_day * COMES_BACK), per_day)
    needs = [(max(one.lacking - spared, 0), one.new_per_day) for one in learners]
    behind = sum(ceil(lacking / days) > set_so for lacking, set_so in needs)
    later = lower = None
    if behind:
        later = _later(needs, today)
        lower = _lower(total, learners, days)
    return Feasibility(facts, days, due, per_day, minutes, behind, len(learners), later, lower)


def _later(needs: Sequence[tuple[int, int]], today: date) -> date | None:
    """The first date that leaves nine of ten enough days at what they have set."""
    days = sorted(ceil(lacking / per_day) if per_day else FARTHEST + 1 for lacking, per_day in needs)
    wanted = days[ceil(MOST_OF_THEM * len(days)) - 1]
    return today + timedelta(days=max(wanted, 1) - 1) if wanted <= FARTHEST else None


def _lower(total: int, learners: Sequence[Means], days: int) -> int | None:
    """The share that nine of ten reach by the date, in whole steps of five per cent."""
    if not total:
        return None
    reached = sorted((total - one.lacking + min(one.lacking, one.new_per_day * days)) / total for one in learners)
    lowest = reached[len(reached) - ceil(MOST_OF_THEM * len(reached))]
    rounded = percent(lowest * KEPT) // 5 * 5
    return rounded or None
