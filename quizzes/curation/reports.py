"""Problems with questions and flashcards: reported by learners, resolved by editors."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db import transaction

from quizzes.bank.models import Flashcard, QuestionVersion
from quizzes.bank.models.curation import CardReport, QuestionReport
from quizzes.curation.errors import TooMany
from sdwiki.events import event

if TYPE_CHECKING:
    from sdwiki.accounts.models import User

A_DAY = timedelta(hours=24)
MOST_A_DAY = 20


@transaction.atomic
def report_question(
    *, learner: "User", version: QuestionVersion, reason: str, words: str, key: UUID, now: datetime
) -> QuestionReport:
    """Report a question as it was worded in this version. The same key again gives the same report. Raises TooMany."""
    _hold(learner)
    if earlier := QuestionReport.objects.filter(learner=learner, key=key).first():
        return earlier
    _check(learner, now)
    return QuestionReport.objects.create(
        learner=learner, question_id=version.question_id, version=version, reason=reason, words=words, key=key, at=now
    )


@transaction.atomic
def report_card(
    *, learner: "User", flashcard: Flashcard, reason: str, words: str, key: UUID, now: datetime
) -> CardReport:
    """Report a flashcard. The same key again gives the same report. Raises TooMany."""
    _hold(learner)
    if earlier := CardReport.objects.filter(learner=learner, key=key).first():
        return earlier
    _check(learner, now)
    return CardReport.objects.create(learner=learner, flashcard=flashcard, reason=reason, words=words, key=key, at=now)


def _hold(learner: "User") -> None:
    """Let one report of this learner pass at a time, so that two tabs cannot both be the twentieth."""
    get_user_model().objects.select_for_update(no_key=True).get(pk=learner.pk)


def _check(learner: "User", now: datetime) -> None:
    recent = {"learner": learner, "at__gt": now - A_DAY}
    if QuestionReport.objects.filter(**recent).count() + CardReport.objects.filter(**recent).count() >= MOST_A_DAY:
        raise TooMany


def resolve(report: type[QuestionReport] | type[CardReport], *, pk: int, note: str, by: "User", now: datetime) -> bool:
    """Close an open report with a note; False where it was closed before, which stays as it was."""
    closed = bool(report.objects.open().filter(pk=pk).update(resolved_at=now, resolved_by=by, resolution=note))
    if closed:
        event("report.resolved", report=pk, about="question" if report is QuestionReport else "card")
    return closed
