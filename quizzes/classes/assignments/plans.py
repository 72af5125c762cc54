"""What somebody wants to assign, before it is stored; and series of it by relative dates. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from quizzes.classes.assignments.judging import NONE, RECALL, Need, day_in, end_of_day, start_of_day

WEEK = timedelta(weeks=1)


@dataclass(frozen=True)
class Plan:
    """An assignment as it is to be. What it covers and whom it is for are ids; nobody named is the whole class."""

    title: str
    needs: tuple[Need, ...]
    due: datetime | None
    phases: tuple[int, ...] = ()
    topics: tuple[int, ...] = ()
    persons: tuple[int, ...] = ()
    groups: tuple[int, ...] = ()
    opens: datetime | None = None
    closes: datetime | None = None
    late: str = NONE


@dataclass(frozen=True)
class Step:
    """What is given in one step of a series."""

    phase: int
    title: str


def series(steps: Sequence[Step], *, start: date, weeks_each: int, share: float, zone: str) -> list[Plan]:
    """One assignment after the other from ``start`` on, each so many weeks: it opens as the one before is due."""
    found = []
    for place, step in enumerate(steps):
        first = start + place * weeks_each * WEEK
        found.append(
            Plan(
                title=step.title,
                needs=(Need(RECALL, share=share),),
                due=end_of_day(first + weeks_each * WEEK - timedelta(days=1), zone),
                phases=(step.phase,),
                opens=start_of_day(first, zone),
            )
        )
    return found


def moved(plan: Plan, *, days: int, zone: str, to_zone: str) -> Plan:
    """The same for a class in another zone, so many days later: what opens opens as a day begins, what is due or closes
    does so at a day's end."""

    def day(instant: datetime) -> date:
        return day_in(instant, zone) + timedelta(days=days)

    return replace(
        plan,
        persons=(),
        groups=(),
        opens=start_of_day(day(plan.opens), to_zone) if plan.opens else None,
        due=end_of_day(day(plan.due), to_zone) if plan.due else None,
        closes=end_of_day(day(plan.closes), to_zone) if plan.closes else None,
    )
