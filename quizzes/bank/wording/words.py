"""The lists of words that the rules of wording go by: what says little, what turns or weighs what stands beside it.

Pure.
"""

import re
from functools import lru_cache

from content.reading.words import NUMBERS

# A number in words as digits, so that both say the same.
DIGITS = {word: str(number) for word, number in NUMBERS.items()}
# Two texts that differ in these alone say the same.
FILLERS = frozenset({
    "a", "also", "an", "and", "are", "as", "at", "be", "by", "can", "each", "every", "for", "from", "has", "have", "if",
    "in", "into", "is", "it", "its", "of", "on", "or", "own", "per", "so", "such", "that", "the", "their", "them",
    "then", "these", "this", "those", "to", "too", "via", "vs", "when", "which", "with", "you", "your",
})  # fmt: skip
# As little as "a" in a name, and in what a value begins with; a whole value is another one with them.
QUANTIFIERS = frozenset({"all", "any", "one", "only"})
NEGATIONS = frozenset({
    "no", "not", "none", "never", "without", "non", "cannot", "nothing", "nobody", "nowhere", "neither", "nor", "un",
})  # fmt: skip
# Words that turn or weigh what stands beside them: one value with such a word more is another value.
TURNS = NEGATIONS | {
    "very", "most", "almost", "half", "partly", "seldom", "rarely", "few", "fewer", "fewest", "less", "least", "more",
    "some", "all", "per", "number", "so", "directly",
}  # fmt: skip

_NEGATION = re.compile(rf"\b({'|'.join(sorted(NEGATIONS))}|\w+n't)\b", re.IGNORECASE)
_WORD = re.compile(r"[a-z0-9+#.]+")


@lru_cache(maxsize=16384)
def negation(text: str) -> str:
    """The first word that turns what a text says, as it is written; "" where there is none."""
    found = _NEGATION.search(text)
    return found[0] if found else ""


@lru_cache(maxsize=65536)
def words_in(text: str) -> tuple[str, ...]:
    """The words of a text in lower case, parted at hyphens, with the signs that names have ("c++", "node.js")."""
    return tuple(_WORD.findall(text.casefold().replace("-", " ")))


@lru_cache(maxsize=4096)
def name_words(name: str) -> frozenset[str]:
    """The words of a name that tell what is meant."""
    little = FILLERS | QUANTIFIERS | NEGATIONS
    return frozenset(word for word in words_in(name) if word not in little and len(word) > 1)
