"""What an import does to the wiki: phases, paths, pages and what stands around them, all or nothing."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from enum import Enum, auto
from pathlib import Path as FilePath

from django.apps import apps
from django.conf import settings
from django.db import connection, transaction

from content.diagrams import sizes
from content.errors import AddressesTaken, TakenAddress
from content.importing.library import Library, PhaseSource
from content.models import Import, Path, PathPhase, Phase, Revision, Topic
from content.practice.models import Drill, Interview
from content.practice.models import Term as StoredTerm
from content.practice.records import Term
from content.practice.store import apply_practice, stored_terms
from content.reading.source import SourceError, TopicSource
from content.reading.topic import ReadTopic
from content.rendering.html import render
from content.search.entries import NUMBERS, refresh
from content.services import checksum, paths_with_phases, place, placed_here, publish, reading
from sdwiki.events import event
from sdwiki.postgresql.planner import analyze

SHIPPED = "shipped"  # where the pages come from that the product brings along


class Taken(Enum):
    """What becomes of a page that came from elsewhere, where an import has another one for its address."""

    REFUSE = auto()  # the whole import is refused
    KEEP = auto()  # the page stays, and the report says so
    REPLACE = auto()


@dataclass
class Applied:
    """What an import did, by slug.

    ``kept`` are pages written on the site and those of other places, ``withdrawn`` pages that stay withdrawn: none of
    them was written. ``taken`` are the pages of other places, kept or replaced, and ``spared`` what else of the shipped
    wiki was left as it is. ``readings`` are those at hand of the pages' current revisions, for what is made of them
    next.
    """

    new_terms: bool = False  # the glossary changed
    new_interviews: bool = False
    drilled: frozenset[str] = frozenset()  # topics in which other drills are asked than before

    created: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    withdrawn: list[str] = field(default_factory=list)
    taken: list[TakenAddress] = field(default_factory=list)
    spared: list[str] = field(default_factory=list)
    readings: dict[str, ReadTopic] = field(default_factory=dict)

    @property
    def changed(self) -> list[str]:
        return self.created + self.updated

    @property
    def counts(self) -> dict[str, int]:
        return {name: len(getattr(self, name)) for name in ("created", "updated", "unchanged", "kept")}


@transaction.atomic
def apply_library(
    library: Library,
    *,
    now: datetime,
    overwrite: bool = False,
    taken: Taken = Taken.REFUSE,
    render_again: bool = False,
) -> Applied:
    """Store every phase, path, topic and page of a library, all or nothing.

    A page whose text is what it was is left alone. A page whose current revision was written on the site is kept
    and named in the result, unless ``overwrite``; its own revision stays in the history either way. So is its place on
    the path, if that was chosen on the site. ``taken`` says what becomes of pages that came from other files than these
    (`Topic.came_from`); ``overwrite`` replaces them. A page that was withdrawn stays so. What the library does not name
    is left alone. Raises AddressesTaken, and SourceError for a topic of an unknown phase.
    With ``render_again`` the HTML of pages whose text stayed is renewed too, as it is where the glossary changed.
    """
    _lock()
    existing = {t.slug: t for t in Topic.objects.select_related("current", "phase")}
    places = _places(library)
    applied = Applied(taken=_taken(library, existing, places))
    if applied.taken and taken is Taken.REFUSE and not overwrite:
        raise AddressesTaken(applied.taken)
    kept = [address.slug for address in applied.taken] if taken is Taken.KEEP and not overwrite else []
    own = overwrite or SHIPPED in places.values() or not Import.objects.filter(source=SHIPPED).exists()
    library = library if own else _sparing(library, applied)
    phases = _apply_phases(library.phases, reword=own)
    if library.paths and (library.topics or not Path.objects.exists()):
        _apply_paths(library, phases)
    terms = library.terms or stored_terms()
    applied.kept += kept
    store = _Store(applied, terms, now, overwrite)
    for source, read in ((read.source, read) for read in library.texts if read.source.slug not in kept):
        phase = (phases.get(source.phase) or _phase_by_name(source)) if source.phase else None
        store.text(read, existing.get(source.slug), phase, places.get(source.slug, ""))
    _make_room({read.source.slug for read in library.texts} - set(applied.kept))
    stored = apply_practice(terms=library.terms, drills=library.drills, interviews=library.interviews)
    applied.new_terms, applied.new_interviews, applied.drilled = stored.terms, stored.interviews, stored.drilled
    if applied.new_terms or render_again:
        _render_again(applied, terms)
    refresh(applied.readings.get(NUMBERS))
    if applied.changed:
        analyze(*apps.get_app_config("content").get_models())
    event("wiki.imported", **applied.counts)
    return applied


def _lock() -> None:
    """Wait for other imports, and let publishing wait."""
    with connection.cursor() as cursor:  # two imports at once would hand out the same revision numbers
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('content.import'))")
    # What an editor publishes meanwhile waits, or is there and kept. All pages, as the bank of each may be rebuilt.
    list(Topic.objects.select_for_update(no_key=True).order_by("pk").values_list("pk"))


@dataclass(frozen=True)
class _Store:
    """Stores the pages of one import, and notes what became of each."""

    applied: Applied
    terms: Sequence[Term]
    now: datetime
    overwrite: bool

    def text(self, read: ReadTopic, topic: Topic | None, phase: Phase | None, came_from: str) -> None:
        """Store one page of a library, if it is new or its text is."""
        source, applied = read.source, self.applied
        current = topic.current if topic else None
        if topic and current:
            moved = (topic.phase, topic.position) != (phase, source.position)
            if moved and (self.overwrite or not placed_here(topic)):
                topic.phase, topic.position = phase, source.position
                topic.save(update_fields=["phase", "position"])
            if topic.retired_at:
                applied.withdrawn.append(source.slug)
                return
            if current.checksum == checksum(source):
                applied.unchanged.append(source.slug)
                applied.readings[source.slug] = read
                if not topic.came_from and current.origin == Revision.Origin.IMPORT:
                    _note(topic, came_from)
                return
            replaced = self.overwrite or any(address.slug == source.slug for address in applied.taken)
            if current.origin == Revision.Origin.EDIT and not replaced:
                applied.kept.append(source.slug)
                return
        (applied.updated if topic else applied.created).append(source.slug)
        if topic is None:
            topic = Topic.objects.create(slug=source.slug, phase=phase, position=source.position, title=source.title)
        publish(topic, read, now=self.now, origin=Revision.Origin.IMPORT, terms=self.terms)
        _note(topic, came_from)
        applied.readings[source.slug] = read


def _note(topic: Topic, came_from: str) -> None:
    """Keep where a page came from."""
    if topic.came_from != came_from:
        Topic.objects.filter(pk=topic.pk).update(came_from=came_from)


def _places(library: Library) -> dict[str, str]:
    """Where each page of a library comes from, as `Topic.came_from` keeps it."""
    shipped = str(FilePath(settings.LIBRARY_DIR).resolve())
    return {slug: SHIPPED if path == shipped else path for slug, path in library.came_from}


def _taken(library: Library, existing: dict[str, Topic], places: dict[str, str]) -> list[TakenAddress]:
    """The pages at addresses of this library that came from elsewhere and say something else."""
    found = []
    for read in library.texts:
        topic, came_from = existing.get(read.source.slug), places.get(read.source.slug, "")
        if topic is None or topic.current is None or topic.retired_at or topic.came_from == came_from:
            continue
        # Before it was kept where pages came from, nearly all were the shipped ones.
        ours = came_from == SHIPPED and not topic.came_from
        if not ours and topic.current.checksum != checksum(read.source):
            found.append(TakenAddress(topic.slug, topic.title, _whence(topic)))
    return found


def _whence(topic: Topic) -> str:
    """Where a page came from, in words."""
    if topic.came_from == SHIPPED:
        return "shipped with the product"
    if topic.came_from:
        return f"imported from {topic.came_from}"
    edited = topic.current and topic.current.origin == Revision.Origin.EDIT
    return "written on the site" if edited else "imported earlier"


def _sparing(library: Library, applied: Applied) -> Library:
    """A library without what would replace a part of the shipped wiki as a whole."""
    there = {
        "paths": ("the learning paths", Path),
        "terms": ("the glossary", StoredTerm),
        "drills": ("the drills", Drill),
        "interviews": ("the mock interviews", Interview),
    }
    spared = {
        name: words
        for name, (words, model) in there.items()
        if getattr(library, name) and model._default_manager.exists()
    }
    applied.spared += spared.values()
    return replace(library, **dict.fromkeys(spared, ()))


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


def _apply_phases(sources: Iterable[PhaseSource], *, reword: bool) -> dict[str, Phase]:
    """Phases by the slug of the source. A phase that is worded otherwise ("Architecture Patterns" for
    "Architecture") at the same place is the same phase and keeps its own title; so does one of the same slug, unless
    ``reword``."""
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
        elif reword and asdict(source) != {name: getattr(phase, name) for name in asdict(source)}:
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
