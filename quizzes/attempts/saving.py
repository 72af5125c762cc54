"""What an open attempt takes: answers and flags. An answer is saved once by its key.

An answer in a timed quiz is one conditional statement, computed from what was read before, as a grade of a card is
(`quizzes.reviews.services`): it holds the attempt's row, so that a save and the end never interleave, and it writes
nothing where the attempt takes nothing more, its learner has gone on, or an answer stands in its place. Then it is
looked at again, and what stands in the way is said.
"""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction

from quizzes.attempts import deadlines
from quizzes.attempts.answers import parts_of
from quizzes.attempts.errors import AnsweredMeanwhile, Closed, GoneOn, Incomplete, UnknownChoice
from quizzes.attempts.models import Answer, Attempt, AttemptQuestion
from quizzes.attempts.practising import answer_in_practice
from quizzes.attempts.scoring import Given, complete, fits
from quizzes.bank.models import Question, QuestionVersion

# A question of an attempt with all that decides whether an answer to it can be saved, and the last one that was.
COLUMNS = """
    q.id, q.attempt_id, q.position, q.version_id, q."order", q.flagged, v.id, v.question_id, v.targets, b.id, b.kind,
    last.sequence, last.key"""
ASKED = """
    quizzes_attemptquestion q
    JOIN quizzes_questionversion v ON v.id = q.version_id
    JOIN quizzes_question b ON b.id = v.question_id
    LEFT JOIN LATERAL (
        SELECT w.sequence, w.key FROM quizzes_answer w WHERE w.question_id = q.id ORDER BY w.sequence DESC LIMIT 1
    ) last ON true"""
READ = f"""
SELECT a.id, a.kind, a.rules, a.deadline, a.submitted_at, a.reached, {COLUMNS}
FROM {ASKED} JOIN quizzes_attempt a ON a.id = q.attempt_id
WHERE q.attempt_id = %(attempt)s AND q.position = %(position)s
"""
# Fields of each model, in its order, as `from_db` takes them.
ATTEMPT = ("id", "kind", "rules", "deadline", "submitted_at", "reached")
QUESTION = ("id", "attempt_id", "position", "version_id", "order", "flagged")
VERSION, ABOUT = ("id", "question_id", "targets"), ("id", "kind")

# The answer with its parts, under the attempt's row lock: a transaction of its own where there is none around it. The
# deadline and its grace are looked at here, whatever was read before. What another tab has saved meanwhile is seen by
# its place in the sequence, the same answer sent twice by its key.
SAVE = """
WITH open AS MATERIALIZED (
    SELECT id, deadline FROM quizzes_attempt
    WHERE id = %(attempt)s AND submitted_at IS NULL AND (deadline IS NULL OR deadline >= %(closed_before)s)
      AND (NOT %(forward)s OR reached = %(position)s)
    FOR UPDATE
), saved AS (
    INSERT INTO quizzes_answer (question_id, sequence, choice_id, sureness, late, at, key)
    SELECT %(question)s, %(sequence)s, %(choice)s::bigint, %(sureness)s, coalesce(deadline < %(now)s, false), %(now)s,
           %(key)s
    FROM open
    ON CONFLICT DO NOTHING
    RETURNING id, question_id, sequence, choice_id, sureness, late, at, key
), parts AS (
    INSERT INTO quizzes_answerpart (answer_id, choice_id, value)
    SELECT saved.id, part.choice, part.value
    FROM saved, unnest(%(choices)s::bigint[], %(values)s::text[]) AS part (choice, value)
)
SELECT open.deadline, saved.* FROM saved, open
"""
ANSWER = ("id", "question_id", "sequence", "choice_id", "sureness", "late", "at", "key")


@dataclass(frozen=True)
class Found:
    """A question of an attempt as a save needs it, with the sequence and the key of its last answer. Of its rows no
    more was read than that; the rest comes when it is asked for."""

    question: AttemptQuestion
    last: tuple[int, UUID] | None


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
    found: Found | None = None,
) -> Answer:
    """Save an answer to a question. ``sequence`` is that of the last answer the browser knows, 0 for none; ``found``
    the question, where it was read already.
    ``unconfirmed``: keys that the same tab has sent without hearing back; to follow one is not stale. A key that was
    used before gives its answer again. In practice the first answer stays, must be complete, and is evidence at once.
    Raises Closed, GoneOn, AnsweredMeanwhile, Incomplete or UnknownChoice, and then saves nothing.
    """
    while True:
        read, found = found or _read(attempt_id, position), None
        question, last = read.question, read.last
        if question.attempt.kind == Attempt.Kind.PRACTICE:
            return answer_in_practice(
                attempt_id=attempt_id, position=position, given=given, sureness=sureness, key=key, now=now
            )
        shape = question.version.question.shape
        if not fits(shape, question.order, question.version.targets, given):
            raise UnknownChoice
        known = last is None or sequence == last[0] or last[1] in unconfirmed
        if refusal := _refusal(question, position, known=known, now=now):
            if earlier := _earlier(question, key):
                return earlier
            raise refusal
        whole = complete(shape, len(question.order), given, question.version.targets)
        if shape.takes_one and not sureness and not whole:
            if earlier := _earlier(question, key):
                return earlier
            raise Incomplete
        answer = Answer(question=question, sequence=last[0] + 1 if last else 1, at=now, key=key)
        answer.sureness = Answer.Sureness.UNKNOWN if given.unknown else sureness
        if saved := _save(answer, given) or _earlier(question, key):
            return saved
        # another answer, the end or a step forward came between reading and writing: look again


def _read(attempt_id: int, position: int) -> Found:
    """A question with its attempt. Raises UnknownChoice where there is none."""
    with connection.cursor() as cursor:
        cursor.execute(READ, {"attempt": attempt_id, "position": position})
        row = cursor.fetchone()
    if row is None:
        raise UnknownChoice
    return found_in(Attempt.from_db(connection.alias, ATTEMPT, (*row[:2], json.loads(row[2]), *row[3:6])), row[6:])


def found_in(attempt: Attempt, row: Sequence[Any]) -> Found:
    """The question in `COLUMNS` of a row."""
    alias = connection.alias
    question = AttemptQuestion.from_db(alias, QUESTION, row[:6])
    question.attempt = attempt
    question.version = QuestionVersion.from_db(alias, VERSION, row[6:9])
    question.version.question = Question.from_db(alias, ABOUT, row[9:11])
    return Found(question, None if row[11] is None else (row[11], row[12]))


def _refusal(question: AttemptQuestion, position: int, *, known: bool, now: datetime) -> Exception | None:
    """Why an answer that comes now is not taken, as far as what was read says so."""
    attempt = question.attempt
    if not _takes(attempt, now):
        return Closed()
    if attempt.agreed.forward and attempt.reached != position:
        return GoneOn()
    return None if known else AnsweredMeanwhile()


def _earlier(question: AttemptQuestion, key: UUID) -> Answer | None:
    """The answer that was saved under this key."""
    found = Answer.objects.filter(question=question.pk, key=key).first()
    if found:
        found.question = question
    return found


def _save(answer: Answer, given: Given) -> Answer | None:
    """Whether `SAVE` has written the answer; it has its id then, and its attempt the deadline that held."""
    question, parts = (
        answer.question,
        [] if answer.question.version.question.shape.takes_one else parts_of(answer, given),
    )
    values: dict[str, Any] = {name: getattr(answer, name) for name in ("sequence", "sureness", "key")}
    values |= {"attempt": question.attempt_id, "position": question.position, "question": question.pk}
    values |= {"forward": question.attempt.agreed.forward, "choice": None if parts else next(iter(given.chosen), None)}
    values |= {"choices": [part.choice_id for part in parts], "values": [part.value for part in parts]}
    values |= {"now": answer.at, "closed_before": answer.at - settings.ATTEMPT_GRACE}
    with connection.cursor() as cursor:
        cursor.execute(SAVE, values)
        row = cursor.fetchone()
    if row is None:
        return None
    question.attempt.deadline = row[0]
    saved = Answer.from_db(connection.alias, ANSWER, row[1:])
    saved.question = question
    return saved


def _takes(attempt: Attempt, now: datetime) -> bool:
    """Whether an attempt still takes what comes now."""
    arrival = deadlines.arrival(now, attempt.deadline, settings.ATTEMPT_GRACE)
    return attempt.submitted_at is None and arrival is not deadlines.Arrival.CLOSED


def set_flag(*, attempt_id: int, position: int, flagged: bool, now: datetime) -> AttemptQuestion:
    """Mark a question to be looked at again, or take the mark away. Raises Closed or UnknownChoice."""
    with transaction.atomic():
        found = AttemptQuestion.objects.select_related("attempt", "version__question")
        question = found.filter(attempt=attempt_id, position=position).select_for_update(of=("attempt",)).first()
        if question is None:
            raise UnknownChoice
        if not _takes(question.attempt, now):
            raise Closed
        question.flagged = flagged
        question.save(update_fields=["flagged"])
        return question
