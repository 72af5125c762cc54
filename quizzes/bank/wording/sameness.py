"""Whether two values say the same, as far as their wording tells.

Pure. A pair is the same where one could be defended as an answer when the other is right: equal words, or one says what
the other says and more. `tests/bank/wording/near_pairs.tsv` holds pairs judged by hand, and its test the precision
and recall.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from rapidfuzz import fuzz

from content.reading.text import normalise, without_parentheses
from quizzes.bank.wording.stems import root, stem
from quizzes.bank.wording.words import DIGITS, FILLERS, QUANTIFIERS, TURNS, name_words

TYPO_RATIO = 92.0
# The share of the longer value's words that the shorter one must have, to count as the same said in fewer words.
COVERED = 1 / 3
ALIKE = 80.0  # values whose words are this similar (token set ratio) are not clearly different

_ONE = DIGITS["one"]
_OPTIONAL = {_ONE, root("any")}  # often no more than "a"
_LITTLE = FILLERS | QUANTIFIERS  # no value is looked up by these
_OPPOSITES = ("a", "an", "ab", "anti", "de", "dis", "il", "im", "in", "ir", "non", "re", "un", "under", "up")
_IDIOM = re.compile(r"\bat (once|least|most)\b")
_EMPTY = re.compile(r"\b(on )?(its|their|your) own\b|\bat all\b|[’']s\b( own\b)?")
_POSSESSIVE = re.compile(r"[’']s\b")
_TURN_ROOTS = frozenset(map(root, TURNS))


def _roots(clause: str) -> tuple[str, ...]:
    plain = normalise(_EMPTY.sub(" ", _IDIOM.sub(r"at\1", clause.casefold())))
    found = re.findall(r"[^\W\d_]+(?:/\d+)?|\d+(?:[.,]\d+)*|[%<>=+#]+", plain)
    return tuple(DIGITS.get(w) or root(w) for w in found if w not in FILLERS)


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


@lru_cache(maxsize=32768)
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


class NearValues:
    """Which of many values are near a given one, by `near`, without comparing all with all.

    Compared are values half of whose words, or those of the shorter one, begin alike, and the short ones (a misspelling
    may stand at their beginning).
    """

    def __init__(self, values: Iterable[str]) -> None:
        self._found: dict[str, frozenset[str]] = {}
        self._starts = {value: _starts(value) for value in sorted(set(values))}
        self._by_start: dict[str, list[str]] = defaultdict(list)
        for value, starts in self._starts.items():
            for start in starts:
                self._by_start[start].append(value)

    def __call__(self, value: str) -> frozenset[str]:
        found = self._found.get(value)
        if found is None:
            starts = self._starts.get(value) or _starts(value)
            shared = Counter(other for start in starts for other in self._by_start.get(start, ()))
            compared = (v for v, n in shared.items() if "" in starts or 2 * n >= min(len(starts), len(self._starts[v])))
            found = self._found[value] = frozenset(other for other in compared if near(value, other))
        return found


@lru_cache(maxsize=16384)
def _starts(value: str) -> frozenset[str]:
    """How the words of a value begin that say something; for one of a word or two also "", the shelf of the short."""
    found = re.findall(r"[^\W\d_]+|\d+|[^\w\s]+", normalise(value))
    telling = [word for word in found if word not in _LITTLE] or found
    starts = frozenset(DIGITS.get(word, word[:3]) for word in telling)
    return starts if len(telling) > 2 else starts | {""}


@lru_cache(maxsize=16384)
def unlike(a: str, b: str) -> bool:
    """Whether two values are clearly different: neither holds most of the other's words."""
    return fuzz.token_set_ratio(a, b, processor=str.casefold) < ALIKE


def same_option(a: str, b: str) -> bool:
    """Whether two names mean one option: equal words, or the words of one within the other's ("Vertical scaling")."""
    if _plain(a) == _plain(b):
        return True
    one, two = _name_stems(a), _name_stems(b)
    return bool(one) and bool(two) and (one <= two or two <= one)


def _plain(name: str) -> str:
    return normalise(name).replace("-", " ")


@lru_cache(maxsize=4096)
def _name_stems(name: str) -> frozenset[str]:
    return frozenset(map(stem, name_words(name)))
