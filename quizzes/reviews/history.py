"""Many grades of one learner, one after the other in memory, and written at once: a history that is made, not lived.

Each is what `quizzes.reviews.services.grade` would make of it, but that facts of one table are not kept apart. Answers
given aloud are left out, as they are graded by what was said.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import uuid4

from django.db import transaction

from quizzes.bank.models import Fact
from quizzes.reviews.cards import apply_memory, cards_of, take_turn
from quizzes.reviews.models import Card, Review
from quizzes.reviews.scheduling import Rating
from quizzes.reviews.services import graded

if TYPE_CHECKING:
    from sdwiki.accounts.models import User

AT_ONCE = 1000  # rows of one statement
OF_THE_CARD = ("state", "due", "stability", "difficulty", "step", "last_day", "reps", "lapses", "missed", "changed")


class History:
    """The cards of a learner as their grades leave them. Nothing is written before `store`."""

    def __init__(self, learner: "User") -> None:
        self.learner = learner
        self.cards = list(cards_of(learner).exclude(fact__kind=Fact.Kind.PROMPT).order_by("pk"))
        self.rows: list[Review] = []

    def due(self, now: datetime) -> list[Card]:
        """What was seen before and is due, the longest first."""
        seen = [card for card in self.cards if card.state != Card.State.NEW and card.due <= now]
        return sorted(seen, key=lambda card: (card.due, card.pk))

    def fresh(self, now: datetime) -> list[Card]:
        """What is new, in its order."""
        return [card for card in self.cards if card.state == Card.State.NEW and card.due <= now]

    def grade(self, card: Card, rating: Rating, now: datetime, duration_ms: int) -> None:
        """Grade one of the cards. Instants do not go back."""
        row, memory = graded(card, rating, self.learner, Review.Source.REVIEW, now, uuid4(), duration_ms)
        self.rows.append(row)
        apply_memory(card, memory)
        card.due, card.changed = row.due, False

    @transaction.atomic
    def store(self) -> int:
        """Write the grades and what became of the cards: how many grades there were."""
        take_turn(self.learner)
        Review.objects.bulk_create(self.rows, batch_size=AT_ONCE)
        touched = _by_id(row.card for row in self.rows)
        Card.objects.bulk_create(
            touched, batch_size=AT_ONCE, update_conflicts=True, unique_fields=["pk"], update_fields=OF_THE_CARD
        )
        written, self.rows = len(self.rows), []
        return written


def _by_id(cards: Iterable[Card]) -> list[Card]:
    return sorted({card.pk: card for card in cards}.values(), key=lambda card: card.pk)
