"""What sources hold before it is stored: frozen, without Django."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from content.extras_model import Drill, Interview, Term

# How long a text may be: as wide as the columns of `content.models`.
TITLE, NAME, SLUG = 160, 80, 50


class SourceError(Exception):
    """A document or library that is refused: where, and what is wrong there."""

    def __init__(self, file: str, line: int, message: str) -> None:
        super().__init__(f"{file}:{line}: {message}")
        self.file, self.line, self.message = file, line, message


@dataclass(frozen=True)
class Notice:
    """Something an import noticed and went on: file, line (from 1), and what it was."""

    file: str
    line: int
    message: str


@dataclass(frozen=True)
class Warning:
    """Something odd in a document: the line (from 1) and what is wrong there."""

    line: int
    message: str


@dataclass(frozen=True)
class PhaseSource:
    slug: str
    title: str
    position: int
    goal: str = ""
    why: str = ""


@dataclass(frozen=True)
class PathSource:
    """A way through the phases for one kind of reader; no phases means: as one likes."""

    slug: str
    title: str
    position: int
    summary: str
    phases: tuple[str, ...] = ()
    topics_per_day: int | None = None
    tables_only: bool = False


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


@dataclass(frozen=True)
class Library:
    """Everything an import found; ``repaired`` gives each file's mended lines, ``ignored`` what was left out and
    why.
    """

    phases: tuple[PhaseSource, ...] = ()
    paths: tuple[PathSource, ...] = ()
    topics: tuple[TopicSource, ...] = ()
    pages: tuple[TopicSource, ...] = ()
    notices: tuple[Notice, ...] = ()
    repaired: tuple[tuple[str, tuple[int, ...]], ...] = ()
    ignored: tuple[Notice, ...] = ()
    terms: tuple[Term, ...] = ()
    drills: tuple[Drill, ...] = ()
    interviews: tuple[Interview, ...] = ()
