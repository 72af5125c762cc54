"""The laws of comparing and merging."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizzes.editing.diff import MIDDLE, MINE, THEIRS, compare, conflict_marks, merge, same_row, words

LINES = st.lists(st.sampled_from(["a", "b", "c", "| x | y |", "|x|y|", "| x |  z |", "", "- one"]), max_size=12)
TEXT = LINES.map("\n".join)
PROSE = st.lists(st.sampled_from(["a", "b", "c", "d", "e", "f", ""]), max_size=12).map("\n".join)


def piece_text(pieces):
    return "".join(piece.text for piece in pieces)


@settings(deadline=None)
@given(TEXT, TEXT)
def test_an_edit_merged_with_none_is_the_edit(base, edit):
    assert merge(base, edit, base) == merge(base, base, edit) == merge(base, edit, edit)
    assert merge(base, edit, base).text == edit
    assert merge(base, edit, base).conflicts == 0


@settings(deadline=None)
@given(PROSE, PROSE, PROSE)
def test_merging_does_not_depend_on_who_is_first(base, one, other):
    merged, reverse = merge(base, one, other), merge(base, other, one)
    assert merged.conflicts == reverse.conflicts
    if not merged.conflicts:
        assert merged.text == reverse.text


@settings(deadline=None)
@given(TEXT, TEXT, TEXT)
def test_no_line_that_somebody_wrote_is_lost(base, one, other):
    merged = {same_row(line) for line in merge(base, one, other).text.split("\n")}
    written = {same_row(line) for line in f"{one}\n{other}".split("\n")} - {same_row(x) for x in base.split("\n")}
    assert written <= merged


def test_edits_of_different_places_merge():
    base = "one\ntwo\nthree\nfour\nfive"
    merged = merge(base, "ONE\ntwo\nthree\nfour\nfive", "one\ntwo\nthree\nfour\nFIVE\nsix")
    assert (merged.text, merged.conflicts) == ("ONE\ntwo\nthree\nfour\nFIVE\nsix", 0)


def test_edits_of_one_line_stand_side_by_side_between_marks():
    merged = merge("one\ntwo\nthree", "one\nmine\nthree", "one\ntheirs\nthree", mine_name="me", theirs_name="you")
    assert merged.text.split("\n") == ["one", f"{MINE}me", "mine", MIDDLE, "theirs", f"{THEIRS}you", "three"]
    assert merged.conflicts == 1
    assert conflict_marks(merged.text) == (2, 6)


def test_neighbouring_rows_of_a_table_merge():
    base = "| a | b |\n| --- | --- |\n| 1 | x |\n| 2 | y |"
    merged = merge(base, base.replace("x", "X"), base.replace("y", "Y"))
    assert (merged.text, merged.conflicts) == (base.replace("x", "X").replace("y", "Y"), 0)


def test_neighbouring_lines_of_prose_do_not_merge():
    assert merge("one\ntwo", "ONE\ntwo", "one\nTWO").conflicts == 1


def test_one_cell_edited_twice_is_a_conflict():
    base = "| a | b |\n| --- | --- |\n| 1 | x |\n| 2 | y |"
    assert merge(base, base.replace("x", "X"), base.replace("x", "Z")).conflicts == 1


def test_an_aligned_table_merges_with_an_edit_of_a_cell():
    base = "| a | b |\n| --- | --- |\n| 1 | x |\n| long | y |"
    aligned = "| a    | b   |\n| ---- | --- |\n| 1    | x   |\n| long | y   |"
    merged = merge(base, aligned, base.replace("x", "X"))
    assert merged.conflicts == 0
    assert merged.text == aligned.replace("| 1    | x   |", "| 1 | X |")


@settings(deadline=None)
@given(TEXT, TEXT)
def test_a_comparison_gives_back_both_texts(old, new):
    """Read with the unchanged lines between, the removed lines make the old text and the added ones the new."""
    before, after = old.split("\n"), new.split("\n")
    i = j = 0
    for hunk in compare(old, new):
        i, j = i + hunk.skipped, j + hunk.skipped
        for line in hunk.lines:
            if line.kind != "added":
                assert line.old == i + 1
                assert same_row(before[i]) == same_row(piece_text(line.pieces))
                i += 1
            if line.kind != "removed":
                assert line.new == j + 1
                assert after[j] == piece_text(line.pieces)
                j += 1
    assert [*map(same_row, before[i:])] == [*map(same_row, after[j:])]


@settings(deadline=None)
@given(TEXT)
def test_a_text_does_not_differ_from_itself(text):
    assert compare(text, text) == ()


@settings(deadline=None)
@given(st.text(max_size=60), st.text(max_size=60))
def test_words_give_back_both_lines(old, new):
    before, after = words(old, new)
    assert (piece_text(before), piece_text(after)) == (old, new)
    if old == new:
        assert not any(piece.changed for piece in (*before, *after))


def test_a_reworded_line_marks_its_words():
    (hunk,) = compare("| Speed | very fast | slow |", "| Speed | rather fast | slow |")
    removed, added = hunk.lines
    assert [p.text for p in removed.pieces if p.changed] == ["very"]
    assert [p.text for p in added.pieces if p.changed] == ["rather"]


def test_aligning_a_table_is_no_change():
    assert compare("|a|b|\n|-|-|\n|1|2|", "| a   | b   |\n| --- | --- |\n| 1   | 2   |") == ()


def test_far_changes_are_shown_apart():
    old = "\n".join(map(str, range(30)))
    first, second = compare(old, old.replace("\n2\n", "\ntwo\n").replace("\n25\n", "\ntwenty-five\n"))
    assert (first.skipped, len(first.lines), second.skipped) == (0, 7, 16)


@pytest.mark.parametrize("text", ["x\n" * 5000, "\n".join(f"line {n % 90}" for n in range(5000))])
def test_texts_that_repeat_themselves_do_not_take_for_ever(text, deadline):
    with deadline(5):
        compare(text, text[2500:] + "end")
        merge(text, text.replace("x", "y", 2000), "begin\n" + text)
