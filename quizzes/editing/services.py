"""What an editor can do to a page: publish it, bank and memories included."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from content import services as content
from content.model import Warning
from content.models import Revision, Topic
from quizzes.bank import services as bank
from quizzes.editing import drafts
from quizzes.editing.drafts import Draft, Merged, merge_drafts
from quizzes.editing.keys import Pin, pin_keys
from quizzes.editing.models import Publication
from quizzes.reviews.changes import mark_changed

if TYPE_CHECKING:
    from sdwiki.accounts.models import User


@dataclass(frozen=True)
class Published:
    """What publishing did. ``brought_back`` counts the cards that are due again because their fact's meaning changed.

    A form that was sent twice gets its revision again, without the counts.
    """

    revision: Revision
    synced: bank.Synced | None = None
    pins: tuple[Pin, ...] = ()
    brought_back: int = 0


class NotPublished(Exception):
    """The draft was not published; nothing was changed."""


class Unchanged(NotPublished):
    """The draft says what the page says already."""


class Odd(NotPublished):
    """The draft has warnings, and its editor has not said to publish it all the same."""

    def __init__(self, warnings: tuple[Warning, ...]) -> None:
        super().__init__(f"{len(warnings)} warnings")
        self.warnings = warnings


class Stale(NotPublished):
    """Somebody else published since the draft was begun: both edits merged, and the revision that is current now."""

    def __init__(self, merged: Merged, current: Revision) -> None:
        super().__init__(f"revision {current.number} is newer")
        self.merged, self.current = merged, current


@transaction.atomic
def publish(
    *,
    topic: Topic,
    author: "User",
    draft: Draft,
    base: int,
    note: str,
    key: UUID,
    now: datetime,
    anyway: bool = False,
) -> Published:
    """Make a draft the topic's current revision, and bring the bank and the memories up to date, all or nothing.

    ``base`` is the number of the revision that the draft was begun from, ``key`` the form's. Raises Stale, Unchanged,
    or Odd unless ``anyway``.
    """
    Topic.objects.select_for_update().only("pk").get(pk=topic.pk)  # first: a join would see the row from before
    locked = Topic.objects.select_related("phase", "current__author").get(pk=topic.pk)
    current = locked.current
    assert current is not None
    first = Publication.objects.filter(topic=locked, author=author, key=key).select_related("revision").first()
    if first is not None:
        return Published(first.revision)
    now_says = Draft.of(current)
    if draft == now_says:
        raise Unchanged
    if current.number != base:
        begun = Revision.objects.filter(topic=locked, number=base).first()
        was = Draft.of(begun) if begun else Draft("", "", "")
        raise Stale(merge_drafts(was, draft, now_says, theirs_name=f"revision {current.number}"), current)
    pinned = pin_keys(now_says.body, draft.body)
    drafted = replace(draft, body=pinned.text).as_topic(locked)
    if not anyway and (warnings := drafts.warnings(drafts.read(drafted))):
        raise Odd(warnings)
    revision = content.publish(
        locked, content.source_of(drafted), now=now, origin=Revision.Origin.EDIT, author=author, note=note
    )
    Publication.objects.create(topic=locked, author=author, key=key, revision=revision)
    synced = bank.sync(Topic.objects.filter(pk=locked.pk).select_related("phase", "current"), now=now)
    brought_back = mark_changed(fact_ids=synced.changed, now=now)
    return Published(revision, synced, pinned.pins, brought_back)
