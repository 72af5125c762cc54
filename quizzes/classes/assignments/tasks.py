"""What is asked of somebody, how they stand with it, and what to do next."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from quizzes.classes.assignments import judging
from quizzes.classes.assignments.evidence import Pair, as_of, now_of
from quizzes.classes.assignments.given import Given, given_to
from quizzes.classes.assignments.judging import Dates, Found, Part, parts_of
from quizzes.classes.assignments.models import Snapshot
from quizzes.classes.assignments.reaching import Shortfall, shortfalls
from quizzes.classes.assignments.steps import Step, linked, steps_of
from quizzes.classes.assignments.words import standing
from sdwiki.rounding import percent

if TYPE_CHECKING:
    from sdwiki.accounts.models import User

SHOWN_AFTER = timedelta(days=7)  # so long what is over stays among what is asked


@dataclass(frozen=True)
class Task:
    """An assignment with one learner's own state. ``day`` is the day it is due on in the class's zone, ``days_left``
    from the class's today, negative when it is over; ``over`` says that nothing counts any more. ``kept`` is the row
    that counts of what was kept, if any; ``shortfall`` is that their learner does not get to it, where that is said."""

    given: Given
    dates: Dates
    found: Found
    parts: tuple[Part, ...]
    state: str
    days_left: int
    kept: Snapshot | None = None
    step: Step | None = None
    over: bool = False
    shortfall: Shortfall | None = None

    @property
    def day(self) -> date:
        return judging.day_in(self.dates.due, self.given.zone)

    @property
    def recall_part(self) -> Part | None:
        return next((part for part in self.parts if part.kind == judging.RECALL), None)

    @property
    def score_percent(self) -> int:
        """How much of it is done now, in per cent, of what does not wait to be told."""
        return percent(judging.score(self.measured)) if self.measured or not self.parts else 0

    @property
    def measured(self) -> tuple[Part, ...]:
        """What can be said to be done or not: without quizzes of which their learner is told later."""
        return tuple(part for part in self.parts if not part.waits)

    @property
    def recall_percent(self) -> int:
        return percent(self.found.recall)

    @property
    def quizzed_percent(self) -> int:
        return percent(self.found.quizzed_share)

    @property
    def then_percent(self) -> int:
        """What is recalled on the due date if nothing more is done."""
        return percent(self.found.recall_then)

    @property
    def cell(self) -> str:
        """The class of its cell in the gradebook."""
        return f"is-{self.state}"

    @property
    def standing(self) -> str:
        """How its learner stands with it, in a word or two."""
        return standing(self.state, open_late=self.open_late, days_left=self.days_left)

    @property
    def met(self) -> bool:
        return self.state in (judging.MET, judging.LATE)

    @property
    def doable(self) -> bool:
        """Whether it is not done, and what is done now would count."""
        return self.state == judging.OPEN or self.open_late

    @property
    def open_late(self) -> bool:
        """Whether it was not done when it was due, and still can be."""
        return self.state == judging.MISSED and not self.over


def tasks(learner: "User", now: datetime, *, cohort_id: int | None = None) -> list[Task]:
    """The learner's assignments with how they stand, as far as they may know it, the nearest due first. Eight
    statements at most, one without any."""
    asked = [
        one
        for one in given_to(learner)
        if cohort_id in (None, one.cohort_id) and _shown(one.dates(learner.pk), now, everything=cohort_id is not None)
    ]
    if not asked:
        return []
    found = now_of([_pair(one, learner, now) for one in asked], {one.pk: one.scope for one in asked})
    kept = kept_of([one.pk for one in asked], [learner.pk])
    made = settled(asked, {one.pk: [learner] for one in asked}, kept, now)
    standing = [task_of(one, learner.pk, found[one.pk, learner.pk], kept, made, now) for one in asked]
    known = linked(learner, [told(task, now) for task in standing])
    return [replace(task, step=step) for task, step in zip(known, steps_of(learner, known, now), strict=True)]


def with_shortfalls(learner: "User", found: Sequence[Task], now: datetime) -> list[Task]:
    """The same, each with what its learner is to know where they do not get to it. Four statements at most."""
    short = {one.given.pk: one for one in shortfalls(learner, [(task.given, task.found) for task in found], now)}
    return [replace(task, shortfall=short.get(task.given.pk)) for task in found]


def told(task: Task, now: datetime) -> Task:
    """The task as far as its learner may know it: of a quiz that tells nothing before it closes, that it was handed in.

    Neither the state nor what was kept gives it away.
    """
    waiting = task.found.waiting
    if not waiting:
        return task
    shares = {quiz: share for quiz, share in task.found.quizzes.items() if quiz not in waiting}
    parts = tuple(replace(part, value=0.0, waits=True) if part.quiz in waiting else part for part in task.parts)
    rest_done = judging.done([part for part in parts if not part.waits])
    state = judging.OPEN if now <= task.dates.due and not rest_done else judging.WAITING
    state = judging.EXCUSED if task.dates.excused else state
    return replace(task, found=replace(task.found, quizzes=shares), parts=parts, state=state, kept=None)


def _shown(dates: Dates, now: datetime, *, everything: bool) -> bool:
    return dates.opened(now) and (everything or dates.due > now - SHOWN_AFTER)


def task_of(
    one: Given,
    learner: int,
    found: Found,
    kept: Mapping[tuple[int, int], Snapshot],
    made: Mapping[tuple[int, int], Found],
    now: datetime,
) -> Task:
    """One learner's state with one assignment, from what was found and kept."""
    dates, parts = one.dates(learner), parts_of(one.needs, found)
    row = kept.get((one.pk, learner))
    row = row if row and row.at >= dates.due else None
    state = _state(
        dates, row, now, parts, parts_of(one.needs, made[one.pk, learner]) if (one.pk, learner) in made else ()
    )
    days_left = (judging.day_in(dates.due, one.zone) - judging.day_in(now, one.zone)).days
    return Task(one, dates, found, parts, state, days_left, row, over=dates.over(now))


def _state(dates: Dates, row: Snapshot | None, now: datetime, parts: Sequence[Part], parts_due: Sequence[Part]) -> str:
    if dates.excused:
        return judging.EXCUSED
    settled = row.state if row and row.state != Snapshot.State.EXCUSED else None
    if settled in (judging.MET, judging.LATE):
        return settled
    if settled and dates.over(now):
        return settled
    when_due = None if now <= dates.due else settled is None and judging.done(parts_due)
    return judging.state_of(dates, now, when_due=when_due, later=judging.done(parts) and not dates.over(now))


def kept_of(assignments: Iterable[int], learners: Iterable[int]) -> dict[tuple[int, int], Snapshot]:
    """What counts of what was kept: the latest row by assignment and learner (ids). One statement."""
    rows = Snapshot.objects.filter(assignment__in=list(assignments), learner__in=list(learners))
    latest = rows.order_by("assignment_id", "learner_id", "-pk").distinct("assignment_id", "learner_id")
    return {(row.assignment_id, row.learner_id): row for row in latest}


def settled(
    asked: Iterable[Given],
    learners: Mapping[int, Iterable["User"]],
    kept: Mapping[tuple[int, int], Snapshot],
    now: datetime,
) -> dict[tuple[int, int], Found]:
    """What the log says of due dates that have passed and that no sweep has looked at yet. No statement without any."""
    pairs, scopes = [], {}
    for one in asked:
        for learner in learners[one.pk]:
            due = one.dates(learner.pk).due
            row = kept.get((one.pk, learner.pk))
            if due <= now and (row is None or row.at < due):
                pairs.append(Pair(one.pk, learner, due, due, due))
                scopes[one.pk] = one.scope
    return as_of(pairs, scopes)


def _pair(one: Given, learner: "User", now: datetime) -> Pair:
    return Pair(one.pk, learner, now, one.dates(learner.pk).due, now)
