"""Who can be nudged, and who was."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from quizzes.classes.assignments import judging
from quizzes.classes.assignments.book import Row
from quizzes.classes.assignments.tasks import Task
from quizzes.classes.models import Cohort
from quizzes.classes.nudging.models import Nudge
from quizzes.classes.nudging.services import AGAIN_AFTER
from quizzes.classes.nudging.words import About

if TYPE_CHECKING:
    from sdwiki.accounts.models import User

SHOWN = 10  # the newest of one learner


def lately(rows: Iterable[Row], now: datetime) -> set[int]:
    """The learners (ids) of these lines whom nobody can nudge again yet about what is gravest. One statement."""
    asked = {row.learner.pk: row.doable.pk for row in rows if row.doable}
    if not asked:
        return set()
    recent = Nudge.objects.filter(learner__in=asked, at__gt=now - AGAIN_AFTER, taken_back_at=None)
    return {
        learner for learner, assignment in recent.values_list("learner", "assignment") if asked[learner] == assignment
    }


def again_from(assignment_id: int, learner_id: int, now: datetime) -> datetime | None:
    """When somebody who was nudged about an assignment lately can be again; None where they can be now."""
    recent = Nudge.objects.filter(assignment=assignment_id, learner=learner_id, taken_back_at=None)
    last = recent.filter(at__gt=now - AGAIN_AFTER).order_by("at").last()
    return last.at + AGAIN_AFTER if last else None


def nudges_to(cohort: Cohort, learner_id: int) -> Sequence[Nudge]:
    """What the staff of a class said to one of its learners, the newest first."""
    found = Nudge.objects.filter(assignment__cohort=cohort, learner=learner_id)
    return list(found.select_related("assignment", "by")[:SHOWN])


def about(task: Task, cohort: Cohort, teacher: "User") -> About:
    """What a nudge by ``teacher`` to whose task it is goes by."""
    closes = task.dates.closes
    return About(
        title=task.given.title,
        asks=task.given.asks,
        class_name=cohort.name,
        teacher=teacher.display_name,
        score=None if task.found.waiting else task.score_percent,
        due=task.day,
        days_left=task.days_left,
        closes=judging.day_in(closes, task.given.zone) if closes else None,
    )
