"""A topic's text before it is parsed, with what stands around it, and what can be wrong in it. Frozen, pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

TITLE = 160  # how long a topic's title may be: as wide as the column of `content.models`


class SourceError(Exception):
    """A document or library that is refused: where, and what is wrong there."""

    def __init__(self, file: str, line: int, message: str) -> None:
        super().__init__(f"{file}:{line}: {message}")
        self.file, self.line, self.message = file, line, message


@dataclass(frozen=True)
class Warning:
    """Something odd in a document: the line (from 1) and what is wrong there."""

    line: int
    message: str


@dataclass(frozen=True)
class TopicSource:
    """A topic's text before parsing; ``phase`` is empty for a page outside the phases.

    ``meta`` holds what the front matter says beyond the title: sources (id, title, url, kind) and accepted spellings.
    ``placed_line`` is the line that puts it into its phase.
    """

    slug: str
    title: str
    summary: str
    phase: str
    position: int
    body: str
    first_line: int
    file: str
    meta: Mapping[str, Any] = field(default_factory=dict)
    placed_line: int = 1
