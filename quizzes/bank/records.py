"""What the generators make: questions, choices and flashcards, frozen and without Django."""

from dataclasses import dataclass

# What a generator answers instead of a question: the rule's code, and the reason in words.
Refused = tuple[str, str]
# The code where a row or list has not the form that a kind needs (no tie for "multiple", no scale for "order").
# There was nothing to ask, so nothing was refused, and no report counts it.
SHAPE = "shape"


@dataclass(frozen=True)
class Refusal:
    """A question that is not asked: which kind about which fact, and the rule that forbids it."""

    kind: str
    fact: str
    code: str
    reason: str


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
    guess to count in an exam: a choice between two. ``difficulty`` is 1 (easy) to 3 (hard), as far as
    the wording tells.
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
    difficulty: int = 2

    @property
    def stem(self) -> str:
        return f"{self.context}: {self.ask}"


@dataclass(frozen=True)
class Flashcard:
    """One fact to be recalled: ``reverse`` shows the value and asks for the option.

    ``both_ways`` says that a card which asks for the value may also be asked the other way round, as the value is its
    option's alone.
    """

    fact: str
    topic: str
    context: str
    prompt: str
    answer: str
    reverse: bool
    both_ways: bool = False


@dataclass(frozen=True)
class Bank:
    """What one topic's facts give."""

    questions: tuple[Question, ...] = ()
    flashcards: tuple[Flashcard, ...] = ()
    refusals: tuple[Refusal, ...] = ()
