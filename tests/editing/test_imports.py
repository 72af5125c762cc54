"""What an import does to pages that were made or moved on the site: nothing that it does not say."""

from dataclasses import replace

import pytest

from content.importing.files import read_path
from content.imports import apply_library
from content.models import Topic
from content.practice.records import Term
from content.reading.topic import read_topic
from quizzes.bank.models import Fact
from quizzes.editing import errors
from quizzes.importing.report import describe
from tests.conftest import LIBRARY
from tests.editing.test_new_pages import create
from tests.editing.test_publish import stored
from tests.imports import run


def test_an_import_leaves_a_page_of_the_site_alone(desk, now):
    create(desk.editor, now)
    before = stored()
    report = run(read_path(LIBRARY))
    assert report["changes"]["kept"] == []
    assert stored() == before
    topic = Topic.objects.get(slug="leader-election")
    assert (topic.retired_at, topic.position) == (None, 3)
    assert Fact.objects.live().filter(topic=topic).count() == 10


def test_a_new_glossary_reaches_the_pages_of_the_site(desk, now):
    create(desk.editor, now)
    term = Term("cost", "Decision", ("decided",), "What cannot be taken back.", "")
    assert "/glossary/" not in Topic.objects.get(slug="leader-election").current.html
    apply_library(replace(read_path(LIBRARY), terms=(term,)), now=now)
    current = Topic.objects.get(slug="leader-election").current
    assert (current.number, "/glossary/#" in current.html) == (1, True)


def test_an_import_of_the_same_address_keeps_text_and_place_and_says_so(desk, now):
    create(desk.editor, now, phase="communication")
    library = read_path(LIBRARY)
    same = read_topic(replace(library.topics[0].source, slug="leader-election", position=7))
    report = run(replace(library, topics=(*library.topics, same)))
    topic = Topic.objects.select_related("phase", "current").get(slug="leader-election")
    assert report["changes"]["kept"] == ["leader-election"]
    assert any("leader-election" in line and "is kept as it is there" in line for line in describe(report))
    assert (topic.current.title, topic.phase.slug, topic.position) == ("Leader election", "communication", 2)
    apply_library(replace(library, topics=(*library.topics, same)), now=now, overwrite=True)
    topic.refresh_from_db()
    assert (topic.current.number, topic.phase.slug, topic.position) == (2, same.source.phase, 7)


def test_a_page_of_the_library_that_takes_the_place_goes_before(desk, now):
    create(desk.editor, now)
    library = read_path(LIBRARY)
    scaling = next(read.source for read in library.topics if read.source.slug == "scaling")
    third = read_topic(replace(scaling, slug="third", position=3))
    apply_library(replace(library, topics=(*library.topics, third)), now=now)
    found = Topic.objects.topics().filter(phase__slug="foundation").values_list("slug", "position")
    assert list(found) == [("storage", 1), ("scaling", 2), ("third", 3), ("leader-election", 4)]


def test_a_page_moves_to_the_end_of_another_phase(client, desk, now, text_of):
    client.force_login(desk.editor)
    sent = desk.data(replace(desk.draft, phase="communication"))
    shown = text_of(client.post(desk.address("edit-preview"), sent, headers={"hx-request": "true"}))
    assert "The page becomes the last topic of Communication. It leaves Foundation" in shown
    assert "Facts and questions stay as they are." in shown
    client.post(desk.address("edit-publish"), sent)
    assert (desk.topic.phase.slug, desk.topic.position, desk.topic.current.note) == (
        "communication",
        2,
        "Moved to Communication",
    )
    before = stored()
    run(read_path(LIBRARY))
    assert stored() == before
    assert desk.topic.phase.slug == "communication"
    client.post(desk.address("edit-publish"), desk.data(desk.changed("Largest machine sold", "Biggest box")))
    assert (desk.topic.position, desk.topic.current.meta["phase"]) == (2, "communication")


def test_a_page_whose_text_was_edited_goes_where_the_library_puts_it(desk, now):
    desk.publish(desk.changed("Largest machine sold", "Biggest box"), now)
    library = read_path(LIBRARY)
    sources = [replace(t.source, position=9) if t.source.slug == "scaling" else t.source for t in library.topics]
    moved = tuple(map(read_topic, sources))
    applied = apply_library(replace(library, topics=moved), now=now)
    assert applied.kept == ["scaling"]
    assert desk.topic.position == 9


def test_two_moves_of_a_page_have_to_be_settled(desk, now):
    begun = desk.topic.current.number
    theirs = replace(desk.draft, phase="communication")
    mine = desk.changed("Largest machine sold", "Biggest box")
    desk.publish(theirs, now)
    with pytest.raises(errors.PublishedMeanwhile) as stale:
        desk.publish(mine, now, base=begun)
    assert (stale.value.merged.draft.phase, stale.value.merged.conflicts) == ("communication", 0)
