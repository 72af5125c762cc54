"""Which mentions of a term are marked: what a plain search for the longest spelling at each place would mark."""

import re
from html import escape
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from content.practice.records import Term
from content.rendering.glossary import Glossary

SPELLINGS = [
    "cache", "caches", "cache aside", "Cache-aside", "CAP", "cap", "CDN", "CD", "c", "C++", ".NET", "read your writes",
    "read", "Кэш", "straße", "R", "RAM", "ram disk", "a/b", "İ", "ﬁle",
]  # fmt: skip
WORDS = [*SPELLINGS, *(spelling.upper() for spelling in SPELLINGS), "the", "-", "_", "pre", ".", "\n", "  ", "<b>"]


@st.composite
def glossaries(draw):
    chosen = draw(st.lists(st.sampled_from(SPELLINGS), min_size=1, max_size=8, unique=True))
    cut = draw(st.integers(1, len(chosen)))
    terms = [Term(f"t{n}", spelling, (), "", "") for n, spelling in enumerate(chosen[:cut])]
    return [*terms[:-1], Term(terms[-1].slug, terms[-1].term, tuple(chosen[cut:]), "", "")]


def capitals(spelling):
    """Whether a spelling is matched as it stands."""
    return any(a.isupper() and b.isupper() for a, b in pairwise(spelling))


def searched(terms, text):
    """The text with the first mention of each term marked, spelling by spelling at each place, the longest first."""
    slugs = {}
    for term in terms:
        for spelling in (term.term, *term.also):
            slugs[spelling if capitals(spelling) else spelling.casefold()] = term.slug
    longest = sorted(slugs, key=lambda spelling: (-len(spelling), spelling))
    words = "|".join(r"\s+".join(map(re.escape, re.split(r"\s+", spelling))) for spelling in longest)
    html, end, marked = "", 0, set()
    for found in re.finditer(rf"(?<![\w-])(?:{words})(?![\w-])", text, re.IGNORECASE):
        said = " ".join(found[0].split())
        slug = slugs.get(said) if capitals(said) and said in slugs else slugs.get(said.casefold())
        if slug and slug not in marked:
            marked.add(slug)
            html += escape(text[end : found.start()])
            html += f'<a class="term" href="/glossary/#term-{slug}">{escape(found[0])}</a>'
            end = found.end()
    return html + escape(text[end:])


@settings(deadline=None, max_examples=300)
@given(glossaries(), st.lists(st.sampled_from(WORDS), max_size=12), st.sampled_from(["", " ", "-"]))
def test_the_longest_spelling_at_each_place_is_marked(terms, words, between):
    text = between.join(words)
    assert Glossary(terms).mark(text) == searched(terms, text)


def test_a_term_is_marked_again_in_the_next_section():
    glossary = Glossary([Term("cdn", "CDN", ("edge cache",), "", "")])
    assert [glossary.mark(text).count("<a ") for text in ("A CDN.", "An edge  cache, a CDN.", "a cdn")] == [1, 0, 0]
    glossary.begin_section()
    assert glossary.mark("Edge\ncache") == '<a class="term" href="/glossary/#term-cdn">Edge\ncache</a>'


def test_without_terms_nothing_is_marked():
    assert Glossary([]).mark("a < b") == "a &lt; b"
