"""What is left of a learner's day, and what the days after it ask: for Today, messages and the calendar."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from quizzes.progress.coming import Asked, asked
from quizzes.progress.queries import DayCount, today_of
from quizzes.reviews.away import rests
from quizzes.reviews.counting import dated
from quizzes.reviews.load import Load
from quizzes.reviews.models import DayPlan
from quizzes.reviews.outlook import read
from quizzes.reviews.paths import way_of
from quizzes.today.path import ToRead, to_read, work_of
from quizzes.today.planning import Work

if TYPE_CHECKING:
    from sdwiki.accounts.models import User


def work_today(learner: "User", left: Load) -> Work:
    """What is left of today, its steps and what to read included; nothing on the day of the interview."""
    today = today_of(learner, left.at)
    return Work() if today == learner.interview_on else work_of(left, _reading(learner, today))


def days_ahead(learner: "User", left: Load, coming: Sequence[DayCount]) -> list[Asked]:
    """The days that ask anything, today among them with what is left of it; ``coming`` as for `asked`.

    Of days that are planned for the interview only the time is known: what the plan's forecast says, or until there is
    one, the minutes set aside. No day asks more than these, but for a part of its last card.
    """
    days = asked(learner, left, coming)
    if dated(learner, days[0].day):
        planned = zip(days[1:], _planned(learner, days[0].day), strict=False)  # the interview may be nearer, or farther
        days[1:] = [Asked(day.day, 0, 0, seconds) for day, seconds in planned]
    return [one for one in days if one.seconds]


def _reading(learner: "User", today: date) -> Sequence[ToRead]:
    """What today's plan reads."""
    if not dated(learner, today):
        return ()
    return to_read(learner, DayPlan.objects.filter(learner=learner, day=today).first(), way_of(learner))


def _planned(learner: "User", today: date) -> Sequence[float]:
    """The seconds of each day from tomorrow until the interview. A forecast that stands since an earlier day begins
    with days that are over."""
    assert learner.interview_on is not None  # `dated` was asked
    assert learner.minutes_per_day is not None
    days, held = (learner.interview_on - today).days, 60.0 * learner.minutes_per_day
    plan = DayPlan.objects.filter(learner=learner, day=today, date=learner.interview_on, wants=False).first()
    if plan is not None and plan.outlook:
        return [min(seconds, held) for seconds in read(plan.outlook).loads[-days:]][1:]
    away = rests(learner, today)
    return [0.0 if day in away else held for day in range(1, days)]
