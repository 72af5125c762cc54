"""Where a fact stands in the text, and what marking it as contested changes: that statement, and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.editing.contested import CONDITION, contest, find, in_browser, unfit
from tests.editing.reading import read

TEXT = """\
## The options

### Vertical {#vertical}

**Strengths**

- One copy of the data [@so]
- Old hands know it {if: on mainframes} {#hands}

**Best for**: small loads, old systems

## Side by side

Table: Ways to grow {#grow options=columns}

| Attribute | Vertical {#vertical} | 😀 Horizontal {#horizontal} |
|---|:-:|---|
| 😀 Unit | a \\| b | More nodes |
| Ceiling  |  Largest machine  | Contention {if: of nodes} [@usl] |
| Empty | — | x

Table: By rows {#rows options=rows}

| Strategy | Latency | Cost |
| --- | --- | --- |
| Push | Low | High |
| Pull | High | Low |

Table: Wide {#wide}

| Subject | Option A | Option B | Tradeoffs |
| --- | --- | --- | --- |
| Stores | SQL | NoSQL | **SQL:** - **Pros:** joins, order<br>**NoSQL:** - **Pros:** scale |

> | Aspect | One | Two |
> | --- | --- | --- |
> | Size | big | small |
"""


def spot(wanted, text=TEXT):
    return find(read(text, "growth"), wanted)


@pytest.mark.parametrize(
    ("wanted", "says", "name", "line"),
    [
        ("grow/vertical/unit", "a \\| b", "Vertical · 😀 Unit", 18),
        ("growth/grow/horizontal/unit", "More nodes", "😀 Horizontal · 😀 Unit", 18),
        ("grow/vertical/ceiling", "Largest machine", "Vertical · Ceiling", 19),
        ("grow/horizontal/ceiling", "Contention {if: of nodes} [@usl]", "😀 Horizontal · Ceiling", 19),
        ("grow/horizontal/empty", "x", "😀 Horizontal · Empty", 20),
        ("rows/pull/cost", "Low", "Pull · Cost", 27),
        (
            "growth/lists/vertical/strengths/one-copy-of-the-data",
            "One copy of the data [@so]",
            "Vertical · Strengths",
            7,
        ),
        ("lists/vertical/strengths/hands", "Old hands know it {if: on mainframes} {#hands}", "Vertical · Strengths", 8),
    ],
)
def test_a_statement_is_found_by_key_and_by_address(wanted, says, name, line):
    found = spot(wanted)
    assert (TEXT[found.begin : found.end], found.name, found.line, found.markable) == (says, name, line, True)


@pytest.mark.parametrize(
    ("wanted", "says"),
    [
        ("stores/sql/pros", "joins"),
        ("growth/stores/sql/pros/order", "order"),
        ("wide/one/size", None),
        ("side-by-side/one/size", "big"),
        ("lists/vertical/best-for/old-systems", "**Best for**: small loads, old systems"),
    ],
)
def test_lines_of_several_statements_are_found_and_not_marked(wanted, says):
    found = spot(wanted)
    assert (found and TEXT[found.begin : found.end]) == says
    assert found is None or not found.markable


@pytest.mark.parametrize("wanted", ["", "/", "grow", "grow/vertical", "grow/vertical/empty", "growth/grow/vertical/no",
                                    "other/grow/vertical/unit", "lists/vertical/strengths/x", "a" * 500])  # fmt: skip
def test_what_is_not_there_is_not_found(wanted):
    assert spot(wanted) is None


def test_every_fact_is_found_and_marking_it_changes_its_condition_alone():
    before = {fact.key: (fact.value, fact.qualifier) for fact in read(TEXT, "growth").facts}
    assert len(before) > 12
    for key, (value, _) in before.items():
        found = spot(key)
        assert found is not None, key
        if found.markable:
            text = contest(TEXT, found, "version 18 or later")
            after = {fact.key: (fact.value, fact.qualifier) for fact in read(text, "growth").facts}
            assert after == before | {key: (value, "version 18 or later")}
            assert len(text.split("\n")) == len(TEXT.split("\n"))


def test_marking_replaces_the_condition_and_keeps_citation_and_key():
    text = contest(TEXT, spot("grow/horizontal/ceiling"), "of machines")
    assert "|  Largest machine  | Contention [@usl] {if: of machines} |" in text
    text = contest(TEXT, spot("lists/vertical/strengths/hands"), "on old ones")
    assert "- Old hands know it {#hands} {if: on old ones}" in text
    assert contest(text, spot("lists/vertical/strengths/hands", text), "on old ones") == text


@given(st.text(max_size=CONDITION))
def test_a_condition_that_is_fit_comes_back_as_it_was(words):
    condition = " ".join(words.replace("\0", "").split())
    if condition and not unfit(condition):
        text = contest(TEXT, spot("grow/vertical/ceiling"), condition)
        found = spot("grow/vertical/ceiling", text)
        assert (found.condition, found.value) == (condition, "Largest machine")


@pytest.mark.parametrize("condition", ["a | b", "a {x}", "a } b", "a `b", "a \\", "[@usl] says"])
def test_a_condition_that_would_break_the_mark_is_unfit(condition):
    assert unfit(condition)


def test_browsers_count_in_units_of_utf_16():
    found = spot("grow/horizontal/unit")
    units = TEXT.encode("utf-16-le")
    begin, end = in_browser(TEXT, found.begin), in_browser(TEXT, found.end)
    assert begin == found.begin + 2
    assert units[2 * begin : 2 * end].decode("utf-16-le") == "More nodes"
