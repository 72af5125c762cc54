"""What an answer is worth, part by part, and what guessing alone would have given.

Pure. One mark a question, shared out by its shape as Moodle does:

- one of the choices, or a judgement: all or nothing;
- several of them: each right choice taken gives its share of the mark, each wrong one takes away its share of the
  wrong ones, and the sum is at least 0;
- pairs, buckets: the share of the statements that are where they belong;
- a sequence: the share of the items at exactly their place. Relative order earns nothing: an item that is moved to the
  front shifts all others, but then each of them is told its place;
- typed: all or nothing, by `quizzes.bank.wording.typed.accepts`; a number by `quizzes.bank.wording.numeric`, within
  its margin.

The guess score is the expected share of somebody who answers at random, so that a score can be read against chance.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import comb

from quizzes.bank.kinds import Evidence, Kind, Shape
from quizzes.bank.wording import numeric
from quizzes.bank.wording.typed import accepts


@dataclass(frozen=True)
class Item:
    """A choice of a question, under its id; ``fact`` is the key of the fact it came from, or empty."""

    pk: int
    text: str
    correct: bool
    target: str = ""
    fact: str = ""


@dataclass(frozen=True)
class Asked:
    """A question as far as it decides what an answer is worth. Of a typed answer the items are accepted spellings."""

    kind: Kind
    items: tuple[Item, ...]
    targets: tuple[str, ...] = ()

    @property
    def shape(self) -> Shape:
        return self.kind.shape


@dataclass(frozen=True)
class Given:
    """An answer: the choices taken (ids), where choices were put (target by id), or what was typed. Or, alone, that its
    learner does not know: that is a whole answer, and wrong in all its parts."""

    chosen: frozenset[int] = frozenset()
    places: Mapping[int, str] = field(default_factory=dict)
    typed: str = ""
    unknown: bool = False

    @classmethod
    def of(cls, *chosen: int) -> "Given":
        return cls(frozenset(chosen))

    def __bool__(self) -> bool:
        return self.unknown or self.says

    @property
    def says(self) -> bool:
        """Whether anything was taken, put somewhere or typed."""
        return bool(self.chosen or self.places or self.typed.strip())


@dataclass(frozen=True)
class Mark:
    """One question: the share of its mark that was earned, and the share that guessing gives, each from 0 to 1."""

    share: float
    guess: float


@dataclass(frozen=True)
class Score:
    """Marks reached, marks possible, and the expected marks of somebody who only guesses."""

    points: float
    most: float
    guess: float


def score(marks: Iterable[Mark]) -> Score:
    """The sum over the questions."""
    found = list(marks)
    return Score(sum((m.share for m in found), 0.0), float(len(found)), sum((m.guess for m in found), 0.0))


def mark(asked: Asked, given: Given) -> Mark:
    """What an answer to a question is worth. Raises ValueError for a question without choices."""
    return Mark(share(asked, given), guess(asked))


def fits(shape: Shape, items: Iterable[int], targets: Iterable[str], given: Given) -> bool:
    """Whether an answer is one to such a question: its choices, its targets, and nothing of another shape."""
    known = set(items)
    if given.unknown:
        return not given.says
    if shape.typed:
        return not given.chosen and not given.places
    if shape.placed:
        return not given.chosen and not given.typed and set(given.places) <= known and _among(given, targets)
    alone = not given.places and not given.typed and given.chosen <= known
    return alone and (shape is Shape.SEVERAL or len(given.chosen) <= 1)


def _among(given: Given, targets: Iterable[str]) -> bool:
    return set(given.places.values()) <= set(targets)


def complete(shape: Shape, items: int, given: Given, targets: Sequence[str] = ()) -> bool:
    """Whether nothing of the question is left open: something is taken or typed, or every item has a place.

    What is typed for a number and is not understood as one is no answer yet.
    """
    if shape is Shape.NUMBER and not given.unknown:
        return numeric.typed(given.typed, *targets[:1]) is not None
    return given.unknown or (len(given.places) == items if shape.placed else bool(given))


def verdicts(asked: Asked, given: Given) -> dict[int, bool]:
    """Of each choice (id) about which an answer says something, whether that is right.

    To leave out a right choice is wrong; to leave out a wrong one, or an item without a place, says nothing. Who does
    not know is wrong about each right choice. A typed answer is judged under the first spelling.
    """
    if not given:
        return {}
    if given.unknown:
        return {item.pk: False for item in asked.items if item.correct}
    if asked.shape is Shape.TYPED:
        return {asked.items[0].pk: accepts(given.typed, (item.text for item in asked.items))}
    if asked.shape is Shape.NUMBER:
        return {asked.items[0].pk: numeric.accepts(given.typed, asked.items[0].text, *asked.targets[:1])}
    if asked.shape.placed:
        return {item.pk: given.places[item.pk] == item.target for item in asked.items if item.pk in given.places}
    return {
        item.pk: item.correct and item.pk in given.chosen
        for item in asked.items
        if item.correct or item.pk in given.chosen
    }


def share(asked: Asked, given: Given) -> float:
    """The share of the mark, from 0 to 1; 1 if and only if everything is right. Raises ValueError without choices."""
    if not asked.items:
        raise ValueError("a question needs a choice")
    found = verdicts(asked, given)
    if asked.shape.placed:
        return sum(found.values()) / len(asked.items)
    if asked.shape is Shape.SEVERAL:
        right = [item for item in asked.items if item.correct]
        wrong = [item for item in asked.items if not item.correct]
        earned = sum(item.pk in given.chosen for item in right) / len(right) if right else 0.0
        return max(0.0, earned - (sum(item.pk in given.chosen for item in wrong) / len(wrong) if wrong else 0.0))
    return 1.0 if found and all(found.values()) else 0.0


def guess(asked: Asked) -> float:
    """The expected share of a random answer: one choice or place of all with the same chance, each of several choices
    taken or not with the same chance, and nothing where it is typed. Raises ValueError without choices."""
    size = len(asked.items)
    if not size:
        raise ValueError("a question needs a choice")
    if asked.shape.typed:
        return 0.0
    if asked.shape.placed:
        return 1 / (len(asked.targets) or size)
    if asked.shape is not Shape.SEVERAL:
        return 1 / size
    right = sum(item.correct for item in asked.items)
    wrong = size - right
    return (
        sum(
            comb(right, r) * comb(wrong, w) * max(0.0, (r / right if right else 0.0) - (w / wrong if wrong else 0.0))
            for r in range(right + 1)
            for w in range(wrong + 1)
        )
        / 2.0**size
    )


def weight(asked: Asked) -> int:
    """What a right answer, or each right part of one, weighs as evidence about a memory, in per cent."""
    return asked.kind.weight(choices=len(asked.items), targets=len(asked.targets))


def evidence(asked: Asked, given: Given) -> dict[str, bool]:
    """Of each fact (key) behind a choice that the answer says something about, whether it was known.

    A part speaks for the fact of its choice alone. A statement that was judged speaks for the fact that it is about.
    An answer that speaks for all that its question probes is for the caller to weigh, who knows what that is.
    """
    if asked.kind.evidence is Evidence.KEY:
        right = next((item for item in asked.items if item.correct), None)
        return {right.fact: share(asked, given) == 1} if right and right.fact and given else {}
    facts: dict[str, bool] = {}
    judged = verdicts(asked, given)
    for item in asked.items:
        if item.fact and item.pk in judged:
            facts[item.fact] = facts.get(item.fact, True) and judged[item.pk]
    return facts
