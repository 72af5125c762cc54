"""What a change of the wiki does to memories."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Count, Q

from quizzes.reviews.models import Card


@dataclass(frozen=True)
class Touched:
    """Memories that a change reaches, in cards with evidence: those that are asked again because their fact's meaning
    is new, those laid aside because it is gone, those taken up again because it is back; and of how many learners.
    """

    asked_again: int = 0
    laid_aside: int = 0
    taken_up: int = 0
    learners: int = 0


@transaction.atomic
def mark_changed(*, fact_ids: Sequence[int], now: datetime) -> int:
    """Bring back every seen card of these facts as due, marked "changed"; its history stays. The number of cards."""
    if not fact_ids:
        return 0
    seen = Card.objects.filter(fact__in=fact_ids).seen()
    # In the order in which a quiz takes its cards, or an edit and a quiz could each hold what the other waits for.
    list(seen.order_by("pk").select_for_update().values_list("pk", flat=True))
    # One that its learner has put off comes as it was put off to, and as changed.
    put_off = Q(buried_until__isnull=False, due__gt=now)
    seen.filter(put_off).update(changed=True)
    return seen.filter(put_off).count() + seen.exclude(put_off).update(changed=True, due=now, buried_until=None)


def touched(
    *, changed: Sequence[int] = (), retired: Sequence[int] = (), revived: Sequence[int] = ()
) -> tuple[Touched, dict[str, Touched]]:
    """Which memories these facts (ids) concern: as a whole, and by the slug of their page, where there are any."""
    if not changed and not retired and not revived:
        return Touched(), {}
    counts = {
        "asked_again": Count("pk", filter=Q(fact__in=changed)),
        "laid_aside": Count("pk", filter=Q(fact__in=retired)),
        "taken_up": Count("pk", filter=Q(fact__in=revived)),
        "learners": Count("learner", distinct=True),
    }
    cards = Card.objects.seen().filter(fact__in=[*changed, *retired, *revived])
    by_page = {
        slug: Touched(again, aside, up, learners)
        for slug, again, aside, up, learners in cards.values_list("fact__topic__slug").annotate(**counts)
    }
    return Touched(**cards.aggregate(**counts)), by_page
