"""Cramming: cards gone through again and again until each was known once, for tomorrow. Pure.

Nothing of it is kept: what was answered an hour before an interview says little of what will be known in a month, so it
is no evidence, and no card comes back sooner or later for it. All that there is of a session stands in its address.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from quizzes.reviews.expected import expected
from quizzes.reviews.forgetting import Model
from quizzes.reviews.scheduling import Memory

NUMBERS, USUAL = (10, 20, 50), 20  # cards of a session
MOST = max(NUMBERS)
BACK = 4  # a card that was not known comes after so many others


@dataclass(frozen=True, slots=True)
class Deck:
    """The cards (ids) that are left, the one in hand first; how many were ``known``, and how often one was not."""

    left: tuple[int, ...]
    known: int = 0
    missed: int = 0

    @property
    def size(self) -> int:
        """How many cards it was made of."""
        return len(self.left) + self.known

    def knew(self) -> "Deck":
        """The deck after the card in hand was known: it is done with."""
        return replace(self, left=self.left[1:], known=self.known + 1)

    def forgot(self) -> "Deck":
        """The deck after it was not: the card comes back in this session."""
        others = self.left[1:]
        return replace(self, left=(*others[:BACK], *self.left[:1], *others[BACK:]), missed=self.missed + 1)

    def only(self, cards: Iterable[int]) -> "Deck":
        """Without the cards that are not among these."""
        kept = set(cards)
        return replace(self, left=tuple(card for card in self.left if card in kept))


def weakest(memories: Iterable[tuple[int, Memory]], *, on: date, model: Model, number: int) -> tuple[int, ...]:
    """So many of these cards (ids) as are least expected to be known on a date, the least first."""
    ranked = sorted((expected(memory, on=on, model=model), card) for card, memory in memories)
    return tuple(card for _, card in ranked[:number])
