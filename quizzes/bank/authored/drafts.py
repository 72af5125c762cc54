"""Questions that people write, in the kinds that tables give: what is typed, and how that is asked.

Pure. `quizzes.bank.authored.rules` says why a draft cannot be asked.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from quizzes.bank.generate.page import shuffled
from quizzes.bank.records import CATEGORISE, CLOZE, MATCH, MULTIPLE, OPTION, ORDER, TRUE_FALSE

PLACED = frozenset({MATCH, CATEGORISE, ORDER})
GROUPS = (2, 4)  # least and most of what statements are sorted under
MOST_IN_GROUP = 4
TRUE, FALSE = "True", "False"

# What a column or a page takes; characters.
LONGEST = {"dimension": 100, "ask": 500, "explanation": 2000, "text": 200, "target": 200, "reason": 300}


@dataclass(frozen=True)
class Size:
    """How many choices a kind has, and what they are called."""

    least: int
    most: int
    noun: str


# A page has letters for eight choices.
SIZES: Mapping[str, Size] = {
    OPTION: Size(3, 5, "choices"),
    MULTIPLE: Size(3, 6, "choices"),
    TRUE_FALSE: Size(2, 2, "answers"),
    CLOZE: Size(1, 8, "spellings"),
    MATCH: Size(3, 6, "pairs"),
    CATEGORISE: Size(4, 8, "statements"),
    ORDER: Size(3, 6, "steps"),
}


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

    The choices of a cloze are the accepted spellings, the first of which is shown as the answer; those of an order
    stand in the right order. ``groups`` are those of a categorise, empty ones among them.
    """

    dimension: str
    ask: str
    explanation: str
    choices: tuple[DraftChoice, ...]
    kind: str = OPTION
    groups: tuple[str, ...] = ()


_JUDGE = "true or false?"
_SEVERAL = "Several may apply."


def worded(kind: str, ask: str) -> str:
    """What is asked, with the words that a kind owes those who answer. Words that are there are not said twice."""
    bare = unworded(kind, ask)
    said = f"{_JUDGE} {bare}" if kind == TRUE_FALSE else f"{bare} {_SEVERAL}" if kind == MULTIPLE else bare
    return said.strip()


def unworded(kind: str, ask: str) -> str:
    """What was typed to be asked: the inverse of `worded`."""
    if kind == TRUE_FALSE:
        ask = re.sub(r"^\s*true or false\s*[?:]", "", ask, flags=re.IGNORECASE)
    if kind == MULTIPLE:
        ask = re.sub(r"(^|\s)several may apply\.?\s*$", "", ask, flags=re.IGNORECASE)
    return ask.strip()


def arranged(draft: Draft, key: str) -> list[DraftChoice]:
    """The choices as they are stored, in an order that depends on the question's key and their texts alone.

    True stands before false, and a cloze's answer before its other spellings. The steps of an order get their ranks.
    """
    choices = draft.choices
    if draft.kind in (TRUE_FALSE, CLOZE):
        return list(choices)
    if draft.kind == ORDER:
        choices = tuple(replace(choice, target=str(n)) for n, choice in enumerate(choices, 1))
    return shuffled(key, choices, lambda choice: choice.text)


def targets(draft: Draft, key: str) -> list[str]:
    """Where the choices can be put, in the order in which that is shown; none in kinds that do not sort."""
    if draft.kind == ORDER:
        return [str(n) for n, _ in enumerate(draft.choices, 1)]
    found = {MATCH: [choice.target for choice in draft.choices], CATEGORISE: draft.groups}
    return shuffled(f"{key}/targets", found.get(draft.kind, ()), str)
