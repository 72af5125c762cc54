"""What the page of the plan shows."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from content.models import Topic
from quizzes.progress.models import Reading
from quizzes.progress.queries import today_of
from quizzes.reviews.counting import dated, load
from quizzes.reviews.load import Load
from quizzes.reviews.models import Card, DayPlan
from quizzes.reviews.outlook import read
from quizzes.today.promise import Promise, promise_of

if TYPE_CHECKING:
    from sdwiki.accounts.models import User


@dataclass(frozen=True)
class Planned:
    """A member's plan: ``promise`` is None while it is worked out, and while nothing is taken up (``empty``)."""

    interview: date
    days_left: int
    load: Load
    reading: Topic | None
    promise: Promise | None
    empty: bool


def planned(learner: "User", now: datetime) -> Planned | None:
    """The plan as it stands; None without an interview ahead."""
    day = today_of(learner, now)
    if learner.interview_on is None or not dated(learner, day):
        return None
    plans = DayPlan.objects.filter(learner=learner, date=learner.interview_on, day__lte=day, cards__isnull=False)
    latest = list(plans.order_by("-day")[:2])
    today = next((row for row in latest if row.day == day), None)
    before = next((row for row in latest if row.day < day), None)
    done = today is not None and not today.wants
    left = load(learner, now)
    return Planned(
        interview=learner.interview_on,
        days_left=(learner.interview_on - day).days,
        load=left,
        reading=_to_read(learner, today) if today else None,
        promise=_promise(today, before) if today and done else None,
        empty=left.empty or bool(today and done and today.outlook is None),
    )


def _promise(today: DayPlan, before: DayPlan | None) -> Promise | None:
    if not today.outlook:
        return None
    topics = Topic.objects.topics().filter(phase__isnull=False).select_related("phase").only("title", "phase__title")
    named = {topic.pk: (topic.title, topic.phase.title) for topic in topics if topic.phase}
    last = read(before.outlook) if before and before.outlook else None
    return promise_of(read(today.outlook), named, last)


def _to_read(learner: "User", today: DayPlan) -> Topic | None:
    """The page of the first new facts of today's list that has not been read yet."""
    new = Card.objects.filter(pk__in=today.cards or [], state=Card.State.NEW).order_by("due", "pk")
    done = Reading.objects.filter(learner=learner).values("topic")
    return Topic.objects.topics().filter(pk__in=new.exclude(fact__topic__in=done).values("fact__topic")[:1]).first()
