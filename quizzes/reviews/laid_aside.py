"""What learners are told once: that cards of theirs are asked no more, as what they came from is gone."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Max, Q
from django.db.models.functions import Greatest

from quizzes.bank.models import Fact, Flashcard
from quizzes.reviews.models import Card
from sdwiki.accounts.models import User


@dataclass(frozen=True)
class LaidAside:
    """How many seen cards of a learner were laid aside, by the title of their page; ``until`` the last of them was."""

    pages: tuple[tuple[str, int], ...]
    until: datetime

    @property
    def cards(self) -> int:
        return sum(number for _, number in self.pages)


def untold(learner: User) -> LaidAside | None:
    """What was laid aside since the learner was told last; None where nothing was. Cards that they suspended are not
    missed. The facts and flashcards that are gone are few, and have indexes of their own (fact_retired,
    flashcard_retired)."""
    since = {"retired_at__gt": learner.told_until} if learner.told_until else {"retired_at__isnull": False}
    gone = Q(fact__in=Fact.objects.filter(**since).values("pk"))
    gone |= Q(fact__in=Flashcard.objects.filter(**since).values("fact"))
    cards = Card.objects.seen().filter(gone, learner=learner, suspended=False)
    # PostgreSQL's GREATEST leaves out what is null
    gone_at = Greatest(F("fact__retired_at"), F("fact__flashcard__retired_at"))
    counted = cards.values_list("fact__topic__title").annotate(cards=Count("pk"), last=Max(gone_at))
    found = list(counted.order_by("fact__topic__title"))
    if not found:
        return None
    return LaidAside(tuple((title, number) for title, number, _ in found), max(last for *_, last in found))


def tell_once(*, learner: User) -> LaidAside | None:
    """What the learner is told now and not again."""
    found = untold(learner)
    if found:
        User.objects.filter(pk=learner.pk).update(told_until=found.until)
    return found
