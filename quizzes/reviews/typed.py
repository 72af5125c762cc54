"""Cards whose answer may be typed: where the bank has a live question that asks to type the very answer of the card.

What is typed is compared as that question would compare it, and proposes a grade; the learner gives it. Nothing of it
is kept: the one evidence is the grade.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import F, Q

from quizzes.bank.kinds import Shape, of_shape
from quizzes.bank.models import Question
from quizzes.bank.wording import numeric
from quizzes.bank.wording.typed import accepts
from quizzes.reviews.models import Card
from quizzes.reviews.scheduling import Rating

if TYPE_CHECKING:
    from sdwiki.accounts.models import User

KINDS = of_shape(Shape.TYPED, Shape.NUMBER)


@dataclass(frozen=True, slots=True)
class Accepted:
    """What is accepted for an answer that is typed: the spellings of a term, or a number and its unit, if any."""

    texts: tuple[str, ...]
    number: bool = False
    unit: str = ""

    def takes(self, answer: str) -> bool:
        """Whether an answer is right: the rule by which it would be marked in a quiz."""
        if self.number:
            return numeric.accepts(answer, self.texts[0], self.unit)
        return accepts(answer, self.texts)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was ``said``, whether that is right, and what else would have been."""

    said: str
    right: bool
    accepted: tuple[str, ...]

    @property
    def proposed(self) -> Rating:
        """The grade that it proposes: whoever typed it right has recalled it."""
        return Rating.GOOD if self.right else Rating.AGAIN


def accepted_of(card_id: int) -> list[Accepted]:
    """What live questions accept that ask to type something of a card's fact. One statement where there is none."""
    questions = Question.objects.live().filter(kind__in=KINDS, facts__cards=card_id).order_by("key")
    return [_accepted(one) for one in questions.prefetch_related("current__choices", "aliases") if one.current]


def _accepted(question: Question) -> Accepted:
    choices = list(question.current.choices.all()) if question.current else []
    texts = [choice.text for choice in choices]
    if question.shape is Shape.NUMBER:
        return Accepted(tuple(texts[:1]), number=True, unit=choices[0].target if choices else "")
    return Accepted((*texts, *(alias.text for alias in question.aliases.all())))


def about(answers: Collection[str], among: Sequence[Accepted]) -> Accepted | None:
    """Which of these asks for one of these answers, if any does."""
    return next((one for one in among if one.texts and any(one.takes(answer) for answer in answers)), None)


def verdict(said: str, among: Sequence[Accepted]) -> Verdict | None:
    """What is to be said of what was typed; None where nothing was, or nothing is asked for."""
    if not said.strip() or not among:
        return None
    right = next((one for one in among if one.takes(said)), None)
    return Verdict(said.strip(), right is not None, (right or among[0]).texts)


def typeable(learner: "User", *, topics: Sequence[int] | None = None) -> list[int]:
    """The facts (ids) that a learner has seen and may be asked to type: of everything, or of some topics."""
    cards = Card.objects.filter(learner=learner).seen().askable()
    cards = cards if topics is None else cards.filter(fact__topic__in=topics)
    text, told = "fact__questions__current__choices__text", "fact__flashcard__"
    asked = Q(**{text: F(f"{told}answer")}) | Q(**{text: F("fact__option"), f"{told}both_ways": True})
    found = cards.filter(asked, fact__questions__state=Question.State.LIVE, fact__questions__kind__in=KINDS)
    return list(found.order_by("fact").distinct().values_list("fact", flat=True))
