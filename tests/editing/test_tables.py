"""The laws of tidy tables and of the table editor."""

from django.conf import settings as django_settings
from hypothesis import given, settings
from hypothesis import strategies as st

from content.reading.facts import facts
from content.rendering.html import render
from quizzes.editing import tables
from quizzes.editing.table_editor import Unshown, change, panel
from quizzes.editing.tables import WIDEST, grids
from tests.editing.reading import read

CELLS = [
    "", "x", "low", "a \\| b", "`a\\|b`", "**bold**", "—", "日本", "é\u0301", "{#key}", "n {if: v2}",
    "a  b", "<br>", "\\",
]  # fmt: skip
CELL = st.sampled_from(CELLS)
ROW = st.lists(CELL, min_size=1, max_size=5).map(lambda cells: "|" + "|".join(cells) + "|")
WIDTH = st.integers(1, 4)
BLOCK = st.sampled_from(
    ["", "## Side by side", "text | with pipe", "- item", "> | q |", "```\n| in | code |\n```", "    | c |"]
)


@st.composite
def documents(draw):
    """Texts with tables, ragged rows, and what only looks like a table."""
    parts = []
    for _ in range(draw(st.integers(1, 3))):
        parts.append(draw(BLOCK))
        parts.append("")
        width = draw(WIDTH)
        header = draw(st.lists(CELL, min_size=width, max_size=width))
        rule = draw(st.lists(st.sampled_from(["---", ":--", "-:", ":-:", "-"]), min_size=width, max_size=width))
        parts.append("|" + "|".join(header) + "|")
        parts.append("|" + "|".join(rule) + "|")
        parts += draw(st.lists(ROW, max_size=4))
        parts.append("")
    return "\n".join(parts)


def tidy(text):
    return tables.tidy(read(text))


def fact_keys(text):
    return {f.key: f.value for f in read(text).facts}


@settings(deadline=None)
@given(documents())
def test_tidy_changes_no_fact_and_no_page(text):
    before, after = read(text), read(tidy(text))
    assert after.facts == before.facts
    assert [w.message for w in after.document.warnings] == [w.message for w in before.document.warnings]
    assert render(after.document, after.tables).html == render(before.document, before.tables).html


@settings(deadline=None)
@given(documents())
def test_tidy_twice_is_tidy_once(text):
    assert tidy(tidy(text)) == tidy(text)


@settings(deadline=None)
@given(st.text(alphabet="ab|-: \n\\`>#\u00a0\u2028\x0b", max_size=80))
def test_tidy_takes_any_text(text):
    assert tidy(tidy(text)) == tidy(text)
    assert facts("t", *_parsed(tidy(text))) == facts("t", *_parsed(text))


def _parsed(text):
    found = read(text)
    return found.document, found.comparisons


def test_columns_are_aligned():
    assert tidy("|a|long name|\n|-|:-:|\n|one|2|").split("\n") == [
        "| a   | long name |",
        "| --- | :-------: |",
        "| one | 2         |",
    ]


def test_a_wide_table_is_written_without_padding():
    text = f"| a | {'w' * WIDEST} |\n|-|-|\n|one|2|"
    assert tidy(text).split("\n")[2] == "| one | 2 |"


def test_wide_characters_count_twice():
    assert tidy("|日本|b|\n|-|-|\n|x|y|").split("\n")[2] == "| x    | y   |"


def test_the_shipped_tables_stay_as_they_are_but_for_spaces():
    for path in (django_settings.LIBRARY_DIR / "topics").glob("*.md"):
        body = path.read_text().split("---\n", 2)[2]
        assert fact_keys(tidy(body)) == fact_keys(body)


TABLE = """\
Table: Ways to grow {#grow options=columns}

| Attribute | Vertical | Horizontal {#out} |
| --- | --- | --- |
| Unit added | Part of one node | One more node |
| Ceiling {scale="low < high"} | low | high |
| Price | Rises | Linear |
"""


def edit(text, do, cells=None):
    shown = panel(read(text), 0)
    typed = [shown.corner, *(c.text for c in shown.columns)]
    for row in shown.rows:
        typed += [row.label.text, *row.cells]
    for place, value in (cells or {}).items():
        typed[place] = value
    return change(read(text), 0, typed, shown.mark, do).text


def test_a_grid_that_was_not_touched_changes_nothing():
    assert edit(TABLE, "cells") == TABLE


def test_a_cell_typed_into_the_grid_goes_into_the_text():
    assert "| Unit added" in edit(TABLE, "cells", {4: "A part"})
    assert fact_keys(edit(TABLE, "cells", {4: "A part | more"})) == fact_keys(TABLE) | {
        "t/grow/vertical/unit-added": "A part | more"
    }


def test_a_renamed_column_keeps_its_key():
    text = edit(TABLE, "cells", {1: "Scale up", 2: "Scale out"})
    assert "Scale up {#vertical}" in text
    assert "Scale out {#out}" in text
    assert fact_keys(text) == fact_keys(TABLE)


def test_a_renamed_row_keeps_its_key_and_its_scale():
    text = edit(TABLE, "cells", {6: 'Upper end {scale="low < high"}'})
    assert fact_keys(text) == fact_keys(TABLE)
    assert 'Upper end {scale="low < high"} {#ceiling}' in text


def test_moving_rows_and_columns_changes_no_fact():
    for do in ("row-up:2", "row-down:1", "column-left:2", "column-right:1", "column-left:1", "row-down:3"):
        assert fact_keys(edit(TABLE, do)) == fact_keys(TABLE)
    assert edit(TABLE, "row-up:2").index("Ceiling") < edit(TABLE, "row-up:2").index("Unit added")
    assert edit(TABLE, "column-left:2").index("Horizontal") < edit(TABLE, "column-left:2").index("Vertical")


def test_an_added_row_or_column_changes_no_fact():
    for do in ("row-add:0", "row-add:3", "column-add:0", "column-add:2"):
        assert fact_keys(edit(TABLE, do)) == fact_keys(TABLE)
    assert "New row 2" in edit(edit(TABLE, "row-add:1"), "row-add:1")
    assert "New column 2" in edit(edit(TABLE, "column-add:1"), "column-add:1")


def test_a_removed_row_takes_its_facts_with_it():
    assert fact_keys(edit(TABLE, "row-remove:1")).keys() == {k for k in fact_keys(TABLE) if "unit-added" not in k}
    assert fact_keys(edit(TABLE, "column-remove:1")).keys() == {k for k in fact_keys(TABLE) if "/out/" in k}


def test_places_that_are_none_change_nothing():
    for do in ("row-add:9", "row-remove:0", "column-remove:0", "column-left:0", "row-up:-1", "row-up:x", "nothing", ""):
        assert edit(TABLE, do) == TABLE


def test_a_table_changed_in_the_text_is_not_overwritten():
    shown = panel(read(TABLE), 0)
    meanwhile = TABLE.replace("Linear", "About linear")
    done = change(read(meanwhile), 0, ["x"] * 12, shown.mark, "cells")
    assert done.text == meanwhile
    assert done.code == "overtaken"


def test_a_ragged_or_huge_table_is_left_to_the_text():
    assert panel(read("| a | b |\n|-|-|\n| 1 | 2 |\n| 3 |"), 0).unshown == Unshown("ragged", 4)
    assert panel(read("| a |\n|-|\n" + "| x |\n" * 1000), 0).unshown == Unshown("large", 1001)
    assert panel(read("| a |\n|-|"), 0).unshown == Unshown("empty")
    assert panel(read("no table"), 3).tables == ()


@settings(deadline=None)
@given(documents(), st.integers(0, 3), st.sampled_from([*tables.CHANGES, "tidy", "cells"]), st.integers(0, 4))
def test_the_table_editor_takes_any_table(text, chosen, do, place):
    shown = panel(read(text), chosen)
    typed = [shown.corner, *(c.text for c in shown.columns)]
    for row in shown.rows:
        typed += [row.label.text, *row.cells]
    done = change(read(text), shown.chosen, typed, shown.mark, f"{do}:{place}").text
    assert len(grids(read(done))) == len(grids(read(text)))
