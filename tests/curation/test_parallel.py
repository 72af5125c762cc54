"""What must hold when an import meets an editor: threads with real transactions.

A trigger that sleeps holds the window open. Without the lock on the topics each of these fails.
"""

import shutil
import time
from uuid import uuid4

import pytest
from django.db import transaction
from django.utils import timezone

from content.importing.files import read_path
from content.models import Revision, Topic
from quizzes.bank.models import Fact, Question
from quizzes.curation import services as curation
from quizzes.editing.errors import PublishedMeanwhile
from quizzes.management.commands.import_wiki import run
from tests.attempts.parallel import at_once, slow
from tests.conftest import LIBRARY
from tests.editing.conftest import Desk
from tests.factories import EditorFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def folder(wiki, tmp_path):
    path = tmp_path / "library"
    shutil.copytree(LIBRARY, path)
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


def later(seconds, work):
    def job():
        time.sleep(seconds)
        return work()

    return job


def test_a_rejection_during_a_rebuild_outlives_it(folder, desk):
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

    with slow("UPDATE", "quizzes_question", 0.1):
        at_once(importing(folder), later(0.4, reject))
    assert set(Question.objects.filter(pk__in=about).values_list("state", flat=True)) == {"rejected"}


def test_a_page_that_is_published_during_an_import_is_not_overwritten_unseen(folder, desk, now):
    edit(folder, "storage", ("## ", "## The "))
    edit(folder, "messaging", ("Only what is unacked", "Only what was unread"))
    draft = desk.changed("Per partition key", "Per partition")
    with slow("INSERT", "content_revision", 0.6):
        report, published = at_once(importing(folder), later(0.3, lambda: desk.publish(draft, now, base=1)))
    origins = list(Revision.objects.filter(topic__slug="messaging").order_by("number").values_list("origin", flat=True))
    if isinstance(published, PublishedMeanwhile):  # the editor came second and was told so
        assert (report["changes"]["kept"], origins) == ([], ["import", "import"])
    else:
        assert (report["changes"]["kept"], origins) == (["messaging"], ["import", "edit"])


def test_a_rebuild_of_everything_does_not_bring_back_an_old_page(folder, desk, now):
    cells = list(Fact.objects.filter(topic__slug="storage", kind="cell").values_list("value", flat=True)[:2])
    edit(folder, "storage", *((value, f"{value}, or not") for value in cells))
    draft = desk.changed("Per partition key", "Per shard of the log")
    with slow("INSERT", "quizzes_factversion", 0.7):
        at_once(importing(folder, everything=True), later(0.2, lambda: desk.publish(draft, now, base=1)))
    topic = Topic.objects.select_related("current").get(slug="messaging")
    assert topic.current.number == 2
    assert Fact.objects.get(key="messaging/handover/log/order-kept").value == "Per shard of the log"
