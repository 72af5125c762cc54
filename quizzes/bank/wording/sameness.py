"""Whether two values say the same, as far as their wording tells.

Pure. A pair is the same where one could be defended as an answer when the other is right: equal words, or one says what
the other says and more. `tests/bank/near_pairs.tsv` holds pairs judged by hand, and its test the precision and recall.
"""

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from rapidfuzz import fuzz

from content.reading.text import normalise, without_parentheses

TYPO_RATIO = 92.0
# The share of the longer value's words that the shorter one must have, to count as the same said in fewer words.
COVERED = 1 / 3

_FILLERS = {
    "a", "also", "an", "and", "are", "as", "at", "be", "by", "can", "each", "every", "for", "from", "has", "have", "if",
    "in", "into", "is", "it", "its", "of", "on", "or", "per", "so", "such", "that", "the", "their", "them",
    "then", "these", "this", "those", "to", "too", "via", "vs", "when", "which", "with", "you", "your",
}  # fmt: skip
# Words that turn or weigh what stands beside them: one value with such a word more is another value.
_TURNS = {
    "no", "not", "none", "never", "without", "non", "cannot", "nothing", "neither", "nor", "very", "most", "almost",
    "half", "partly", "seldom", "rarely", "few", "fewer", "fewest", "less", "least", "more", "some", "all",
    "per", "number", "so", "directly",
}  # fmt: skip
_NUMBERS = {
    "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8",
    "nine": "9", "ten": "10",
}  # fmt: skip
_ONE = _NUMBERS["one"]
_OPTIONAL = {_ONE, "own", "ani"}  # often no more than "a"
_OPPOSITES = ("a", "an", "ab", "anti", "de", "dis", "il", "im", "in", "ir", "non", "re", "un", "under", "up")
_IDIOM = re.compile(r"\bat (once|least|most)\b")
_EMPTY = re.compile(r"\b(on )?(its|their|your) own\b|\bat all\b|[’']s\b( own\b)?")
_POSSESSIVE = re.compile(r"[’']s\b")
_ENDINGS = ("ation", "ing", "ed", "ly", "e")


def _root(word: str) -> str:
    """A word without its inflection. What makes it another word ("-less", "-ful", "un-") stays."""
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    if word.endswith(("y", "ie")):
        word = word.removesuffix("e").removesuffix("i").removesuffix("y") + "i"
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word.removesuffix(ending)
            break
    return word[:-1] if len(word) > 4 and word[-1] == word[-2] and word[-1] not in "ls" else word


_TURN_ROOTS = frozenset(map(_root, _TURNS))


def _roots(clause: str) -> tuple[str, ...]:
    plain = normalise(_EMPTY.sub(" ", _IDIOM.sub(r"at\1", clause.casefold())))
    found = re.findall(r"[^\W\d_]+(?:/\d+)?|\d+(?:[.,]\d+)*|[%<>=+#]+", plain)
    return tuple(_NUMBERS.get(w) or _root(w) for w in found if w not in _FILLERS)


@dataclass(frozen=True)
class _Value:
    """A value taken apart: its words in order, those of its first clause, what it enumerates, and its neighbours.

    ``pairs`` are words side by side in one clause, ``across`` those with a comma between them, "one" left out.
    """

    words: tuple[str, ...]
    count: Counter[str]
    head: tuple[str, ...]
    parts: frozenset[frozenset[str]]
    pairs: frozenset[tuple[str, str]]
    across: frozenset[tuple[str, str]]

    def shares_a_phrase(self, longer: "_Value") -> bool:
        """Whether two words stand side by side in both: "new reader, old data" is not "old reader, new data"."""
        return not (self.pairs | self.across).isdisjoint(longer.pairs) or not self.across.isdisjoint(longer.across)


@lru_cache(maxsize=65536)
def _read(text: str) -> _Value:
    clauses = [_roots(clause) for clause in re.split(r"[,;:—]\s|\swithout\s", text)]
    parts = re.split(r"[,;]\s|\s(?:and|or)\s", without_parentheses(text))
    found = _roots(text)
    pairs = frozenset(pair for clause in clauses for pair in pairwise(w for w in clause if w != _ONE))
    return _Value(
        words=found,
        count=Counter(found),
        head=clauses[0],
        parts=frozenset(frozenset(_roots(part)) for part in parts),
        pairs=pairs,
        across=frozenset(pairwise(w for w in found if w != _ONE)) - pairs,
    )


@lru_cache(maxsize=65536)
def words(text: str) -> frozenset[str]:
    """The roots that carry a value's meaning. Of two near values, the shorter lacks at most one of the other's."""
    return frozenset(_roots(text)) - _OPTIONAL


def near(a: str, b: str) -> bool:
    """Whether two values say the same: equal but for order and inflection, one within the other, or a misspelling."""
    if normalise(a) == normalise(b):
        return True
    these, those = words(a), words(b)
    shared = len(these & those)
    if not shared and these and those:  # most pairs end here
        return len(these) == len(those) == 1 and _misspelt(*these, *those)
    if shared < min(len(these), len(those)) - 1:
        return False
    one, two = _read(a), _read(b)
    if not one.words or not two.words:
        return False
    if min(len(one.parts), len(two.parts)) > 1 and (one.parts <= two.parts or two.parts <= one.parts):
        return all(part.isdisjoint(_TURN_ROOTS) for part in one.parts ^ two.parts)
    left, right = one.count - two.count, two.count - one.count
    if (_ONE in one.count) != (_ONE in two.count):
        left.pop(_ONE, None)
        right.pop(_ONE, None)
    if not left and not right:
        in_step = tuple(w for w in one.words if w != _ONE) == tuple(w for w in two.words if w != _ONE)
        return in_step or one.shares_a_phrase(two) or _owned(a, b) or _owned(b, a)
    if set(left) <= _OPTIONAL:
        return _covers(one, two, right)
    if set(right) <= _OPTIONAL:
        return _covers(two, one, left)
    if left.total() == right.total() == 1:
        return _misspelt(next(iter(left)), next(iter(right)))
    return False


def _covers(short: _Value, long: _Value, rest: Counter[str]) -> bool:
    """Whether the longer value says what the shorter one says: as its first clause, or in most of its words."""
    if short.words == long.head:
        return True
    if any(word in _TURN_ROOTS or (word[0].isdigit() and word not in _OPTIONAL) for word in rest):
        return False
    return len(short.words) >= COVERED * len(long.words) and short.shares_a_phrase(long)


def _owned(a: str, b: str) -> bool:
    """Whether the same words are "its owner's key" in one and "the key of its owner" in the other."""
    return bool(_POSSESSIVE.search(a)) and not _POSSESSIVE.search(b) and " of " in b


def _misspelt(a: str, b: str) -> bool:
    short, long = sorted((a, b), key=len)
    if short[0].isdigit() or long[0].isdigit() or long.removesuffix(short) in _OPPOSITES:
        return False
    return fuzz.ratio(a, b) >= TYPO_RATIO
