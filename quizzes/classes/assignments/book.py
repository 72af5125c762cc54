"""The gradebook: a line for each learner of a class, a cell for each assignment. A fixed number of statements."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import connection

from quizzes.classes.assignments import judging
from quizzes.classes.assignments.evidence import Pair, now_of
from quizzes.classes.assignments.given import Given, given_in
from quizzes.classes.assignments.risk import PACE_DAYS, Activity, Risk, risk_of
from quizzes.classes.assignments.tasks import Task, kept_of, settled, task_of
from quizzes.classes.models import Cohort, Membership
from sdwiki.accounts.names import order
from sdwiki.rounding import percent

if TYPE_CHECKING:
    from sdwiki.accounts.models import User

# What learners did lately: the last thing; of some days how many had any, with the facts that were new in them; and of
# as many days before.
ACTIVITY = """
SELECT l.id, last.at, w.days, w.fresh, w.before
FROM unnest(%(learners)s::bigint[]) AS l(id)
LEFT JOIN LATERAL (
    SELECT r.at FROM quizzes_review r WHERE r.learner_id = l.id ORDER BY r.at DESC LIMIT 1
) last ON true
CROSS JOIN LATERAL (
    SELECT count(DISTINCT r.day) FILTER (WHERE r.at > %(since)s) AS days,
           count(DISTINCT r.day) FILTER (WHERE r.at <= %(since)s) AS before,
           count(DISTINCT r.card_id) FILTER (WHERE r.at > %(since)s AND NOT EXISTS (
               SELECT FROM quizzes_review b WHERE b.card_id = r.card_id AND b.id < r.id
           )) AS fresh
    FROM quizzes_review r WHERE r.learner_id = l.id AND r.at > %(before)s AND r.rating IS NOT NULL
) w
"""
TRIES = """
SELECT learner_id, count(*) FROM quizzes_attempt
WHERE learner_id = ANY(%(learners)s::bigint[]) AND quiz_id = ANY(%(quizzes)s::bigint[]) AND submitted_at IS NOT NULL
GROUP BY learner_id
"""


@dataclass(frozen=True)
class Row:
    """One learner: a task for each assignment in their order, None for one that is not for them; what they did lately,
    and the gravest of their risks with the assignment that it is of. ``doable`` is the one of the gravest risk about
    which something can still be done; ``tries`` are attempts handed in at quizzes that are asked for."""

    learner: "User"
    membership: Membership
    tasks: tuple[Task | None, ...]
    activity: Activity
    risk: Risk | None
    risky: Given | None
    doable: Given | None = None
    tries: int = 0

    @property
    def name(self) -> str:
        """As the staff of the class know them: the real name where one was given."""
        return self.membership.known_as


@dataclass(frozen=True)
class Column:
    """An assignment with how the class stands: how many have done it, who is asked for it, and their mean recall."""

    given: Given
    done: int
    asked: int
    recall: float

    @property
    def recall_percent(self) -> int:
        return percent(self.recall)


@dataclass(frozen=True)
class Book:
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]

    @property
    def quizzes(self) -> bool:
        """Whether any quiz is asked for."""
        return any(column.given.scope.quizzes for column in self.columns)

    @property
    def at_risk(self) -> int:
        return sum(row.risk is not None for row in self.rows)


def book_of(
    cohort: Cohort, now: datetime, *, learner_id: int | None = None, assigned: Sequence[Given] | None = None
) -> Book:
    """The class as its staff see it, or one learner's line of it; ``assigned`` where that is known already.

    Of an archived class nobody's memories are read any more: its learners are asked for nothing, and shown no further.
    """
    assigned = given_in(cohort, drafts=False) if assigned is None else assigned
    assigned = assigned if cohort.archived_at is None else ()
    members = Membership.objects.present().filter(cohort=cohort).select_related("learner")
    if learner_id is not None:
        members = members.filter(learner=learner_id)
    memberships = sorted(members, key=lambda one: (order(one.known_as), one.learner_id))
    tasks = tasks_of(assigned, [one.learner for one in memberships], now)
    learners = [one.learner_id for one in memberships]
    lately = {} if cohort.archived_at else activity_of(learners, now)
    tries = tries_of(learners, [quiz for each in assigned for quiz in each.scope.quizzes])
    rows = [
        _row(
            one,
            [tasks.get((each.pk, one.learner_id)) for each in assigned],
            lately.get(one.learner_id, Activity()),
            now,
            tries.get(one.learner_id, 0),
        )
        for one in memberships
    ]
    return Book(tuple(_column(each, place, rows) for place, each in enumerate(assigned)), tuple(rows))


def tasks_of(assigned: Sequence[Given], learners: Sequence["User"], now: datetime) -> dict[tuple[int, int], Task]:
    """How each of these learners stands with each assignment that is for them, by their ids."""
    asked = {one.pk: [person for person in learners if one.is_for(person.pk)] for one in assigned}
    pairs = [Pair(one.pk, person, now, one.dates(person.pk).due, now) for one in assigned for person in asked[one.pk]]
    found = now_of(pairs, {one.pk: one.scope for one in assigned})
    kept = kept_of([one.pk for one in assigned], [one.pk for one in learners]) if pairs else {}
    made = settled(assigned, asked, kept, now)
    return {
        (one.pk, person.pk): task_of(one, person.pk, found[one.pk, person.pk], kept, made, now)
        for one in assigned
        for person in asked[one.pk]
    }


def activity_of(learners: Iterable[int], now: datetime) -> dict[int, Activity]:
    """What these learners (ids) did lately. One statement."""
    with connection.cursor() as cursor:
        since = now - timedelta(days=PACE_DAYS)
        values: dict[str, Any] = {
            "learners": list(learners),
            "since": since,
            "before": since - timedelta(days=PACE_DAYS),
        }
        cursor.execute(ACTIVITY, values)
        return {learner: Activity(*lately) for learner, *lately in cursor.fetchall()}


def tries_of(learners: Sequence[int], quizzes: Sequence[int]) -> dict[int, int]:
    """How many attempts at these quizzes (ids) these learners have handed in. One statement, none without a quiz."""
    if not quizzes or not learners:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(TRIES, {"learners": list(learners), "quizzes": list(quizzes)})
        return dict(cursor.fetchall())


def _row(membership: Membership, tasks: Sequence[Task | None], activity: Activity, now: datetime, tries: int) -> Row:
    risks: list[tuple[Risk, Task]] = []
    for task in tasks:
        if task is not None and task.dates.opened(now):
            since = max(one for one in (task.dates.opens, task.given.published_at, membership.joined_at) if one)
            risk = risk_of(
                found=task.found, parts=task.parts, state=task.state, since=since, due=task.dates.due,
                activity=activity, now=now,
            )  # fmt: skip
            risks += [(risk, task)] if risk else []
    risks.sort(key=lambda one: -one[0].weight)
    doable = next((task.given for _, task in risks if task.doable), None)
    risk, risky = (risks[0][0], risks[0][1].given) if risks else (None, None)
    return Row(membership.learner, membership, tuple(tasks), activity, risk, risky, doable, tries)


def _column(one: Given, place: int, rows: Sequence[Row]) -> Column:
    tasks = [task for row in rows if (task := row.tasks[place]) and task.state != judging.EXCUSED]
    recall = sum(task.found.recall for task in tasks) / len(tasks) if tasks else 0.0
    return Column(one, sum(task.met for task in tasks), len(tasks), recall)


# --- Which lines, in which order ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Choice:
    """``sort`` is risk, name, active, or the id of an assignment; ``show`` is all, risk or open; ``text`` is part of a
    name."""

    sort: str = "risk"
    show: str = "all"
    text: str = ""


def chosen(book: Book, choice: Choice) -> list[Row]:
    """The lines that are asked for, in order. At risk come first by the gravest; an assignment's lowest score first."""
    wanted = choice.text.casefold()
    rows = [row for row in book.rows if wanted in row.name.casefold() and _shows(row, choice.show)]
    if choice.sort == "name":
        return rows
    if choice.sort == "active":
        return sorted(rows, key=lambda row: row.activity.last.timestamp() if row.activity.last else 0.0)
    places = {str(column.given.pk): place for place, column in enumerate(book.columns)}
    if choice.sort in places:
        return sorted(rows, key=lambda row: _score(row.tasks[places[choice.sort]]))
    return sorted(rows, key=lambda row: -row.risk.weight if row.risk else 0.0)


def _shows(row: Row, show: str) -> bool:
    if show == "risk":
        return row.risk is not None
    if show == "open":
        return any(task and task.state in (judging.OPEN, judging.MISSED) for task in row.tasks)
    return True


def _score(task: Task | None) -> float:
    return 2.0 if task is None else judging.score(task.parts)
