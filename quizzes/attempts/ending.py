"""An attempt ends once: handed in by its learner, or closed at its deadline by a sweep.

Whoever ends one holds its row's lock, so that a save and the end never interleave. What it holds is marked and written
by `quizzes.attempts.settling`, one or hundreds at a time.
"""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from django.conf import settings
from django.db import transaction

from quizzes.attempts import deadlines
from quizzes.attempts.answers import Said, record_said
from quizzes.attempts.closing import with_closing
from quizzes.attempts.evidence import opened_last, say_all, say_anew
from quizzes.attempts.marking import marks_of, with_answers
from quizzes.attempts.models import Answer, Attempt
from quizzes.attempts.rules import CLOSED
from quizzes.attempts.settling import Left, left_in, marked, write
from quizzes.reviews.models import Review
from sdwiki.events import event
from sdwiki.sweeping import together

# Closed in one transaction: of visitors, and of learners, whose memories are written to and whose pages wait meanwhile.
VISITORS, LEARNERS = 500, 25


def submit(*, attempt_id: int, now: datetime) -> Attempt:
    """End an attempt with what is saved; one that has ended stays as it is.

    After the deadline and its grace it counts as handed in at the deadline, as if the sweep had come first.
    """
    with transaction.atomic():
        attempt = Attempt.objects.select_for_update().get(pk=attempt_id)
        if attempt.submitted_at is None:
            late = deadlines.arrival(now, attempt.deadline, settings.ATTEMPT_GRACE) is deadlines.Arrival.CLOSED
            attempt.submitted_at = attempt.deadline if late and attempt.deadline else now
            event("attempt.closed", attempt=attempt.pk, kind=attempt.kind, learner=attempt.learner_id)
            _finish([attempt], now=now)
    return attempt


def close_overdue(now: datetime) -> int:
    """Close open attempts whose deadline and grace have passed, and say how many were closed.

    Many in one transaction, in which they are claimed under their locks and their deadlines read again: what another
    sweep holds, or what has just been extended, is left alone. One that cannot be closed does not stop the others.
    """
    closed = 0
    for most, visitors in ((LEARNERS, False), (VISITORS, True)):
        overdue = Attempt.objects.overdue(now).filter(learner__isnull=visitors).order_by("deadline", "pk")
        found = list(overdue.values_list("pk", flat=True))
        for start in range(0, len(found), most):
            batch = found[start : start + most]
            closed += together(partial(_close, now=now), batch, "Attempt %s could not be closed")
    return closed


def _close(ids: Sequence[int], *, now: datetime) -> int:
    overdue = with_closing(Attempt.objects.overdue(now)).select_related("learner").filter(pk__in=ids).order_by("pk")
    attempts = list(overdue.select_for_update(of=("self",), skip_locked=True))
    for attempt in attempts:
        attempt.submitted_at, attempt.closed_by_sweep = attempt.deadline, True
    if attempts:
        event("attempts.swept", attempts=[attempt.pk for attempt in attempts])
        _finish(attempts, now=now)
    return len(attempts)


def _finish(attempts: Sequence[Attempt], *, now: datetime) -> None:
    """Grade attempts, their ends set, and record what timed quizzes say as evidence, or leave it for when that may be
    told (`quizzes.attempts.telling`). The caller holds the locks."""
    left = left_in(attempts)
    waited = {attempt.pk for attempt in attempts if attempt.untold}
    for attempt in attempts:
        attempt.untold = attempt.agreed.feedback == CLOSED  # its closing says whether it is told
        result = marked(attempt, left[attempt.pk])
        attempt.score, attempt.max_score, attempt.guess_score = result.points, result.most, result.guess
    telling = [attempt for attempt in attempts if attempt.tells(now)]
    for attempt in telling:
        attempt.untold = False
    write(attempts, left, now=now)
    for attempt in telling:
        if attempt.pk in waited:
            say_all(attempt, now=now)
        elif attempt.kind == Attempt.Kind.EXAM and attempt.learner:
            _record(attempt, left[attempt.pk], now=now)


def _record(attempt: Attempt, left: Sequence[Left], *, now: datetime) -> None:
    """Record what a learner's timed quiz says since it was opened. What was left open says nothing about a memory; what
    was answered anew after a reopening, or got a mark of its own while the quiz was open, says something else."""
    held = {one.question for one in left if one.held}
    fresh = [one for one in left if not one.held and one.given and one.sureness != Answer.Sureness.GUESS]
    said = [Said(one.position, one.about, one.asked, one.given) for one in fresh]
    record_said(attempt, said, source=Review.Source.EXAM, now=now)
    if held:
        since, questions = opened_last(attempt), [one for one in with_answers(attempt) if one.pk in held]
        marks = marks_of(questions)
        say_anew(attempt, [(one, marks[one.pk]) for one in questions if marks[one.pk].at >= since], now=now)
