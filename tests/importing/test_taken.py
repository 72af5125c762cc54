"""An import replaces no page that came from elsewhere, unless it is told to, and says first what that would do."""

import json
import shutil
import uuid
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from content.errors import AddressesTaken
from content.importing.files import read_path
from content.imports import Taken
from content.models import Phase, Topic
from content.practice.models import Term
from quizzes.bank.models import Fact, Question
from quizzes.importing.services import import_library
from quizzes.reviews import services as reviews
from quizzes.reviews.models import Card, Review
from tests.conftest import LIBRARY, NOW
from tests.factories import UserFactory
from tests.management.test_import_wiki import edit, edited_on_the_site, state

NOTE = """\
---
title: My notes on storage
summary: Mine
---
| Aspect | Aqua | Blaze | Coral |
| --- | --- | --- | --- |
| Order | First | Second | Third |
"""


@pytest.fixture
def note(tmp_path):
    """A note whose file is called as a page of the wiki is."""
    path = tmp_path / "notes" / "storage.md"
    path.parent.mkdir()
    path.write_text(NOTE)
    return path


@pytest.fixture
def learners(wiki, now):
    """Two who have learned a fact of the page: one card is due, one is not."""
    found = []
    for rating in (Review.Rating.AGAIN, Review.Rating.EASY):
        learner = UserFactory()
        reviews.add_topics(learner=learner, topic_ids=[Topic.objects.get(slug="storage").pk], now=now)
        card = Card.objects.filter(learner=learner).earliest("pk")
        reviews.grade(learner=learner, card_id=card.pk, rating=rating, now=now, key=uuid.uuid4())
        found.append(learner)
    return found


def memories():
    return list(Card.objects.order_by("pk").values()), list(Review.objects.order_by("pk").values())


def command(*arguments):
    """What the command writes, and the line it ends with where it was refused."""
    out = StringIO()
    try:
        call_command("import_wiki", *map(str, arguments), stdout=out)
    except CommandError as error:
        return out.getvalue(), str(error)
    return out.getvalue(), ""


def test_a_note_that_is_called_as_a_page_is_refused_and_changes_nothing(learners, note):
    before = state()
    written, refused = command(note)
    assert state() == before
    assert f"/wiki/storage/ is “Storage”, imported from {LIBRARY}" in refused
    assert refused.endswith("1 address is taken. --overwrite replaces these pages, with the numbers above.")
    assert "Dry run: nothing was changed." in written


@pytest.mark.parametrize("dry", [["--dry-run"], []])
def test_the_numbers_are_told_before_anything_is_replaced(learners, note, dry):
    facts = Fact.objects.live().filter(topic__slug="storage").count()
    questions = Question.objects.live().filter(topic__slug="storage").count()
    written, refused = command(note, *dry, "--format", "json")
    told = json.loads(written)
    assert refused
    assert told["refused"] == [
        {"slug": "storage", "title": "Storage", "whence": f"imported from {LIBRARY}"},
    ]
    page = told["changes"]["pages"][0]
    assert page["facts"] == {"added": 3, "changed": 0, "retired": facts}
    assert page["questions"]["retired"] == questions
    assert (page["cards"], page["learners"]) == ({"asked_again": 0, "laid_aside": 2, "taken_up": 0}, 2)
    assert (told["changes"]["cards"], told["changes"]["learners"]) == (page["cards"], 2)


def test_a_dry_run_names_every_page_in_words(learners, note):
    written, _ = command(note, "--dry-run", "--overwrite")
    line = next(line for line in written.split("\n") if line.startswith("  storage, "))
    assert line.startswith(f"  storage, replaced (there is “Storage”, imported from {LIBRARY}): Facts: 3 new,")
    assert line.endswith("Cards of 2 learners: 0 asked again, 2 laid aside, 0 taken up again.")


def test_replacing_on_request_lays_memories_aside_and_the_page_brings_them_back(learners, note):
    cards, keys = memories(), dict(Fact.objects.filter(topic__slug="storage").values_list("key", "pk"))
    assert command(note, "--overwrite")[1] == ""
    assert memories() == cards
    assert Fact.objects.live().filter(topic__slug="storage").count() == 3
    assert Card.objects.seen().askable().count() == 0
    written, refused = command(LIBRARY, "--overwrite", "--format", "json")
    assert not refused
    told = json.loads(written)["changes"]
    assert (told["cards"], told["learners"]) == ({"asked_again": 0, "laid_aside": 0, "taken_up": 2}, 2)
    assert memories() == cards
    assert keys.items() <= dict(Fact.objects.live().filter(topic__slug="storage").values_list("key", "pk")).items()
    assert Card.objects.seen().askable().count() == 2


def test_a_file_updates_its_own_page(wiki, note, tmp_path):
    other = note.rename(note.with_name("sea.md"))
    assert command(other)[1] == ""
    edit(other, "| Order | First |", "| Order | Nought |")
    assert command(other)[1] == ""
    assert Fact.objects.live().filter(topic__slug="sea", value="Nought").exists()
    elsewhere = tmp_path / "sea.md"
    shutil.copy(other, elsewhere)
    assert command(elsewhere)[1] == ""  # it says the same
    edit(elsewhere, "Nought", "None")
    assert f"imported from {other}" in command(elsewhere)[1]


def test_a_page_written_on_the_site_is_taken_too(wiki, note):
    Topic.objects.filter(slug="storage").update(came_from="")
    edited_on_the_site("storage", "A", "An")
    assert "is “Storage”, written on the site" in command(note)[1]


def test_no_caller_of_the_service_goes_round_the_check(wiki, note):
    before = state()
    with pytest.raises(AddressesTaken) as refused:
        import_library(read_path(note), now=NOW)
    assert [taken.slug for taken in refused.value.taken] == ["storage"]
    assert state() == before


@pytest.fixture
def shipped(tmp_path, settings, db):
    """A copy of the tests' library that the product ships, once it has started."""
    path = tmp_path / "shipped"
    shutil.copytree(LIBRARY, path)
    (path / "glossary.yaml").write_text("- term: Shard\n  definition: A slice of the data.\n  topic: scaling\n")
    settings.BASE_DIR, settings.LIBRARY_DIR, settings.STATIC_ROOT = tmp_path, path, tmp_path / "static"
    start()
    return path


def start():
    out = StringIO()
    call_command("setup", stdout=out)
    return out.getvalue()


def test_a_start_updates_the_shipped_pages(shipped):
    assert set(Topic.objects.values_list("came_from", flat=True)) == {"shipped"}
    edit(shipped / "topics/messaging.md", "Until the answer", "Until it is told")
    assert "1 updated" in start()
    assert Fact.objects.live().filter(topic__slug="messaging", value="Until it is told").exists()


def test_a_start_updates_pages_from_before_their_place_was_kept(shipped):
    Topic.objects.update(came_from="")
    edit(shipped / "topics/messaging.md", "Until the answer", "Until it is told")
    assert "1 updated, 3 unchanged, 0 kept" in start()
    assert set(Topic.objects.values_list("came_from", flat=True)) == {"shipped"}


@pytest.mark.parametrize("came_from", ["", "shipped"])
def test_a_start_keeps_what_was_edited_on_the_site(shipped, came_from):
    Topic.objects.update(came_from=came_from)
    ours = edited_on_the_site("messaging", "Until the answer", "Until the reply")
    edit(shipped / "topics/messaging.md", "Until the answer", "Until it is told")
    assert "messaging: was edited on the site and is kept as it is there" in start()
    assert Topic.objects.get(slug="messaging").current == ours


def test_a_start_keeps_what_was_replaced_on_request(shipped, note):
    assert "“Storage”, shipped with the product" in command(note)[1]
    command(note, "--overwrite")
    edit(shipped / "topics/storage.md", "position: 1", "position: 1 ")
    edit(shipped / "topics/messaging.md", "Until the answer", "Until it is told")
    written = start()
    assert f"storage: came from elsewhere (imported from {note}) and is kept as it is" in written
    assert Topic.objects.get(slug="storage").title == "My notes on storage"
    assert Fact.objects.live().filter(value="Until it is told").exists()


def test_another_library_leaves_what_belongs_to_the_shipped_wiki_as_a_whole(shipped, tmp_path):
    path = tmp_path / "mine"
    shutil.copytree(shipped, path)
    (path / "glossary.yaml").write_text("- term: Atoll\n  definition: A ring of islands.\n  topic: scaling\n")
    edit(path / "path.yaml", "title: Foundation", "title: My foundation")
    written, refused = command(path)
    assert refused == ""
    assert "the glossary: stay as they are; --overwrite replaces them" in written
    assert [term.term for term in Term.objects.all()] == ["Shard"]
    assert not Phase.objects.filter(title="My foundation").exists()
    command(path, "--overwrite")
    assert [term.term for term in Term.objects.all()] == ["Atoll"]
    assert Phase.objects.filter(title="My foundation").exists()


def test_pages_are_taken_one_by_one_where_that_is_asked_for(wiki, note):
    done = import_library(read_path(note), now=NOW, taken=Taken.KEEP)
    assert done.applied.kept == ["storage"]
