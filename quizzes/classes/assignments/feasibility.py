"""Whether a class can do what it is to be given, before it is given, and whether one learner gets to it since. Pure.

Each learner is reckoned by what they have set themselves, so many new facts a day and so many minutes, at the default
pace. A new fact comes back a few times before the date, and their minutes have to hold that too; with a plan for an
interview also what is read for it. Held against the futures of the plan (`quizzes.reviews.planning.forecast`), of 135
facts in four days to two weeks with 2 to 20 minutes a day, that comes within seven per cent of the facts of what these
recall on the date, and mostly within four.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from math import ceil, floor

from quizzes.classes.assignments.words import would_do
from quizzes.reviews.load import Pace

COMES_BACK = 1.2  # reviews a day for each new fact a day, in the weeks in which facts are new
KEPT = 0.9  # what a fact that was introduced is worth on the date
MOST_OF_THEM = 0.9  # of the class, for whom the alternatives are to hold
FARTHEST = 365  # days that are looked ahead for a later date
SENSIBLE = 50  # new facts a day; nobody is told to take more
STEP = 5  # per cent, in which a share that is reckoned like this is said


@dataclass(frozen=True)
class Means:
    """One learner: how many facts of it they have no card evidence of, and the new facts and the minutes a day that
    they have set: None where that bounds nothing, not both. ``reading`` are the seconds of pages that their minutes
    hold with each, ``rests`` the days without study until the due date, ``taken`` the seconds of a day that go to
    reviews first."""

    lacking: int
    new_per_day: int | None
    minutes: int | None = None
    reading: float = 0.0
    rests: int = 0
    taken: float = 0.0

    def rate(self, pace: Pace) -> float:
        """The new facts of a day of study."""
        held = None
        if self.minutes is not None:
            held = max(60 * self.minutes - self.taken, 0.0) / seconds_of(self.reading, pace)
        return min(one for one in (self.new_per_day, held) if one is not None)

    def begun(self, days: int, pace: Pace) -> int:
        """The new facts that they get to in so many days. What is a whole number but for its last digits is one."""
        return floor(round(self.rate(pace) * max(days - self.rests, 0), 6))


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
    *,
    total: int,
    share: float,
    learners: Sequence[Means],
    today: date,
    due: date,
    reading: float = 0.0,
    pace: Pace | None = None,
) -> Feasibility:
    """How a class of these learners stands before an assignment of ``total`` facts, of which a ``share`` is to be
    recalled (or introduced) on its due date; who begins from nothing has so many seconds to read (``reading``) with
    each. The day of today counts, the due date too."""
    days = max((due - today).days + 1, 1)
    facts = wanted(total, share)
    spared, pace = total - facts, pace or Pace()
    needs = [replace(one, lacking=max(one.lacking - spared, 0)) for one in learners]
    per_day = ceil(max((one.lacking for one in needs), default=facts) / days)
    behind = sum(one.lacking > one.begun(days, pace) for one in needs)
    later = lower = None
    if behind:
        later = _later(needs, today, pace)
        lower = _lower(total, [(one.lacking, one.begun(days, pace)) for one in learners])
    minutes = ceil(per_day * seconds_of(reading, pace) / 60)
    return Feasibility(facts, days, due, per_day, minutes, behind, len(learners), later, lower)


def wanted(total: int, share: float, worth: float = KEPT) -> int:
    """The facts that have to be introduced for a share of all, where each is ``worth`` so much on the date."""
    return min(ceil(round(total * min(share / worth, 1.0), 6)), total)


def seconds_of(reading: float, pace: Pace) -> float:
    """What a new fact a day takes of each day: itself, what is read with it, and what comes back."""
    return pace.fresh + COMES_BACK * pace.review + reading


@dataclass(frozen=True)
class Short:
    """What one learner has set does not get them to what is asked: it reaches about so many per cent of it (whole steps
    of five). So many ``minutes`` and new facts a day (``new_per_day``) would reach ``asked`` per cent: None of what is
    enough, and None of either where no sensible day would do."""

    reached: int
    asked: int
    minutes: int | None = None
    new_per_day: int | None = None

    @property
    def more(self) -> str:
        """What would, in words; empty where nothing does."""
        return would_do(self.minutes, self.new_per_day)


def short_of(
    means: Means, *, total: int, share: float, days: int, worth: float = KEPT, pace: Pace | None = None
) -> Short | None:
    """Where a learner's means lead in so many days, of ``total`` facts of which a ``share`` is asked; None where that
    is enough, as `feasible` reckons."""
    pace = pace or Pace()
    lacking = max(means.lacking - (total - wanted(total, share, worth)), 0)
    begun, study = means.begun(days, pace), days - means.rests
    if lacking <= begun:
        return None
    short = Short(_steps((total - means.lacking + begun) / total * worth), floor(round(100 * min(share, worth), 6)))
    if study <= 0 or (per_day := ceil(lacking / study)) > SENSIBLE:
        return short
    minutes = ceil((per_day * seconds_of(means.reading, pace) + means.taken) / 60)
    return replace(
        short,
        minutes=minutes if means.minutes is not None and means.minutes < minutes else None,
        new_per_day=per_day if means.new_per_day is not None and means.new_per_day < per_day else None,
    )


def _later(needs: Sequence[Means], today: date, pace: Pace) -> date | None:
    """The first date that leaves nine of ten enough days at what they have set."""
    days = sorted(
        ceil(round(one.lacking / rate, 6)) + one.rests if (rate := one.rate(pace)) else FARTHEST + 1 for one in needs
    )
    wanted = days[ceil(MOST_OF_THEM * len(days)) - 1]
    return today + timedelta(days=max(wanted, 1) - 1) if wanted <= FARTHEST else None


def _lower(total: int, learners: Sequence[tuple[int, int]]) -> int | None:
    """The share that nine of ten reach by the date, in whole steps of five per cent."""
    if not total:
        return None
    reached = sorted((total - lacking + min(lacking, begun)) / total for lacking, begun in learners)
    lowest = reached[len(reached) - ceil(MOST_OF_THEM * len(reached))]
    return _steps(lowest * KEPT) or None


def _steps(share: float) -> int:
    """In per cent, in whole steps that are reached."""
    return floor(round(100 * share, 6)) // STEP * STEP
