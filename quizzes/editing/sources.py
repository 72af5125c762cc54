"""A page's sources as text that an editor writes: one a line, ``id | title | address | kind``.

Pure. The same rules as for the front matter of a library file.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from quizzes.editing.tables import clean_cell, split_cells

FIELDS = ("id", "title", "url", "kind")
_ID = re.compile(r"[a-z0-9-]{1,40}")
_ADDRESS = re.compile(r"https?://[^\s/]+\.[^\s/]+\S*")


class SourcesError(Exception):
    """A list of sources that cannot be read: the line (from 1), and what is wrong there."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(f"Line {line}: {message}")


def as_text(sources: Sequence[Mapping[str, Any]]) -> str:
    """The sources, one a line. Fields that are empty at the end are left out."""
    lines = (" | ".join(clean_cell(str(source.get(name) or "")) for name in FIELDS) for source in sources)
    return "\n".join(re.sub(r"(\s*\|\s*)+$", "", line) for line in lines)


def from_text(text: str) -> list[dict[str, str]]:
    """The sources of a text. Raises SourcesError."""
    found: list[dict[str, str]] = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        parts = [part.replace("\\|", "|") for part in split_cells(line)]
        if not 2 <= len(parts) <= len(FIELDS):
            raise SourcesError(number, "write id | title | address | kind; the last two may be left out")
        source = {name: part for name, part in zip(FIELDS, parts, strict=False) if part}
        if not _ID.fullmatch(source.get("id", "")):
            raise SourcesError(number, f"“{parts[0][:40]}” cannot be cited: use lower-case letters, digits and hyphens")
        if "title" not in source:
            raise SourcesError(number, "the source has no title")
        if any(source["id"] == other["id"] for other in found):
            raise SourcesError(number, f"source “{source['id']}” stands twice")
        if "url" in source and not _ADDRESS.fullmatch(source["url"]):
            raise SourcesError(number, f"not an address: {source['url'][:80]}")
        found.append(source)
    return found
