"""What a day reads for its new facts: its minutes hold that until it was read, and no evidence comes of it."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from quizzes.reviews.cards import take_turn
from quizzes.reviews.days import local_day
from quizzes.reviews.models import DayPlan

if TYPE_CHECKING:
    from sdwiki.accounts.models import User


def skimmed_of(learner: "User") -> set[int]:
    """The topics (ids) whose sheets the learner has skimmed. One statement."""
    days = DayPlan.objects.filter(learner=learner).exclude(skimmed={}).values_list("skimmed", flat=True)
    return {int(topic) for skimmed in days for topic in skimmed}


@transaction.atomic
def have_read(*, learner: "User", topic: int, now: datetime) -> None:
    """Take the reading of a topic's page out of what today still holds. Twice is once."""
    plan = _today(learner, now)
    if plan and str(topic) in plan.pages:
        _add(plan, -plan.pages.pop(str(topic)))


@transaction.atomic
def skim(*, learner: "User", topic: int, now: datetime, undo: bool = False) -> None:
    """Keep that a topic's sheet was skimmed, on a day that is planned, or take that back. Twice is once."""
    plan, key = _today(learner, now), str(topic)
    if plan is None or (key in plan.skimmed) is not undo:
        return
    source, target = (plan.skimmed, plan.pages) if undo else (plan.pages, plan.skimmed)
    target[key] = source.pop(key, 0.0)
    _add(plan, target[key] if undo else -target[key])


def _today(learner: "User", now: datetime) -> DayPlan | None:
    """Today's plan for an interview; others read nothing."""
    take_turn(learner)
    day = local_day(now, learner.time_zone, learner.day_start)
    plan: DayPlan | None = DayPlan.objects.filter(learner=learner, day=day, date__isnull=False).first()
    return plan


def _add(plan: DayPlan, seconds: float) -> None:
    plan.beside = max(plan.beside + seconds, 0.0)
    plan.save(update_fields=["beside", "pages", "skimmed"])
