"""What the editor says: every code of the pure modules has its words."""

from dataclasses import replace
from typing import get_args, get_type_hints

import pytest

from content.reading.facts import Fact
from quizzes.editing import words
from quizzes.editing.contested import UNFIT
from quizzes.editing.effects import FactChange
from quizzes.editing.sources import SourcesError, Wrong, from_text
from quizzes.editing.table_editor import Changed, Named, Unshown

FACT = Fact(
    key="t/scaling/vertical/ceiling", kind="cell", topic="t", group="scaling", caption="Scaling", option_key="vertical",
    option="Vertical", label="ceiling", dimension="Ceiling", value="Largest machine",
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Big Book", "Line 1: write id | title | address | kind; the last two may be left out"),
        ("ok | T\nBig Book | T", "Line 2: “Big Book” cannot be cited: use lower-case letters, digits and hyphens"),
        ("ok | | https://example.org", "Line 1: the source has no title"),
        ("ok | T\n\nok | T", "Line 3: source “ok” stands twice"),
        ("ok | T | ftp://example.org", "Line 1: not an address: ftp://example.org"),
    ],
)
def test_a_list_of_sources_that_cannot_be_read_says_where_and_why(text, said):
    with pytest.raises(SourcesError) as caught:
        from_text(text)
    assert words.unreadable(caught.value) == said


def test_every_code_has_its_words():
    assert all(words.unreadable(SourcesError(1, code, "x")) for code in get_args(Wrong))
    assert all(words.unshown(Unshown(code, 7)) for code in get_args(get_type_hints(Unshown)["code"]))
    silent, *told = (words.table_changed(Changed("", code)) for code in get_args(get_type_hints(Changed)["code"]))
    assert not silent
    assert all(told)
    assert len({words.unfit(mark) for mark in UNFIT}) == len(UNFIT) - 1  # both braces are braces


def test_a_table_without_a_caption_is_named_by_its_line():
    assert [words.table(Named("Ways to grow", 4)), words.table(Named("", 9))] == ["Ways to grow", "Table in line 9"]


def test_a_changed_fact_is_shown_in_both_wordings():
    change = FactChange(FACT, replace(FACT, value="Biggest machine", qualifier="sold in 2026"), cosmetic=False)
    before, after = words.wordings(change)
    assert "".join(piece.text for piece in before) == "Vertical · Ceiling: Largest machine"
    assert "".join(piece.text for piece in after) == "Vertical · Ceiling: Biggest machine (if sold in 2026)"
    assert [piece.text for piece in before if piece.changed] == ["Largest"]
