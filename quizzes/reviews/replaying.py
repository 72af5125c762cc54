"""What a card's log makes of it: its memory, and when it is due after its last evidence."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from quizzes.bank.models import FactVersion
from quizzes.reviews import scheduling
from quizzes.reviews.cards import due_after
from quizzes.reviews.models import Card, Review
from quizzes.reviews.queries import model_of
from quizzes.reviews.scheduling import Evidence, Memory, Rating

if TYPE_CHECKING:
    from sdwiki.accounts.models import User


def memory_from(rows: Sequence[Review], learner: "User") -> Memory:
    """The memory that evidence makes, in the order in which it came."""
    return scheduling.replay(evidence(rows), model=model_of(learner))


def due_anew(card: Card, rows: Sequence[Review], learner: "User") -> tuple[datetime, date | None]:
    """When a card is due whose last evidence is scheduled anew, as what its due date rested on is gone."""
    *earlier, last = evidence(rows)
    model = model_of(learner)
    before = scheduling.replay(earlier, model=model)
    anew = scheduling.review(
        before, **last._asdict(), model=model, retention=learner.desired_retention,
        chance=scheduling.chance(card.pk, before.reps), maximum=learner.maximum_interval,
    )  # fmt: skip
    return due_after(anew.wait, rows[-1].at, last.day, learner)


def changed_since(card: Card, rows: Sequence[Review]) -> bool:
    """Whether the fact's meaning has changed since the last evidence."""
    return (
        bool(rows)
        and FactVersion.objects.filter(fact=card.fact_id, number__gt=rows[-1].fact_version, cosmetic=False).exists()
    )


def evidence(rows: Sequence[Review]) -> list[Evidence]:
    """These rows as replay takes them; what is no grade is left out."""
    return [Evidence(Rating(row.rating), row.day, row.weight) for row in rows if row.rating]
