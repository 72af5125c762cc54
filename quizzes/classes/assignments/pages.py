"""What the page of one assignment says, and what its form begins with."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from quizzes.classes.assignments import judging
from quizzes.classes.assignments.book import tasks_of
from quizzes.classes.assignments.given import Given
from quizzes.classes.assignments.judging import day_in
from quizzes.classes.assignments.models import Arrangement, Assignment, Snapshot
from quizzes.classes.assignments.tasks import Task
from quizzes.classes.assignments.telling import GRACE
from quizzes.classes.models import Cohort, Membership
from quizzes.classes.roll import Roll, by_name, roll_of
from sdwiki.accounts.models import User
from sdwiki.rounding import percent

TAKEN_BACK = "taken-back"  # in an address of the class: the assignment that can still be given again
LONGEST_ID = 18


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
    """``lines`` are those of one page of its ``roll``; of all whom it is for so many are ``asked``, have ``done`` it,
    and are ``excused``, counted as in the gradebook."""

    given: Given
    roll: Roll[Membership]
    lines: tuple[Line, ...] = ()
    done: int = 0
    asked: int = 0
    excused: int = 0


def assignment_page(cohort: Cohort, one: Given, now: datetime, asked: Mapping[str, str]) -> Page:
    """An assignment with those it is for, as readers look names up. Six statements at most for any number."""
    present = Membership.objects.present().filter(cohort=cohort).select_related("learner")
    members = [row for row in present if one.is_for(row.learner_id)] if not one.draft else []
    roll = roll_of(sorted(members, key=by_name), asked, lambda row: row.known_as)
    if not members:
        return Page(one, roll)
    tasks = tasks_of([one], [row.learner for row in members], now)
    shown = {"assignment": one.pk, "learner__in": [row.learner_id for row in roll.page]}
    kept = _by_learner(Snapshot.objects.filter(**shown).order_by("pk"))
    agreed = _by_learner(Arrangement.objects.filter(**shown).select_related("by").order_by("pk"))
    lines = [
        Line(
            row.learner,
            row.known_as,
            tasks[one.pk, row.learner_id],
            tuple(kept.get(row.learner_id, ())),
            tuple(agreed.get(row.learner_id, ())),
        )
        for row in roll.page
    ]
    counted = [task for task in tasks.values() if task.state != judging.EXCUSED]
    done = sum(task.met for task in counted)
    return Page(one, roll, tuple(lines), done, len(counted), len(tasks) - len(counted))


def lately_withdrawn(cohort: Cohort, said: str, now: datetime) -> Assignment | None:
    """What an address says (by its id) was taken back, while that can be undone. One query, none without."""
    if not said.isdecimal() or len(said) > LONGEST_ID:
        return None
    lately = Assignment.objects.filter(cohort=cohort, withdrawn_at__gt=now - GRACE, pk=int(said))
    return lately.only("title").first()


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
