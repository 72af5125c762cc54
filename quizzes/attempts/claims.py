"""“Mine means the same”: what was typed and refused is put to the editors, and not held against a memory meanwhile."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from quizzes.attempts.answers import asked_in, given_of, last_of
from quizzes.attempts.errors import NotRefused, TooManyClaims, UnknownChoice
from quizzes.attempts.evidence import evidence_keys
from quizzes.attempts.marking import graded, rescore
from quizzes.attempts.models import Answer, Attempt, AttemptQuestion, Grading, SpellingClaim
from quizzes.attempts.scoring import share
from quizzes.bank.kinds import Shape
from quizzes.bank.wording.typed import folded
from quizzes.reviews.cards import take_turn
from quizzes.reviews.taking_back import withdraw
from sdwiki.events import event

if TYPE_CHECKING:
    from sdwiki.accounts.models import User

A_DAY = timedelta(hours=24)
MOST_A_DAY = 20


@transaction.atomic
def claim(*, attempt_id: int, position: int, now: datetime) -> SpellingClaim:
    """Put a refused typed answer to the editors; said again, it is the first claim.

    What the answer said of a memory is taken back. In practice the question counts neither as right nor as wrong; in a
    timed quiz, which must have ended, the mark stays until an editor accepts the spelling. Raises UnknownChoice for a
    question that is not there, NotRefused where nothing typed was refused, TooManyClaims.
    """
    attempt = Attempt.objects.select_for_update().get(pk=attempt_id)
    question = attempt.questions.select_related("version__question").filter(position=position).first()
    if question is None:
        raise UnknownChoice
    answer = last_of(question)
    if answer and (made := SpellingClaim.objects.filter(answer=answer).first()):
        return made
    text = _refused(attempt, question, answer, now)
    if answer is None or not text:
        raise NotRefused
    if attempt.learner:
        take_turn(attempt.learner)
    _check(attempt, now)
    about = question.version.question
    made = SpellingClaim.objects.create(answer=answer, question=about, text=text, spelling=folded(text)[:200], at=now)
    if attempt.learner:
        withdraw(learner=attempt.learner, keys=evidence_keys(attempt, question), now=now)
    if attempt.kind == Attempt.Kind.PRACTICE:
        graded(question, None, rules=Grading.Rules.CLAIMED, now=now).save()
        if attempt.submitted_at:
            rescore(attempt)
    event("spelling.claimed", question=about.pk, attempt=attempt.pk)
    return made


def _refused(attempt: Attempt, question: AttemptQuestion, answer: Answer | None, now: datetime) -> str:
    """What was typed and has been refused; empty where that cannot be said, or not yet, or where no editor sees it."""
    given = given_of(answer)
    if (
        not attempt.tells(now)
        or question.version.question.shape is not Shape.TYPED
        or question.version.question.owner_id
        or share(asked_in(question), given) == 1
    ):
        return ""
    return given.typed if folded(given.typed) else ""


def _check(attempt: Attempt, now: datetime) -> None:
    """A learner's claims of a day, or those of a visitor's session."""
    whose = {"learner": attempt.learner} if attempt.learner else {"learner": None, "visitor": attempt.visitor}
    own = {f"answer__question__attempt__{name}": value for name, value in whose.items()}
    if SpellingClaim.objects.filter(**own, at__gt=now - A_DAY).count() >= MOST_A_DAY:
        raise TooManyClaims


def settle(claims: Iterable[SpellingClaim], *, by: "User", now: datetime) -> None:
    """Mark the answers of claims whose spelling has been accepted as right, and reckon their quizzes anew."""
    found = [(one.answer, one) for one in claims]
    asked = Attempt.objects.filter(questions__answers__claim__in=[one for _, one in found]).values("pk")
    # Held before anything is written: a mark names the learner of its attempt, and a visitor's may go along just now.
    attempts = list(Attempt.objects.select_for_update().filter(pk__in=asked).order_by("pk"))
    Grading.objects.bulk_create(
        Grading(question_id=answer.question_id, answer=answer, share=1, rules=Grading.Rules.ACCEPTED, at=now, by=by)
        for answer, _ in found
    )
    for attempt in attempts:
        if attempt.submitted_at:
            rescore(attempt)
