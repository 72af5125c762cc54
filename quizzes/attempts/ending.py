"""An attempt ends once: handed in by its learner, or closed at its deadline by a sweep.

Whoever ends one holds its row's lock, so that a save and the end never interleave.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.conf import settings
from django.db import transaction

from quizzes.attempts import deadlines
from quizzes.attempts.answers import asked_in, given_of, last_of, record
from quizzes.attempts.evidence import opened_last, say_all, say_anew
from quizzes.attempts.marking import grade_open, marks_of, total, with_answers
from quizzes.attempts.models import Attempt, AttemptQuestion, Grading
from quizzes.attempts.rules import CLOSED
from quizzes.reviews.models import Review
from sdwiki.events import event
from sdwiki.sweeping import one_of_many


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
        with one_of_many("Attempt %s could not be closed", pk):
            closed += _close(pk, now)
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
    """Grade the attempt and, after a timed quiz, record what was answered as evidence, or leave it for when that may be
    told (`quizzes.attempts.telling`). The caller holds the lock."""
    questions = with_answers(attempt)
    before = marks_of(questions)
    marks = grade_open(attempt, questions, before, now=now)
    result = total(questions, marks)
    attempt.submitted_at = at
    attempt.score, attempt.max_score, attempt.guess_score = result.points, result.most, result.guess
    waited, attempt.untold = attempt.untold, attempt.agreed.feedback == CLOSED  # its closing says whether it is told
    tells = attempt.tells(now)
    attempt.untold = attempt.untold and not tells
    attempt.save(update_fields=["submitted_at", "closed_by_sweep", "untold", "score", "max_score", "guess_score"])
    told = {"attempt": attempt.pk, "kind": attempt.kind, "learner": attempt.learner_id}
    event("attempt.closed", **told, by_sweep=attempt.closed_by_sweep)
    if tells and waited:
        say_all(attempt, now=now)
    elif tells:
        _record(attempt, questions, before, marks, now=now)


def _record(
    attempt: Attempt,
    questions: Sequence[AttemptQuestion],
    before: Mapping[int, Grading],
    marks: Mapping[int, Grading],
    *,
    now: datetime,
) -> None:
    """Record what a timed quiz says since it was opened. What was left open says nothing about a memory; what was
    answered anew after a reopening, or got a mark of its own while the quiz was open, says something else."""
    if attempt.kind == Attempt.Kind.EXAM:
        fresh = [one for one in questions if one.pk not in before]
        answered = [(q, asked_in(q), answer) for q in fresh if (answer := last_of(q)) and given_of(answer)]
        record(attempt, answered, source=Review.Source.EXAM, now=now)
        since = opened_last(attempt) if before else now
        if again := [(q, marks[q.pk]) for q in questions if q.pk in before and marks[q.pk].at >= since]:
            say_anew(attempt, again, now=now)
