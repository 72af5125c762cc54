"""A page as an editor has typed it, before it is published: a value, read once. Nothing here writes to the database."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from content.models import Revision, Topic
from content.reading.source import TopicSource, Warning
from content.reading.text import line_feeds
from content.reading.topic import ReadTopic, read_topic
from content.rendering.pictures import from_elsewhere
from quizzes.editing import sources as source_lines
from quizzes.editing.diff import Merge, merge
from sdwiki.signs import one_line, visible

PICTURES = "pages show the library’s diagrams, and no pictures from elsewhere"


def plain_lines(text: str) -> str:
    """Text as the parser counts its lines: line feeds only, and no blank lines around it."""
    return visible(line_feeds(text)).strip("\n")


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

    def source(self, topic: Topic | None, slug: str = "") -> TopicSource:
        """The draft as a text of a page, still at its place, or of one that is not there yet, at ``slug``.

        It names the phase once that was chosen on the site.
        """
        was = topic.current.meta if topic and topic.current else {}
        meta = was | {"sources": source_lines.from_text(self.sources)}
        if not meta["sources"] and "sources" not in was:
            del meta["sources"]
        phase = phase_of(topic) if topic else ""
        if self.phase != phase or "phase" in meta:
            meta["phase"] = self.phase
        return TopicSource(
            slug=topic.slug if topic else slug,
            title=self.title,
            summary=self.summary,
            phase=phase,
            position=topic.position if topic else 1,
            body=self.body,
            first_line=1,
            file=f"{topic.slug if topic else slug}.md",
            meta=meta,
        )


@dataclass(frozen=True)
class ReadDraft:
    """A draft with the one reading of its text that everything takes: preview, table editor, bank, publishing."""

    draft: Draft
    read: ReadTopic

    @classmethod
    def of(cls, draft: Draft, topic: Topic | None, slug: str = "", *, at_hand: ReadTopic | None = None) -> "ReadDraft":
        """A draft of a page, or of one that will be at ``slug``; ``at_hand`` may be a reading of its text."""
        source = draft.source(topic, slug)
        return cls(draft, at_hand.renewed(source) if at_hand else read_topic(source))


def phase_of(topic: Topic) -> str:
    """The slug of a page's phase, empty beside the path."""
    return topic.phase.slug if topic.phase else ""


def _sources(revision: Revision) -> Sequence[dict[str, str]]:
    return revision.meta.get("sources") or ()


def warnings(read: ReadTopic) -> tuple[Warning, ...]:
    """What an import of our own library would refuse (odd tables, names that stand twice, unknown sources), what is
    wrong with checkpoints, and which pictures readers will not see.
    """
    known = {str(source["id"]) for source in read.source.meta.get("sources") or ()}
    unknown = (Warning(n, f"cites “{name}”, which is not among the sources") for n, name in read.document.cited
               if name not in known)  # fmt: skip
    pictures = (
        Warning(one.line, f"readers do not see the picture “{one.alt or one.src}”, only its words: {PICTURES}")
        for one in from_elsewhere(read.document.tokens, read.source.first_line)
    )
    return tuple(sorted((*read.warnings, *read.unspoken, *unknown, *pictures), key=lambda warning: warning.line))


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
