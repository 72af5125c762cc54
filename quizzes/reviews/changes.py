"""What an edit of the wiki does to memories."""

from collections.abc import Sequence
from datetime import datetime

from quizzes.reviews.models import Card


def mark_changed(*, fact_ids: Sequence[int], now: datetime) -> int:
    """Bring back every seen card of these facts as due, marked "changed"; its history stays. The number of cards."""
    if not fact_ids:
        return 0
    return Card.objects.filter(fact__in=fact_ids).seen().update(changed=True, due=now)
