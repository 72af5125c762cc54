"""The search finds words, beginnings of words and mistyped names of every kind, and takes whatever is typed."""

import re
import shutil
from pathlib import Path

import pytest
from django.utils.safestring import mark_safe
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from content.importing.files import read_path
from content.imports import apply_library
from content.models import SearchEntry, Topic
from content.search import queries
from content.search.near import meant, slips
from content.search.queries import SUGGESTED, Hit, Result
from tests.conftest import LIBRARY, NOW

STATEMENTS = 2  # one asks which words may be mistyped, one what is found
PAIRS = Path(__file__).with_name("search_queries.tsv")


def found(query):
    return [hit.key for hit in queries.search(query).hits]


def pairs():
    """What people type, and what has to come first."""
    lines = [line for line in PAIRS.read_text().splitlines() if not line.startswith("#")]
    return [tuple(line.split("\t")) for line in lines]


def test_what_people_type_leads_to_what_they_mean(shipped_wiki):
    wrong = []
    for query, kind, key in pairs():
        hits = queries.search(query).hits
        if not hits or (hits[0].kind, hits[0].key) != (kind, key):
            wrong.append(f"{query}: {[(hit.kind, hit.key) for hit in hits[:3]]}")
    assert wrong == [], "\n".join(wrong)


def test_the_list_of_queries_is_long_and_has_every_kind_and_mistake():
    listed = pairs()
    assert len({query for query, _, _ in listed}) == len(listed) >= 60
    assert {kind for _, kind, _ in listed} == set(queries.KINDS)
    assert {"quorm", "cach asside", "url shortener", "thundering herd", "cashing"} <= {query for query, _, _ in listed}


def test_words_are_found_whatever_their_form(wiki, django_assert_num_queries):
    with django_assert_num_queries(STATEMENTS):
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
    with django_assert_num_queries(STATEMENTS):
        assert found("photogr") == ["storage"]
    assert found("conten nod") == ["scaling"]


def test_mistyped_title_is_found_and_said_to_be_a_guess(wiki, django_assert_num_queries):
    with django_assert_num_queries(STATEMENTS):
        result = queries.search("mesaging")
    assert [(hit.key, hit.held) for hit in result.hits][:1] == [("messaging", False)]
    assert not result.held


def test_page_of_results_names_them(client, wiki, django_assert_num_queries):
    with django_assert_num_queries(STATEMENTS):
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


@examples(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
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
    path = tmp_path / "odd.md"
    path.write_text("---\ntitle: Odd\nsummary: Odd.\n---\n\nzebra \x02 zebra \x03\x03 zebra \x1b\n")
    apply_library(read_path(path), now=NOW)
    (hit,) = queries.search("zebra").hits
    assert hit.excerpt.count("<mark>") == hit.excerpt.count("</mark>") == 3


def test_excerpt_keeps_cells_apart_and_leaves_no_hole_where_a_source_was_cited(wiki, tmp_path):
    path = tmp_path / "odd.md"
    table = "| Aspect | Lion | Zebra |\n| --- | --- | --- |\n| Coat | Plain | Striped |\n"
    path.write_text(
        "---\ntitle: Odd\nsummary: Odd.\nsources: [{id: x, title: X}]\n---\n\nOf giraffes [@x], few.\n\n" + table
    )
    apply_library(read_path(path), now=NOW)
    assert "<mark>giraffes</mark>, few." in queries.search("giraffes").hits[0].excerpt
    assert "Coat · Plain · <mark>Striped</mark>" in queries.search("striped").hits[0].excerpt


def kinds(query):
    return {hit.kind for hit in queries.search(query).hits}


def test_every_kind_is_labelled_and_leads_to_its_place(client, shipped_wiki):
    for query, label, address in (
        ("quorum", "Glossary", "/glossary/#term-quorum"),
        ("short code", "Drill", "/drills/#short-code-length"),
        ("url shortener", "Mock interview", "/interviews/url-shortener/"),
        ("uuid", "Number to know", "/wiki/numbers-to-know/#s-sizes"),
        ("caching", "[A-Z]", "/wiki/caching-strategies/"),
    ):
        html = client.get("/search/", {"q": query}).content.decode()
        assert re.search(rf'<span class="eyebrow">{label}[^<]*</span>\s*<a href="{address}">', html), query
        page, _, anchor = address.partition("#")
        shown = client.get(page).content.decode()
        assert not anchor or f'id="{anchor}"' in shown


def test_entries_follow_their_sources(db, tmp_path):
    """An import changes, adds and takes away what the search reads."""
    folder = tmp_path / "library"
    shutil.copytree(LIBRARY, folder)
    glossary = folder / "glossary.yaml"
    term = '- term: "{}"\n  topic: storage\n  definition: "{}"\n'
    glossary.write_text(term.format("zebra crossing", "Where one waits."))
    apply_library(read_path(folder), now=NOW)
    assert found("zebra") == ["zebra-crossing"]
    kept = list(SearchEntry.objects.values_list("pk", flat=True))
    apply_library(read_path(folder), now=NOW)
    assert list(SearchEntry.objects.values_list("pk", flat=True)) == kept
    glossary.write_text(term.format("giraffe", "A long way up."))
    apply_library(read_path(folder), now=NOW)
    assert (found("zebra"), found("girafe")) == ([], ["giraffe"])


NUMBERS = """\
---
title: Numbers to know
summary: Figures.
---

## Sizes {#sizes}

Table: Bytes {#bytes options=none}

| Thing | Plan with |
| --- | --- |
| Quagga photo | 3 MB |
"""


def test_numbers_follow_their_page_published_or_withdrawn(wiki, tmp_path):
    path = tmp_path / "numbers-to-know.md"
    path.write_text(NUMBERS)
    apply_library(read_path(path), now=NOW)
    hit = queries.search("quagga photo").hits[0]
    assert (hit.kind, hit.title, hit.address) == ("number", "Quagga photo", "/wiki/numbers-to-know/#s-sizes")
    assert "3 MB" in hit.excerpt
    path.write_text(NUMBERS.replace("Quagga", "Okapi"))
    apply_library(read_path(path), now=NOW)
    assert "number" in kinds("okapi")
    assert queries.search("quagga").hits == []
    Topic.objects.filter(slug="numbers-to-know").update(retired_at=NOW)
    assert queries.search("okapi").hits == []


@pytest.mark.parametrize(
    ("typed", "candidates", "found"),
    [
        ("cashing", ["hashing", "caching"], "caching"),
        ("quorm", ["form", "quorum"], "quorum"),
        ("qourum", ["quorum"], "quorum"),
        ("cat", ["cap", "car"], "cap"),
        ("cat", ["bars"], None),
        ("cat", [], None),
        ("Shardning", ["sharding"], "sharding"),
    ],
)
def test_the_word_with_the_fewest_slips_was_meant(typed, candidates, found):
    best = meant(typed, candidates)
    assert (best and best[0]) == found


@given(st.text("abc", max_size=7), st.text("abc", max_size=7))
def test_slips_are_counted_alike_from_both_sides(one, other):
    there, back = slips(one, other, 9), slips(other, one, 9)
    assert there == back
    assert (there == 0) == (one == other)
    assert slips(one, other, 1) == (there if there <= 1 else None)


def test_a_long_query_costs_no_more_statements(wiki, django_assert_num_queries):
    with django_assert_num_queries(STATEMENTS):
        assert len(queries.search("storag " * 5000).hits) <= queries.SHOWN


def test_suggestions_are_a_part_with_the_best_few_by_kind(client, wiki):
    asked = {"HX-Request": "true", "HX-Trigger": "site-search"}
    html = client.get("/search/?q=disk", headers=asked).content.decode()
    assert "<html" not in html
    assert 'role="group" aria-label="Pages"' in html
    ids = re.findall(r'role="option"[^>]* id="([^"]+)"', html)
    assert 0 < len(ids) == len(set(ids)) <= SUGGESTED
    assert ids[0].startswith("site-search-page-")
    assert f"{len(ids)} suggestion" in html


def test_suggestions_say_when_there_are_none_and_nothing_for_nothing(client, wiki):
    asked = {"HX-Request": "true", "HX-Trigger": "site-search"}
    html = client.get("/search/?q=zzxqy%3Cb%3E", headers=asked).content.decode()
    assert "Nothing holds “<bdi>zzxqy&lt;b&gt;</bdi>”" in html
    assert "option" not in html
    assert re.sub(r"\s+(?=<)| data-said", "", client.get("/search/?q=", headers=asked).content.decode().strip()) == (
        '<p class="visually-hidden"></p>'
    )


def test_groups_keep_the_order_of_what_was_found():
    def hit(kind, title):
        return Hit(kind, title, "", title, "/", mark_safe(""), True)

    result = Result([hit("term", "a"), hit("page", "b"), hit("term", "c"), *(hit("drill", str(n)) for n in range(9))])
    groups = [(name, [one.title for one in hits]) for name, hits in result.groups]
    assert groups == [("Terms", ["a", "c"]), ("Pages", ["b"]), ("Estimation drills", ["0", "1", "2", "3", "4"])]


def test_one_kind_alone_is_found_where_it_is_asked_for(client, shipped_wiki, django_assert_num_queries):
    everything = {hit.kind for hit in queries.search("cache").hits}
    assert everything > {"term"}
    with django_assert_num_queries(STATEMENTS):
        assert {hit.kind for hit in queries.search("cache", "term").hits} == {"term"}
    html = client.get("/search/", {"q": "cache & co", "kind": "term"}).content.decode()
    assert re.findall(r'<a class="segment" href="([^"]+)" aria-current="page">([^<]+)<', html) == [
        ("/search/?q=cache%20%26%20co&amp;kind=term", "Terms")
    ]
    assert '<input type="hidden" name="kind" value="term">' in html, "other words are looked for among the same"


def test_a_kind_that_is_none_finds_everything(client, wiki):
    for kind in ("", "x", "page' OR"):
        html = client.get("/search/", {"q": "photographs", "kind": kind}).content.decode()
        assert re.search(r'aria-current="page">Everything<', html)
        assert 'href="/wiki/storage/">Storage</a>' in html


def test_nothing_of_a_kind_leads_to_everything(client, wiki):
    html = client.get("/search/", {"q": "photographs", "kind": "drill"}).content.decode()
    assert 'Look among <a href="/search/?q=photographs">everything</a>' in html
