"""The search finds words, beginnings of words and mistyped titles, and takes whatever is typed."""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from content import queries
from content.models import Topic

# One for the words; where they find nothing, one for beginnings of words; where those find nothing, one for titles.
FOUND, FOUND_BY_PREFIX, NOT_FOUND = 1, 2, 3


def found(query):
    return [hit.topic.slug for hit in queries.search(query).hits]


def test_words_are_found_whatever_their_form(wiki, django_assert_num_queries):
    with django_assert_num_queries(FOUND):
        assert found("photograph") == ["storage"]
    assert found("PHOTOGRAPHS") == ["storage"]
    assert found("archives years") == ["storage"]
    assert found('"small random writes"') == ["storage"]
    assert found("photographs OR contention") != []
    assert set(found("small topic for tests")) == {"storage", "scaling", "messaging"}


def test_word_in_a_title_ranks_before_one_in_the_text(wiki):
    Topic.objects.filter(slug="messaging").update(body="scaling")
    assert found("scaling") == ["scaling", "messaging"]


def test_beginning_of_a_word_is_enough(wiki, django_assert_num_queries):
    with django_assert_num_queries(FOUND_BY_PREFIX):
        assert found("photogr") == ["storage"]
    assert found("conten nod") == ["scaling"]


def test_mistyped_title_is_suggested(wiki, django_assert_num_queries):
    with django_assert_num_queries(NOT_FOUND):
        result = queries.search("mesaging")
    assert not result.hits
    assert [t.slug for t in result.suggestions] == ["messaging"]


def test_page_of_results_names_them(client, wiki, django_assert_num_queries):
    with django_assert_num_queries(FOUND):
        response = client.get("/search/", {"q": "photographs"})
    html = response.content.decode()
    assert re.search(r'href="/wiki/storage/">Storage</a>', html)
    assert "<mark>Photographs</mark>" in html


def test_page_without_results_suggests(client, wiki):
    html = client.get("/search/", {"q": "mesaging"}).content.decode()
    assert "Did you mean" in html
    assert 'href="/wiki/messaging/"' in html
    assert "Try fewer words" in client.get("/search/", {"q": "zzzzzz"}).content.decode()


@pytest.mark.parametrize("query", ["the", "and or not", "a", "is it of the"])
def test_stop_words_alone_find_nothing_and_break_nothing(client, wiki, query):
    assert client.get("/search/", {"q": query}).status_code == 200
    assert found(query) == []


@pytest.mark.parametrize("query", ["", " ", "\t\n", "&", "!!!", "***", "📚", "-", "''", "()"])
def test_query_without_words_finds_nothing(client, wiki, query, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert queries.search(query) == queries.Result()
    assert client.get("/search/", {"q": query}).status_code == 200


ODD = [
    "it's", '"open', "a & b | !c", "a <-> b", "a:*", ":*", "!a", "(a", "a)", "\\", "a\\'b", "%", "_", "';--",
    "disk:ABCD", "disk'::text", "$$", "$1", "%s", "{0}", "{{ x }}", "-disk", "disk -disk", "OR", "AND OR NOT",
    "a" * 5000, "a " * 2000, "é" * 300, "日本語", "\u202e", "\ufffd", "½", "ǆ", "İ", "1e999", "<b>disk</b>",
]  # fmt: skip


@pytest.mark.parametrize("query", ODD, ids=lambda q: repr(q[:12]))
def test_odd_query_is_answered(client, wiki, query):
    response = client.get("/search/", {"q": query})
    assert response.status_code == 200


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40))
def test_any_query_is_answered(wiki, query):
    queries.search(query)


@pytest.mark.parametrize("raw", ["q=a%00b", "q=%00", "q=%ff%fe", "q=%ED%A0%80", "q=a&q=b", "q[]=a", "q"])
def test_raw_bytes_in_the_query_are_never_a_fault_of_ours(client, wiki, raw):
    assert client.get(f"/search/?{raw}").status_code in (200, 400)


def test_query_is_shown_escaped_and_cut(client, wiki):
    html = client.get("/search/", {"q": '<script>alert(1)</script>" onfocus="x'}).content.decode()
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;&quot; onfocus=&quot;x" in html
    assert "x" * 201 not in client.get("/search/", {"q": "x" * 900}).content.decode()


def test_excerpt_is_escaped_and_its_marks_are_ours(client, wiki):
    Topic.objects.filter(slug="storage").update(body="<script>alert(1)</script> photographs <mark>x</mark> & more")
    (hit,) = queries.search("photographs").hits
    assert "<mark>photographs</mark>" in hit.excerpt
    assert "<script" not in hit.excerpt
    assert hit.excerpt.count("<mark>") == hit.excerpt.count("</mark>") == 1


def test_control_characters_in_a_page_cannot_forge_marks(wiki, tmp_path):
    from content.importing.files import read_path
    from content.imports import apply_library
    from tests.conftest import NOW

    path = tmp_path / "odd.md"
    path.write_text("---\ntitle: Odd\nsummary: Odd.\n---\n\nzebra \x02 zebra \x03\x03 zebra \x1b\n")
    apply_library(read_path(path), now=NOW)
    (hit,) = queries.search("zebra").hits
    assert hit.excerpt.count("<mark>") == hit.excerpt.count("</mark>") == 3


def test_excerpt_keeps_cells_apart_and_leaves_no_hole_where_a_source_was_cited(wiki, tmp_path):
    from content.importing.files import read_path
    from content.imports import apply_library
    from tests.conftest import NOW

    path = tmp_path / "odd.md"
    table = "| Aspect | Lion | Zebra |\n| --- | --- | --- |\n| Coat | Plain | Striped |\n"
    path.write_text(
        "---\ntitle: Odd\nsummary: Odd.\nsources: [{id: x, title: X}]\n---\n\nOf giraffes [@x], few.\n\n" + table
    )
    apply_library(read_path(path), now=NOW)
    assert "<mark>giraffes</mark>, few." in queries.search("giraffes").hits[0].excerpt
    assert "Coat · Plain · <mark>Striped</mark>" in queries.search("striped").hits[0].excerpt
