"""What can happen to the wiki: an import applies a library, a page gets a new revision."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser
from django.db import connection, transaction

from content.extra_services import apply_extras, stored_terms
from content.extras_model import Term
from content.model import PhaseSource, TopicSource
from content.models import (
    Cell,
    Dimension,
    Option,
    Path,
    PathPhase,
    Phase,
    Revision,
    Section,
    Table,
    Topic,
    Trait,
    TraitList,
)
from content.render import render
from content.sources import Library, ReadTopic, read_topic
from content.text import slugify

WORDS_A_MINUTE = 200


@dataclass
class Applied:
    """What an import did, by slug; ``kept`` are pages edited on the site, which an import does not overwrite."""

    created: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)

    @property
    def changed(self) -> list[str]:
        return self.created + self.updated


@transaction.atomic
def apply_library(library: Library, *, now: datetime, overwrite: bool = False) -> Applied:
    """Store every phase, path, topic and page of a library, all or nothing.

    A page whose text is what it was is left alone. A page whose current revision was written on the site is kept
    and named in the result, unless ``overwrite``; its own revision stays in the history either way.
    """
    with connection.cursor() as cursor:  # two imports at once would hand out the same revision numbers
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('content.import'))")
    phases = _apply_phases(library.phases)
    if library.paths and (library.topics or not Path.objects.exists()):
        _apply_paths(library, phases)
    existing = {t.slug: t for t in Topic.objects.select_related("current", "phase")}
    applied = Applied()
    terms = library.terms or stored_terms()
    for source in (*library.topics, *library.pages):
        phase = phases.get(source.phase) if source.phase else None
        if source.phase and phase is None:
            phase = Phase.objects.get(slug=source.phase)
        topic = existing.get(source.slug)
        checksum = _checksum(source)
        if topic and topic.current and (topic.phase, topic.position) != (phase, source.position):
            topic.phase, topic.position = phase, source.position
            topic.save(update_fields=["phase", "position"])
        if topic and topic.current and topic.current.checksum == checksum and not topic.retired_at:
            applied.unchanged.append(source.slug)
        elif topic and topic.current and topic.current.origin == Revision.Origin.EDIT and not overwrite:
            applied.kept.append(source.slug)
        else:
            if topic is None:
                topic = Topic.objects.create(
                    slug=source.slug, phase=phase, position=source.position, title=source.title
                )
                applied.created.append(source.slug)
            else:
                applied.updated.append(source.slug)
            publish(topic, source, now=now, origin=Revision.Origin.IMPORT, checksum=checksum, terms=terms)
    if apply_extras(library):
        _render_again(applied.unchanged + applied.kept, terms)
    return applied


def _render_again(slugs: Sequence[str], terms: Sequence[Term]) -> None:
    """Renew the HTML of pages whose text stayed: it is a cache of the text and the glossary."""
    for topic in Topic.objects.filter(slug__in=slugs).select_related("current", "phase"):
        source = source_of(topic)
        read = read_topic(source)
        assert topic.current is not None
        topic.current.html = render(read.document, read.tables, source.meta.get("sources", ()), terms).html
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
    source: TopicSource,
    *,
    now: datetime,
    origin: str,
    checksum: str = "",
    author: AbstractBaseUser | None = None,
    note: str = "",
    terms: Sequence[Term] | None = None,
) -> Revision:
    """Save a new revision of a topic, render it, make it current, and rebuild the topic's structure from it."""
    topic = Topic.objects.select_for_update(of=("self",)).get(pk=topic.pk)
    read = read_topic(source)
    rendered = render(
        read.document, read.tables, source.meta.get("sources", ()), stored_terms() if terms is None else terms
    )
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
    topic.headings = "\n".join(s.title for s in read.document.sections)
    topic.body = f"{source.summary}\n{read.document.text}"
    topic.save(update_fields=["current", "title", "summary", "headings", "body", "retired_at"])
    _rebuild_structure(topic, read)
    return revision


def _rebuild_structure(topic: Topic, read: ReadTopic) -> None:
    """Replace the rows that describe the current revision."""
    topic.sections.all().delete()
    topic.tables.all().delete()
    topic.trait_lists.all().delete()
    Section.objects.bulk_create(
        Section(topic=topic, key=s.key, title=s.title[:300], level=s.level, position=n, parent=s.parent)
        for n, s in enumerate(read.document.sections, 1)
    )
    tables = Table.objects.bulk_create(
        Table(
            topic=topic,
            key=c.key,
            caption=c.caption[:300],
            section=c.section,
            orientation=c.orientation,
            reason=c.reason,
            position=n,
        )
        for n, c in enumerate(read.comparisons, 1)
    )
    options = Option.objects.bulk_create(
        Option(table=table, key=o.key, name=o.text[:300], position=n)
        for table, c in zip(tables, read.comparisons, strict=True)
        for n, o in enumerate(c.options, 1)
    )
    dimensions = Dimension.objects.bulk_create(
        Dimension(table=table, key=d.key, label=d.text[:300], scale=" < ".join(d.scale)[:300], position=n)
        for table, c in zip(tables, read.comparisons, strict=True)
        for n, d in enumerate(c.dimensions, 1)
    )
    option_of = {(o.table_id, o.key): o for o in options}
    dimension_of = {(d.table_id, d.key): d for d in dimensions}
    Cell.objects.bulk_create(
        {
            (table.pk, cell.option, cell.dimension, cell.extra): Cell(
                option=option_of[table.pk, cell.option],
                dimension=dimension_of[table.pk, cell.dimension],
                key=slugify(cell.extra) if cell.extra else "",
                text=cell.text,
                qualifier=cell.qualifier,
            )
            for table, c in zip(tables, read.comparisons, strict=True)
            for cell in c.cells
        }.values()
    )
    lists = TraitList.objects.bulk_create(
        TraitList(
            topic=topic,
            option_key=traits.option_key,
            option=traits.option[:300],
            group=traits.group,
            label_key=traits.label_key,
            label=traits.label,
            ordered=traits.ordered,
            position=n,
        )
        for n, traits in enumerate(read.document.lists, 1)
    )
    Trait.objects.bulk_create(
        Trait(list=row, text=item.text, qualifier=item.qualifier, position=n)
        for row, traits in zip(lists, read.document.lists, strict=True)
        for n, item in enumerate(traits.items, 1)
    )


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
