"""When a question would be unfair: leaks, length cues, values that another option is said to have too.

Pure. The rules follow the item-writing guidelines reviewed by
Haladyna, Downing and Rodriguez (2002); the length rule is the cue measured by Casu and García (2019).
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from statistics import median

from content.reading.text import normalise

LENGTH_RATIO = 1.5

_NEGATIONS = {"no", "not", "none", "never", "without", "non", "cannot", "nothing", "neither", "nor", "un", "only"}
_FILLERS = {
    "a", "an", "and", "any", "are", "as", "at", "be", "by", "can", "each", "every", "for", "from", "has", "have", "if",
    "in", "into", "is", "it", "its", "of", "on", "one", "or", "own", "per", "so", "that", "the", "then", "this", "to",
    "via", "vs", "when", "with",
}  # fmt: skip
_SUFFIXES = ("fulness", "lessness", "ability", "ations", "ation", "fully", "ingly", "ments", "ment", "ness", "less",
"ful",
             "ings", "ing", "ers", "ies", "ied", "ed", "er", "es", "ly", "s", "e")  # fmt: skip

_LEANS = re.compile(r"\b(all|any|both|either|neither|none|some) of (the above|these|those|them)\b")


@dataclass(frozen=True)
class Refusal:
    """A question that is not asked: which kind about which fact, and the rule that forbids it."""

    kind: str
    fact: str
    code: str
    reason: str


@lru_cache(maxsize=16384)
def stem(word: str) -> str:
    """A crude stem: enough to see "state" in "stateful" and "poll" in "polling". Three letters always stay."""
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 3:
            return word[: -len(suffix)]
    return word


def names_in(value: str, option: str, siblings: Sequence[str]) -> bool:
    """Whether a value holds an option's name, or a word of it that not all its siblings' names share.

    "Stateful" and "stateless" share no word, so "keeps its state" gives either away.
    """
    return _names_in(value, option, tuple(siblings))


@lru_cache(maxsize=65536)
def _names_in(value: str, option: str, siblings: tuple[str, ...]) -> bool:
    if f" {_plain(option)} " in f" {_plain(value)} ":
        return True
    held = _held(value)
    return any(f" {word}" in held if len(word) >= 4 else f" {word} " in held for word in _own(option, siblings))


@lru_cache(maxsize=16384)
def _own(name: str, siblings: tuple[str, ...]) -> frozenset[str]:
    """The stems of a name's words that not all the siblings' names share."""
    shared = _shared(siblings) if len(siblings) > 1 else frozenset()
    return frozenset(map(stem, _words_of(name) - shared))


@lru_cache(maxsize=65536)
def _plain(text: str) -> str:
    return normalise(text).replace("-", " ")


@lru_cache(maxsize=65536)
def _held(value: str) -> str:
    """A value's words and their stems ("state", as "stateful" has it), with spaces around."""
    found = re.findall(r"[a-z0-9+#.]+", value.casefold().replace("-", " "))
    return f" {' '.join((*found, *map(stem, found)))} "


@lru_cache(maxsize=4096)
def _words_of(name: str) -> frozenset[str]:
    found = re.findall(r"[a-z0-9+#.]+", name.casefold().replace("-", " "))
    return frozenset(w for w in found if w not in _FILLERS and w not in _NEGATIONS and len(w) > 1)


@lru_cache(maxsize=4096)
def _name_words(name: str) -> frozenset[str]:
    return frozenset(map(stem, _words_of(name)))


@lru_cache(maxsize=4096)
def _shared(names: tuple[str, ...]) -> frozenset[str]:
    return frozenset.intersection(*map(_words_of, names))


def same_option(a: str, b: str) -> bool:
    """Whether two names mean one option: equal words, or the words of one within the other's ("Vertical scaling")."""
    if _plain(a) == _plain(b):
        return True
    one, two = _name_words(a), _name_words(b)
    return bool(one) and bool(two) and (one <= two or two <= one)


def balanced(texts: Iterable[str]) -> bool:
    """Whether no choice stands out by length: the longest is at most 1.5 times the median, in characters."""
    lengths = [len(text) for text in texts]
    return max(lengths) <= LENGTH_RATIO * median(lengths)


def leans(text: str) -> bool:
    """Whether a choice would speak of the other choices ("none of the above")."""
    return bool(_LEANS.search(text.casefold()))
