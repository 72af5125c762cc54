"""A page's sources as text that an editor writes: one a line, ``id | title | address | kind``.

Pure. The rules are those of the front matter of a library file: `content.reading.sources`.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from content.reading.sources import FIELDS, broken
from quizzes.editing.tables import clean_cell, split_cells


class SourcesError(Exception):
    """A list of sources that cannot be read: the line (from 1), and what is wrong there."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(f"Line {line}: {message}")


def as_text(sources: Sequence[Mapping[str, Any]]) -> str:
    """The sources, one a line. Fields that are empty at the end are left out."""
    return "\n".join(_line(source) for source in sources)


def _line(source: Mapping[str, Any]) -> str:
    fields = [clean_cell(str(source.get(name) or "")) for name in FIELDS]
    while fields and not fields[-1]:
        fields.pop()
    return " | ".join(fields)


def from_text(text: str) -> list[dict[str, str]]:
    """The sources of a text. Raises SourcesError."""
    found: dict[str, dict[str, str]] = {}
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        parts = [part.replace("\\|", "|") for part in split_cells(line)]
        if not 2 <= len(parts) <= len(FIELDS):
            raise SourcesError(number, "write id | title | address | kind; the last two may be left out")
        source = {name: part for name, part in zip(FIELDS, parts, strict=False) if part}
        name, url = source.get("id", ""), source.get("url", "")
        match broken(name, source.get("title", ""), url, found):
            case "id":
                raise SourcesError(number, f"“{name[:40]}” cannot be cited: use lower-case letters, digits and hyphens")
            case "title":
                raise SourcesError(number, "the source has no title")
            case "twice":
                raise SourcesError(number, f"source “{name}” stands twice")
            case "url":
                raise SourcesError(number, f"not an address: {url[:80]}")
        found[name] = source
    return list(found.values())
