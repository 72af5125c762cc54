"""What can happen to a page: a new revision, another place. `content.imports` says what an import does to many."""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from types import MappingProxyType

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import Max

from content.diagrams import sizes
from content.models import Path, PathPhase, Phase, Revision, Topic, Withdrawal
from content.practice.records import Term
from content.practice.store import stored_terms
from content.reading.source import TopicSource
from content.reading.topic import ReadTopic, read_topic
from content.rendering.html import render
from content.search.entries import NUMBERS, refresh_numbers

WORDS_A_MINUTE = 200
SEARCHED_BYTES = 200_000
_LINE_END = re.compile(r"(?<![.?!:])\n")  # of a cell or a heading, which an excerpt would run together
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def placed_here(topic: Topic) -> bool:
    """Whether a page's place on the path was chosen on the site: its revision names the phase."""
    return bool(topic.current and topic.current.origin == Revision.Origin.EDIT and "phase" in topic.current.meta)


def place(topic: Topic, phase: Phase | None) -> None:
    """Put a page at the end of a phase, or of the pages beside the path."""
    if phase:  # two pages at once would get the same place
        Phase.objects.select_for_update(no_key=True).get(pk=phase.pk)
    others = Topic.objects.filter(phase=phase).exclude(pk=topic.pk)  # also those that may come back
    topic.phase, topic.position = phase, (others.aggregate(last=Max("position"))["last"] or 0) + 1
    topic.save(update_fields=["phase", "position"])


def checksum(source: TopicSource) -> str:
    parts = [source.title, source.summary, source.body, json.dumps(source.meta, sort_keys=True)]
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


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
        checksum=checksum(source),
        origin=origin,
        author=author,  # type: ignore[misc]
        note=note,
        created_at=now,
    )
    topic.current = revision
    topic.title, topic.summary = source.title, source.summary
    topic.headings = _searchable("\n".join(s.title for s in read.document.sections))
    topic.body = _searchable(_LINE_END.sub(" · ", f"{source.summary}\n{read.document.text}"))
    topic.save(update_fields=["current", "title", "summary", "headings", "body"])
    if topic.slug == NUMBERS:
        refresh_numbers(read)
    return revision


@transaction.atomic
def withdraw(topic: Topic, *, author: AbstractBaseUser, reason: str, now: datetime) -> bool:
    """Take a page out of the wiki, with all that was saved of it kept; False where it is out already."""
    return _turn(topic, withdrawn=True, author=author, reason=reason, now=now)


@transaction.atomic
def bring_back(topic: Topic, *, author: AbstractBaseUser, now: datetime) -> bool:
    """Put a page that was withdrawn back, at its place unless another page has that; False where it is there."""
    if not _turn(topic, withdrawn=False, author=author, reason="", now=now):
        return False
    beside = Topic.objects.filter(phase=topic.phase, position=topic.position, retired_at__isnull=True)
    if beside.exclude(pk=topic.pk).exists():
        place(topic, topic.phase)
    return True


def _turn(topic: Topic, *, withdrawn: bool, author: AbstractBaseUser, reason: str, now: datetime) -> bool:
    """Note that a page goes or comes back; False where it has."""
    state = Topic.objects.select_for_update().only("retired_at").get(pk=topic.pk)
    if (state.retired_at is not None) == withdrawn:
        return False
    topic.retired_at = now if withdrawn else None
    topic.save(update_fields=["retired_at"])
    Withdrawal.objects.create(topic=topic, withdrawn=withdrawn, reason=reason, author=author, at=now)  # type: ignore[misc]
    return True


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
