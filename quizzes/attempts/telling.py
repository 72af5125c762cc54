"""What waits to be told: the answers of a quiz that tells what is right after closing say nothing of memories before.

A card's log, its due date and every figure made of it tell right from wrong, so the evidence is not hidden there but
recorded when it may be told, by the marks that hold then and as of the time at which it was handed in. What is never
told is never recorded. The marks themselves are kept as ever: staff see them at once.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from quizzes.attempts.closing import with_closing
from quizzes.attempts.evidence import say_all
from quizzes.attempts.models import Attempt
from sdwiki.sweeping import one_of_many


def tell_closed(*, now: datetime) -> int:
    """Record what the attempts say whose quizzes have closed for their learners, and say how many that were.

    Each is claimed under its lock, so that two sweeps record once; one that fails does not stop the others.
    """
    told = 0
    closed = Q(quiz__closes__lte=now) | Q(quiz__closes=None)  # of a quiz that is gone, too
    waiting = with_closing(Attempt.objects.filter(closed, untold=True, submitted_at__isnull=False))
    for pk in [one.pk for one in waiting if one.tells(now)]:
        with one_of_many("What attempt %s says could not be recorded", pk):
            told += _tell(pk, now)
    return told


def _tell(pk: int, now: datetime) -> bool:
    with transaction.atomic():
        found = Attempt.objects.filter(pk=pk, untold=True, submitted_at__isnull=False)
        attempt = found.select_for_update(skip_locked=True).first()
        if attempt is None or not attempt.tells(now):
            return False
        say_all(attempt, now=now)
        return True
