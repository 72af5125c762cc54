"""The search: pages, terms, drills, mock interviews and numbers, in one order, by two statements.

**What is found.** What holds all the words (in any form; quotation marks, ``OR`` and ``-`` work), or words that begin
so; what is called so; and what is called nearly so. Names are titles and a term's other spellings. A word by which
nothing is called, nor begins to be, is taken for a mistyped one: PostgreSQL gives the words of names that share most
groups of three letters with it, and `content.search.near` says which of them was meant.

**In which order.** The sum of

- how much the whole query, as typed, as meant or as one word, is one of its names (0 to 1, to the eighth, doubled):
  what is called exactly so comes first;
- the share of the query's words that its names hold, one that was mistyped by its likeness (squared, times what a name
  says in this kind: a number or a drill that has a word in its name is seldom about it);
- how often its text and its headings hold the words (PostgreSQL's rank, 0 to 1);
- what kind it is, which decides between equals: a page explains most, a drill asks to know already.

So a near name comes before a text that holds the word by chance: "cashing" leads to caching, not to cash.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from django.db import connection
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from content.search.entries import NUMBERS
from content.search.models import SearchEntry
from content.search.near import meant
from sdwiki import limits

# kind: what a name with a word says, and what it is worth by itself
KINDS = {
    "page": (2.0, 0.35),
    "interview": (2.0, 0.25),
    "term": (2.0, 0.20),
    "number": (0.25, 0.10),
    "drill": (1.5, 0.05),
}
# What the kinds are called together.
GROUPS = {
    "page": "Pages",
    "interview": "Mock interviews",
    "term": "Terms",
    "number": "Numbers to know",
    "drill": "Estimation drills",
}
WHOLE = 2.0
TEXT = "'{0, 0.2, 0.4, 0}'"  # what a word says in a text and in a heading; names are counted apart
NEAR = 0.55  # from which likeness on a name is nearly so, and found without holding the words
BEGUN = 0.9  # what the beginning of a word is worth, against the whole of it
SHOWN = 30
SUGGESTED = 8  # while somebody types
# Control characters cannot occur in a page's text, so they can mark what to highlight before escaping.
_START, _STOP = "\x02", "\x03"
_OPERATOR = re.compile(r'"|(^|\s)-\w|\bOR\b')  # who writes these means the words as they are

ENTRIES = """
WITH entry AS (
    SELECT 'page' AS kind, t.slug AS key, '' AS anchor, t.title AS names, t.body, t.search, p.title AS phase
    FROM content_topic t LEFT JOIN content_phase p ON p.id = t.phase_id WHERE t.retired_at IS NULL
    UNION ALL
    SELECT e.kind, e.key, e.anchor, e.names, e.body, e.search, NULL FROM content_searchentry e
    WHERE e.kind <> 'number' OR EXISTS (
        SELECT FROM content_topic t WHERE t.slug = %(numbers)s AND t.retired_at IS NULL
    )
)
"""
# Each word that says something (not "the"): whether anything is called so, whether the name of anything begins so, and
# which words of names are like it.
WORDS = f"""{ENTRIES}, asked AS (
    SELECT word, min(place) AS place, to_tsquery('english', word || ':A') AS named,
           to_tsquery('english', word || ':*A') AS begun
    FROM unnest(%(words)s::text[]) WITH ORDINALITY given(word, place) GROUP BY word
), name AS MATERIALIZED (
    SELECT DISTINCT lower(word) AS word FROM entry e CROSS JOIN regexp_split_to_table(e.names, '\\W+') word
    WHERE length(word) > 2
)
SELECT a.word, EXISTS (SELECT FROM entry e WHERE e.search @@ a.named),
       EXISTS (SELECT FROM entry e WHERE e.search @@ a.begun), ARRAY(
    SELECT n.word FROM name n WHERE similarity(n.word, a.word) >= 0.2
    ORDER BY similarity(n.word, a.word) DESC, n.word LIMIT 12
) FROM asked a WHERE numnode(a.named) > 0 ORDER BY a.place
"""
FOUND = f"""{ENTRIES}, asked AS (
    SELECT websearch_to_tsquery('english', %(query)s) AS exact, to_tsquery('english', %(begun)s) AS begun,
           to_tsquery('english', %(meant)s) AS meant
), word AS (
    SELECT to_tsquery('english', word) AS named, worth
    FROM unnest(%(words)s::text[], %(likeness)s::float8[]) given(word, worth)
), kind AS (
    SELECT * FROM unnest(%(kinds)s::text[], %(says)s::float8[], %(worth)s::float8[]) given(kind, says, worth)
), likely AS (
    SELECT e.*, k.says, k.worth, e.search @@ a.exact OR e.search @@ a.begun AS held, e.search @@ a.meant AS nearly,
           greatest(
               ts_rank({TEXT}, e.search, a.exact), ts_rank({TEXT}, e.search, a.begun) / 2,
               ts_rank({TEXT}, e.search, a.meant) / 2
           ) AS told,
           (SELECT max(similarity(name, said)) FROM unnest(string_to_array(e.names, E'\\n')) name
            CROSS JOIN unnest(%(alike)s::text[]) said) AS whole,
           (SELECT coalesce(avg(CASE WHEN e.search @@ w.named THEN w.worth ELSE 0 END), 0) FROM word w) AS named
    FROM entry e CROSS JOIN asked a JOIN kind k USING (kind)
), ranked AS (
    SELECT *, {WHOLE} * coalesce(whole, 0) ^ 8 + says * named ^ 2 + told + worth AS score
    FROM likely WHERE held OR nearly OR named >= {NEAR} OR whole >= {NEAR}
    ORDER BY score DESC, kind, key LIMIT {SHOWN}
)
SELECT r.kind, r.key, r.anchor, r.names, r.phase, r.held, ts_headline(
    'english', r.body, a.exact || a.begun || a.meant, %(headline)s
) FROM ranked r CROSS JOIN asked a ORDER BY r.score DESC, r.kind, r.key
"""
_HEADLINE = f"StartSel={_START}, StopSel={_STOP}, MaxWords=32, MinWords=16, MaxFragments=2"


@dataclass(frozen=True)
class Hit:
    """Something that was found. ``label`` says what it is (for a page its phase, if any); ``excerpt`` is escaped and
    marks the words that matched; ``held`` is whether it holds the words as they were typed.
    """

    kind: str
    key: str
    label: str
    title: str
    address: str
    excerpt: SafeString
    held: bool


@dataclass(frozen=True)
class Result:
    """What was found, the best first."""

    hits: Sequence[Hit] = ()

    @property
    def full(self) -> bool:
        """Whether there may be more than are shown."""
        return len(self.hits) == SHOWN

    @property
    def groups(self) -> list[tuple[str, list[Hit]]]:
        """The best few by kind, the kind of the best first, in the order of the whole within each."""
        found: dict[str, list[Hit]] = {}
        for hit in self.hits[:SUGGESTED]:
            found.setdefault(GROUPS[hit.kind], []).append(hit)
        return list(found.items())

    @property
    def held(self) -> bool:
        """Whether anything holds the words as they were typed; else all that was found is a guess."""
        return any(hit.held for hit in self.hits)


def search(query: str, kind: str = "") -> Result:
    """What a query finds, of one of `KINDS` alone where that is named. Two statements, at most `SHOWN` hits; of a query
    `limits.SEARCH` characters count."""
    query = query[: limits.SEARCH]
    typed = re.findall(r"\w+", query)[: limits.SEARCH_WORDS]
    if not typed:
        return Result()
    literal = _OPERATOR.search(query)
    words = [] if literal else _rows(WORDS, {"words": typed})
    likely = [_likely(*row) for row in words]
    kinds = {kind: KINDS[kind]} if kind else KINDS
    asked = {
        "query": query,
        "begun": " & ".join(f"{word}:*" for word in typed),
        "meant": " & ".join(one.word for one in likely),
        "words": [one.named for one in likely],
        "likeness": [one.likeness for one in likely],
        "alike": [] if literal else [query, " ".join(one.word for one in likely), "".join(typed)],
        "kinds": list(kinds),
        "says": [says for says, _ in kinds.values()],
        "worth": [worth for _, worth in kinds.values()],
        "headline": _HEADLINE,
    }
    return Result([_hit(*row) for row in _rows(FOUND, asked)])


@dataclass(frozen=True)
class _Likely:
    """A word as it is looked for: in texts, and in names as a query for PostgreSQL."""

    word: str
    named: str
    likeness: float


def _likely(word: str, known: bool, begun: bool, like: Sequence[str]) -> _Likely:
    if known:
        return _Likely(word, f"{word}:A", 1.0)
    if begun:
        return _Likely(word, f"{word}:*A", BEGUN)
    found, likeness = meant(word, like) or (word, 0.0)
    return _Likely(found, f"{found}:A", likeness)


def _rows(sql: str, parameters: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters | {"numbers": NUMBERS})
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows


def _hit(kind: str, key: str, anchor: str, names: str, phase: str | None, held: bool, excerpt: str) -> Hit:
    label = (phase or "Page") if kind == "page" else SearchEntry.Kind(kind).label
    return Hit(kind, key, label, names.partition("\n")[0], _address(kind, key, anchor), _marked(excerpt), held)


def _address(kind: str, key: str, anchor: str) -> str:
    if kind == "term":
        return f"{reverse('content:glossary')}#term-{key}"
    if kind == "drill":
        return f"{reverse('content:drills')}#{key}"
    if kind == "interview":
        return reverse("content:interview", args=[key])
    if kind == "number":
        page = reverse("content:topic", args=[NUMBERS])
        return f"{page}#s-{anchor}" if anchor else page
    return reverse("content:topic", args=[key])


def _marked(excerpt: str) -> SafeString:
    safe = escape(excerpt).replace(_START, "<mark>").replace(_STOP, "</mark>")
    return mark_safe(safe)
