"""The kinds of question there are, and what everything else has to know of each.

Pure. A new kind is a row of `KINDS` and a generator in `quizzes.bank.generate`; if it is answered in a way that is new,
a `Shape` too, with its marks in `quizzes.attempts.scoring` and its controls in `quizzes.attempts.widgets`. Whatever
asks, marks, shows, counts or carries questions goes by the columns of this table, and above all by the shape.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

OPTION, VALUE, SCENARIO = "option", "value", "scenario"
CHOOSE, REASON = "choose", "reason"
CATEGORISE, MATCH, MULTIPLE, ODD, ORDER = "categorise", "match", "multiple", "odd", "order"
CLOZE, NUMBER, TRUE_FALSE = "cloze", "number", "true-false"
REVIEW, CONSEQUENCES = "review", "consequences"
BREAKS, CHANGE, AMOUNT = "breaks", "change", "amount"
# What interviewers ask. All else asks for facts.
DECISIONS = frozenset({SCENARIO, CHOOSE, REASON, REVIEW, CONSEQUENCES, BREAKS, CHANGE, AMOUNT})
# About no facts, but about what stands around the topics: the third part of a key names it, "review/topic/interview/…".
AROUND = frozenset({REVIEW, CONSEQUENCES, BREAKS, CHANGE, AMOUNT})
# What is asked after a question of a kind, in this order.
FOLLOWED: Mapping[str, tuple[str, ...]] = MappingProxyType({CHOOSE: (REASON,), BREAKS: (CHANGE, AMOUNT)})
# Under these codes a refusal says why a fact has no flashcard, or none that is asked the other way round.
FLASHCARD, REVERSE = "flashcard", "reverse"


class Shape(StrEnum):
    """What somebody does to answer, whatever is asked."""

    ONE = "one"  # take one of the choices
    JUDGED = "judged"  # take "True" or "False" for a statement
    SEVERAL = "several"  # take all the choices that hold
    PAIRS = "pairs"  # put each choice to the one target that is its own
    BUCKETS = "buckets"  # put each choice under one of a few targets
    SEQUENCE = "sequence"  # put all the choices in order; the targets are the places, from "1"
    TYPED = "typed"  # type it; the choices are the accepted spellings
    NUMBER = (
        "number"  # type a number; the choice is what is accepted, the target its unit (`quizzes.bank.wording.numeric`)
    )

    @property
    def takes_one(self) -> bool:
        """Whether an answer is one choice and nothing else."""
        return self in (Shape.ONE, Shape.JUDGED)

    @property
    def placed(self) -> bool:
        """Whether every choice is right, and an answer says where each belongs."""
        return self in (Shape.PAIRS, Shape.BUCKETS, Shape.SEQUENCE)

    @property
    def typed(self) -> bool:
        """Whether an answer is typed: there the choices are the answer, and nobody sees them before."""
        return self in (Shape.TYPED, Shape.NUMBER)

    @property
    def partial(self) -> bool:
        """Whether an answer can earn a part of the mark."""
        return self is Shape.SEVERAL or self.placed


class Evidence(StrEnum):
    """Which facts an answer says something about."""

    PROBED = "probed"  # as a whole, about every fact that the question probes
    KEY = "key"  # as a whole, about the fact behind the right choice
    PARTS = "parts"  # choice by choice, about the fact of each


class Ways(StrEnum):
    """How many ways there are to answer that part of a question which speaks for a fact: with that chance a guess hits.

    Of several choices each is taken or left, so there are two ways for each, whatever the others; of a statement that
    is put to a target there are as many as targets. To go by what is left over when the other parts are done would say
    that the last pair is no evidence, and nobody knows which was the last.
    """

    CHOICES = "choices"  # one of the question's choices
    TARGETS = "targets"  # one of its targets
    TWO = "two"  # yes or no
    ANY = "any"  # whatever one types: nobody hits that by guessing


@dataclass(frozen=True)
class Size:
    """How many choices a question has that somebody writes, and what they are called."""

    least: int
    most: int
    noun: str


@dataclass(frozen=True)
class Said:
    """How it is said that a choice is right (``holds``) or wrong (``fails``) where each is taken or left, and what such
    choices are called."""

    holds: str = "It holds"
    missed: str = "Missed, it holds"
    fails: str = "Does not hold"
    right: str = "that hold"
    wrong: str = "that do not"


FILES = frozenset({"json", "csv", "gift", "moodle-xml"})  # the formats whose files hold questions


@dataclass(frozen=True)
class Kind:
    """A kind of question: the code that is stored, and what it is called.

    ``ways`` says how far a right answer is more than luck (`weight`).
    ``graded`` is false where it never counts in an exam, ``one_row`` where its facts come from several rows of a table.
    ``formats`` are the codes of the files that can hold it. ``written`` is None where nobody writes such a question by
    hand. ``said`` are the words of its verdicts where each choice is taken or left.
    """

    code: str
    label: str
    shape: Shape
    evidence: Evidence
    ways: Ways
    formats: frozenset[str] = FILES
    graded: bool = True
    one_row: bool = True
    written: Size | None = None
    said: Said = Said()

    def weight(self, *, choices: int, targets: int) -> int:
        """What a right answer weighs as evidence about a memory, in per cent: 1 − 1/k, where a guess hits one of k."""
        if self.ways is Ways.ANY:
            return 100
        k = {Ways.CHOICES: choices, Ways.TARGETS: targets, Ways.TWO: 2}[self.ways]
        return round(100 * (1 - 1 / max(k, 2)))


# In the order in which kinds are listed. A file's question of no kind is of the first that is answered like it. A page
# has letters for eight choices.
KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        kind.code: kind
        for kind in (
            Kind(OPTION, "Option choice", Shape.ONE, Evidence.PROBED, Ways.CHOICES, written=Size(2, 5, "choices")),
            Kind(VALUE, "Value choice", Shape.ONE, Evidence.PROBED, Ways.CHOICES),
            Kind(SCENARIO, "Scenario", Shape.ONE, Evidence.PROBED, Ways.CHOICES),
            # Who takes the option that meets all needs knows its cells in all their rows: one of k hits by chance.
            Kind(CHOOSE, "Choose for a customer", Shape.ONE, Evidence.PROBED, Ways.CHOICES, one_row=False),
            # What rules an option out is its own cell, the one behind the right choice; it says little of the others.
            Kind(REASON, "The need that decides", Shape.ONE, Evidence.KEY, Ways.CHOICES, one_row=False),
            Kind(
                CATEGORISE,
                "Categorise",
                Shape.BUCKETS,
                Evidence.PARTS,
                Ways.TARGETS,
                one_row=False,
                written=Size(4, 8, "statements"),
            ),
            Kind(MATCH, "Match", Shape.PAIRS, Evidence.PARTS, Ways.TARGETS, written=Size(3, 6, "pairs")),
            Kind(MULTIPLE, "Multiple response", Shape.SEVERAL, Evidence.PARTS, Ways.TWO, written=Size(3, 6, "choices")),
            Kind(ODD, "Odd one out", Shape.ONE, Evidence.PARTS, Ways.CHOICES),
            Kind(ORDER, "Order", Shape.SEQUENCE, Evidence.PARTS, Ways.TARGETS, written=Size(3, 6, "steps")),
            # About the parts of a design, behind which stand no facts: they say nothing of a memory.
            Kind(
                REVIEW,
                "Mark the faults",
                Shape.SEVERAL,
                Evidence.PARTS,
                Ways.TWO,
                one_row=False,
                said=Said("A fault", "Missed, a fault", "No fault", "faults", "sound parts"),
            ),
            Kind(CONSEQUENCES, "What follows", Shape.PAIRS, Evidence.PARTS, Ways.TARGETS, one_row=False),
            # About a design and its load: to reckon what it bears takes no cell of a table.
            Kind(BREAKS, "What breaks first", Shape.ONE, Evidence.PARTS, Ways.CHOICES, one_row=False),
            Kind(CHANGE, "The change that helps", Shape.ONE, Evidence.PARTS, Ways.CHOICES, one_row=False),
            Kind(CLOZE, "Type the term", Shape.TYPED, Evidence.KEY, Ways.ANY, written=Size(1, 8, "spellings")),
            Kind(NUMBER, "Type a number", Shape.NUMBER, Evidence.KEY, Ways.ANY, written=Size(1, 1, "number")),
            Kind(AMOUNT, "How much it takes", Shape.NUMBER, Evidence.KEY, Ways.ANY, one_row=False),
            # half of them are guessed right
            Kind(
                TRUE_FALSE,
                "True or false",
                Shape.JUDGED,
                Evidence.KEY,
                Ways.TWO,
                graded=False,
                written=Size(2, 2, "answers"),
            ),
        )
    }
)


def kind_choices() -> list[tuple[str, str]]:
    """Codes and labels as form and model fields take them.

    The model's field names this function instead of its result, so that a new kind or label is no change of schema.
    """
    return [(kind.code, kind.label) for kind in KINDS.values()]


def of_shape(*shapes: Shape) -> tuple[str, ...]:
    """The codes of the kinds that are answered like this."""
    return tuple(code for code, kind in KINDS.items() if kind.shape in shapes)


def written_like(code: str) -> str:
    """The kind of which such a question would be written by hand: its own, or the one that is answered alike; "" where
    there is none, or no such kind."""
    if code not in KINDS:
        return ""
    found = (other for other in (code, *of_shape(KINDS[code].shape)) if KINDS[other].written)
    return next(found, "")


def size_of(code: str) -> Size:
    """How many choices a question of this kind has that somebody writes. Raises LookupError where nobody does."""
    size = KINDS[code].written
    if size is None:
        raise LookupError(f"nobody writes questions of the kind {code}")
    return size
