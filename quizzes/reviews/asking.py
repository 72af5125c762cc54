"""What a learner's day asks of cards they have seen: the rule of the load (`quizzes.reviews.load_sql`) for cards that
are at hand, and as a condition of a queryset. A test holds them together.

Where a day has a list, this is due and nothing else but the day's steps; on a day off, nothing is.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db.models import Q

from quizzes.reviews.away import resting
from quizzes.reviews.counting import by_plan
from quizzes.reviews.days import day_begins, local_day
from quizzes.reviews.models import Card, DayPlan

if TYPE_CHECKING:
    from sdwiki.accounts.models import User

STEPS = (Card.State.LEARNING, Card.State.RELEARNING)


@dataclass(frozen=True, slots=True)
class Asking:
    """A learner's ``day`` at an instant, and the cards (ids) of its list; None where it has none. Of one that is
    ``off`` nothing is due."""

    now: datetime
    day: date
    begins: datetime
    cards: frozenset[int] | None
    off: bool

    def asks(self, card: Card) -> bool:
        """Whether a card is due now. Whether its fact may be asked is another matter."""
        if self.off or card.suspended or card.state == Card.State.NEW:
            return False
        if self.cards is None or (card.state in STEPS and card.due > self.begins):
            return card.due <= self.now
        put_off = card.buried_until is not None and card.buried_until > self.day
        return card.pk in self.cards and not put_off and card.last_day is not None and card.last_day < self.day

    @property
    def due(self) -> Q:
        """The same as a condition of a queryset of cards."""
        if self.off:
            return Q(pk__in=())
        seen = Q(suspended=False) & ~Q(state=Card.State.NEW)
        if self.cards is None:
            return seen & Q(due__lte=self.now)
        step = Q(state__in=STEPS, due__gt=self.begins)
        open_ = Q(buried_until=None) | Q(buried_until__lte=self.day)
        return seen & (step & Q(due__lte=self.now) | Q(pk__in=self.cards, last_day__lt=self.day) & open_ & ~step)


def asking(learner: "User", now: datetime) -> Asking:
    """What a learner's day asks. One statement at most."""
    day = local_day(now, learner.time_zone, learner.day_start)
    cards, off = None, resting(learner, day)
    if not off and by_plan(learner, day, None):
        listed = DayPlan.objects.filter(learner=learner, day=day).values_list("cards", flat=True).first()
        cards = None if listed is None else frozenset(listed)
    return Asking(now, day, day_begins(day, learner.time_zone, learner.day_start), cards, off)
