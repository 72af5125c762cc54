"""What a page shows of a question, of its choices, and of the row it comes from."""

from dataclasses import dataclass

from content.models import Topic
from quizzes.attempts.models import Answer, Grading
from quizzes.attempts.widgets import WIDGETS, Widget
from quizzes.attempts.words import told
from quizzes.bank.kinds import Kind, Shape
from quizzes.bank.records import Row
from quizzes.bank.wording.numeric import told as told_number
from sdwiki.accounts.names import isolated
from sdwiki.rounding import percent

LETTERS = "ABCDEFGH"
LONG = 24  # characters; of the places of pairs, from which on they are listed


@dataclass(frozen=True)
class ShownChoice:
    """A choice as it stands on a page, with where it was put.

    ``source`` is the address of the cell it came from. What tells is empty while it is not to be told: ``right`` is
    whether the answer is right about this choice, None where it says nothing about it; ``target`` is where it belongs.
    """

    pk: int
    letter: str
    text: str
    chosen: bool
    place: str = ""
    correct: bool | None = None
    right: bool | None = None
    target: str = ""
    reason: str = ""
    source: str = ""
    fact: str = ""

    @property
    def keys(self) -> str:
        """The keys that press it: its letter and its number."""
        return f"{self.letter.lower()} {LETTERS.index(self.letter) + 1}"


@dataclass(frozen=True)
class ShownQuestion:
    """A question of an attempt with what was chosen. ``sequence`` is that of the last answer, 0 for none.

    ``note`` is an editor's explanation as sanitised HTML, ``missed`` the keys of the facts that the answer was wrong
    about where it speaks for each by itself; both are empty while they are not to be told. ``claim`` is what became of
    a refused answer that was put to the editors (`SpellingClaim.State`), ``ruling`` why they did not accept it, and
    ``marked`` how its mark came about (`Grading.Rules`). ``private`` is what a class's instructor asks it alone, of
    which editors hear nothing.
    """

    position: int
    kind: Kind
    context: str
    ask: str
    topic: Topic
    choices: tuple[ShownChoice, ...]
    targets: tuple[str, ...]
    typed: str
    sequence: int
    answered: bool
    complete: bool
    sureness: str
    late: bool
    flagged: bool
    share: float = 0.0
    row: Row | None = None
    note: str = ""
    question_id: int = 0
    missed: frozenset[str] = frozenset()
    claim: str = ""
    ruling: str = ""
    marked: str = ""
    private: bool = False

    @property
    def dropped(self) -> bool:
        """Whether it was taken out of the quiz afterwards: it counts for nobody."""
        return self.marked == Grading.Rules.DROPPED

    @property
    def guessed(self) -> bool:
        return self.sureness == Answer.Sureness.GUESS

    @property
    def told_sureness(self) -> str:
        """What the learner said of the answer, in words; empty where they said nothing."""
        return told(self.sureness)

    @property
    def unknown(self) -> bool:
        """Whether the learner said that they do not know."""
        return self.sureness == Answer.Sureness.UNKNOWN

    @property
    def shape(self) -> Shape:
        return self.kind.shape

    @property
    def widget(self) -> Widget:
        return WIDGETS[self.shape]

    @property
    def chosen(self) -> ShownChoice | None:
        return next((choice for choice in self.choices if choice.chosen), None)

    @property
    def right_choice(self) -> ShownChoice | None:
        return next((choice for choice in self.choices if choice.correct), None)

    @property
    def right(self) -> bool:
        return self.share == 1

    @property
    def given(self) -> str:
        """What the question is about, where its wording begins with lines that say so; perhaps empty."""
        return self.ask.rpartition("\n")[0]

    @property
    def asked(self) -> str:
        """What is asked: the last line of its wording."""
        return self.ask.rpartition("\n")[2]

    @property
    def remembered(self) -> bool:
        """Whether facts stand behind its choices, whose cards it brings back."""
        return any(choice.fact for choice in self.choices) or self.shape.typed

    @property
    def unit(self) -> str:
        """What stands beside a number that is asked for; perhaps empty."""
        return next(iter(self.targets), "") if self.shape is Shape.NUMBER else ""

    @property
    def no_number(self) -> bool:
        """Whether what was typed for a number is kept, and is none: the question is still open."""
        return self.shape is Shape.NUMBER and bool(self.typed) and not self.complete

    @property
    def accepted(self) -> str:
        """Which numbers are accepted, in words; empty while that is not to be told."""
        return told_number(self.right_choice.text, self.unit) if self.right_choice else ""

    @property
    def refused(self) -> bool:
        """Whether something was typed and is not accepted, of a question that tells."""
        return self.shape is Shape.TYPED and bool(self.typed) and not self.right

    @property
    def set_aside(self) -> bool:
        """Whether its refused answer was put to the editors, and they have not accepted it."""
        return self.refused and bool(self.claim)

    @property
    def verdict(self) -> str:
        """What is said of an answer before anything else: that it is right, how much of it, or what would be."""
        if self.right:
            return "Right."
        if self.shape in (Shape.PAIRS, Shape.BUCKETS) or self.share:
            parts = f"{self.right_parts} of {len(self.choices)}" if self.shape.placed else f"{percent(self.share)} %"
            return f"{'Partly right' if self.share else 'Wrong'}: {parts}."
        if self.shape is Shape.NUMBER:
            return f"Wrong. Right is {isolated(self.accepted)}."
        right = [isolated(choice.text.rstrip(".")) for choice in self.choices if choice.correct]
        between = ", then " if self.in_order else " and "
        return f"Wrong. Right is {between.join(right[:1] if self.shape is Shape.TYPED else right)}."

    @property
    def right_parts(self) -> int:
        """How many of the choices were put where they belong."""
        return sum(bool(choice.right) for choice in self.choices)

    @property
    def reckoned(self) -> str:
        """How the share of a question with several right choices comes about, with the share."""
        hold = [choice.chosen for choice in self.choices if choice.correct]
        fail = [choice.chosen for choice in self.choices if not choice.correct]
        said = self.kind.said
        less = f", less {sum(fail)} of {len(fail)} {said.wrong}" if any(fail) else ""
        return f"{sum(hold)} of {len(hold)} {said.right} taken{less}: {percent(self.share)} %"

    @property
    def in_order(self) -> bool:
        """Whether its choices stand in an order that was asked for."""
        return self.shape is Shape.SEQUENCE

    @property
    def listed(self) -> bool:
        """Whether its places are too long to stand on each line: they are listed above, and go by their numbers."""
        return self.shape is Shape.PAIRS and max(map(len, self.targets), default=0) > LONG

    @property
    def one_row(self) -> bool:
        """Whether all of it comes from the row of its first right choice."""
        return self.kind.one_row
