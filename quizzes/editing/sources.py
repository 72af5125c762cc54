"""A page's sources as text that an editor writes: one a line, ``id | title | address | kind``.

Pure. The rules are those of the front matter of a library file: `content.reading.sources`.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from content.reading.sources import FIELDS, broken
from quizzes.editing.tables import clean_cell, split_cells

Wrong = Literal["fields", "id", "title", "twice", "url"]


class SourcesError(Exception):
    """A list of sources that cannot be read: the line (from 1), what is wrong there, and what was written."""

    def __init__(self, line: int, code: Wrong, written: str = "") -> None:
        super().__init__(f"line {line}: {code}")
        self.line, self.code, self.written = line, code, written


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
            raise SourcesError(number, "fields")
        source = {name: part for name, part in zip(FIELDS, parts, strict=False) if part}
        name, url = source.get("id", ""), source.get("url", "")
        if wrong := broken(name, source.get("title", ""), url, found):
            raise SourcesError(number, wrong, url if wrong == "url" else name)
        found[name] = source
    return list(found.values())
