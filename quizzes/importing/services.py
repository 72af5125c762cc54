"""What an import does as a whole: the wiki, its bank, and the memories of learners."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from content.importing.library import Library
from content.imports import Applied, Taken, apply_library
from content.models import Topic
from quizzes.attempts.ready_made import prepare
from quizzes.bank import services as bank
from quizzes.bank.synced import Synced
from quizzes.reviews.changes import Touched, mark_changed, touched


@dataclass(frozen=True)
class Imported:
    """What an import did, or would do: to the wiki, to the bank, and to memories, as a whole and by page."""

    library: Library
    applied: Applied
    synced: Synced
    memories: Touched
    memories_by_page: dict[str, Touched]
    refused: bool = False
    rehearsed: bool = False


@transaction.atomic
def import_library(
    library: Library,
    *,
    now: datetime,
    overwrite: bool = False,
    taken: Taken = Taken.REFUSE,
    everything: bool = False,
) -> Imported:
    """Apply a library and bring everything that hangs on it up to date, all or nothing.

    ``overwrite`` and ``taken`` as in `apply_library`, which raises AddressesTaken and SourceError. With ``everything``
    each page is rendered and the bank of each topic derived anew, as they are where the glossary changed, and the bank
    where the interviews did. Where drills did, it is those of the topics in which they are asked.
    """
    applied = apply_library(library, now=now, overwrite=overwrite, taken=taken, render_again=everything)
    topics = Topic.objects.select_related("current", "phase").order_by("pk")
    if not (everything or applied.new_terms or applied.new_interviews):
        topics = topics.filter(slug__in={*applied.changed, *applied.drilled})
    synced = bank.sync(topics, now=now, readings=applied.readings)
    memories, by_page = touched(changed=synced.changed, retired=synced.retired, revived=synced.revived)
    mark_changed(fact_ids=synced.changed, now=now)
    prepare(now=now)
    return Imported(library, applied, synced, memories, by_page)


def rehearse(library: Library, *, now: datetime, overwrite: bool = False) -> Imported:
    """What an import would do, with every page replaced whose address is taken; writes nothing.

    ``refused`` says whether the import itself would be refused for these.
    """
    with transaction.atomic():
        done = import_library(library, now=now, overwrite=overwrite, taken=Taken.REPLACE)
        transaction.set_rollback(True)
    refused = bool(done.applied.taken) and not overwrite
    return Imported(
        library, done.applied, done.synced, done.memories, done.memories_by_page, refused=refused, rehearsed=True
    )
