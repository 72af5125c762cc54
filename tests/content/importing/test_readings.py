"""An import reads each text once: its checks, its HTML, its bank and its report come from one reading."""

from collections import Counter
from dataclasses import replace

import pytest

from content.importing.files import read_path, read_paths
from content.models import Revision, Topic
from content.reading.topic import read_topic
from content.services import publish, reading, source_of
from tests.conftest import LIBRARY, NOW
from tests.content.importing.big_document import WIDE, big_document
from tests.imports import run


@pytest.fixture(params=["a library folder", "big documents"])
def sources(request, tmp_path):
    """What is imported, and how many texts it holds: a folder, or a document with a path and a page with a table."""
    if request.param == "a library folder":
        return [LIBRARY], 4
    (tmp_path / "boats.txt").write_text(big_document())
    (tmp_path / "wide.txt").write_text(WIDE)
    return [tmp_path / "boats.txt", tmp_path / "wide.txt"], 8


def bodies(library):
    return Counter(read.source.body for read in library.texts)


def test_each_topic_of_an_import_is_parsed_once(db, sources, parsed):
    paths, texts = sources
    library = read_paths(paths)
    assert len(run(library)["changes"]["created"]) == len(library.texts) == texts
    assert Counter(parsed) == bodies(library)
    assert set(Counter(parsed).values()) == {1}


def test_each_topic_of_an_import_that_builds_everything_anew_is_parsed_once(db, sources, parsed):
    paths, texts = sources
    run(read_paths(paths))
    parsed.clear()
    library = read_paths(paths)
    assert run(library, everything=True)["changes"]["unchanged"] == texts
    assert Counter(parsed) == bodies(library)


def test_pages_of_the_site_are_parsed_once_beside_the_file_that_they_are_kept_from(db, parsed):
    run(read_path(LIBRARY))
    topic = Topic.objects.select_related("current", "phase").get(slug="scaling")
    source = source_of(topic)
    edited = read_topic(replace(source, body=source.body.replace("Largest machine sold", "Biggest box")))
    publish(topic, edited, now=NOW, origin=Revision.Origin.EDIT)
    parsed.clear()
    library = read_path(LIBRARY)
    assert run(library, everything=True)["changes"]["kept"] == ["scaling"]
    assert Counter(parsed) == bodies(library) + Counter([edited.source.body])


def test_a_reading_of_another_text_is_not_taken(wiki):
    scaling, storage = (Topic.objects.select_related("current", "phase").get(slug=s) for s in ("scaling", "storage"))
    mine, other = reading(scaling), reading(storage)
    assert reading(scaling, {"scaling": mine}).document is mine.document
    assert reading(scaling, {"scaling": other}).source.body == scaling.current.source
