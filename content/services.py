"""What can happen to the wiki: an import applies a library, a page gets a new revision."""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from types import MappingProxyType

from django.apps import apps
from django.contrib.auth.models import AbstractBaseUser
from django.db import connection, transaction
from django.db.models import Max

from content.diagrams import sizes
from content.importing.library import Library, PhaseSource
from content.models import Path, PathPhase, Phase, Revision, Topic
from content.practice.records import Term
from content.practice.store import apply_practice, stored_terms
from content.reading.source import SourceError, TopicSource
from content.reading.topic import ReadTopic, read_topic
from content.rendering.html import render
from sdwiki.events import event
from sdwiki.postgresql.planner import analyze

WORDS_A_MINUTE = 200
SEARCHED_BYTES = 200_000
_LINE_END = re.compile(r"(?<![.?!:])\n")  # of a cell or a heading, which an excerpt would run together
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


@dataclass
class Applied:
    """What an import did, by slug; ``kept`` are pages written on the site, which an import does not overwrite.

    ``readings`` are those at hand of the pages' current revisions, for what is made of them next.
    """

    new_terms: bool = False  # the glossary changed

    created: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    readings: dict[str, ReadTopic] = field(default_factory=dict)

    @property
    def changed(self) -> list[str]:
        return self.created + self.updated


@transaction.atomic
def apply_library(library: Library, *, now: datetime, overwrite: bool = False, render_again: bool = False) -> Applied:
    """Store every phase, path, topic and page of a library, all or nothing.

    A page whose text is what it was is left alone. A page whose current revision was written on the site is kept
    and named in the result, unless ``overwrite``; its own revision stays in the history either way. So is its place on
    the path, if that was chosen on the site. What the library does not name is left alone. Raises SourceError for a
    topic of an unknown phase.

    With ``render_again`` the HTML of pages whose text stayed is renewed too, as it is where the glossary changed.
    """
    with connection.cursor() as cursor:  # two imports at once would hand out the same revision numbers
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('content.import'))")
    # What an editor publishes meanwhile waits, or is there and kept. All pages, as the bank of each may be rebuilt.
    list(Topic.objects.select_for_update(no_key=True).order_by("pk").values_list("pk"))
    phases = _apply_phases(library.phases)
    if library.paths and (library.topics or not Path.objects.exists()):
        _apply_paths(library, phases)
    existing = {t.slug: t for t in Topic.objects.select_related("current", "phase")}
    applied = Applied()
    terms = library.terms or stored_terms()
    for read in library.texts:
        source = read.source
        phase = (phases.get(source.phase) or _phase_by_name(source)) if source.phase else None
        _apply_text(read, existing.get(source.slug), phase, applied, terms=terms, now=now, overwrite=overwrite)
    _make_room({read.source.slug for read in library.texts} - set(applied.kept))
    applied.new_terms = apply_practice(terms=library.terms, drills=library.drills, interviews=library.interviews)
    if applied.new_terms or render_again:
        _render_again(applied, terms)
    if applied.changed:
        analyze(*apps.get_app_config("content").get_models())
    counts = {name: len(getattr(applied, name)) for name in ("created", "updated", "unchanged", "kept")}
    event("wiki.imported", **counts)
    return applied


def _apply_text(
    read: ReadTopic,
    topic: Topic | None,
    phase: Phase | None,
    applied: Applied,
    *,
    terms: Sequence[Term],
    now: datetime,
    overwrite: bool,
) -> None:
    """Store one page of a library, if it is new or its text is; note in ``applied`` which it was."""
    source, checksum = read.source, _checksum(read.source)
    current = topic.current if topic else None
    if topic and current:
        moved = (topic.phase, topic.position) != (phase, source.position)
        if moved and (overwrite or not placed_here(topic)):
            topic.phase, topic.position = phase, source.position
            topic.save(update_fields=["phase", "position"])
        if current.checksum == checksum and not topic.retired_at:
            applied.unchanged.append(source.slug)
            applied.readings[source.slug] = read
            return
        if current.origin == Revision.Origin.EDIT and not overwrite:
            applied.kept.append(source.slug)
            return
    (applied.updated if topic else applied.created).append(source.slug)
    if topic is None:
        topic = Topic.objects.create(slug=source.slug, phase=phase, position=source.position, title=source.title)
    publish(topic, read, now=now, origin=Revision.Origin.IMPORT, checksum=checksum, terms=terms)
    applied.readings[source.slug] = read


def placed_here(topic: Topic) -> bool:
    """Whether a page's place on the path was chosen on the site: its revision names the phase."""
    return bool(topic.current and topic.current.origin == Revision.Origin.EDIT and "phase" in topic.current.meta)


def place(topic: Topic, phase: Phase | None) -> None:
    """Put a page at the end of a phase, or of the pages beside the path."""
    if phase:  # two pages at once would get the same place
        Phase.objects.select_for_update(no_key=True).get(pk=phase.pk)
    others = Topic.objects.filter(phase=phase, retired_at__isnull=True).exclude(pk=topic.pk)
    topic.phase, topic.position = phase, (others.aggregate(last=Max("position"))["last"] or 0) + 1
    topic.save(update_fields=["phase", "position"])


def _make_room(imported: set[str]) -> None:
    """Move pages that were placed on the site behind those of the library that took their places."""
    taken = set(Topic.objects.filter(slug__in=imported).values_list("phase", "position"))
    for topic in Topic.objects.topics().exclude(slug__in=imported).select_related("phase", "current"):
        if (topic.phase_id, topic.position) in taken and placed_here(topic):
            place(topic, topic.phase)


def _phase_by_name(source: TopicSource) -> Phase:
    """The stored phase that a file imported on its own names by slug, title or number."""
    wanted = source.phase.casefold()
    for phase in Phase.objects.all():
        if wanted in (phase.slug, phase.title.casefold(), str(phase.position)):
            return phase
    raise SourceError(source.file, source.placed_line, f"unknown phase “{source.phase}”")


def _render_again(applied: Applied, terms: Sequence[Term]) -> None:
    """Renew the HTML of pages whose text stayed, those of the site too: it is a cache of the text and the glossary."""
    stayed = Topic.objects.filter(current__isnull=False).exclude(slug__in=applied.changed)
    for topic in stayed.select_related("current", "phase"):
        assert topic.current is not None
        read = applied.readings[topic.slug] = reading(topic, applied.readings)
        sources = topic.current.meta.get("sources", ())
        topic.current.html = render(read.document, read.tables, sources, terms, sizes()).html
        topic.current.save(update_fields=["html"])


def _checksum(source: TopicSource) -> str:
    parts = [source.title, source.summary, source.body, json.dumps(source.meta, sort_keys=True)]
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


def _apply_phases(sources: Iterable[PhaseSource]) -> dict[str, Phase]:
    """Phases by the slug of the source. A phase that is worded otherwise ("Architecture Patterns" for
    "Architecture") at the same place is the same phase and keeps its own title."""
    known = list(Phase.objects.all())
    by_slug = {p.slug: p for p in known}
    result: dict[str, Phase] = {}
    for source in sources:
        phase = by_slug.get(source.slug)
        if phase is None:
            words = set(source.slug.split("-"))
            phase = next((p for p in known if p.position == source.position and set(p.slug.split("-")) & words), None)
            if phase is None:
                phase = Phase.objects.create(**asdict(source))
        elif asdict(source) != {name: getattr(phase, name) for name in asdict(source)}:
            Phase.objects.filter(pk=phase.pk).update(**asdict(source))
            phase.refresh_from_db()
        result[source.slug] = phase
    return result


def _apply_paths(library: Library, phases: dict[str, Phase]) -> None:
    wanted = [
        (p.slug, p.title, p.position, p.summary, p.topics_per_day, p.tables_only, tuple(phases[s].pk for s in p.phases))
        for p in library.paths
    ]
    stored = [
        (p.slug, p.title, p.position, p.summary, p.topics_per_day, p.tables_only, tuple(x.pk for x in ordered))
        for p, ordered in paths_with_phases()
    ]
    if wanted == stored:
        return
    Path.objects.all().delete()
    for slug, title, position, summary, topics_per_day, tables_only, members in wanted:
        path = Path.objects.create(
            slug=slug,
            title=title,
            position=position,
            summary=summary,
            topics_per_day=topics_per_day,
            tables_only=tables_only,
        )
        PathPhase.objects.bulk_create(PathPhase(path=path, phase_id=pk, position=n) for n, pk in enumerate(members, 1))


def paths_with_phases() -> list[tuple[Path, list[Phase]]]:
    """Every path with its phases in order."""
    by_path: dict[int, list[Phase]] = {}
    for row in PathPhase.objects.select_related("phase").order_by("path_id", "position"):
        by_path.setdefault(row.path_id, []).append(row.phase)
    return [(path, by_path.get(path.pk, [])) for path in Path.objects.all()]


@transaction.atomic
def publish(
    topic: Topic,
    read: ReadTopic,
    *,
    now: datetime,
    origin: str,
    checksum: str = "",
    author: AbstractBaseUser | None = None,
    note: str = "",
    terms: Sequence[Term] | None = None,
) -> Revision:
    """Save a new revision of a topic, render it, and make it current."""
    topic = Topic.objects.select_for_update(of=("self",)).get(pk=topic.pk)
    source = read.source
    known = stored_terms() if terms is None else terms
    rendered = render(read.document, read.tables, source.meta.get("sources", ()), known, sizes())
    last = Revision.objects.filter(topic=topic).order_by("-number").values_list("number", flat=True).first()
    revision = Revision.objects.create(
        topic=topic,
        number=(last or 0) + 1,
        title=source.title,
        summary=source.summary,
        source=source.body,
        meta=dict(source.meta),
        html=rendered.html,
        contents=[asdict(entry) for entry in rendered.contents],
        minutes=max(1, round(len(read.document.text.split()) / WORDS_A_MINUTE)),
        checksum=checksum or _checksum(source),
        origin=origin,
        author=author,  # type: ignore[misc]
        note=note,
        created_at=now,
    )
    topic.current = revision
    topic.title, topic.summary, topic.retired_at = source.title, source.summary, None
    topic.headings = _searchable("\n".join(s.title for s in read.document.sections))
    topic.body = _searchable(_LINE_END.sub(" · ", f"{source.summary}\n{read.document.text}"))
    topic.save(update_fields=["current", "title", "summary", "headings", "body", "retired_at"])
    return revision


def _searchable(text: str) -> str:
    """What the search reads of a text: PostgreSQL's vectors end at 1 MiB, and excerpts use control characters."""
    return _CONTROL.sub("", text).encode()[:SEARCHED_BYTES].decode(errors="ignore")


def reading(topic: Topic, at_hand: Mapping[str, ReadTopic] = MappingProxyType({})) -> ReadTopic:
    """The reading of a topic's current revision: the one at hand (by slug) where it is of this text, else a new one."""
    read, source = at_hand.get(topic.slug), source_of(topic)
    return read.renewed(source) if read else read_topic(source)


def source_of(topic: Topic) -> TopicSource:
    """A topic's current revision as a source again, for editing, comparing and rebuilding."""
    revision = topic.current
    assert revision is not None
    return TopicSource(
        slug=topic.slug,
        title=revision.title,
        summary=revision.summary,
        phase=topic.phase.slug if topic.phase else "",
        position=topic.position,
        body=revision.source,
        first_line=1,
        file=f"{topic.slug}.md",
        meta=revision.meta,
    )
