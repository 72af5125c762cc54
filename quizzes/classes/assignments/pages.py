"""What the page of one assignment says, and what its form begins with."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from quizzes.classes.assignments import judging
from quizzes.classes.assignments.book import tasks_of
from quizzes.classes.assignments.given import Given
from quizzes.classes.assignments.judging import day_in
from quizzes.classes.assignments.models import Arrangement, Assignment, Snapshot
from quizzes.classes.assignments.tasks import Task
from quizzes.classes.models import Cohort
from sdwiki.accounts.models import User
from sdwiki.accounts.names import order
from sdwiki.rounding import percent


@dataclass(frozen=True)
class Line:
    """One learner, with the real name where one was given: how they stand now, and all that was kept and agreed, the
    first of each first."""

    learner: User
    name: str
    task: Task
    kept: tuple[Snapshot, ...]
    agreed: tuple[Arrangement, ...]


@dataclass(frozen=True)
class Page:
    given: Given
    lines: tuple[Line, ...]

    @property
    def done(self) -> int:
        return sum(line.task.met for line in self.lines)


def assignment_page(cohort: Cohort, one: Given, now: datetime) -> Page:
    """An assignment with everybody it is for, as readers look names up. Six statements at most for any number."""
    if one.draft:
        return Page(one, ())
    members = cohort.memberships.present().select_related("learner")
    learners = {row.learner: row.known_as for row in members if one.is_for(row.learner_id)}
    tasks = tasks_of([one], list(learners), now)
    kept = _by_learner(Snapshot.objects.filter(assignment=one.pk).order_by("pk"))
    agreed = _by_learner(Arrangement.objects.filter(assignment=one.pk).select_related("by").order_by("pk"))
    lines = [
        Line(person, name, tasks[one.pk, person.pk], tuple(kept.get(person.pk, ())), tuple(agreed.get(person.pk, ())))
        for person, name in learners.items()
    ]
    return Page(one, tuple(sorted(lines, key=lambda line: (order(line.name), line.learner.pk))))


def _by_learner(rows: Any) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for row in rows:
        found.setdefault(row.learner_id, []).append(row)
    return found


def initial_of(one: Given) -> dict[str, Any]:
    """The form's fields as an assignment has them."""
    whole = Assignment.objects.get(pk=one.pk)
    persons, groups = ([row.pk for row in rows.all()] for rows in (whole.persons, whole.groups))
    topics = list(whole.topics.values_list("pk", flat=True))

    def need(kind: str) -> Any:
        return one.need(kind)

    quiz, answered, recall = need(judging.QUIZ), need(judging.ANSWERED), need(judging.RECALL)
    return {
        "title": one.title,
        "phases": list(one.phases),
        "topics": topics,
        "recall": percent(recall.share) if recall else None,
        "read": need(judging.READ) is not None,
        "introduced": need(judging.INTRODUCED) is not None,
        "answered": answered.number if answered else None,
        "quiz": quiz.quiz if quiz else None,
        "quiz_share": percent(quiz.share) if quiz else None,
        "opens_on": _day(one.opens, one.zone),
        "due_on": _day(one.due, one.zone),
        "closes_on": _day(one.closes, one.zone),
        "late": one.late,
        "persons": persons,
        "groups": groups,
    }


def _day(instant: datetime | None, zone: str) -> Any:
    return day_in(instant, zone) if instant else None
