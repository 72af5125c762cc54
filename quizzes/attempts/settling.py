"""What attempts hold as they end, of any number at once: read, marked and written in a few statements for all of them.

Whether one is handed in or a sweep closes hundreds, this is the way, so that both give the same marks.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection

from quizzes.attempts.answers import asked_of, given_as
from quizzes.attempts.marking import FOR_ALL, as_corrected
from quizzes.attempts.models import AnswerPart, Attempt, AttemptQuestion, Grading
from quizzes.attempts.scoring import Asked, Given, Mark, Score, guess, score, share
from quizzes.bank.models import QuestionVersion

Rules = Grading.Rules

# Each question with the last answer to it and the mark that it has already: from before a reopening, or in advance.
READ = """
SELECT q.attempt_id, q.id, q.position, q.version_id, q."order", last.*, held.*
FROM quizzes_attemptquestion q
LEFT JOIN LATERAL (
    SELECT w.id, w.choice_id, w.sureness FROM quizzes_answer w
    WHERE w.question_id = q.id ORDER BY w.sequence DESC LIMIT 1
) last ON true
LEFT JOIN LATERAL (
    SELECT g.rules, g.answer_id, g.share FROM quizzes_grading g WHERE g.question_id = q.id ORDER BY g.id DESC LIMIT 1
) held ON true
WHERE q.attempt_id = ANY(%(attempts)s::bigint[])
ORDER BY q.attempt_id, q.position
"""
MARK = """
INSERT INTO quizzes_grading (question_id, answer_id, share, rules, at)
SELECT question, answer, share, rules, %(now)s
FROM unnest(%(questions)s::bigint[], %(answers)s::bigint[], %(shares)s::float8[], %(rules)s::text[])
     AS fresh (question, answer, share, rules)
"""
END = """
UPDATE quizzes_attempt
SET submitted_at = at, closed_by_sweep = swept, untold = waits, score = points, max_score = most, guess_score = luck
FROM unnest(%(pk)s::bigint[], %(submitted_at)s::timestamptz[], %(closed_by_sweep)s::bool[], %(untold)s::bool[],
            %(score)s::float8[], %(max_score)s::float8[], %(guess_score)s::float8[])
     AS ended (pk, at, swept, waits, points, most, luck)
WHERE id = ended.pk
"""
ENDS = ("pk", "submitted_at", "closed_by_sweep", "untold", "score", "max_score", "guess_score")


class Held(NamedTuple):
    """A mark that a question has already: how it came about, which answer (id) it is for, and the share."""

    rules: str | None
    answer: int | None
    share: float | None


@dataclass(slots=True)
class Left:
    """A question of an attempt (id) as its end finds it: what it asks, what chance gives there, and the last answer.

    ``about`` is the question of the bank (id). ``fresh`` is the mark that the end gives it: share and rules.
    """

    question: int
    position: int
    about: int
    asked: Asked
    luck: float
    answer: int | None
    sureness: str | None
    given: Given
    held: Held | None
    fresh: tuple[float | None, Rules] | None = None

    @property
    def share(self) -> float | None:
        """What it is worth once it is marked."""
        return self.fresh[0] if self.fresh else self.held and self.held.share


def left_in(attempts: Sequence[Attempt]) -> dict[int, list[Left]]:
    """The questions of each attempt (id), in their order."""
    with connection.cursor() as cursor:
        cursor.execute(READ, {"attempts": [attempt.pk for attempt in attempts]})
        rows = cursor.fetchall()
    versions = _versions({row[3] for row in rows})
    parts = _parts([pk for *_, pk, choice, sureness, _, _, _ in rows if pk and choice is None])
    known: dict[tuple[int, frozenset[int]], tuple[Asked, float]] = {}
    found: dict[int, list[Left]] = {attempt.pk: [] for attempt in attempts}
    for attempt, question, position, version, order, answer, choice, sureness, *held in rows:
        shown = frozenset(order)
        if (version, shown) not in known:
            asked = asked_of(one := versions[version], [one for one in one.choices.all() if one.pk in shown])
            known[version, shown] = asked, guess(asked)
        given = given_as(choice, sureness, parts.get(answer, ())) if answer else Given()
        about, mark = versions[version].question_id, Held(*held) if held[0] else None
        found[attempt].append(Left(question, position, about, *known[version, shown], answer, sureness, given, mark))
    return found


def _versions(ids: Iterable[int]) -> dict[int, QuestionVersion]:
    """What was asked, as far as it decides what an answer is worth."""
    found = QuestionVersion.objects.select_related("question").only("targets", "question__kind")
    return found.prefetch_related("choices", "question__aliases").in_bulk(ids)


def _parts(answers: Sequence[int]) -> dict[int, list[tuple[int | None, str]]]:
    """The parts of these answers (ids): choice and value."""
    found: dict[int, list[tuple[int | None, str]]] = {}
    rows = AnswerPart.objects.filter(answer__in=answers).values_list("answer", "choice", "value") if answers else ()
    for answer, choice, value in rows:
        found.setdefault(answer, []).append((choice, value))
    return found


def marked(attempt: Attempt, left: Sequence[Left]) -> Score:
    """Mark what has no mark yet, or was answered anew since it got one; the sum of what counts then.

    In a timed quiz what was left open earned nothing; in practice it does not count.
    """
    exam = attempt.kind == Attempt.Kind.EXAM
    for one in left:
        if one.held is None:
            one.fresh = share(one.asked, one.given) if one.given or exam else None, Rules.MARKED
        elif one.answer and one.answer != one.held.answer and one.held.rules not in FOR_ALL:
            one.fresh = _anew(one, one.held)
    return score(Mark(mark, one.luck) for one in left if (mark := one.share) is not None)


def _anew(one: Left, held: Held) -> tuple[float, Rules]:
    """The mark of what was answered anew: by the question as corrected, where it was, and where that can be said."""
    if held.rules == Rules.REGRADED:
        corrected = as_corrected(AttemptQuestion.objects.get(pk=one.question), None)
        if corrected is not None:
            return corrected, Rules.REGRADED
    return share(one.asked, one.given), Rules.MARKED


def write(attempts: Sequence[Attempt], left: Mapping[int, Sequence[Left]], *, now: datetime) -> None:
    """Store the fresh marks of these attempts, and their ends."""
    fresh = [(one, *one.fresh) for attempt in attempts for one in left[attempt.pk] if one.fresh]
    marks: dict[str, Any] = {
        "questions": [one.question for one, _, _ in fresh],
        "answers": [one.answer for one, _, _ in fresh],
        "shares": [mark for _, mark, _ in fresh],
        "rules": [rules.value for _, _, rules in fresh],
        "now": now,
    }
    with connection.cursor() as cursor:
        cursor.execute(MARK, marks)
        cursor.execute(END, {name: [getattr(attempt, name) for attempt in attempts] for name in ENDS})
