"""Whether a text gives a name away.

Pure. After the item-writing guidelines reviewed by Haladyna, Downing and Rodriguez (2002): no clue to the right answer.
"""

from collections.abc import Sequence
from functools import lru_cache

from content.reading.text import normalise
from quizzes.bank.wording.stems import stem
from quizzes.bank.wording.words import name_words, words_in


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
