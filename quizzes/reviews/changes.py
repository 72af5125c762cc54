"""What an edit of the wiki does to memories."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from quizzes.reviews.models import Card


@transaction.atomic
def mark_changed(*, fact_ids: Sequence[int], now: datetime) -> int:
    """Bring back every seen card of these facts as due, marked "changed"; its history stays. The number of cards."""
    if not fact_ids:
        return 0
    seen = Card.objects.filter(fact__in=fact_ids).seen()
    # In the order in which a quiz takes its cards, or an edit and a quiz could each hold what the other waits for.
    list(seen.order_by("pk").select_for_update().values_list("pk", flat=True))
    return seen.update(changed=True, due=now)
