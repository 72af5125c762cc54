"""Whether a choice stands out among the others: by its length, or by speaking of them.

Pure. The length rule is the cue measured by Casu and García (2019).
"""

import re
from collections.abc import Collection, Iterable
from functools import lru_cache
from statistics import median

from content.reading.text import normalise

LENGTH_RATIO = 1.5

_LEANS = re.compile(r"\b(all|any|both|either|neither|none|some) of (the above|these|those|them)\b")
_ONLY_LEANS = re.compile(
    r"^(all|none|both|neither|any|either|everything|nothing)( (of )?(the )?(above|below|these|those|them|others?"
    r"|others above|other choices|other answers|choices|answers))?$"
)


def longest_fair(texts: Collection[str]) -> float:
    """How long a choice among these may be, in characters: 1.5 times their median."""
    return LENGTH_RATIO * median(map(len, texts))


def balanced(texts: Iterable[str]) -> bool:
    """Whether no choice stands out by length."""
    found = list(texts)
    return max(map(len, found)) <= longest_fair(found)


@lru_cache(maxsize=16384)
def leans(text: str) -> bool:
    """Whether a choice would speak of the other choices ("none of the above")."""
    return bool(_LEANS.search(text.casefold()))


def only_leans(text: str) -> bool:
    """Whether all that a choice says is about the others: "none of the above", or "none" alone.

    A table's cell may well say "None" and mean it, so this is for choices that somebody writes.
    """
    return bool(_ONLY_LEANS.match(normalise(text)))
