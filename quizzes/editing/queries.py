"""Reads for editors: a page with its history, and what publishing a draft would do."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from content.diagrams import sizes
from content.models import Revision, Topic
from content.practice.store import stored_terms
from content.reading.facts import Fact
from content.reading.source import Warning
from content.rendering.html import render
from quizzes.bank.records import Bank
from quizzes.bank.words import told
from quizzes.editing import current, drafts
from quizzes.editing.diff import Hunk, Piece, compare
from quizzes.editing.drafts import Draft, ReadDraft
from quizzes.editing.effects import Derived, Effects, FactChange, effects
from quizzes.editing.keys import Pin, Pinned, pin_keys
from quizzes.editing.words import wordings
from quizzes.reviews.models import Card

MOST_SHOWN = 40  # entries of a part of the change list
NOTHING: Derived = ((), Bank())  # what a page gives that is not there yet


@dataclass(frozen=True)
class Preview:
    """A draft as it would be published: the page's HTML and what is odd about it, the change list, the keys kept, and
    the memories that it touches. Without effects the draft says what the page says already.

    ``brought_back`` counts cards that would be due again, ``laid_aside`` those whose fact would be retired, and
    ``learners`` the people whose cards these are.
    """

    draft: Draft
    html: str
    warnings: tuple[Warning, ...]
    effects: Effects | None = None
    pins: tuple[Pin, ...] = ()
    brought_back: int = 0
    laid_aside: int = 0
    learners: int = 0

    @property
    def changed(self) -> list[tuple[FactChange, tuple[Piece, ...], tuple[Piece, ...]]]:
        """The first facts that change, with both wordings cut where they differ."""
        return [(one, *wordings(one)) for one in self.effects.changed[:MOST_SHOWN]] if self.effects else []

    @property
    def refused(self) -> list[tuple[Fact, str, str]]:
        """The first facts that a question is not asked about any more, or not at all: its kind, and why."""
        refused = self.effects.refused if self.effects else ()
        facts = {one.fact.key: one.fact for one in refused}
        return [(facts[one.fact], one.kind, why) for one, why in told(one.refusal for one in refused)[:MOST_SHOWN]]


@dataclass(frozen=True)
class Compared:
    """Two revisions of one page, the older first, and what differs."""

    old: Revision
    new: Revision
    title: tuple[Hunk, ...]
    summary: tuple[Hunk, ...]
    body: tuple[Hunk, ...]
    sources: tuple[Hunk, ...]


def page_or_404(slug: str, *, withdrawn: bool = False) -> Topic:
    """A page that may be edited, with its current revision; or also one that was ``withdrawn``."""
    pages = Topic.objects.filter(current__isnull=False)
    pages = pages if withdrawn else pages.filter(retired_at__isnull=True)
    found: Topic = get_object_or_404(pages.select_related("phase", "current__author").defer(*Topic.TEXTS), slug=slug)
    return found


def revisions(topic: Topic) -> QuerySet[Revision]:
    """A page's revisions, the newest first, with their authors but without their texts."""
    return Revision.objects.filter(topic=topic).select_related("author").defer("source", "html", "contents", "meta")


def revision_or_404(topic: Topic, number: int) -> Revision:
    """One revision of a page by its number."""
    if number > 2**31 - 1:
        raise Http404("There is no such revision.")
    return get_object_or_404(Revision.objects.filter(topic=topic).select_related("author"), number=number)


def compared(old: Revision, new: Revision) -> Compared:
    """What differs between two revisions."""
    a, b = Draft.of(old), Draft.of(new)  # what their phases were, older revisions do not say
    return Compared(
        old,
        new,
        title=compare(a.title, b.title),
        summary=compare(a.summary, b.summary),
        body=compare(a.body, b.body),
        sources=compare(a.sources, b.sources),
    )


def preview(topic: Topic | None, written: ReadDraft) -> Preview:
    """What publishing a draft would make of the page, the bank and the memories. Writes nothing.

    The page is shown as it was typed, so that warnings name the editor's lines. Without a topic it is not there yet.
    """
    draft, read, now_says = written.draft, written.read, Draft.now(topic) if topic else None
    odd = drafts.warnings(read)
    if topic and topic.current and draft == now_says:
        return Preview(draft, topic.current.html, odd)
    glossary = stored_terms()
    rendered = render(read.document, read.tables, read.source.meta.get("sources") or (), glossary, sizes())
    said = current.said(topic) if topic else None
    pinned = pin_keys(said, read) if said else Pinned(read)
    change = effects(current.given(said, glossary) if said else NOTHING, current.given(pinned.read, glossary))
    return Preview(draft, rendered.html, odd, change, pinned.pins, **_memories(change))


def _memories(change: Effects) -> dict[str, int]:
    """How many cards a change brings back and lays aside, and of how many learners."""
    back, aside = [c.after.key for c in change.reworded], [fact.key for fact in change.retired]
    if not back and not aside:
        return {}
    return (
        Card.objects.seen()
        .filter(fact__key__in=[*back, *aside])
        .aggregate(
            brought_back=Count("pk", filter=Q(fact__key__in=back)),
            laid_aside=Count("pk", filter=Q(fact__key__in=aside)),
            learners=Count("learner", distinct=True),
        )
    )
