"""What is assigned to whom, and how a class stands. A learner's numbers are read for themselves or their instructor."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from statistics import fmean
from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from content.models import Phase
from quizzes.attempts.queries import best_exam
from quizzes.bank.models import Fact
from quizzes.classes.assignments.models import Assignment
from quizzes.classes.models import Cohort, Membership, Staff
from quizzes.progress.line.stations import Station
from quizzes.progress.queries import PhaseStanding, path_of, standings, today_of
from quizzes.progress.standing import Standing, together
from sdwiki.accounts.names import order
from sdwiki.rounding import percent

if TYPE_CHECKING:
    from sdwiki.accounts.models import User

OWNER = "owner"
RUNS = (OWNER, Staff.Role.INSTRUCTOR)  # who may change a class
TEACHES = (*RUNS, Staff.Role.ASSISTANT)  # who may see its learners


@dataclass(frozen=True)
class Assigned:
    """A phase that a learner is to know by a date; ``target_recall`` is a share."""

    cohort_id: int
    cohort_name: str
    phase: Phase
    due_on: date
    target_recall: float

    @property
    def target_percent(self) -> int:
        return percent(self.target_recall)


@dataclass(frozen=True)
class Task:
    """An assignment with the learner's own state. ``days_left`` is negative when it is over."""

    assigned: Assigned
    standing: Standing
    best_exam: float | None
    days_left: int

    @property
    def reached(self) -> bool:
        return self.standing.recall >= self.assigned.target_recall

    @property
    def exam_percent(self) -> int | None:
        return None if self.best_exam is None else percent(self.best_exam)


@dataclass(frozen=True)
class Row:
    """One learner of a class: a task for each assignment, in the order of the assignments."""

    learner: "User"
    joined_at: datetime
    tasks: tuple[Task, ...]


@dataclass(frozen=True)
class Gradebook:
    """A class: its assignments and its learners; the stations are the class on the assigned part of the line."""

    assigned: tuple[Assigned, ...]
    rows: tuple[Row, ...]
    stations: tuple[Station, ...]

    @property
    def summary(self) -> list[tuple[Assigned, int, int]]:
        """Per assignment: mean recall in per cent, and the number of learners who reached the target."""
        columns = [[row.tasks[place] for row in self.rows] for place in range(len(self.assigned))]
        return [
            (assigned, percent(fmean(task.standing.recall for task in column)), sum(t.reached for t in column))
            for assigned, column in zip(self.assigned, columns, strict=True)
            if column
        ]


def role_of(cohort: Cohort, user: "User") -> str:
    """What somebody is among the staff of a class, or nothing. One query, none for its owner."""
    if cohort.instructor_id == user.pk:
        return OWNER if user.is_instructor else ""
    role = Staff.objects.filter(cohort=cohort, person=user).values_list("role", flat=True).first() or ""
    return "" if role == Staff.Role.INSTRUCTOR and not user.is_instructor else role


def people_of(cohort: Cohort) -> "QuerySet[User]":
    """The learners of a class and who teaches it, but its owner: those who can be given a role in it."""
    learners = cohort.memberships.filter(left_at__isnull=True).values("learner")
    return get_user_model().objects.filter(Q(pk__in=learners) | Q(pk__in=cohort.staff.values("person")))


def taught(user: "User") -> list[Cohort]:
    """The classes this user teaches or assists in, running ones first, each with ``learners`` and ``phases``
    counted. One query."""
    members = Membership.objects.filter(cohort=OuterRef("pk"), left_at__isnull=True).order_by()
    given = Assignment.objects.filter(cohort=OuterRef("pk")).order_by()
    counted = Cohort.objects.taught_by(user).annotate(learners=_count(members), phases=_count(given))
    return _by_name(counted)


def joined(user: "User") -> list[Cohort]:
    """The classes this user is in, running ones first, each with its instructor. One query."""
    return _by_name(Cohort.objects.joined_by(user).select_related("instructor"))


def assigned_to(learner: "User") -> list[Assigned]:
    """What the classes of this learner ask for, the nearest date first. One query."""
    rows = (
        Assignment.objects.filter(cohort__in=Cohort.objects.attended_by(learner))
        .select_related("phase", "cohort")
        .order_by("due_on", "phase__position", "pk")
    )
    return [_assigned(row, row.cohort) for row in rows]


ASKED_FOR = 2.0  # what a fact is worth to a plan until a class wants it, beside 1 for the interview


def due_facts(learner: "User", now: datetime) -> dict[int, tuple[float, date]]:
    """Core facts (ids) that the classes of a learner ask for by a day ahead: what each is worth to a plan, and the
    nearest of these days. Two queries at most."""
    today = today_of(learner, now)
    by_phase: dict[int, date] = {}
    for one in assigned_to(learner):
        if one.due_on > today:
            by_phase.setdefault(one.phase.pk, one.due_on)
    if not by_phase:
        return {}
    facts = Fact.objects.askable().filter(core=True, topic__phase__in=by_phase, topic__retired_at__isnull=True)
    return {fact: (ASKED_FOR, by_phase[phase]) for fact, phase in facts.values_list("pk", "topic__phase")}


def tasks(learner: "User", path: Sequence[PhaseStanding], now: datetime) -> list[Task]:
    """The learner's assignments with how they stand, from their path. Two queries."""
    assigned = assigned_to(learner)
    exams = best_exam([learner.pk], [one.phase.pk for one in assigned]) if assigned else {}
    by_phase = {part.phase.pk: part.standing for part in path}
    today = today_of(learner, now)
    return [
        Task(
            one,
            by_phase.get(one.phase.pk, Standing()),
            exams.get((learner.pk, one.phase.pk)),
            (one.due_on - today).days,
        )
        for one in assigned
    ]


def gradebook(cohort: Cohort, now: datetime, *, learner_id: int | None = None) -> Gradebook:
    """The class as its instructor sees it, or one learner's row of it. Five queries for any number of learners.

    Of an archived class nobody's memories are read any more: its learners are asked for nothing, and shown no further.
    """
    given = cohort.assignments.select_related("phase") if cohort.archived_at is None else ()
    assigned = tuple(_assigned(row, cohort) for row in given)
    members = Membership.objects.filter(cohort=cohort, left_at__isnull=True).select_related("learner")
    if learner_id is not None:
        members = members.filter(learner=learner_id)
    memberships = sorted(members, key=lambda m: (order(m.learner.display_name), m.learner_id))
    learners = [membership.learner for membership in memberships]
    by_topic = standings(learners, now)
    exams = best_exam([one.pk for one in learners], [one.phase.pk for one in assigned]) if learners else {}
    path = [part for part in path_of({}) if part.phase.pk in {one.phase.pk for one in assigned}]
    topics = {part.phase.pk: [topic.pk for topic, _ in part.topics] for part in path}
    rows = []
    for membership in memberships:
        learner = membership.learner
        today = today_of(learner, now)
        rows.append(
            Row(
                learner,
                membership.joined_at,
                tuple(
                    Task(
                        one,
                        together(by_topic[learner.pk, topic] for topic in topics.get(one.phase.pk, ())),
                        exams.get((learner.pk, one.phase.pk)),
                        (one.due_on - today).days,
                    )
                    for one in assigned
                ),
            )
        )
    return Gradebook(assigned, tuple(rows), tuple(_class_stations(path, learners, by_topic)))


def _by_name(cohorts: "QuerySet[Cohort]") -> list[Cohort]:
    """Running classes first, then those that are over, as readers look names up."""
    return sorted(cohorts.order_by("pk"), key=lambda one: (one.archived_at is not None, order(one.name)))


def _count(rows: QuerySet[Any]) -> Coalesce:
    counted = rows.values("cohort").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted), 0)


def _assigned(row: Assignment, cohort: Cohort) -> Assigned:
    return Assigned(cohort.pk, cohort.name, row.phase, row.due_on, row.target_recall)


def _class_stations(
    path: Sequence[PhaseStanding], learners: Sequence["User"], by_topic: Mapping[tuple[int, int], Standing]
) -> list[Station]:
    """The assigned stretch of the line: mean recall and, from two learners on, the lowest and the highest."""
    found = []
    for part in path:
        for topic, _ in part.topics:
            recalls = [by_topic[learner.pk, topic.pk].recall for learner in learners]
            seen = any(by_topic[learner.pk, topic.pk].seen for learner in learners)
            found.append(
                Station(
                    slug=topic.slug,
                    title=topic.title,
                    phase_title=part.phase.title,
                    phase_index=part.index,
                    recall=fmean(recalls) if seen else None,
                    spread=(min(recalls), max(recalls)) if seen and len(recalls) > 1 else None,
                    url=topic.get_absolute_url(),
                )
            )
    return found
