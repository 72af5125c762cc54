"""What can happen to an attempt: it starts, takes answers, and ends once.

Whatever writes to an attempt holds its row's lock, so a save and the end of the attempt never interleave. Idempotency:
a start by its key, an answer by its key, the end by the attempt itself. Evidence about memories goes to `reviews` in
the same transaction.
"""

import logging
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, InterfaceError, OperationalError, transaction

from content.models import Phase
from quizzes.attempts import deadlines
from quizzes.attempts.answers import asked_in, given_of, last_of, parts_of, record
from quizzes.attempts.errors import AlreadyOpen, AnsweredMeanwhile, Closed, Conflict, Incomplete, TooFew, UnknownChoice
from quizzes.attempts.lately import answered_lately
from quizzes.attempts.marking import reckoned, with_answers
from quizzes.attempts.models import Answer, AnswerPart, Attempt, AttemptQuestion
from quizzes.attempts.scoring import Given, complete, fits, share
from quizzes.bank.assemble import Blueprint
from quizzes.bank.kinds import Shape
from quizzes.bank.models import QuestionVersion
from quizzes.bank.queries import draw
from quizzes.bank.shuffling import shuffled
from quizzes.reviews.models import Review
from sdwiki.events import event

if TYPE_CHECKING:
    from sdwiki.accounts.models import User

EXAM_QUESTIONS = 10
PRACTICE_QUESTIONS = range(5, 21)
VISITOR_QUESTIONS = 5

logger = logging.getLogger(__name__)


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
    if learner is None:
        count = min(count, VISITOR_QUESTIONS)
    blueprint = Blueprint(count, frozenset(kinds), difficulty, followed=True)
    attempt = Attempt(learner=learner, visitor="" if learner else visitor, kind=Attempt.Kind.PRACTICE, title=title)
    return _start(attempt, topics=topics, blueprint=blueprint, least=1, key=key, now=now)


def start_exam(*, learner: "User", phase: Phase, key: UUID, now: datetime) -> Attempt:
    """A timed quiz over a phase: ten graded questions, ten minutes.

    Raises TooFew where the phase holds fewer, AlreadyOpen where another one is open, Conflict as above. One whose time
    is up, but which no sweep has closed yet, is closed on the way.
    """
    for attempt in Attempt.objects.filter(learner=learner).overdue(now):
        submit(attempt_id=attempt.pk, now=now)
    topics = list(phase.topics.filter(retired_at__isnull=True).values_list("pk", flat=True))
    attempt = Attempt(learner=learner, kind=Attempt.Kind.EXAM, title=f"{phase.title} exam", phase=phase)
    attempt.deadline = now + deadlines.EXAM_TIME
    try:
        blueprint = Blueprint(EXAM_QUESTIONS, graded=True)
        return _start(attempt, topics=topics, blueprint=blueprint, least=EXAM_QUESTIONS, key=key, now=now)
    except Conflict:
        open_one = Attempt.objects.filter(learner=learner, kind=Attempt.Kind.EXAM, submitted_at__isnull=True).first()
        if open_one is None:
            raise
        raise AlreadyOpen(open_one) from None


def _start(
    attempt: Attempt, *, topics: Sequence[int], blueprint: Blueprint, least: int, key: UUID, now: datetime
) -> Attempt:
    """Store an attempt with its questions, those that its person answered lately only where there are not enough
    others; for a key that was used before, the attempt that it made."""
    if earlier := _started(attempt, key):
        return earlier
    lately = answered_lately(learner=attempt.learner_id, visitor=attempt.visitor)
    drawn = draw(topics=topics, blueprint=blueprint, seed=str(key), lately=lately)
    if len(drawn.versions) < least:
        raise TooFew(len(drawn.versions), least)
    attempt.key, attempt.seed, attempt.started_at, attempt.short = key, str(key), now, drawn.short
    try:
        with transaction.atomic():
            attempt.save(force_insert=True)
            AttemptQuestion.objects.bulk_create(
                AttemptQuestion(attempt=attempt, position=position, version=version, order=_order(str(key), version))
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


def _order(seed: str, version: QuestionVersion) -> list[int]:
    """The ids of a question's choices in an order that depends on the seed and the question alone."""
    choices = shuffled(f"{seed}\x1f{version.question.key}", version.choices.all(), lambda one: str(one.position))
    return [choice.pk for choice in choices]


def save_answer(
    *,
    attempt_id: int,
    position: int,
    given: Given,
    sequence: int,
    key: UUID,
    now: datetime,
    sureness: str = "",
    unconfirmed: Collection[UUID] = (),
) -> Answer:
    """Save an answer to a question. ``sequence`` is that of the last answer the browser knows, 0 for none.

    ``unconfirmed`` are the keys of answers that the same tab has sent without hearing back: one of them may have been
    saved, and to follow it is not stale. A key that was used before gives its answer again. In practice the first
    answer stays, must be complete, and is evidence at once; in an exam it may be partial, or taken back. ``sureness``
    is one of `Answer.Sureness`, or empty; where nothing is known, ``given`` says so.
    Raises Closed, AnsweredMeanwhile, Incomplete or UnknownChoice, and then saves nothing.
    """
    with transaction.atomic():
        attempt = Attempt.objects.select_related("learner").select_for_update(of=("self",)).get(pk=attempt_id)
        question = _question(attempt, position)
        version, shape = question.version, question.version.question.shape
        if not fits(shape, question.order, version.targets, given):
            raise UnknownChoice
        answers = {answer.key: answer for answer in question.answers.order_by("sequence")}
        if key in answers:
            return answers[key]
        last = max(answers.values(), key=lambda answer: answer.sequence, default=None)
        practice = attempt.kind == Attempt.Kind.PRACTICE
        late = _arrived(attempt, now) is deadlines.Arrival.LATE
        if last and (practice or (sequence != last.sequence and last.key not in unconfirmed)):
            raise AnsweredMeanwhile
        if (practice or (shape.takes_one and not sureness)) and not complete(
            shape, len(question.order), given, version.targets
        ):
            raise Incomplete
        asked = asked_in(question) if practice else None
        answer = Answer(question=question, sequence=last.sequence + 1 if last else 1, at=now, key=key, late=late)
        answer.share = share(asked, given) if asked else None
        answer.sureness = Answer.Sureness.UNKNOWN if given.unknown else sureness
        _write(answer, given, shape)
        if asked:
            record(attempt, [(question, asked, answer)], source=Review.Source.PRACTICE, now=now)
        return answer


def _write(answer: Answer, given: Given, shape: Shape) -> None:
    """Store an answer with what was given, in the form that its question has."""
    answer.choice_id = next(iter(given.chosen), None) if shape.takes_one else None
    answer.save(force_insert=True)
    if not shape.takes_one:
        AnswerPart.objects.bulk_create(parts_of(answer, given))


def _question(attempt: Attempt, position: int) -> AttemptQuestion:
    """The attempt's question at this place. Raises UnknownChoice where there is none."""
    question = attempt.questions.select_related("version__question").filter(position=position).first()
    if question is None:
        raise UnknownChoice
    return question


def _arrived(attempt: Attempt, now: datetime) -> deadlines.Arrival:
    """Whether what comes now is in time or late. Raises Closed where it is too late, or the attempt has ended."""
    arrival = deadlines.arrival(now, attempt.deadline, settings.ATTEMPT_GRACE)
    if attempt.submitted_at or arrival is deadlines.Arrival.CLOSED:
        raise Closed
    return arrival


def set_flag(*, attempt_id: int, position: int, flagged: bool, now: datetime) -> AttemptQuestion:
    """Mark a question to be looked at again, or take the mark away. Raises Closed or UnknownChoice."""
    with transaction.atomic():
        attempt = Attempt.objects.select_for_update().get(pk=attempt_id)
        _arrived(attempt, now)
        question = _question(attempt, position)
        question.flagged = flagged
        question.save(update_fields=["flagged"])
        return question


def submit(*, attempt_id: int, now: datetime) -> Attempt:
    """End an attempt with what is saved; one that has ended stays as it is.

    After the deadline and its grace it counts as handed in at the deadline, as if the sweep had come first.
    """
    with transaction.atomic():
        attempt = Attempt.objects.select_for_update().get(pk=attempt_id)
        if attempt.submitted_at is None:
            late = deadlines.arrival(now, attempt.deadline, settings.ATTEMPT_GRACE) is deadlines.Arrival.CLOSED
            _finish(attempt, at=attempt.deadline if late and attempt.deadline else now, now=now)
    return attempt


def close_overdue(now: datetime, limit: int = 200) -> int:
    """Close open attempts whose deadline and grace have passed, and say how many were closed.

    Each is claimed under its lock, where its deadline is read again: what another sweep holds, or what has just been
    extended, is left alone. One that cannot be closed does not stop the others.
    """
    closed = 0
    overdue = Attempt.objects.overdue(now).order_by("deadline").values_list("pk", flat=True)
    for pk in list(overdue[:limit]):
        try:
            closed += _close(pk, now)
        except (OperationalError, InterfaceError):
            raise
        except Exception:
            logger.exception("Attempt %s could not be closed", pk)
    return closed


def _close(pk: int, now: datetime) -> bool:
    with transaction.atomic():
        attempt = Attempt.objects.overdue(now).filter(pk=pk).select_for_update(skip_locked=True).first()
        if attempt is None or attempt.deadline is None:
            return False
        attempt.closed_by_sweep = True
        _finish(attempt, at=attempt.deadline, now=now)
        return True


def _finish(attempt: Attempt, *, at: datetime, now: datetime) -> None:
    """Score the attempt and, after a timed quiz, record what was answered as evidence. The caller holds the lock.

    What was left open says nothing about a memory.
    """
    questions = with_answers(attempt)
    asked = {question.pk: asked_in(question) for question in questions}
    given = {question.pk: given_of(last_of(question)) for question in questions}
    result = reckoned(attempt, questions)
    attempt.submitted_at = at
    attempt.score, attempt.max_score, attempt.guess_score = result.points, result.most, result.guess
    attempt.save(update_fields=["submitted_at", "closed_by_sweep", "score", "max_score", "guess_score"])
    told = {"attempt": attempt.pk, "kind": attempt.kind, "learner": attempt.learner_id}
    event("attempt.closed", **told, by_sweep=attempt.closed_by_sweep)
    if attempt.kind == Attempt.Kind.EXAM:
        answered = [(q, asked[q.pk], answer) for q in questions if (answer := last_of(q)) and given[q.pk]]
        for question, _, answer in answered:
            answer.share = share(asked[question.pk], given[question.pk])
        Answer.objects.bulk_update([answer for _, _, answer in answered], ["share"])
        record(attempt, answered, source=Review.Source.EXAM, now=now)
