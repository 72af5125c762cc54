"""The week of those who teach: who is at risk, and what is due."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.urls import reverse

from quizzes.classes.assignments.book import Book, Choice, book_of, chosen
from quizzes.classes.models import Cohort
from quizzes.reminding import words
from quizzes.reminding.words import ClassWeek, Deadline
from sdwiki.inbox.services import Message

if TYPE_CHECKING:
    from sdwiki.accounts.models import User

WEEK = timedelta(days=7)
NAMED = 5  # learners at risk of one class


def class_digest(teacher: "User", now: datetime) -> Message | None:
    """The running classes that somebody runs; None where there is nothing to say of any."""
    cohorts = Cohort.objects.run_by(teacher).filter(archived_at=None).order_by("name", "pk").distinct()
    weeks = [week for cohort in cohorts if (week := _week(cohort, book_of(cohort, now), now))]
    if not weeks:
        return None
    title, text = words.class_digest(weeks)
    return Message(title, text, reverse("quizzes:classes"))


def _week(cohort: Cohort, book: Book, now: datetime) -> ClassWeek | None:
    at_risk = [
        (row.name, row.risky.title, row.risk.why)
        for row in chosen(book, Choice(show="risk"))[:NAMED]
        if row.risk and row.risky
    ]
    due = tuple(
        Deadline(column.given.title, column.given.due_on, column.done, column.asked)
        for column in book.columns
        if column.given.due and column.given.due_on and now < column.given.due <= now + WEEK
    )
    if not at_risk and not due:
        return None
    return ClassWeek(cohort.name, len(book.rows), book.at_risk, tuple(at_risk), due)
