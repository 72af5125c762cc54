"""What the page of the plan shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from quizzes.progress.queries import path_of, today_of, topic_progress
from quizzes.reviews.counting import dated, load
from quizzes.reviews.load import Load
from quizzes.reviews.models import DayPlan
from quizzes.reviews.outlook import Outlook, read
from quizzes.reviews.paths import Way, way_of
from quizzes.today.before import plans_of, said_before
from quizzes.today.path import ToRead, to_read
from quizzes.today.promise import Promise, Stretch, promise_of

if TYPE_CHECKING:
    from sdwiki.accounts.models import User


@dataclass(frozen=True)
class Planned:
    """A member's plan: ``promise`` is None while it is worked out, and where the path has no facts (``empty``).

    ``before`` is what was promised before the change that is being worked out, if there is any.
    """

    interview: date
    days_left: int
    load: Load
    reading: Sequence[ToRead]
    promise: Promise | None
    before: Promise | None
    empty: bool

    @property
    def shown(self) -> Promise | None:
        """What is pictured: where the plan leads, or did before the change."""
        return self.promise or self.before


def planned(learner: "User", now: datetime) -> Planned | None:
    """The plan as it stands; None without an interview ahead."""
    day = today_of(learner, now)
    if learner.interview_on is None or not dated(learner, day):
        return None
    plans = plans_of(learner, day)
    listed = (row for row in plans if row.day == day and row.date == learner.interview_on and row.cards is not None)
    today = next(listed, None)
    before = said_before(plans, today) if today else None
    done = today is not None and today.worked_out
    left, way = load(learner, now), way_of(learner)
    return Planned(
        interview=learner.interview_on,
        days_left=(learner.interview_on - day).days,
        load=left,
        reading=to_read(learner, today, way),
        promise=_promise(learner, now, way, today, before) if today and done else None,
        before=_promise(learner, now, way, today, None) if today and not done else None,
        empty=bool(today and done and today.outlook is None),
    )


def _promise(learner: "User", now: datetime, way: Way, today: DayPlan, before: Outlook | None) -> Promise | None:
    if not today.outlook:
        return None
    path = [
        Stretch(
            part.phase.title,
            {topic.pk: topic.title for topic, _ in part.topics},
            facts=part.standing.total,
            kept=part.standing.recalled_then or 0.0,
        )
        for part in path_of(topic_progress(learner, now), way.phases)
    ]
    return promise_of(read(today.outlook), path, before)
