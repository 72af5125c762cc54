"""How long nothing may be told of what an assignment came to: while a quiz that it asks for tells nothing itself."""

from collections.abc import Collection
from datetime import datetime

from quizzes.attempts.closing import with_closing
from quizzes.attempts.models import Attempt
from quizzes.attempts.rules import CLOSED
from quizzes.classes.assignments.given import Given


def silent_until(one: Given, learners: Collection[int], now: datetime) -> dict[int, datetime]:
    """For those of these learners (ids) who have handed in a quiz that tells nothing before it closes: when it, or the
    last of several, closes for them. What was told stays told where a closing has moved since. One statement, none
    where no quiz is asked for."""
    if not one.scope.quizzes:
        return {}
    waiting = Attempt.objects.filter(quiz__in=one.scope.quizzes, learner__in=learners, rules__feedback=CLOSED)
    until: dict[int, datetime] = {}
    for attempt in with_closing(waiting.filter(submitted_at__isnull=False)):
        assert attempt.learner_id is not None
        closing = attempt.closing
        assert closing is not None  # no quiz tells after a closing that it does not have
        if attempt.untold or closing <= now:
            until[attempt.learner_id] = max(until.get(attempt.learner_id, closing), closing)
    return until
