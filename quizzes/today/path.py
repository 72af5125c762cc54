"""What a plan takes into account: the pages of the path that are still to be read, and what classes ask for."""

from datetime import datetime
from typing import TYPE_CHECKING, TypedDict

from content.models import Topic
from quizzes.classes.assignments.steering import due_facts
from quizzes.progress.models import Reading
from quizzes.reviews.dated import Weights, plan_today
from quizzes.reviews.models import Card, DayPlan

if TYPE_CHECKING:
    from sdwiki.accounts.models import User


def reading_left(learner: "User") -> dict[int, float]:
    """Seconds of each topic of the path that the learner has not marked as read. One statement."""
    read = Reading.objects.filter(learner=learner).values("topic")
    topics = Topic.objects.topics().exclude(pk__in=read).filter(current__isnull=False)
    return {topic: 60.0 * minutes for topic, minutes in topics.values_list("pk", "current__minutes")}


class Aims(TypedDict):
    """What a plan aims at beside the interview: the pages to read, and what classes ask for by which day."""

    reading: dict[int, float]
    weights: Weights


def aims(learner: "User", now: datetime) -> Aims:
    """What to plan for. Two statements."""
    return {"reading": reading_left(learner), "weights": due_facts(learner, now)}


def plan_day(*, learner: "User", now: datetime) -> DayPlan | None:
    """Plan the rest of a learner's day along the path, within their minutes; None without an interview ahead."""
    return plan_today(learner=learner, now=now, **aims(learner, now))


def to_read(learner: "User", plan: DayPlan | None) -> Topic | None:
    """The page of the first new facts of a plan's list that has not been read yet. One statement."""
    if plan is None or not plan.cards:
        return None
    new = Card.objects.filter(pk__in=plan.cards, state=Card.State.NEW).order_by("due", "pk")
    read = Reading.objects.filter(learner=learner).values("topic")
    first = new.exclude(fact__topic__in=read).values("fact__topic")[:1]
    return Topic.objects.topics().filter(pk__in=first).only("slug", "title").first()
