"""Quizzes in which nobody goes back: where somebody stands, and how they go on."""

from datetime import datetime

from django.conf import settings
from django.db.models import F, Q

from quizzes.attempts.models import Attempt, AttemptQuestion


def go_on(*, attempt_id: int, position: int, now: datetime) -> bool:
    """Leave a question behind for good, and say whether that was done.

    Pressed again, by another tab, after the end, or where one may go back, it changes nothing.
    """
    stands = Attempt.objects.filter(pk=attempt_id, reached=position, rules__forward=True, submitted_at=None)
    open_ones = stands.filter(Q(deadline=None) | Q(deadline__gte=now - settings.ATTEMPT_GRACE))
    asked = AttemptQuestion.objects.filter(attempt=attempt_id, position=position)
    return bool(asked.exists() and open_ones.update(reached=F("reached") + 1))
