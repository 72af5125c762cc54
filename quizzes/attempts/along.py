"""What a visitor answered goes along at a login, with the evidence, and can be taken back.

A browser may have been somebody else's before: what goes along is of the same session and of the last day, it is told,
and for a day, in that session, one press takes it back. The attempts are a visitor's again then, whom nobody is any
more, and go along no second time.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import QuerySet

from quizzes.attempts.answers import asked_in, given_of, last_of, record
from quizzes.attempts.evidence import evidence_keys
from quizzes.attempts.marking import with_answers
from quizzes.attempts.models import Answer, Attempt, AttemptQuestion, SpellingClaim
from quizzes.reviews.models import Review
from quizzes.reviews.taking_back import withdraw
from sdwiki.events import event

if TYPE_CHECKING:
    from sdwiki.accounts.models import User

VISITOR = "visitor"  # the key in a visitor's session that their attempts carry
A_DAY = timedelta(hours=24)


@dataclass(frozen=True)
class Taken:
    """An attempt that came along, and how many of its answers are from before."""

    attempt: Attempt
    answers: int


@transaction.atomic
def take_along(*, learner: "User", visitor: str, now: datetime) -> int:
    """Make what a visitor has begun the learner's, and say how many answers that were. Repeated, it finds nothing.

    What was put to the editors waits for them, as it does in practice.
    """
    theirs = Attempt.objects.filter(learner=None, visitor=visitor, taken_at=None, started_at__gt=now - A_DAY)
    taken = 0
    for attempt in theirs.exclude(visitor="").select_for_update().order_by("pk"):
        attempt.learner, attempt.taken_at = learner, now
        attempt.save(update_fields=["learner", "taken_at"])
        claimed = set(SpellingClaim.objects.filter(answer__question__attempt=attempt).values_list("answer", flat=True))
        answered = _answered(attempt, now)
        telling = [(question, asked_in(question), answer) for question, answer in answered if answer.pk not in claimed]
        record(attempt, telling, source=Review.Source.PRACTICE, now=now)
        taken += len(answered)
        event("attempt.taken_along", attempt=attempt.pk, learner=learner.pk, answers=len(answered))
    return taken


def taken_by(*, learner: "User", visitor: str, now: datetime) -> list[Taken]:
    """What came along with this session, while it can be taken back."""
    return [Taken(attempt, len(_answered(attempt, attempt.taken_at))) for attempt in _taken(learner, visitor, now)]


@transaction.atomic
def take_back(*, learner: "User", visitor: str, now: datetime) -> int:
    """Take what came along out of the account again, and say how many answers that were. Their evidence is withdrawn.

    An attempt that was gone on with since then stays, with what was answered since.
    """
    removed = 0
    for attempt in _taken(learner, visitor, now).select_for_update().order_by("pk"):
        before = _answered(attempt, attempt.taken_at)
        keys = [key for question, _ in before for key in evidence_keys(attempt, question)]
        withdraw(learner=learner, keys=keys, now=now)
        if not Answer.objects.filter(question__attempt=attempt, at__gt=attempt.taken_at).exists():
            attempt.learner = None
        attempt.visitor = "" if attempt.learner else attempt.visitor
        attempt.save(update_fields=["learner", "visitor"])
        removed += len(before)
        event("attempt.given_back", attempt=attempt.pk, learner=learner.pk, answers=len(before))
    return removed


def _taken(learner: "User", visitor: str, now: datetime) -> "QuerySet[Attempt]":
    taken: QuerySet[Attempt] = Attempt.objects.filter(learner=learner, visitor=visitor, taken_at__gt=now - A_DAY)
    return taken.exclude(visitor="")


def _answered(attempt: Attempt, until: datetime | None) -> Sequence[tuple[AttemptQuestion, Answer]]:
    """The questions of an attempt that were answered by then, with the answers."""
    found = [(question, last_of(question)) for question in with_answers(attempt)]
    return [(question, last) for question, last in found if last and given_of(last) and (not until or last.at <= until)]
