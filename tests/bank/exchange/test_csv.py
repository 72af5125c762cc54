"""CSV: what is written is read again, spreadsheets find no formula in it, and bad rows are named."""

import csv
import io
import re
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.bank.exchange.csvfile import read, write
from quizzes.bank.exchange.truth import FALSE_WORDS, TRUE_WORDS
from quizzes.bank.words import said
from tests.bank.exchange.sample_questions import BY_HAND, questions

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def cells(text):
    rows = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True)
    return [cell for row in rows for cell in row]


@given(st.lists(questions(), max_size=4))
def test_round_trip_keeps_any_text(made):
    reading = read(write(made))
    assert not reading.faults
    assert [found.question for found in reading.found] == made


@given(st.lists(questions(), max_size=3))
def test_no_cell_is_a_formula(made):
    found = cells(write(made))
    assert not any(cell.startswith(FORMULA) or cell.strip().startswith(FORMULA) for cell in found)


def test_round_trip_keeps_every_kind_and_the_shipped_bank(shipped):
    for made in (BY_HAND, shipped):
        reading = read(write(made))
        assert not reading.faults
        assert [found.question for found in reading.found] == made


GUARDED = ["=1+1", "+1", "-1", "@x", "'=1", "''-1", "-", "＝1", "＋1", "－1", "＠x", "'＝1", "\t=1", "\n=1", "\nx",
           " =1", "\u200b=1"]  # fmt: skip


@pytest.mark.parametrize("cell", [*GUARDED, "'quoted'", "1-1", "a=b", " x", "'", ""])
def test_formula_is_escaped_and_read_back(cell):
    cell = cell or "?"
    text = write([q := BY_HAND[0].__class__("k", "option", "k", cell, BY_HAND[0].choices)])
    assert read(text).found[0].question == q
    assert (f"'{cell}" in cells(text)) == (cell in GUARDED)


def test_written_with_the_columns_of_the_longest():
    text = write(BY_HAND[:1])
    assert text.startswith("\ufeffid,")  # else Excel reads it in the code page of its machine
    header = text.removeprefix("\ufeff").splitlines()[0].split(",")
    assert header[:6] == ["id", "topic", "kind", "question", "explanation", "tags"]
    assert header[6:10] == ["choice_1", "correct_1", "feedback_1", "target_1"]
    assert len(header) == 6 + 4 * 3


def test_read_what_a_spreadsheet_writes():
    text = "Question;choice_1;Correct_1;choice_2;correct_2\n\nWhich?;a;x;b;\n;;;;\n"
    [found] = read(text).found
    assert found.line == 3
    assert found.question.kind == "option"
    assert [(c.text, c.correct) for c in found.question.choices] == [("a", True), ("b", False)]


@pytest.mark.parametrize("sign", list(",;\t|"))
@pytest.mark.parametrize("said", [False, True])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_read_whatever_stands_between_cells(sign, said, mark):
    header = ["ID", "question", "choice_1", "correct_1", "choice_2", "correct_2", "", ""]
    rows = [header, ["7", "Which, a;b|c?", "a", "1", "b", "", "", " ", ""], [""] * 9]
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=sign, lineterminator="\n").writerows(rows)
    reading = read(f"{mark}{f'sep={sign}' + chr(10) if said else ''}{out.getvalue()}")
    assert not reading.faults
    [found] = reading.found
    assert found.line == (3 if said else 2)
    assert (found.question.key, found.question.stem) == ("7", "Which, a;b|c?")
    assert [(c.text, c.correct) for c in found.question.choices] == [("a", True), ("b", False)]


@pytest.mark.parametrize("sep", ["sep=;", '"sep=;"', "SEP=;", "sep=;;;;;"])
def test_read_the_line_that_names_the_separator(sep):
    [found] = read(f"\n{sep}\nquestion;choice_1;correct_1\nA?;a;1\n").found
    assert (found.line, found.question.stem) == (4, "A?")


WORDS = [
    ("WAHR", "FALSCH"), ("vrai", "faux"), ("verdadero", "falso"), ("sim", "não"), ("oui", "non"), ("ja", "nein"),
    ("sí", "no"), ("vero", "falso"), ("waar", "onwaar"), ("prawda", "fałsz"), ("DOĞRU", "YANLIŞ"), ("истина", "ложь"),
    ("是", "否"), ("はい", "いいえ"), ("TRUE", "FALSE"), ("x", ""), ("✓", "✗"), ("1", "0"), ("Yes.", "No."),
]  # fmt: skip


@pytest.mark.parametrize(("yes", "no"), WORDS)
def test_read_truth_in_many_languages(yes, no):
    header = "question,choice_1,correct_1,choice_2,correct_2\n"
    [found] = read(f"{header}Which?,a,{no},b, {yes} \n").found
    assert [choice.correct for choice in found.question.choices] == [False, True]
    if len(yes) > 1 or yes == "是":
        [found] = read(f"{header}It holds.,{yes},1,{no},0\n").found
        assert found.question.kind == "true-false"


def test_no_word_says_both():
    assert not TRUE_WORDS & FALSE_WORDS
    assert len(TRUE_WORDS) > 40
    assert len(FALSE_WORDS) > 40


def test_one_module_writes_every_csv():
    """Whoever writes another asks here for the guard against formulas."""
    root = Path(__file__).parents[3]
    files = [path for name in ("sdwiki", "content", "quizzes") for path in (root / name).rglob("*.py")]
    writing = [path for path in files if re.search(r"\bcsv\.(writer|DictWriter)\b|text/csv", path.read_text())]
    assert [path.name for path in sorted(writing)] == [
        "csvfile.py",
        "formats.py",
        "book_views.py",
    ]  # the last names the type of what `csvfile.sheet` wrote


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("", 1, "the file is empty"),
        ("id,choice_1,correct_1\n", 1, "no column “question”"),
        ("question,choice_1,correct_1,answer\n", 1, "“answer” is no column of ours"),
        ("question,choice_1,correct_1,choice_1\n", 1, "there twice"),
        ("question,,choice_1,correct_1\n", 1, "a column has no name"),
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


def test_read_unknown_kind_is_a_fault_of_its_question():
    [fault] = read("question,kind,choice_1,correct_1\nA?,essay,a,1\n").faults
    assert (fault.why.code, fault.whole) == ("csv-kind", False)


@pytest.mark.parametrize("unit", [",", '"', "a,b\n", ";", "sep=;", "\n", "'=", '"a"\n'])
def test_read_a_megabyte_in_time(unit):
    started = time.perf_counter()
    read("question,choice_1,correct_1\n" + unit * (1_000_000 // len(unit)))
    assert time.perf_counter() - started < 30
