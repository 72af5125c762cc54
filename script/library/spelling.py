"""Spelling: British English by Hunspell's rules and the word list of the library."""

import io
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from spylls.hunspell import Dictionary, readers
from spylls.hunspell.readers.file_reader import BaseReader

from script.library.shelf import Fault, Shelf

DICTIONARY = Path(__file__).parent / "dictionary"
WORDS = "words.txt"
_TOKEN = re.compile(r"\w+(?:['’]\w+)*")
_SPELLED = re.compile(r"[A-Za-zÀ-ÖØ-öø-ÿ']{2,}")
_POSSESSIVE = re.compile(r"'s?$")


class Word(NamedTuple):
    """A word of the text, without its possessive ending, and where it stands."""

    text: str
    file: str
    line: int


class _Reader(BaseReader):  # type: ignore[misc]  # its module has no types
    """Spylls' own reader of files leaves them open."""

    def __init__(self, path: Path) -> None:
        super().__init__(io.StringIO(path.read_text(encoding="utf-8")))

    def reset_encoding(self, encoding: str) -> None:
        """The dictionary says that it is UTF-8, as which it was read."""


@cache
def _speller() -> Dictionary:
    aff, context = readers.read_aff(_Reader(DICTIONARY / "en_GB.aff"))
    return Dictionary(aff, readers.read_dic(_Reader(DICTIONARY / "en_GB.dic"), aff=aff, context=context))


@cache
def is_english(word: str) -> bool:
    """Whether the dictionary has the word."""
    return bool(_speller().lookup(word))


def spelling(shelf: Shelf) -> Iterator[Fault]:
    """Words that neither the dictionary nor the word list has, and words of the list that nothing needs."""
    path = shelf.folder / WORDS
    own = path.read_text(encoding="utf-8").split("\n")[:-1] if path.is_file() else []
    needed: set[str] = set()
    listed = set(own)
    for word in words(shelf):
        if is_english(word.text):
            continue
        # A word that the list has in lower case may begin a sentence; a name is written as it is listed.
        entry = next((form for form in (word.text, word.text[:1].lower() + word.text[1:]) if form in listed), "")
        if entry:
            needed.add(entry)
        else:
            yield Fault(word.file, word.line, f"unknown word “{word.text}”")
    for number, (entry, before) in enumerate(zip(own, ["", *own], strict=False), 1):
        if entry not in needed:
            yield Fault(WORDS, number, f"no text needs “{entry}”")
        if number > 1 and (before.casefold(), before) >= (entry.casefold(), entry):
            yield Fault(WORDS, number, f"“{entry}” is out of order")


def words(shelf: Shelf) -> Iterator[Word]:
    """Every word outside code. Symbols (h₁, βN) and names with digits or underscores (S3, limit_req) are no words."""
    for passage in shelf.passages:
        for match in _TOKEN.finditer(passage.spoken):
            word = match[0].replace("’", "'")
            if _SPELLED.fullmatch(word):
                bare = word if is_english(word) else _POSSESSIVE.sub("", word)
                yield Word(bare, passage.file, passage.line_at(match.start()))
