"""Whether a text gives a name away.

Pure. After the item-writing guidelines reviewed by Haladyna, Downing and Rodriguez (2002): no clue to the right answer.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache

from content.reading.text import normalise
from quizzes.bank.wording.stems import stem
from quizzes.bank.wording.words import DIGITS, name_words, words_in

ALIKE = 5  # letters at the beginnings of words in two names that make these look of one kind
DERIVED = 6  # letters at their beginnings that make two words kin: "serial", "serializable"
# What an abbreviation stands for often holds words that say nothing of it.
_COMMON = frozenset({
    "access", "based", "change", "control", "data", "identity", "interface", "key", "level", "log", "management",
    "message", "number", "object", "point", "process", "protocol", "query", "rate", "read", "request", "server",
    "service", "system", "table", "time", "transfer", "type", "user", "write",
})  # fmt: skip


def names_in(value: str, option: str, siblings: Sequence[str]) -> bool:
    """Whether a value holds an option's name, or a word of it that not all its siblings' names share.

    "Stateful" and "stateless" share no word, so "keeps its state" gives either away. A number of the name does so too.
    """
    return _names_in(value, option, tuple(siblings))


def tells(text: str, called: Sequence[str], siblings: Sequence[str]) -> bool:
    """Whether a text gives an option away by what it is called: its name first, then its other names.

    "The role" tells of RBAC, which stands for role-based access control.
    """
    return names_in(text, called[0], siblings) or any(_spelt_out(text, other) for other in called[1:])


@lru_cache(maxsize=65536)
def _spelt_out(text: str, name: str) -> bool:
    held = _held(text)
    return any(f" {stem(word)} " in held for word in name_words(name) - _COMMON if len(word) > 3)


def in_common(names: Iterable[str], others: Iterable[str]) -> bool:
    """Whether all of these names hold a word that none of the others holds, or words that begin alike ("UUIDv4",
    "UUIDv7"): then the names alone tell them apart."""
    these, those = (
        [frozenset(word[:ALIKE] for word in name_words(name)) for name in found] for found in (names, others)
    )
    return bool(frozenset.intersection(*these) - frozenset[str]().union(*those)) if these else False


@lru_cache(maxsize=65536)
def _names_in(value: str, option: str, siblings: tuple[str, ...]) -> bool:
    if f" {_plain(option)} " in f" {_plain(value)} ":
        return True
    held = _held(value)
    if any(f" {word[:DERIVED]}" in held if len(word) >= 4 else f" {word} " in held for word in _own(option, siblings)):
        return True
    return not _numbers(option).isdisjoint(_numbers(value)) and any(_numbers(n) != _numbers(option) for n in siblings)


@lru_cache(maxsize=16384)
def _numbers(text: str) -> frozenset[str]:
    return frozenset(found for word in words_in(text) if (found := DIGITS.get(word, word)).isdigit())


@lru_cache(maxsize=16384)
def _own(name: str, siblings: tuple[str, ...]) -> frozenset[str]:
    """The stems of a name's words that not all the siblings' names share."""
    shared = _shared(siblings) if len(siblings) > 1 else frozenset()
    return frozenset(map(stem, name_words(name) - shared))


@lru_cache(maxsize=65536)
def _plain(text: str) -> str:
    return normalise(text).replace("-", " ")


@lru_cache(maxsize=65536)
def _held(value: str) -> str:
    """A value's words and their stems ("state", as "stateful" has it), with spaces around."""
    found = words_in(value)
    return f" {' '.join((*found, *map(stem, found)))} "


@lru_cache(maxsize=4096)
def _shared(names: tuple[str, ...]) -> frozenset[str]:
    return frozenset.intersection(*map(name_words, names))


def held_alone(text: str, own: str, others: Iterable[str]) -> bool:
    """Whether a text holds a word of its own statement, in whatever form, that none of the other statements has."""
    held = frozenset(map(stem, name_words(text)))
    theirs = frozenset(stem(word) for other in others for word in name_words(other))
    return not held.isdisjoint(frozenset(map(stem, name_words(own))) - theirs)
