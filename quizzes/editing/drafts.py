"""A page as an editor has typed it, before it is published. Nothing here writes to the database."""

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass, replace

from content.diagrams import sizes
from content.models import Revision, Topic
from content.practice.records import Term
from content.reading.source import Warning
from content.reading.text import line_feeds
from content.reading.topic import ReadTopic, read_topic
from content.rendering.html import Rendered, render
from content.services import source_of
from quizzes.bank.services import accepted_terms, derive
from quizzes.editing import sources as source_lines
from quizzes.editing.diff import Merge, merge
from quizzes.editing.effects import Derived


def one_line(text: str) -> str:
    """A title or summary: words with single spaces."""
    return " ".join(text.split())


def plain_lines(text: str) -> str:
    """Text as the parser counts its lines: line feeds only, and no blank lines around it."""
    return line_feeds(text).strip("\n")


@dataclass(frozen=True)
class Draft:
    """What an editor types: title, summary, Markdown, the sources one a line, and the phase (its slug; empty for a page
    beside the path).
    """

    title: str
    summary: str
    body: str
    sources: str = ""
    phase: str = ""

    @classmethod
    def of(cls, revision: Revision, *, phase: str = "") -> "Draft":
        """A revision as its editor would type it: `quizzes.editing.forms` gives the same for the same text.

        ``phase`` is where the page is now, for revisions that name none.
        """
        return cls(
            one_line(revision.title),
            one_line(revision.summary),
            plain_lines(revision.source),
            source_lines.as_text(_sources(revision)),
            str(revision.meta.get("phase", phase)),
        )

    @classmethod
    def now(cls, topic: Topic) -> "Draft":
        """What a page says now, as its editor would type it."""
        assert topic.current is not None
        return replace(cls.of(topic.current), phase=phase_of(topic))

    def as_topic(self, topic: Topic) -> Topic:
        """The topic as it would be with this text: a copy, not to be saved, and still at its place.

        Its revision names the phase once that was chosen on the site.
        """
        assert topic.current is not None
        drafted = copy(topic)
        revision = copy(topic.current)
        revision.title, revision.summary, revision.source = self.title, self.summary, self.body
        revision.meta = topic.current.meta | {"sources": source_lines.from_text(self.sources)}
        if not revision.meta["sources"] and "sources" not in topic.current.meta:
            del revision.meta["sources"]
        if self.phase != phase_of(topic) or "phase" in revision.meta:
            revision.meta["phase"] = self.phase
        drafted.title, drafted.summary, drafted.current = self.title, self.summary, revision
        return drafted


@dataclass(frozen=True)
class Page:
    """A draft as a reader would see it, and what is odd about it, in the order of its lines."""

    read: ReadTopic
    rendered: Rendered
    warnings: tuple[Warning, ...]


def phase_of(topic: Topic) -> str:
    """The slug of a page's phase, empty beside the path."""
    return topic.phase.slug if topic.phase else ""


def _sources(revision: Revision) -> Sequence[dict[str, str]]:
    return revision.meta.get("sources") or ()


def read(topic: Topic) -> ReadTopic:
    """A topic's text with its structure."""
    return read_topic(source_of(topic))


def page(topic: Topic, terms: Sequence[Term]) -> Page:
    """The page that a topic's text makes."""
    found = read(topic)
    rendered = render(found.document, found.tables, found.source.meta.get("sources") or (), terms, sizes())
    return Page(found, rendered, warnings(found))


def warnings(found: ReadTopic) -> tuple[Warning, ...]:
    """What an import of our own library would refuse: odd tables, names that stand twice, unknown sources."""
    known = {str(source["id"]) for source in found.source.meta.get("sources") or ()}
    unknown = (Warning(n, f"cites “{name}”, which is not among the sources") for n, name in found.document.cited
               if name not in known)  # fmt: skip
    odd = (*found.document.warnings, *(w for table in found.comparisons for w in table.warnings), *unknown)
    return tuple(sorted(odd, key=lambda warning: warning.line))


def derived(*topics: Topic) -> list[Derived]:
    """The facts of each topic's text, and what the bank would make of them."""
    terms = accepted_terms()
    reads = [read(topic) for topic in topics]
    return [(found.facts, derive(found, terms)) for found in reads]


@dataclass(frozen=True)
class Merged:
    """A draft merged with what somebody else published meanwhile; ``conflicts`` counts where the two disagree."""

    draft: Draft
    conflicts: int


def merge_drafts(base: Draft, mine: Draft, theirs: Draft, *, theirs_name: str) -> Merged:
    """Both edits of one page. Where titles, summaries or phases disagree, mine stays in the draft and counts as a
    conflict.
    """
    body = merge(base.body, mine.body, theirs.body, mine_name="your text", theirs_name=theirs_name)
    sources = merge(base.sources, mine.sources, theirs.sources, mine_name="your sources", theirs_name=theirs_name)
    title, summary = _field(base.title, mine.title, theirs.title), _field(base.summary, mine.summary, theirs.summary)
    phase = _field(base.phase, mine.phase, theirs.phase)
    merged = Draft(title.text, summary.text, body.text, sources.text, phase.text)
    return Merged(merged, sum(part.conflicts for part in (body, sources, title, summary, phase)))


def _field(base: str, mine: str, theirs: str) -> Merge:
    if mine in (theirs, base):
        return Merge(theirs)
    return Merge(mine, int(theirs != base))
