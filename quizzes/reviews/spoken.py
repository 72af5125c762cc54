"""Cards that are answered aloud or in writing: the learner ticks what was said, and that makes the grade."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from quizzes.bank.models import Checkpoint, Fact
from quizzes.reviews import services
from quizzes.reviews.errors import ChangedCardError, SpokenCardError
from quizzes.reviews.models import Card, Review, Tick
from quizzes.reviews.scheduling import Rating

if TYPE_CHECKING:
    from sdwiki.accounts.models import User


@dataclass(frozen=True)
class Step:
    """From ``least`` to ``most`` checkpoints said: what the card is graded."""

    least: int
    most: int
    rating: Rating

    @property
    def said(self) -> str:
        """ "all 4", "2 or 3", "1 to 3", "0"."""
        if self.rating is Rating.GOOD:
            return f"all {self.most}"
        if self.least == self.most:
            return str(self.least)
        return f"{self.least} {'or' if self.most == self.least + 1 else 'to'} {self.most}"


def steps(checkpoints: int) -> tuple[Step, ...]:
    """What a number of checkpoints said leads to, the best first: all Good, at least half Hard, fewer Again."""
    half = (checkpoints + 1) // 2
    found = (
        Step(checkpoints, checkpoints, Rating.GOOD),
        Step(half, checkpoints - 1, Rating.HARD),
        Step(0, half - 1, Rating.AGAIN),
    )
    return tuple(step for step in found if step.least <= step.most)


def rating_of(said: int, checkpoints: int) -> Rating:
    """The grade for so many checkpoints said of an answer that has them."""
    return next(step.rating for step in steps(checkpoints) if said >= step.least)


@transaction.atomic
def grade_spoken(
    *,
    learner: "User",
    card_id: int,
    shown: Sequence[int],
    said: Collection[int],
    now: datetime,
    key: UUID,
    reps: int | None = None,
    changed: bool = True,
) -> Review:
    """Grade a card by the checkpoints (ids) that were ``said`` of those ``shown``, and keep which these were.

    How long it took is not kept: to speak takes minutes, and the pace of flashcards is taken from these times. A
    repetition gives what the first request made. Raises as `quizzes.reviews.services.grade`, and `ChangedCardError`
    where the card has other checkpoints by now.
    """
    card = Card.objects.filter(learner=learner).select_related("fact").only("fact__kind").get(pk=card_id)
    points = list(Checkpoint.objects.filter(fact=card.fact_id))
    if card.fact.kind != Fact.Kind.PROMPT or not points:
        raise SpokenCardError
    repeated = Review.objects.filter(learner=learner, key=key).exists()
    if not repeated and [point.pk for point in points] != list(shown):
        raise ChangedCardError
    ticked = {point.pk for point in points} & set(said)
    graded = services.grade(
        learner=learner,
        card_id=card_id,
        rating=rating_of(len(ticked), len(points)),
        now=now,
        key=key,
        reps=reps,
        changed=changed,
        spoken=True,
    )
    if not graded.ticks.exists():
        Tick.objects.bulk_create(
            Tick(review=graded, position=p.position, text=p.text, place=p.place, said=p.pk in ticked) for p in points
        )
    return graded


def left_out(learner: "User", review_id: int) -> list[Tick]:
    """What the learner did not say of a card that they have graded by ticks."""
    return list(Tick.objects.filter(review=review_id, review__learner=learner, said=False))
