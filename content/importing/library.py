"""What an import found, before it is stored: phases, paths, pages and what stands around them. Frozen, pure."""

from dataclasses import dataclass

from content.practice.records import Drill, Interview, Term
from content.reading.topic import ReadTopic

# How long a text may be: as wide as the columns of `content.models`.
NAME, SLUG = 80, 50


@dataclass(frozen=True)
class Notice:
    """Something an import noticed and went on: file, line (from 1), and what it was."""

    file: str
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
class Library:
    """Everything an import found; ``repaired`` gives each file's mended lines, ``ignored`` what was left out and
    why.

    ``came_from`` names for each page's slug the path, absolute, that the import was given and found it in.

    Topics and pages are read already, once for all that follows: checks, HTML, bank and report.
    """

    phases: tuple[PhaseSource, ...] = ()
    paths: tuple[PathSource, ...] = ()
    topics: tuple[ReadTopic, ...] = ()
    pages: tuple[ReadTopic, ...] = ()
    notices: tuple[Notice, ...] = ()
    repaired: tuple[tuple[str, tuple[int, ...]], ...] = ()
    ignored: tuple[Notice, ...] = ()
    terms: tuple[Term, ...] = ()
    drills: tuple[Drill, ...] = ()
    interviews: tuple[Interview, ...] = ()
    came_from: tuple[tuple[str, str], ...] = ()

    @property
    def texts(self) -> tuple[ReadTopic, ...]:
        """The topics, and the pages beside them."""
        return self.topics + self.pages
