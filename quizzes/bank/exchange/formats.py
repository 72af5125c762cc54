"""The formats in which the bank goes out: what each is called, and how its files are written."""

import json
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from quizzes.bank.exchange import apkg, csvfile, gift, moodle
from quizzes.bank.exchange.entries import entries
from quizzes.bank.exchange.queries import cards
from quizzes.bank.exchange.records import ExchangeQuestion, from_entry
from quizzes.bank.kinds import KINDS

Text = Callable[[Iterable[dict[str, Any]]], Iterator[str]]


@dataclass(frozen=True)
class Format:
    """A format: its name, what it is for, how its files end, and their media type. ``text`` gives a text in parts;
    without it the format holds flashcards in a binary file."""

    name: str
    use: str
    suffix: str
    media: str
    text: Text | None = None


def _json(found: Iterable[dict[str, Any]]) -> Iterator[str]:
    """A list, entry by entry, as `json.dumps` with an indent of 1 would write it whole."""
    opening = "[\n"
    for entry in found:
        yield opening + json.dumps([entry], indent=1, ensure_ascii=False)[2:-2]
        opening = ",\n"
    yield "[]" if opening == "[\n" else "\n]"


def _by(write: Callable[[Iterable[ExchangeQuestion]], str]) -> Text:
    def text(found: Iterable[dict[str, Any]]) -> Iterator[str]:
        yield write(map(from_entry, found))

    return text


FORMATS = {
    "json": Format("JSON", "everything there is, for programs", ".json", "application/json", _json),
    "csv": Format("CSV", "for spreadsheets", ".csv", "text/csv; charset=utf-8", _by(csvfile.write)),
    "gift": Format("GIFT", "text for Moodle and others", ".gift.txt", "text/plain; charset=utf-8", _by(gift.write)),
    "moodle-xml": Format(
        "Moodle XML", "for Moodle, with all feedback", ".xml", "application/xml; charset=utf-8", _by(moodle.write)
    ),
    "apkg": Format("Anki package", "the flashcards, with their diagrams", ".apkg", "application/octet-stream"),
}


def parts(form: str, topics: Collection[str] | None = None, *, prefix: str = "") -> Iterator[str]:
    """The text of a file in parts, with a line end after the last. Questions of a kind that the format cannot hold are
    left out. Raises ValueError for a binary format."""
    text = FORMATS[form].text
    if text is None:
        raise ValueError(f"{form} is no text")
    last = ""
    for part in text(entry for entry in entries(topics, prefix=prefix) if form in KINDS[entry["kind"]].formats):
        last = part or last
        yield part
    if not last.endswith("\n"):
        yield "\n"


def write(form: str, path: Path, topics: Collection[str] | None = None, *, prefix: str = "") -> int | None:
    """Write the file of these topics' slugs, by default of all. Gives the number of flashcards, where it holds these.

    Raises OSError where it cannot be written.
    """
    if FORMATS[form].text is None:
        return apkg.write(cards(topics), path)
    with path.open("w", encoding="utf-8", newline="") as file:
        file.writelines(parts(form, topics, prefix=prefix))
    return None
