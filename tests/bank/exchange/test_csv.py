"""CSV: what is written is read again, spreadsheets find no formula in it, and bad rows are named."""

import csv
import io
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.bank.exchange.csvfile import read, write
from quizzes.bank.words import said
from tests.bank.exchange.sample_questions import BY_HAND, questions

FORMULA = ("=", "+", "-", "@", "\t", "\r")


def cells(text):
    return [cell for row in csv.reader(io.StringIO(text, newline=""), strict=True) for cell in row]


@given(st.lists(questions(), max_size=4))
def test_round_trip_keeps_any_text(made):
    reading = read(write(made))
    assert not reading.faults
    assert [found.question for found in reading.found] == made


@given(st.lists(questions(), max_size=3))
def test_no_cell_is_a_formula(made):
    assert not any(cell.startswith(FORMULA) for cell in cells(write(made)))


def test_round_trip_keeps_every_kind_and_the_shipped_bank(shipped):
    for made in (BY_HAND, shipped):
        reading = read(write(made))
        assert not reading.faults
        assert [found.question for found in reading.found] == made


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "'=1", "''-1", "'quoted'", "-", "1-1"])
def test_formula_is_escaped_and_read_back(cell):
    text = write([q := BY_HAND[0].__class__("k", "option", "k", cell, BY_HAND[0].choices)])
    assert read(text).found[0].question == q
    assert (f"'{cell}" in cells(text)) == cell.startswith(("=", "+", "-", "@", "'=", "''-"))


def test_written_with_the_columns_of_the_longest():
    header = write(BY_HAND[:1]).splitlines()[0].split(",")
    assert header[:6] == ["id", "topic", "kind", "question", "explanation", "tags"]
    assert header[6:10] == ["choice_1", "correct_1", "feedback_1", "target_1"]
    assert len(header) == 6 + 4 * 3


def test_read_what_a_spreadsheet_writes():
    text = "Question;choice_1;Correct_1;choice_2;correct_2\n\nWhich?;a;x;b;\n;;;;\n"
    [found] = read(text).found
    assert found.line == 3
    assert found.question.kind == "option"
    assert [(c.text, c.correct) for c in found.question.choices] == [("a", True), ("b", False)]


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("", 1, "the file is empty"),
        ("id,choice_1,correct_1\n", 1, "no column “question”"),
        ("question,choice_1,correct_1,answer\n", 1, "“answer” is no column of ours"),
        ("question,choice_1,correct_1,choice_1\n", 1, "there twice"),
        ("question,choice_1,correct_1\n\nA?,a,1,b\n", 3, "4 cells, but 3 columns"),
        ("question,choice_1,correct_1\n,a,1\n", 2, "there is no question"),
        ("question,choice_1,correct_1\n\"\n\",a,1\n", 2, "there is no question"),
        ("question,choice_1,correct_1\n,,\n\nC?,,\n", 4, "there are no choices"),
        ("question,choice_1,correct_1\nA?,,1\n", 2, "choice 1 has no text"),
        ("question,choice_1,correct_1\nA?,a,maybe\n", 2, "write 1 or 0"),
        ("question,choice_1,correct_1\nA?,\"a\"b,1\n", 2, "this row is not CSV"),
        ("question,choice_1,correct_1\nA?,\"a,1\n\n\n", 2, "this row is not CSV"),
        (f"question,choice_1,correct_1\n{'x' * 200_000},a,1\n", 2, "this row is not CSV"),
    ],
)  # fmt: skip
def test_read_malformed_says_the_line(text, line, message):
    reading = read(text)
    assert not reading.found
    [fault] = reading.faults
    assert fault.line == line
    assert message in said(fault.why)


def test_read_one_bad_among_good_gives_both():
    reading = read('question,choice_1,correct_1\n"A\nB?",a,1\nC?,,\nD?,a,1\n')
    assert [found.line for found in reading.found] == [2, 5]
    assert [fault.line for fault in reading.faults] == [4]


def test_read_takes_every_column_that_it_knows():
    [found] = read("question,choice_1,correct_1,choice_99,correct_99\nA?,a,1,b,0\n").found
    assert [choice.text for choice in found.question.choices] == ["a", "b"]


def test_read_unknown_kind_is_unsupported():
    [fault] = read("question,kind,choice_1,correct_1\nA?,essay,a,1\n").faults
    assert fault.unsupported


@pytest.mark.parametrize("unit", [",", '"', "a,b\n", "\n", "'=", '"a"\n'])
def test_read_a_megabyte_in_time(unit):
    started = time.perf_counter()
    read("question,choice_1,correct_1\n" + unit * (1_000_000 // len(unit)))
    assert time.perf_counter() - started < 30
