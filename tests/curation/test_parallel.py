"""What must hold when an import meets an editor: threads with real transactions.

A trigger that sleeps holds the window open. Each law has its control, where nothing is locked.
"""

import shutil
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from content.importing.files import read_path
from content.models import Revision, Topic
from quizzes.bank.models import Fact, Question
from quizzes.curation import services as curation
from quizzes.editing.errors import PublishedMeanwhile
from tests.conftest import LIBRARY
from tests.editing.conftest import Desk
from tests.factories import EditorFactory
from tests.imports import run
from tests.parallel import at_once, in_the_middle, locked, slow, unlocked

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def folder(wiki, tmp_path):
    path = tmp_path / "library"
    shutil.copytree(LIBRARY, path)
    Topic.objects.update(came_from=str(path))
    return path


@pytest.fixture
def desk(folder):
    return Desk(EditorFactory(password=None), slug="messaging")


def edit(folder, name, *changes):
    path = folder / f"topics/{name}.md"
    text = path.read_text()
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    path.write_text(text)


def importing(folder, **how):
    """An import as the commands make it."""

    def job():
        with transaction.atomic():
            return run(read_path(folder), **how)

    return job


def rejected_during_a_rebuild(folder, desk, as_job):
    """What the questions about a row are that an editor rejects while an import retires them."""
    text = (folder / "topics/messaging.md").read_text()
    row = next(line for line in text.split("\n") if line.startswith("| Replay"))
    edit(folder, "messaging", (f"{row}\n", ""))
    about = list(Question.objects.filter(facts__label="replay").order_by("pk").values_list("pk", flat=True).distinct())

    def reject():
        for pk in reversed(about):
            curation.decide(
                question_id=pk, state=Question.State.REJECTED, reason="x", author=desk.editor, key=uuid4(),
                now=timezone.now(),
            )  # fmt: skip

    with slow("UPDATE", "quizzes_question", 0.3):
        at_once(as_job(importing(folder)), in_the_middle(as_job(reject)))
    return set(Question.objects.filter(pk__in=about).values_list("state", flat=True))


def test_a_rejection_during_a_rebuild_outlives_it(folder, desk):
    assert rejected_during_a_rebuild(folder, desk, locked) == {"rejected"}


def test_control_without_locks_a_rebuild_overwrites_rejections(folder, desk):
    assert "retired" in rejected_during_a_rebuild(folder, desk, unlocked)


def published_during_an_import(folder, desk, now, as_job):
    """Publish a page while an import that changes it too is at the page before: what was refused, and where the page's
    revisions come from."""
    edit(folder, "storage", ("## ", "## The "))
    edit(folder, "messaging", ("Only what is unacked", "Only what was unread"))
    draft = desk.changed("Per partition key", "Per partition")
    with slow("INSERT", "content_revision", 0.6):
        results = at_once(
            as_job(importing(folder)),
            in_the_middle(lambda: desk.publish(draft, now, base=1)),
            refusals=(PublishedMeanwhile, DatabaseError),
        )
    revisions = Revision.objects.filter(topic__slug="messaging").order_by("number")
    refused = [type(result) for result in results if isinstance(result, Exception)]
    return refused, list(revisions.values_list("origin", flat=True))


def test_a_page_that_is_published_during_an_import_is_not_overwritten_unseen(folder, desk, now):
    """The editor comes second and is told so."""
    assert published_during_an_import(folder, desk, now, locked) == ([PublishedMeanwhile], ["import", "import"])


def test_control_without_locks_one_of_them_fails(folder, desk, now):
    """Both take the same number, or each waits for the other."""
    (refused,), _ = published_during_an_import(folder, desk, now, unlocked)
    assert issubclass(refused, DatabaseError)


def rebuild_beside_an_editor(folder, desk, now, as_job):
    """A cell that an editor publishes while an import derives the bank of every page anew."""
    cells = list(Fact.objects.filter(topic__slug="storage", kind="cell").values_list("value", flat=True)[:2])
    edit(folder, "storage", *((value, f"{value}, or not") for value in cells))
    draft = desk.changed("Per partition key", "Per shard of the log")
    with slow("INSERT", "quizzes_factversion", 0.7):
        at_once(as_job(importing(folder, everything=True)), in_the_middle(lambda: desk.publish(draft, now, base=1)))
    assert Topic.objects.select_related("current").get(slug="messaging").current.number == 2
    return Fact.objects.get(key="messaging/handover/log/order-kept").value


def test_a_rebuild_of_everything_does_not_bring_back_an_old_page(folder, desk, now):
    assert rebuild_beside_an_editor(folder, desk, now, locked) == "Per shard of the log"


def test_control_without_locks_a_rebuild_brings_back_an_old_page(folder, desk, now):
    assert rebuild_beside_an_editor(folder, desk, now, unlocked) == "Per partition key"
