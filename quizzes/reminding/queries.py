"""What there is to say of somebody's day, week and dates."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.urls import reverse

from quizzes.classes.assignments.given import given_to
from quizzes.classes.assignments.judging import day_in
from quizzes.progress.queries import days_of, interview_ahead, path_of, today_of, topic_progress
from quizzes.progress.standing import together
from quizzes.reminding import words
from quizzes.reminding.words import DueDate, Week
from quizzes.reviews.counting import dated, load
from quizzes.today.planning import Work
from sdwiki.inbox.kinds import REMINDER
from sdwiki.inbox.services import Message

if TYPE_CHECKING:
    from sdwiki.accounts.models import User

WEEK = 7


def message_of(learner: "User", kind: str, now: datetime) -> Message | None:
    """What a learner is told now; None where there is nothing to do, or nothing learnt to speak of."""
    return _reminder(learner, now) if kind == REMINDER else _digest(learner, now)


def due_dates(learner: "User") -> list[DueDate]:
    """What the classes of a learner ask for, the nearest first, each on the learner's calendar day on which it is due.
    One query."""
    return [
        DueDate(
            f"assignment-{one.pk}", one.title, one.cohort_name, day_in(one.dates(learner.pk).due, learner.time_zone)
        )
        for one in given_to(learner)
        if learner.pk not in one.excused
    ]


def _reminder(learner: "User", now: datetime) -> Message | None:
    left = load(learner, now)
    if left.away or not left.ready:
        return None
    today = today_of(learner, now)
    work = Work(left.due, left.fresh, left.pace.minutes(left.due, left.fresh, left.beside))
    title, text = words.reminder(work, due_dates(learner), interview_ahead(learner, today), today)
    return Message(title, text, reverse("quizzes:home"))


def _digest(learner: "User", now: datetime) -> Message | None:
    standing = together(part.standing for part in path_of(topic_progress(learner, now)))
    if not standing.seen:
        return None
    today = today_of(learner, now)
    days = days_of(learner, now, ahead=WEEK, back=WEEK + 1)
    week = Week(
        reviews=sum(day.count for day in days.done[:-1]),
        days=sum(day.count > 0 for day in days.done[:-1]),
        recall=standing.recall,
        recall_then=standing.recall_then,
        interview=interview_ahead(learner, today),
        ahead=sum(day.count for day in days.coming),
        due=due_dates(learner),
        minutes=learner.minutes_per_day if dated(learner, today) else None,
    )
    title, text = words.digest(week, today)
    return Message(title, text, reverse("quizzes:progress"))
