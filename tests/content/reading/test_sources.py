"""The rules of what may be cited, which imports and the editor share."""

from time import perf_counter

import pytest

from content.importing.files import read_path
from content.reading.source import SourceError
from content.reading.sources import broken
from quizzes.editing.sources import SourcesError, as_text, from_text

FINE = "https://example.org/paper"


@pytest.mark.parametrize(
    ("source", "rule"),
    [
        (("ddia-2", "A book", ""), ""),
        (("ddia", "A book", FINE), ""),
        (("a" * 80, "A book", FINE), ""),
        (("", "A book", ""), "id"),
        (("DDIA", "A book", ""), "id"),
        (("d d", "A book", ""), "id"),
        (("ddia", "", ""), "title"),
        (("taken", "A book", ""), "twice"),
        (("ddia", "A book", "http://a.b/c?d=e f"), "url"),
        (("ddia", "A book", "ftp://example.org"), "url"),
        (("ddia", "A book", "javascript:alert(1)"), "url"),
        (("ddia", "A book", "https://localhost/a.b"), "url"),
        (("ddia", "A book", "https://.b"), "url"),
        (("ddia", "A book", "https://a.b:8000/x#y"), ""),
    ],
)
def test_rule_that_a_source_breaks(source, rule):
    assert broken(*source, {"taken"}) == rule


def test_address_is_judged_in_time_that_grows_with_it():
    begin = perf_counter()
    assert broken("a", "A", "http://" + "a." * 100_000 + " b", ()) == "url"
    assert perf_counter() - begin < 1


@pytest.mark.parametrize(("name", "url"), [("A b", FINE), ("ok", "https://a.b/c d"), ("ok", "mailto:a@b.c")])
def test_import_and_editor_refuse_the_same(tmp_path, name, url):
    page = tmp_path / "page.md"
    page.write_text(f"---\ntitle: T\nsummary: S\nsources:\n  - id: {name}\n    title: A\n    url: {url}\n---\n\nText\n")
    with pytest.raises(SourceError):
        read_path(page)
    with pytest.raises(SourcesError):
        from_text(f"{name} | A | {url}")


def test_lines_of_sources_are_read_again_as_they_were():
    sources = [
        {"id": "a", "title": "A title that ends with |"},
        {"id": "b", "title": "B", "kind": "book"},
        {"id": "c", "title": "C", "url": FINE, "kind": "paper"},
    ]
    assert from_text(as_text(sources)) == sources
