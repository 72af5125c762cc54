"""How hard a question is likely to be, before anybody has answered it.

Pure. Choices that are alike are harder to tell apart (Alsubait, Parsia and Sattler 2014), and a term that must be typed
is harder than one that must only be recognised.
"""

from collections.abc import Mapping
from functools import lru_cache
from itertools import combinations

from rapidfuzz import fuzz

from content.reading.facts import Fact
from quizzes.bank.kinds import KINDS, Shape
from quizzes.bank.records import Choice, Question

EASY, MEDIUM, HARD = 1, 2, 3
BY_SHAPE = {Shape.JUDGED: EASY, Shape.TYPED: HARD, Shape.NUMBER: HARD}  # whatever the choices are
# Mean likeness (token sort ratio, 0 to 100) of what must be told apart: the thirds of the shipped library.
FIRST_THIRD, SECOND_THIRD = 37.9, 43.0


def difficulty(question: Question, facts: Mapping[str, Fact]) -> int:
    """1 (easy), 2 or 3 (hard), from how alike those values are that have to be told apart. ``facts`` are by key."""
    if fixed := BY_SHAPE.get(KINDS[question.kind].shape):
        return fixed
    likeness = similarity(question, facts)
    return EASY if likeness < FIRST_THIRD else MEDIUM if likeness < SECOND_THIRD else HARD


def similarity(question: Question, facts: Mapping[str, Fact]) -> float:
    """The mean likeness of the values behind the choices that belong in different places; 0 without any."""
    behind = [(_place(choice), facts[choice.fact].value) for choice in question.choices if choice.fact in facts]
    found = [_likeness(a, b) for (here, a), (there, b) in combinations(behind, 2) if here != there]
    return sum(found) / len(found) if found else 0.0


def _place(choice: Choice) -> str:
    return choice.target or str(choice.correct)


@lru_cache(maxsize=32768)
def _likeness(a: str, b: str) -> float:
    return fuzz.token_sort_ratio(a, b, processor=str.casefold)
