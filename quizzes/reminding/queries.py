"""What there is to say of somebody's day, week and dates. Dates are told as of the calendar's: in the hours before a
learner's day begins that is the day after it, and mails are read later still."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.urls import reverse

from quizzes.classes.assignments.given import given_to
from quizzes.classes.assignments.judging import day_in
from quizzes.progress.coming import Asked
from quizzes.progress.queries import days_of, interview_ahead, path_of, today_of, topic_progress
from quizzes.progress.standing import together
from quizzes.reminding import words
from quizzes.reminding.teaching import class_digest
from quizzes.reminding.words import Day, DueDate, Week
from quizzes.reviews.counting import dated, load
from quizzes.reviews.days import local_day
from quizzes.today.ahead import days_ahead, work_today
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
    if not left.ready or not (work := work_today(learner, left)).total:
        return None
    date, day = local_day(now, learner.time_zone, 0), Day(work, left.learning, begun=left.answers > 0)
    title, text = words.reminder(day, due_dates(learner, now), interview_ahead(learner, date), date)
    return Message(title, text, reverse("quizzes:home"))


def _digest(learner: "User", now: datetime) -> Message | None:
    standing = together(part.standing for part in path_of(topic_progress(learner, now)))
    if not standing.seen:
        return None
    date, today = local_day(now, learner.time_zone, 0), today_of(learner, now)
    days = days_of(learner, now, ahead=WEEK, back=WEEK + 1)
    over = days.done[1:] if today < date else days.done[:-1]
    coming = days_ahead(learner, load(learner, now), days.coming)
    week = Week(
        reviews=sum(day.count for day in over),
        days=sum(day.answers > 0 for day in over),
        recall=standing.recall,
        recall_then=standing.recall_then,
        interview=interview_ahead(learner, date),
        work=_together(coming),
        due=due_dates(learner, now),
        planned=len(coming) if dated(learner, today) else None,
    )
    title, text = words.digest(week, date)
    return Message(title, text, reverse("quizzes:progress"))


def _together(days: Sequence[Asked]) -> Work:
    """All that some days ask; their time is rounded once."""
    seconds = sum(one.seconds for one in days)
    return Work(sum(one.due for one in days), sum(one.fresh for one in days), rounding.minutes(seconds))
