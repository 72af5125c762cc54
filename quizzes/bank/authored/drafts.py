"""Questions that people write, in the kinds that tables give: what is typed, and how that is asked.

Pure. `quizzes.bank.authored.rules` says why a draft cannot be asked.
"""

import re
from dataclasses import dataclass, replace

from quizzes.bank.facility import Part, prior
from quizzes.bank.kinds import KINDS, OPTION, Shape
from quizzes.bank.shuffling import shuffled

GROUPS = (2, 4)  # least and most of what statements are sorted under
MOST_IN_GROUP = 4
TRUE, FALSE = "True", "False"

# What a column or a page takes; characters.
LONGEST = {"dimension": 100, "ask": 500, "explanation": 2000, "text": 200, "target": 200, "reason": 300}


@dataclass(frozen=True)
class DraftChoice:
    """A choice as it was typed, with the reason shown after answering; ``target`` is its pair or its group."""

    text: str
    reason: str
    correct: bool
    target: str = ""


@dataclass(frozen=True)
class Draft:
    """A question as it was typed; ``dimension`` says what of its topic it is about.

    Where the answer is typed the choices are the accepted spellings, the first of which is shown as the answer; of a
    number it is one, with the unit as its target. Those of a sequence stand in the right order. ``groups`` are what is
    sorted under, empty ones among them.
    """

    dimension: str
    ask: str
    explanation: str
    choices: tuple[DraftChoice, ...]
    kind: str = OPTION
    groups: tuple[str, ...] = ()

    @property
    def shape(self) -> Shape:
        return KINDS[self.kind].shape


def graded(draft: Draft) -> bool:
    """Whether the question may count in an exam: not where every second guess is right."""
    return KINDS[draft.kind].graded and not (draft.shape is Shape.ONE and len(draft.choices) == 2)


_JUDGE = "true or false?"
_SEVERAL = "Several may apply."


def worded(kind: str, ask: str) -> str:
    """What is asked, with the words that a kind owes those who answer. Words that are there are not said twice."""
    bare = unworded(kind, ask)
    said = {Shape.JUDGED: f"{_JUDGE} {bare}", Shape.SEVERAL: f"{bare} {_SEVERAL}"}.get(KINDS[kind].shape, bare)
    return said.strip()


def unworded(kind: str, ask: str) -> str:
    """What was typed to be asked: the inverse of `worded`."""
    if KINDS[kind].shape is Shape.JUDGED:
        ask = re.sub(r"^\s*true or false\s*[?:]", "", ask, flags=re.IGNORECASE)
    if KINDS[kind].shape is Shape.SEVERAL:
        ask = re.sub(r"(^|\s)several may apply\.?\s*$", "", ask, flags=re.IGNORECASE)
    return ask.strip()


def arranged(draft: Draft, key: str) -> list[DraftChoice]:
    """The choices as they are stored, in an order that depends on the question's key and their texts alone.

    True stands before false, and what is typed before its other spellings. The steps of a sequence get their ranks.
    """
    choices = draft.choices
    if draft.shape is Shape.JUDGED or draft.shape.typed:
        return list(choices)
    if draft.shape is Shape.SEQUENCE:
        choices = tuple(replace(choice, target=str(n)) for n, choice in enumerate(choices, 1))
    return shuffled(key, choices, lambda choice: choice.text)


def targets(draft: Draft, key: str) -> list[str]:
    """Where the choices can be put, in the order in which that is shown; of a number its unit; else none."""
    if draft.shape is Shape.SEQUENCE:
        return [str(n) for n, _ in enumerate(draft.choices, 1)]
    if draft.shape is Shape.NUMBER:
        return [choice.target for choice in draft.choices if choice.target]
    found = {Shape.PAIRS: [choice.target for choice in draft.choices], Shape.BUCKETS: draft.groups}
    return shuffled(f"{key}/targets", found.get(draft.shape, ()), str)


def expected(draft: Draft) -> float:
    """The share of its marks that is to be expected, as far as its words tell (`quizzes.bank.facility`)."""
    places = [str(n) if draft.shape is Shape.SEQUENCE else choice.target for n, choice in enumerate(draft.choices)]
    parts = [
        Part(choice.text, choice.text, place or str(choice.correct), choice.correct)
        for choice, place in zip(draft.choices, places, strict=True)
    ]
    return prior(draft.kind, draft.ask, parts, len(targets(draft, "")))
