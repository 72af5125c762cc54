"""What there is to say of somebody's day, week and dates."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.urls import reverse

from quizzes.classes.assignments.given import given_to
from quizzes.classes.assignments.judging import day_in
from quizzes.progress.coming import asked
from quizzes.progress.queries import DayCount, days_of, interview_ahead, path_of, today_of, topic_progress
from quizzes.progress.standing import together
from quizzes.reminding import words
from quizzes.reminding.teaching import class_digest
from quizzes.reminding.words import DueDate, Week
from quizzes.reviews.away import rests
from quizzes.reviews.counting import dated, load
from quizzes.reviews.load import Load
from quizzes.reviews.models import DayPlan
from quizzes.reviews.outlook import read
from quizzes.reviews.paths import way_of
from quizzes.today.path import ToRead, to_read, work_of
from quizzes.today.planning import Work
from sdwiki import rounding
from sdwiki.inbox.kinds import CLASS_DIGEST, REMINDER
from sdwiki.inbox.services import Message

if TYPE_CHECKING:
    from sdwiki.accounts.models import User

WEEK = 7


def message_of(learner: "User", kind: str, now: datetime) -> Message | None:
    """What a learner is told now; None where there is nothing to do, or nothing learnt to speak of."""
    if kind == CLASS_DIGEST:
        return class_digest(learner, now)
    return _reminder(learner, now) if kind == REMINDER else _digest(learner, now)


def due_dates(learner: "User", now: datetime) -> list[DueDate]:
    """What the classes of a learner ask for, the nearest first, each on the learner's calendar day on which it is due;
    nothing that has not opened for them, as they know nothing of that. One query."""
    return [
        DueDate(
            f"assignment-{one.pk}", one.title, one.cohort_name, day_in(one.dates(learner.pk).due, learner.time_zone)
        )
        for one in given_to(learner)
        if learner.pk not in one.excused and one.dates(learner.pk).opened(now)
    ]


def _reminder(learner: "User", now: datetime) -> Message | None:
    left = load(learner, now)
    if left.away or not left.ready:
        return None
    today = today_of(learner, now)
    minutes = left.pace.minutes(left.due, left.fresh, left.beside, held=left.held)
    work = replace(work_of(left, _reading(learner, today)), due=left.due, minutes=minutes)
    title, text = words.reminder(work, due_dates(learner, now), interview_ahead(learner, today), today)
    return Message(title, text, reverse("quizzes:home"))


def _reading(learner: "User", today: date) -> Sequence[ToRead]:
    """What today's plan reads."""
    if not dated(learner, today):
        return ()
    return to_read(learner, DayPlan.objects.filter(learner=learner, day=today).first(), way_of(learner))


def _digest(learner: "User", now: datetime) -> Message | None:
    standing = together(part.standing for part in path_of(topic_progress(learner, now)))
    if not standing.seen:
        return None
    today = today_of(learner, now)
    days = days_of(learner, now, ahead=WEEK, back=WEEK + 1)
    work, planned = _week_ahead(learner, load(learner, now), days.coming)
    week = Week(
        reviews=sum(day.count for day in days.done[:-1]),
        days=sum(day.answers > 0 for day in days.done[:-1]),
        recall=standing.recall,
        recall_then=standing.recall_then,
        interview=interview_ahead(learner, today),
        work=work,
        due=due_dates(learner, now),
        planned=planned,
    )
    title, text = words.digest(week, today)
    return Message(title, text, reverse("quizzes:progress"))


def _week_ahead(learner: "User", left: Load, coming: Sequence[DayCount]) -> tuple[Work, int | None]:
    """What these days ask, today what is left of it; and where they are planned for the interview, on how many of them
    the plan asks anything: its forecast then says how long each takes, and until there is one, the minutes set aside.
    """
    today = coming[0].day
    if not dated(learner, today):
        days = asked(learner, left, coming)
        return Work(
            sum(one.due for one in days), sum(one.fresh for one in days), sum(one.minutes for one in days)
        ), None
    later = [rounding.minutes(seconds) for seconds in _planned_seconds(learner, today)[1 : len(coming)]]
    minutes = [left.minutes if left.left else 0, *later]
    return Work(minutes=sum(minutes)), sum(one > 0 for one in minutes)


def _planned_seconds(learner: "User", today: date) -> Sequence[float]:
    """The seconds of each day until the interview, today first. A forecast that stands since an earlier day begins with
    days that are over."""
    assert learner.interview_on is not None  # `dated` was asked
    assert learner.minutes_per_day is not None
    days = (learner.interview_on - today).days
    plan = DayPlan.objects.filter(learner=learner, day=today, date=learner.interview_on, wants=False).first()
    if plan is not None and plan.outlook:
        return read(plan.outlook).loads[-days:]
    away = rests(learner, today)
    return [0.0 if day in away else 60.0 * learner.minutes_per_day for day in range(days)]
