"""What the bank holds: questions, choices, flashcards and the rows that they come from, frozen and without Django."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from quizzes.bank.facility import USUAL
from quizzes.bank.reasons import Reason

# What a generator answers instead of a question: the rule's code, and the reason.
Refused = tuple[str, Reason]
# The answer where a row or list has not the form that a kind needs (no tie for "multiple", no scale for "order").
# There was nothing to ask, so nothing was refused, and no report counts it.
SHAPELESS: Refused = ("shape", Reason("shape"))


@dataclass(frozen=True)
class Refusal:
    """A question that is not asked: which kind about which fact, and the rule that forbids it."""

    kind: str
    fact: str
    code: str
    why: Reason


@dataclass(frozen=True)
class Choice:
    """One choice: whether it is right, why, and the fact it came from.

    ``target`` is where it belongs in kinds that sort: its bucket (categorise), its value (match) or its rank, from
    "1" (order). There every choice is ``correct``: what can be wrong is only where a learner puts it. In a cloze each
    choice is an accepted spelling.
    """

    text: str
    correct: bool
    reason: str
    fact: str
    source: str
    target: str = ""


@dataclass(frozen=True)
class Question:
    """A question with its choices, and the targets of kinds that sort, in the order in which they are shown.

    ``stem`` is ``context`` (topic and dimension) and what is asked. ``graded`` is false for what is too easy to
    guess to count in an exam: a choice between two. ``facility`` is the share of its marks to be expected, as far as
    the wording tells (`quizzes.bank.facility`).
    """

    key: str
    kind: str
    topic: str
    context: str
    ask: str
    choices: tuple[Choice, ...]
    explanation: str
    facts: tuple[str, ...]
    graded: bool = True
    targets: tuple[str, ...] = ()
    facility: float = USUAL

    @property
    def stem(self) -> str:
        return f"{self.context}: {self.ask}"


@dataclass(frozen=True)
class Flashcard:
    """One fact to be recalled: ``reverse`` shows the value and asks for the option.

    ``both_ways`` says that a card which asks for the value may also be asked the other way round, with ``prompt_back``,
    as the value is its option's alone. ``why`` is the reason of its answer, perhaps empty.
    """

    fact: str
    topic: str
    context: str
    prompt: str
    answer: str
    reverse: bool
    both_ways: bool = False
    prompt_back: str = ""
    why: str = ""


@dataclass(frozen=True)
class RowValue:
    """A fact (key) as it stands in its row. ``mark`` says whether it is "right" or "wrong" where one was asked for."""

    fact: str
    text: str
    qualifier: str = ""
    mark: str = ""

    @property
    def said(self) -> str:
        """The value with its condition."""
        return f"{self.text} ({self.qualifier})" if self.qualifier else self.text


@dataclass(frozen=True)
class RowOption:
    """What a row says of one option; several values where its cell or list has more than one."""

    name: str
    values: tuple[RowValue, ...]

    @property
    def mark(self) -> str:
        """ "right" where a value of it is, else "wrong" where one is."""
        marks = {value.mark for value in self.values}
        return next((mark for mark in ("right", "wrong") if mark in marks), "")


@dataclass(frozen=True)
class Row:
    """A row of a comparison with its options in the order of the page; ``caption`` is its table's, perhaps empty."""

    caption: str
    dimension: str
    options: tuple[RowOption, ...]

    def marked(self, *, right: Collection[str], wrong: Collection[str] = ()) -> "Row":
        """The row with the values of these facts (keys) marked."""

        def mark(value: RowValue) -> RowValue:
            return replace(value, mark="right" if value.fact in right else "wrong" if value.fact in wrong else "")

        marked = (replace(option, values=tuple(map(mark, option.values))) for option in self.options)
        return replace(self, options=tuple(marked))


@dataclass(frozen=True)
class Bank:
    """What one topic's facts give."""

    questions: tuple[Question, ...] = ()
    flashcards: tuple[Flashcard, ...] = ()
    refusals: tuple[Refusal, ...] = ()


def joined(*banks: Bank) -> Bank:
    """Several banks as one, the questions sorted by key."""
    return Bank(
        tuple(sorted((question for bank in banks for question in bank.questions), key=lambda question: question.key)),
        tuple(card for bank in banks for card in bank.flashcards),
        tuple(refusal for bank in banks for refusal in bank.refusals),
    )
