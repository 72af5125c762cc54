"""“I know this well”: one question of the bank confirms it, and the card comes back after a long while.

What counts is the answer: a right one is Easy with the weight of its question (one of k choices may be luck), a wrong
one is Again. Where the bank asks nothing of the fact, the learner's word counts as an Easy in full.
"""

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from quizzes.bank.kinds import KINDS, OPTION, VALUE
from quizzes.bank.models import Choice, QuestionVersion
from quizzes.bank.shuffling import shuffled
from quizzes.reviews import services
from quizzes.reviews.errors import StaleCardError
from quizzes.reviews.models import Card, Review
from quizzes.reviews.scheduling import FULL, Rating

if TYPE_CHECKING:
    from sdwiki.accounts.models import User


def confirming(card: Card, reps: int) -> QuestionVersion | None:
    """A live question whose right choice is the card's fact: another one after each review (``reps``), the same until
    then."""
    right = Choice.objects.filter(
        fact=card.fact.key, correct=True, version__current_of__state="live", version__question__kind__in=[OPTION, VALUE]
    )
    versions = list(right.order_by("version").values_list("version", flat=True))
    if not versions:
        return None
    found: QuestionVersion = QuestionVersion.objects.select_related("question").get(pk=versions[reps % len(versions)])
    return found


def choices_of(version: QuestionVersion, card: Card) -> list[Choice]:
    """Its choices in an order of chance, the same until the card has other evidence."""
    return shuffled(f"{card.pk}/{card.reps}", version.choices.all(), lambda choice: str(choice.position))


def know(
    *, learner: "User", card: Card, choice: int | None, reps: int, now: datetime, key: UUID
) -> tuple[Review, Choice | None]:
    """Take the answer (id of a choice) to the confirming question, or the learner's word where there is none; the
    evidence, and the choice that was right where the answer was not.

    Raises as `quizzes.reviews.services.grade`, and `StaleCardError` where another question is asked by now.
    """
    version = confirming(card, reps)  # a repeated answer is to the question that was asked then
    repeated = Review.objects.filter(learner=learner, key=key).exists()
    choices = list(version.choices.all()) if version else []
    given = next((one for one in choices if one.pk == choice), None)
    if not repeated and choices and given is None:
        raise StaleCardError
    right = given is None or given.correct
    weight = KINDS[version.question.kind].weight(choices=len(choices), targets=0) if version else FULL
    graded = services.grade(
        learner=learner, card_id=card.pk, rating=Rating.EASY if right else Rating.AGAIN, now=now, key=key, reps=reps,
        terms=services.Terms(weight, far=True) if right else services.PLAIN,
    )  # fmt: skip
    return graded, None if graded.rating != Rating.AGAIN else next((one for one in choices if one.correct), None)
