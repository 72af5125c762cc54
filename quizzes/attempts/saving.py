"""What an open attempt takes: answers and flags.

Whoever writes holds the attempt's row, so that a save and the end never interleave. An answer is saved once by its key.
"""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction

from quizzes.attempts import deadlines
from quizzes.attempts.answers import asked_in, parts_of, record
from quizzes.attempts.errors import AnsweredMeanwhile, Closed, Incomplete, UnknownChoice
from quizzes.attempts.models import Answer, AnswerPart, Attempt, AttemptQuestion, Grading
from quizzes.attempts.placement import ask_next
from quizzes.attempts.scoring import Given, complete, fits, share
from quizzes.bank.kinds import Shape
from quizzes.reviews.models import Review


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
    ``unconfirmed``: keys that the same tab has sent without hearing back; to follow one is not stale. A key that was
    used before gives its answer again. In practice the first answer stays, must be complete, and is evidence at once.
    Raises Closed, AnsweredMeanwhile, Incomplete or UnknownChoice, and then saves nothing.
    """
    with transaction.atomic():
        question = _question(attempt_id, position)
        attempt = question.attempt
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
        answer.sureness = Answer.Sureness.UNKNOWN if given.unknown else sureness
        _write(answer, given, shape)
        if asked:
            mark = share(asked, given)
            Grading.objects.create(question=question, answer=answer, share=mark, rules=Grading.Rules.MARKED, at=now)
            record(attempt, [(question, asked, answer)], source=Review.Source.PRACTICE, now=now)
        if hasattr(attempt, "placement"):
            ask_next(attempt)
        return answer


def _write(answer: Answer, given: Given, shape: Shape) -> None:
    """Store an answer with what was given, in the form that its question has."""
    answer.choice_id = next(iter(given.chosen), None) if shape.takes_one else None
    answer.save(force_insert=True)
    if not shape.takes_one:
        AnswerPart.objects.bulk_create(parts_of(answer, given))


def _question(attempt_id: int, position: int) -> AttemptQuestion:
    """The attempt's question at this place, with the attempt's row locked, in one statement. Raises UnknownChoice where
    there is none."""
    found = AttemptQuestion.objects.select_related("attempt__learner", "attempt__placement", "version__question")
    question = found.filter(attempt=attempt_id, position=position).select_for_update(of=("attempt",)).first()
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
        question = _question(attempt_id, position)
        _arrived(question.attempt, now)
        question.flagged = flagged
        question.save(update_fields=["flagged"])
        return question
