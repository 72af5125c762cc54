"""What visitors leave behind, and until when."""

from datetime import datetime, timedelta

from django.db import transaction

from quizzes.attempts.models import Attempt

# A visitor's quiz is found again through their session only, and nobody goes on with five questions after a month. A
# learner's attempts stay for good.
VISITORS_KEPT = timedelta(days=30)


@transaction.atomic
def forget_visitors(*, now: datetime, most: int = 500) -> int:
    """Delete the oldest quizzes that visitors started more than `VISITORS_KEPT` ago, with their answers: how many.

    Such as are being answered at this moment are left for the next time.
    """
    expired = Attempt.objects.filter(learner__isnull=True, started_at__lt=now - VISITORS_KEPT).order_by("started_at")
    found = list(expired.select_for_update(skip_locked=True).values_list("pk", flat=True)[:most])
    Attempt.objects.filter(pk__in=found).delete()
    return len(found)
