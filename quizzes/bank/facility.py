"""What share of a question's marks is to be expected: before anybody has answered it, and after some have.

Pure. Before, a prior says what a guess gives and how many of the others know the answer or work it out, which hangs on
the kind (a term is harder to recall than to recognise), on how alike those things are that must be told apart
(Alsubait, Parsia and Sattler 2014), and on whether the words of the question lead to the answer. After, the prior is
pulled towards the answers: a beta prior of `PRIOR_ANSWERS` answers, which so many real ones outweigh by half.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from math import exp

from rapidfuzz import fuzz

from quizzes.bank.kinds import BREAKS, CHANGE, CHOOSE, KINDS, ODD, SCENARIO, Shape

EASY, MEDIUM, HARD = 1, 2, 3
EASY_FROM, HARD_BELOW = 0.65, 0.55  # expected shares
WORDS = {EASY: "easy", MEDIUM: "medium", HARD: "hard"}
# How far answers outweigh the prior. A beta prior of m answers says that what is earned scatters about the expectation
# p with the variance p(1 − p)/(m + 1): at p = 0.6 and m = 10 by 0.15 to either side. A simulated population scatters by
# 0.12 (m = 15, `script/bench facility`); people keep to no simulation, so the prior gets less than that.
PRIOR_ANSWERS = 10
USUAL = 0.5  # the prior of what no generator has looked at

# The log odds that somebody who has read the page once knows or works out the answer, where what must be told apart is
# as unlike as usual and no word of the question leads there.
_KNOWN_BY_SHAPE = {
    Shape.ONE: -0.2,
    Shape.JUDGED: -0.1,
    Shape.SEVERAL: -0.3,
    Shape.PAIRS: -0.1,
    Shape.BUCKETS: 0.0,
    Shape.SEQUENCE: -0.3,
    Shape.TYPED: -0.5,
    Shape.NUMBER: -0.6,
}
_KNOWN = {
    SCENARIO: 0.0,
    CHOOSE: -0.4,
    BREAKS: -0.4,
    CHANGE: -0.4,
    ODD: -0.5,
}  # a need says more than a cell; several needs, several sums, and all cells, ask more
_LIKENESS, _USUAL_LIKENESS = 3.0, 0.4  # log odds for each unit of likeness, 0 to 1, above the library's mean
_LED = 2.5  # log odds for each unit by which the right choice is more like the question than the wrong ones
_WORDS_TYPED, _SPELLINGS = -0.5, 0.15  # for each word of a term after the first; for each spelling accepted beside it
_MOST_SPELLINGS = 4
_STEP, _FEWEST_STEPS = -0.15, 3  # for each thing to be put in order beyond three
_LUCK_OF_SEVERAL = 0.2  # what leaving each choice to a coin earns, of three to six


@dataclass(frozen=True)
class Part:
    """A choice as it is told from others: its ``text``, what it stands for (``value``: its cell's words, or its text),
    and where it belongs: ``place``, a target, or whether it is right."""

    text: str
    value: str
    place: str
    right: bool


def prior(kind: str, ask: str, parts: Sequence[Part], targets: int) -> float:
    """The share of marks to be expected of members who have read the page, 0 to 1, from the wording alone; ``targets``
    is how many places there are in kinds that sort."""
    shape = KINDS[kind].shape
    known = _KNOWN.get(kind, _KNOWN_BY_SHAPE.get(shape, 0.0))
    if shape is Shape.TYPED:
        words = len(parts[0].text.split()) if parts else 1
        known += _WORDS_TYPED * (words - 1) + _SPELLINGS * min(len(parts) - 1, _MOST_SPELLINGS)
    elif shape is Shape.SEQUENCE:
        known += _STEP * (len(parts) - _FEWEST_STEPS)
    elif shape not in (Shape.JUDGED, Shape.NUMBER):
        known += _LED * _led(ask, parts, placed=shape.placed) - _LIKENESS * (likeness(parts) - _USUAL_LIKENESS)
    luck = _luck(shape, len(parts), targets)
    return round(luck + (1 - luck) / (1 + exp(-known)), 4)


def posterior(prior: float, facility: float | None, answers: int) -> float:
    """The prior pulled towards the share that so many first answers earned."""
    return (PRIOR_ANSWERS * prior + answers * (facility or 0.0)) / (PRIOR_ANSWERS + answers)


def band(expected: float) -> int:
    """Easy, medium or hard."""
    return EASY if expected >= EASY_FROM else HARD if expected < HARD_BELOW else MEDIUM


def likeness(parts: Sequence[Part]) -> float:
    """How alike those are on average, 0 to 1, that belong in different places; the usual without any."""
    found = [_like(a.value, b.value) for a, b in combinations(parts, 2) if a.place != b.place]
    return sum(found) / len(found) if found else _USUAL_LIKENESS


def _led(ask: str, parts: Sequence[Part], *, placed: bool) -> float:
    """How much more the right choices, or places, are like what is asked than the wrong ones are: −1 to 1."""
    if placed:
        places = {part.place for part in parts}
        right = [_holds(part.text, part.place) for part in parts]
        wrong = [_holds(part.text, place) for part in parts for place in places if place != part.place]
    else:
        right = [_holds(ask, part.text) for part in parts if part.right]
        wrong = [_holds(ask, part.text) for part in parts if not part.right]
    return sum(right) / len(right) - sum(wrong) / len(wrong) if right and wrong else 0.0


def _luck(shape: Shape, choices: int, targets: int) -> float:
    """The share that a guess earns."""
    if shape.typed:
        return 0.0
    if shape is Shape.SEVERAL:
        return _LUCK_OF_SEVERAL
    return 1 / max(targets if shape.placed else choices, 2)


@lru_cache(maxsize=32768)
def _like(a: str, b: str) -> float:
    return fuzz.token_sort_ratio(a, b, processor=str.casefold) / 100


@lru_cache(maxsize=32768)
def _holds(a: str, b: str) -> float:
    """How far the words of one of two texts stand in the other."""
    return fuzz.token_set_ratio(a, b, processor=str.casefold) / 100
