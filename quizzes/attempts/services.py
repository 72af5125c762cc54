"""What can happen to an attempt: it starts, takes answers (`saving`), and ends once (`ending`).

Whatever writes to an attempt holds its row's lock, so a save and the end of the attempt never interleave. Idempotency:
a start by its key, an answer by its key, the end by the attempt itself. Evidence about memories goes to `reviews` in
the same transaction.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q

from content.models import Phase
from quizzes.attempts.answered_lately import answered_lately
from quizzes.attempts.answers import order_of
from quizzes.attempts.deadlines import Personal
from quizzes.attempts.ending import close_overdue, submit
from quizzes.attempts.errors import AlreadyOpen, Conflict, NoneLeft, NotOpen, TooFew
from quizzes.attempts.forward import go_on
from quizzes.attempts.models import Attempt, AttemptQuestion, Quiz
from quizzes.attempts.models.quizzes import EXAM_KEY
from quizzes.attempts.ready_made import EXAM_QUESTIONS, exam_of
from quizzes.attempts.rules import AT_ONCE, Rules
from quizzes.attempts.saving import save_answer, set_flag
from quizzes.attempts.scope import paper_of
from quizzes.attempts.terms import own_factor, personal_of, receipt_of
from quizzes.bank.assemble import Blueprint
from quizzes.bank.models import QuestionVersion
from quizzes.bank.queries import Drawn, draw
from sdwiki.events import event

if TYPE_CHECKING:
    from sdwiki.accounts.models import User

PRACTICE_QUESTIONS = range(5, 21)
VISITOR_QUESTIONS = 5

__all__ = [
    "EXAM_QUESTIONS",
    "PRACTICE_QUESTIONS",
    "VISITOR_QUESTIONS",
    "close_overdue",
    "go_on",
    "save_answer",
    "set_flag",
    "start_exam",
    "start_practice",
    "start_quiz",
    "submit",
]


def start_practice(
    *,
    learner: "User | None",
    visitor: str,
    topics: Sequence[int],
    count: int,
    title: str,
    key: UUID,
    now: datetime,
    kinds: Collection[str] = (),
    difficulty: int = 0,
) -> Attempt:
    """An untimed quiz of up to ``count`` questions about these topics; a visitor's has at most five.

    ``kinds`` and ``difficulty`` (1 to 3) narrow it, where they are given. Raises TooFew where there is no question at
    all, Conflict for a key that is somebody else's.
    """
    number = min(count, VISITOR_QUESTIONS) if learner is None else count
    rules = Rules(number, feedback=AT_ONCE, followed=True, kinds=tuple(kinds), difficulty=difficulty)
    attempt = Attempt(learner=learner, visitor="" if learner else visitor, kind=Attempt.Kind.PRACTICE, title=title)
    return _start(attempt, rules, partial(draw, topics=topics), key=key, now=now)


def start_exam(*, learner: "User", phase: Phase, key: UUID, now: datetime) -> Attempt:
    """The ready-made timed quiz over a phase. Raises as `start_quiz` does."""
    return start_quiz(learner=learner, quiz=exam_of(phase, now=now), key=key, now=now)


def start_quiz(*, learner: "User", quiz: Quiz, key: UUID, now: datetime) -> Attempt:
    """An attempt at a quiz, under its rules as they stand.

    Raises TooFew where its scope holds less than it needs, AlreadyOpen where an attempt at it, or another timed quiz,
    is open, NotOpen, NoneLeft, and Conflict as above. What is open, its time over, and not closed by a sweep yet, is
    closed on the way.
    """
    for overdue in Attempt.objects.filter(learner=learner).overdue(now):
        submit(attempt_id=overdue.pk, now=now)
    if earlier := Attempt.objects.filter(key=key, learner=learner).first():
        return earlier
    personal = personal_of(quiz=quiz, learner=learner)
    rules = replace(quiz.rules, factor=own_factor(quiz=quiz, learner=learner, personal=personal))
    _may_start(learner, quiz, rules, personal, now)
    attempt = Attempt(learner=learner, quiz=quiz, title=quiz.title)
    attempt.kind = Attempt.Kind.PRACTICE if quiz.at_once else Attempt.Kind.EXAM
    attempt.phase = quiz.phases.get() if quiz.key.startswith(EXAM_KEY) else None
    attempt.started_at = now
    receipt = receipt_of(attempt, rules, personal)
    attempt.deadline, attempt.receipt = receipt.end, receipt.stored()
    try:
        allowed = rules.attempts if personal.attempts is None else personal.attempts
        return _start(attempt, rules, paper_of(quiz), key=key, now=now, allowed=allowed)
    except Conflict:
        stands = Q(quiz=quiz) | Q(deadline__isnull=False)
        open_one = Attempt.objects.filter(stands, learner=learner, submitted_at__isnull=True).first()
        if open_one is None:
            raise
        raise AlreadyOpen(open_one) from None


def _may_start(learner: "User", quiz: Quiz, rules: Rules, personal: Personal, now: datetime) -> None:
    """Raises NotOpen before the quiz opens and from its closing on, NoneLeft after the last attempt that is allowed;
    for this person, as their terms say."""
    opens, closes = personal.opens or rules.opens, personal.closes or rules.closes
    if (opens and now < opens) or (closes and now >= closes):
        raise NotOpen
    allowed = rules.attempts if personal.attempts is None else personal.attempts
    _one_left(learner, quiz, allowed)


def _one_left(learner: "User | None", quiz: Quiz | None, allowed: int) -> None:
    """Raises NoneLeft where so many attempts have ended as are allowed (0: any number)."""
    made = Attempt.objects.filter(learner=learner, quiz=quiz, submitted_at__isnull=False)
    if allowed and made.count() >= allowed:
        raise NoneLeft


def _start(
    attempt: Attempt, rules: Rules, drawing: Callable[..., Drawn], *, key: UUID, now: datetime, allowed: int = 0
) -> Attempt:
    """Store an attempt with its questions, those that its person answered lately only where there are not enough
    others; for a key that was used before, the attempt that it made.

    So many as are ``allowed`` are counted once more when it has its place as the only open one: another may have begun
    and ended while the questions were drawn.
    """
    if earlier := _started(attempt, key):
        return earlier
    blueprint = Blueprint(
        rules.number, frozenset(rules.kinds), rules.difficulty, graded=rules.graded, followed=rules.followed
    )
    lately = answered_lately(learner=attempt.learner_id, visitor=attempt.visitor)
    drawn = drawing(blueprint=blueprint, seed=str(key), lately=lately)
    if len(drawn.versions) < (least := rules.number if rules.graded else 1):
        raise TooFew(len(drawn.versions), least)
    attempt.key, attempt.seed, attempt.started_at, attempt.short = key, str(key), now, drawn.short
    attempt.rules = rules.stored()
    try:
        with transaction.atomic():
            attempt.save(force_insert=True)
            _one_left(attempt.learner, attempt.quiz, allowed)
            AttemptQuestion.objects.bulk_create(
                AttemptQuestion(
                    attempt=attempt, position=position, version=version, order=_order(str(key), version, rules.shuffled)
                )
                for position, version in enumerate(drawn.versions, 1)
            )
    except IntegrityError as error:
        if earlier := _started(attempt, key):
            return earlier
        raise Conflict from error
    count = len(drawn.versions)
    event("attempt.opened", attempt=attempt.pk, kind=attempt.kind, learner=attempt.learner_id, questions=count)
    return attempt


def _started(attempt: Attempt, key: UUID) -> Attempt | None:
    """The same person's attempt that this key has started."""
    return Attempt.objects.filter(key=key, learner=attempt.learner, visitor=attempt.visitor).first()


def _order(seed: str, version: QuestionVersion, shuffle: bool) -> list[int]:
    """The ids of a question's choices: in an order that depends on the seed and the question alone, or as written."""
    written = sorted(version.choices.all(), key=lambda one: one.position)
    if not shuffle:
        return [choice.pk for choice in written]
    return order_of(seed, version)
