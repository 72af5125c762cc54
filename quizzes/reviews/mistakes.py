"""The running list of mistakes: facts whose latest evidence from a quiz that stands is a miss, over all quizzes."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db.models import OuterRef, QuerySet, Subquery

from quizzes.reviews.models import Card, Review

if TYPE_CHECKING:
    from sdwiki.accounts.models import User


def mistaken(cards: QuerySet[Card]) -> QuerySet[Card]:
    """Those of these cards that a quiz was answered wrong about, and none right since. What reviews said since then
    changes nothing: a card is no quiz."""
    answers = Review.objects.effective().filter(card=OuterRef("pk")).exclude(source=Review.Source.REVIEW)
    latest = Subquery(answers.order_by("-pk").values("rating")[:1])
    return cards.alias(in_quizzes=latest).filter(in_quizzes=Review.Rating.AGAIN)


def mistakes_of(learner: "User", *, topics: Sequence[int] | None = None) -> list[int]:
    """The facts (ids) that a learner has on that list and may be asked: of everything, or of some topics."""
    cards = Card.objects.filter(learner=learner).askable()
    cards = cards if topics is None else cards.filter(fact__topic__in=topics)
    return list(mistaken(cards).order_by("fact").values_list("fact", flat=True))
