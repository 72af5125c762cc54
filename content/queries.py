"""Reads of the wiki: its phases with their topics, the ways through them, and one page with its neighbours."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from django.db import connection
from django.shortcuts import get_object_or_404

from content.models import Path, Phase, Topic


@dataclass(frozen=True)
class PhaseEntry:
    phase: Phase
    topics: Sequence[Topic]


@dataclass(frozen=True, slots=True)
class Named:
    """Another page, as links to it name it."""

    slug: str
    title: str


@dataclass(frozen=True, slots=True)
class Page:
    """A topic's current revision and its neighbours on the path: all that its page shows.

    Hashable, so that the page is rendered once for each state. ``contents_json`` and ``sources_json`` hold lists of
    objects: id, title and level of each heading; id, title and, for some, url of each source.
    """

    slug: str
    title: str
    summary: str
    minutes: int
    changed: datetime
    html: str
    contents_json: str
    sources_json: str | None
    phase: Named | None
    previous: Named | None
    next: Named | None

    @property
    def contents(self) -> list[dict[str, Any]]:
        return json.loads(self.contents_json)  # type: ignore[no-any-return]

    @property
    def sources(self) -> list[dict[str, str]]:
        return json.loads(self.sources_json or "[]") or []


def shelves() -> tuple[list[PhaseEntry], list[Topic]]:
    """Every phase with its topics, and the pages beside the path, in their order. One query."""
    fields = (
        "slug",
        "title",
        "summary",
        "position",
        "current__minutes",
        "current__meta",
        "phase__slug",
        "phase__title",
    )
    found = (
        Topic.objects.filter(retired_at__isnull=True)
        .select_related("phase", "current")
        .only(*fields, "phase__position", "phase__goal")
        .order_by("phase__position", "position", "slug")
    )
    phases: dict[Phase, list[Topic]] = {}
    pages: list[Topic] = []
    for topic in found:
        (phases.setdefault(topic.phase, []) if topic.phase else pages).append(topic)
    return [PhaseEntry(phase, topics) for phase, topics in phases.items()], pages


@dataclass(frozen=True)
class Way:
    """A path through the phases, which it names in its order."""

    title: str
    summary: str
    phases: tuple[Named, ...]


def ways() -> list[Way]:
    """Every path with its phases. One query."""
    rows = Path.objects.order_by("position", "pathphase__position").values_list(
        "title", "summary", "pathphase__phase__slug", "pathphase__phase__title"
    )
    return [
        Way(title, summary, tuple(Named(slug, name) for *_, slug, name in steps if slug))
        for (title, summary), steps in groupby(rows, key=lambda row: row[:2])
    ]


PAGE = """
SELECT t.slug, r.title, r.summary, r.minutes, r.created_at, r.html, r.contents::text, (r.meta -> 'sources')::text,
       p.slug, p.title, previous.slug, previous.title, next.slug, next.title
FROM content_topic t
JOIN content_revision r ON r.id = t.current_id
LEFT JOIN content_phase p ON p.id = t.phase_id
LEFT JOIN LATERAL (
    SELECT o.slug, o.title FROM content_topic o JOIN content_phase q ON q.id = o.phase_id
    WHERE o.retired_at IS NULL AND (q.position, o.position) < (p.position, t.position)
    ORDER BY q.position DESC, o.position DESC LIMIT 1
) previous ON true
LEFT JOIN LATERAL (
    SELECT o.slug, o.title FROM content_topic o JOIN content_phase q ON q.id = o.phase_id
    WHERE o.retired_at IS NULL AND (q.position, o.position) > (p.position, t.position)
    ORDER BY q.position, o.position LIMIT 1
) next ON true
WHERE t.slug = %s AND t.retired_at IS NULL
"""


def page_at(slug: str) -> Page | None:
    """A page by its slug with its neighbours on the path, in one statement; None where there is none."""
    with connection.cursor() as cursor:
        cursor.execute(PAGE, [slug])
        found = cursor.fetchone()
    if found is None:
        return None
    own, phase, previous, following = found[:8], found[8:10], found[10:12], found[12:]
    return Page(*(*own, _named(*phase), _named(*previous), _named(*following)))


def withdrawn_or_404(slug: str) -> Topic:
    """A page that was withdrawn, by its slug."""
    return get_object_or_404(Topic.objects.withdrawn().only("slug", "title"), slug=slug)


def _named(slug: str | None, title: str) -> Named | None:
    return Named(slug, title) if slug else None
