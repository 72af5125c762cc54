"""What an editor can do to a page: publish it, bank and memories included."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from content import services as content
from content.models import Phase, Revision, Topic
from content.reading.topic import ReadTopic
from quizzes.bank import services as bank
from quizzes.bank.synced import Synced
from quizzes.editing import current
from quizzes.editing.drafts import Draft, ReadDraft, merge_drafts, warnings
from quizzes.editing.errors import Gone, Odd, PublishedMeanwhile, Taken, Unchanged
from quizzes.editing.keys import Pin, pin_keys
from quizzes.editing.models import Publication
from quizzes.reviews.changes import mark_changed
from sdwiki.events import event

if TYPE_CHECKING:
    from sdwiki.accounts.models import User


@dataclass(frozen=True)
class Published:
    """What publishing did. ``brought_back`` counts the cards that are due again because their fact's meaning changed.

    A form that was sent twice gets its revision again, without the counts.
    """

    revision: Revision
    synced: Synced | None = None
    pins: tuple[Pin, ...] = ()
    brought_back: int = 0


@transaction.atomic
def publish(
    *,
    topic: Topic,
    author: "User",
    draft: ReadDraft,
    base: int,
    note: str,
    key: UUID,
    now: datetime,
    anyway: bool = False,
) -> Published:
    """Make a draft the topic's current revision, and bring the bank and the memories up to date, all or nothing.

    ``base`` is the number of the revision that the draft was begun from, ``key`` the form's. Raises PublishedMeanwhile,
    Unchanged, Gone, or Odd unless ``anyway``.
    """
    Topic.objects.select_for_update().only("pk").get(pk=topic.pk)  # first: a join would see the row from before
    locked = Topic.objects.select_related("phase", "current__author").get(pk=topic.pk)
    if first := _published(locked, author, key):
        return first
    if locked.retired_at:
        raise Gone
    now_says = Draft.now(locked)
    if draft.draft == now_says:
        raise Unchanged
    _refuse_outdated(locked, draft.draft, now_says, base)
    pinned = pin_keys(current.said(locked), draft.read.renewed(draft.draft.source(locked)))
    _check(pinned.read, anyway)
    if draft.draft.phase != now_says.phase:
        note = note or f"Moved to {_place(locked, draft.draft)}"
    done = _store(locked, pinned.read, author=author, note=note, key=key, now=now)
    return replace(done, pins=pinned.pins)


@transaction.atomic
def create(
    *, slug: str, author: "User", draft: ReadDraft, note: str, key: UUID, now: datetime, anyway: bool = False
) -> Published:
    """Publish a page that was not there, as the last of its phase. Nobody sees it, nor its address, before that.

    ``key`` is the form's. Raises Taken, or Odd unless ``anyway``.
    """
    topic, fresh = Topic.objects.get_or_create(slug=slug, defaults={"title": draft.draft.title})
    if not fresh:
        if first := _published(topic, author, key):
            return first
        raise Taken
    read = draft.read.renewed(draft.draft.source(None, slug))
    _check(read, anyway)
    _place(topic, draft.draft)
    return _store(topic, read, author=author, note=note or "New page", key=key, now=now)


def _published(topic: Topic, author: "User", key: UUID) -> Published | None:
    """What this form has published before."""
    first = Publication.objects.filter(topic=topic, author=author, key=key).select_related("revision").first()
    return Published(first.revision) if first else None


def _refuse_outdated(topic: Topic, draft: Draft, now_says: Draft, base: int) -> None:
    """Raise PublishedMeanwhile where another revision is current than the one that the draft was begun from."""
    newer = topic.current
    assert newer is not None
    if newer.number == base:
        return
    begun = Revision.objects.filter(topic=topic, number=base).first()
    # Where the page was then, an older revision may not say. If it was moved since, it stays where it was moved to.
    phase = draft.phase if "phase" in newer.meta else now_says.phase
    was = Draft.of(begun, phase=phase) if begun else Draft("", "", "")
    merged = merge_drafts(was, draft, now_says, theirs_name=f"revision {newer.number}")
    raise PublishedMeanwhile(merged, topic, newer)


def _check(read: ReadTopic, anyway: bool) -> None:
    if not anyway and (odd := warnings(read)):
        raise Odd(odd)


def _place(topic: Topic, draft: Draft) -> str:
    """Put a page at the end of the draft's phase; what that is called."""
    phase = Phase.objects.get(slug=draft.phase) if draft.phase else None
    content.place(topic, phase)
    return phase.title if phase else "the pages beside the path"


def _store(topic: Topic, read: ReadTopic, *, author: "User", note: str, key: UUID, now: datetime) -> Published:
    """The text as a new revision, with all that hangs on it."""
    revision = content.publish(topic, read, now=now, origin=Revision.Origin.EDIT, author=author, note=note)
    Publication.objects.create(topic=topic, author=author, key=key, revision=revision)
    topics = Topic.objects.filter(pk=topic.pk).select_related("phase", "current")
    synced = bank.sync(topics, now=now, readings={topic.slug: read})
    back = mark_changed(fact_ids=synced.changed, now=now)
    event("page.published", page=topic.slug, revision=revision.number, facts=len(synced.changed), cards=back)
    return Published(revision, synced, brought_back=back)
