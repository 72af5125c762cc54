"""Questions that people write: a single choice among three to five, under the linter's rules that apply.

Pure. Nothing can be checked here against the wiki: whoever writes a question answers for its key.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from content.text import normalise
from quizzes.bank.lint import LENGTH_RATIO, balanced, near

LEAST, MOST = 3, 5
_OF_THE_ABOVE = re.compile(
    r"^(all|none|both|neither|any|either|everything|nothing)( (of )?(the )?(above|below|these|those|them|others?"
    r"|others above|other choices|other answers|choices|answers))?$"
)


@dataclass(frozen=True)
class DraftChoice:
    """A choice as it was typed, with the reason shown after answering."""

    text: str
    reason: str
    correct: bool


@dataclass(frozen=True)
class Draft:
    """A question as it was typed; ``dimension`` says what of its topic it is about."""

    dimension: str
    ask: str
    explanation: str
    choices: tuple[DraftChoice, ...]


def faults(draft: Draft) -> list[str]:
    """Why the question cannot be asked like this, in words; none where it can."""
    texts = [choice.text for choice in draft.choices]
    found = []
    if not LEAST <= len(texts) <= MOST:
        return [f"Give {LEAST} to {MOST} choices."]
    if sum(choice.correct for choice in draft.choices) != 1:
        found.append("Mark exactly one choice as right.")
    found += [f"“{a}” and “{b}” say nearly the same." for a, b in combinations(texts, 2) if near(a, b)]
    found += [f"“{text}” leans on the other choices. Say what it means instead." for text in texts if _leans(text)]
    if not balanced(texts):
        found.append(f"“{max(texts, key=len)}” stands out: it is more than {LENGTH_RATIO} times as long as the median.")
    found += [f"The question names its answer, “{text}”." for text in _given_away(draft)]
    return found


def _leans(text: str) -> bool:
    """Whether a choice is "all of the above" or the like."""
    return bool(_OF_THE_ABOVE.match(normalise(text)))


def _given_away(draft: Draft) -> Sequence[str]:
    """The right choice, if it stands word for word in the question and no wrong one does."""
    asked = f" {normalise(draft.ask)} "
    named = [choice for choice in draft.choices if f" {normalise(choice.text)} " in asked]
    return [choice.text for choice in named] if len(named) == 1 and named[0].correct else []
