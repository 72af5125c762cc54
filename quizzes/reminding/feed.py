"""What somebody's calendar holds: the day of the interview, the minutes of this day and the next, and due dates."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse

from quizzes.progress.queries import forecast, interview_ahead, today_of
from quizzes.reminding import words
from quizzes.reminding.ics import Event, written
from quizzes.reminding.queries import WEEK, due_dates
from quizzes.reviews.counting import load
from quizzes.reviews.days import day_begins
from quizzes.today.ahead import days_ahead, work_today
from quizzes.today.periods import strikes
from quizzes.today.planning import Work
from quizzes.today.reminders import hour_of
from quizzes.today.words import promise

if TYPE_CHECKING:
    from sdwiki.accounts.models import User


def calendar_of(learner: "User", now: datetime) -> bytes:
    """The file, in a fixed number of statements."""
    today = today_of(learner, now)
    events = [*_interview(learner, today), *_days(learner, now), *_due(learner, now)]
    return written(events, name="sdwiki", at=day_begins(today, learner.time_zone, learner.day_start))


def _interview(learner: "User", today: date) -> Iterable[Event]:
    if day := interview_ahead(learner, today):
        yield Event(_uid(learner, "interview"), day, "Interview", "What you study for.", _address("quizzes:progress"))


def _days(learner: "User", now: datetime) -> Iterable[Event]:
    """What is left of today and what the next days bring, at the hour of reminders if there is one."""
    hour, left, today = hour_of(learner), load(learner, now), today_of(learner, now)
    for one in days_ahead(learner, left, forecast(learner, now, days=WEEK)):
        said = promise(work_today(learner, left) if one.day == today else Work(one.due, one.fresh, one.minutes))
        text = f"{said}." if said else "The minutes that you set aside for your interview."
        uid, title, url = _uid(learner, f"day-{one.day}"), f"sdwiki, {one.minutes} min", _address("quizzes:review")
        if hour is None:
            yield Event(uid, one.day, title, text, url)
        else:
            start = strikes(one.day, time_zone=learner.time_zone, day_start=learner.day_start, hour=hour)
            yield Event(uid, start, title, text, url, one.minutes)


def _due(learner: "User", now: datetime) -> Iterable[Event]:
    for one in due_dates(learner, now):
        uid = _uid(learner, f"due-{one.key}")
        yield Event(uid, one.day, f"Due: {words.assigned(one)}", "Asked for by a class.", _address("quizzes:home"))


def _uid(learner: "User", what: str) -> str:
    return f"{what}-{learner.pk}@{urlsplit(settings.SITE_URL).hostname}"


def _address(name: str) -> str:
    return settings.SITE_URL + reverse(name)
