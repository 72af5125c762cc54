"""Where a learner's plan leads: what a worker works out, and what the page of the plan shows. Pure."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from statistics import fmean
from typing import Any

from quizzes.reviews.planning.forecast import FUTURES, Budget, Forecast, forecast, stopping
from quizzes.reviews.planning.greedy import Gains, Item
from quizzes.reviews.planning.levels import Uneven, uneven
from quizzes.reviews.planning.own import OwnPace

MORE = 10  # minutes a day that the page compares with
# Of what is stored. The first counted only what was taken up, and knew of no breaks; in the second nobody learned how
# the learner forgets from what they would answer; the third knew of one order alone in which new facts come.
VERSION = 4
FEWER_FUTURES = 3  # for what is beside the plan itself
# Facts times days from which on a way is so long that each future takes seconds: it has fewer, and its interval is as
# wide as these few say.
LONG, LONG_FUTURES, LONG_FEWER = 75_000, 5, 1
WHOLE = 0.995  # the share of a group's facts from which on all of it is begun
NOTHING = 0.0005  # of all facts
REACHED = 3  # facts of a group that are begun by the date: of fewer nothing can be said in an interview


@dataclass(frozen=True, slots=True)
class Group:
    """What the plan makes of one group's facts (a topic's): their number, mean recall on the date with the plan and if
    nothing more is studied, and the share that is begun by then."""

    group: int
    facts: int
    plan: float
    stop: float
    begun: float

    @property
    def reached(self) -> bool:
        """Whether more than a fact or two of it are begun by the date."""
        return self.facts * self.begun >= min(REACHED, self.facts)

    @property
    def gained(self) -> float:
        """What the plan adds, in facts."""
        return self.facts * (self.plan - self.stop)


@dataclass(frozen=True, slots=True)
class Otherwise:
    """Where the other order of new facts leads: mean recall on the date, and the number of groups that it reaches."""

    recall: float
    reached: int


@dataclass(frozen=True, slots=True)
class Outlook:
    """The plan's forecast: mean recall on the date over all facts that count, with its interval; if nothing more is
    studied; with ten minutes more or less a day; the seconds of each day; and why the last days differ, if they do.

    ``breadth_first``: a little of every group comes first; ``otherwise`` is what the other order would make of it, None
    where all is begun by the date either way.
    """

    facts: int
    recall: float
    low: float
    high: float
    stop: float
    more: float
    less: float
    minutes: int
    loads: tuple[float, ...]
    uneven: str
    groups: tuple[Group, ...]
    breadth_first: bool = False
    otherwise: Otherwise | None = None

    @property
    def reached(self) -> int:
        """Groups that the plan reaches."""
        return sum(one.reached for one in self.groups)

    @property
    def left_out(self) -> list[Group]:
        """Groups of which facts are not even begun by the date."""
        return [one for one in self.groups if one.begun < WHOLE]

    @property
    def cheapest(self) -> list[Group]:
        """Groups by what it costs to drop them, the least first; those that gain next to nothing are not studied."""
        least = NOTHING * self.facts
        return sorted((one for one in self.groups if one.gained > least), key=lambda one: one.gained)


def outlook(
    items: Sequence[Item],
    *,
    gains: Gains,
    pace: OwnPace | None = None,
    minutes: int,
    breaks: frozenset[int] = frozenset(),
    breadth_first: bool = False,
    otherwise: Sequence[Item] = (),
) -> Outlook | None:
    """Where so many minutes a day lead, but on the days of ``breaks``; None while no fact counts (group 0 does not).
    ``pace`` as for `forecast`; ``otherwise`` are the same items in the order that ``breadth_first`` is not."""
    counted = [item.group for item in items if item.group]
    if not counted:
        return None

    futures, fewer = _futures(items)

    def lead(minutes: int, futures: int = fewer, items: Sequence[Item] = items) -> Forecast:
        return forecast(items, budget=Budget(minutes * 60.0, breaks), gains=gains, pace=pace, futures=futures)

    plan = lead(minutes, futures)
    stop = stopping(items, gains=gains, pace=pace)
    groups = tuple(
        Group(group, counted.count(group), plan.groups[group], stop[group], plan.begun_groups[group])
        for group in sorted(set(counted))
    )
    recall = _mean(plan.groups, groups)
    shift = recall - plan.recall
    why = uneven(plan.loads, breaks=breaks)
    return Outlook(
        facts=len(counted),
        recall=recall,
        low=max(plan.low + shift, 0.0),
        high=min(plan.high + shift, 1.0),
        stop=_mean(stop, groups),
        more=_beside(lead(minutes + MORE), plan, groups),
        less=_beside(lead(max(minutes - MORE, 0)), plan, groups),
        minutes=minutes,
        loads=plan.loads,
        uneven=why.value if why and why is not Uneven.SHORT else "",
        groups=groups,
        breadth_first=breadth_first,
        otherwise=_otherwise(lead(minutes, items=otherwise), plan, groups) if otherwise and _short(groups) else None,
    )


def _short(groups: Sequence[Group]) -> bool:
    """Whether some facts are not begun by the date."""
    return any(one.begun < WHOLE for one in groups)


def stored(found: Outlook) -> dict[str, Any]:
    """As it is kept in a row."""
    return asdict(found) | {"version": VERSION}


def current(kept: dict[str, Any]) -> bool:
    """Whether what was stored was worked out as it would be today."""
    return kept.get("version") == VERSION


def read(kept: dict[str, Any]) -> Outlook:
    """What was stored."""
    groups = tuple(Group(**one) for one in kept["groups"])
    other = kept.get("otherwise")
    told = {name: value for name, value in kept.items() if name != "version"}
    whole = {"groups": groups, "loads": tuple(kept["loads"]), "otherwise": Otherwise(**other) if other else None}
    return Outlook(**told | whole)


def _beside(other: Forecast, plan: Forecast, groups: Sequence[Group]) -> float:
    """What another forecast says, by how it differs from the plan's in the futures that both have."""
    change = fmean(_mean(one, groups) - _mean(its, groups) for one, its in zip(other.each, plan.each, strict=False))
    return min(max(_mean(plan.groups, groups) + change, 0.0), 1.0)


def _futures(items: Sequence[Item]) -> tuple[int, int]:
    """How many the plan has, and what is beside it."""
    long = len(items) * max(item.date for item in items) > LONG
    return (LONG_FUTURES, LONG_FEWER) if long else (FUTURES, FEWER_FUTURES)


def _otherwise(other: Forecast, plan: Forecast, groups: Sequence[Group]) -> Otherwise:
    reached = sum(replace(one, begun=other.begun_groups[one.group]).reached for one in groups)
    return Otherwise(_beside(other, plan, groups), reached)


def _mean(recalls: dict[int, float], groups: Sequence[Group]) -> float:
    """Mean recall over the facts of these groups."""
    return sum(one.facts * recalls[one.group] for one in groups) / sum(one.facts for one in groups)
