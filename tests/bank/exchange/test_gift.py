"""GIFT: our own reader takes what our writer gives, and says what is wrong with the rest."""

import time
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.bank.exchange.gift import read, write
from quizzes.bank.exchange.records import filed
from quizzes.bank.words import said
from tests.bank.exchange.sample_questions import BY_HAND, PAIRS, question, questions


def kept(question):
    """What GIFT keeps: a pair has no feedback there."""
    if question.kind not in PAIRS:
        return question
    return replace(question, choices=tuple(replace(choice, feedback="") for choice in question.choices))


@pytest.mark.parametrize("question", BY_HAND, ids=lambda question: question.key)
def test_round_trip_keeps_every_kind(question):
    reading = read(write([question]))
    assert not reading.faults
    assert [found.question for found in reading.found] == [kept(question)]


@given(st.lists(questions(), min_size=1, max_size=4, unique_by=lambda question: question.key))
def test_round_trip_keeps_any_text(made):
    reading = read(write(made))
    assert not reading.faults
    assert [found.question for found in reading.found] == [kept(question) for question in filed(made)]


def test_round_trip_keeps_the_shipped_bank(shipped):
    reading = read(write(shipped))
    assert not reading.faults
    assert [found.question for found in reading.found] == [kept(question) for question in filed(shipped)]


def test_a_star_of_a_short_answer_is_no_wildcard():
    spelled = question("cloze", [("A*", True), ("A\\*b", True)])
    assert "=A\\\\*\n" in write([spelled])
    [found] = read(write([spelled])).found
    assert [choice.text for choice in found.question.choices] == ["A*", "A\\*b"]
    assert read(write([replace(spelled, tags=())]).replace("\\\\*", "*")).faults[0].unsupported


def one(text):
    [found] = read(text).found
    return found.question


def test_read_what_others_write():
    found = one("// [id:q7] [tag:easy]\n\nWho's {=Grant ~no one #Really?\n ~%0%Lee} buried there?\n")
    assert found.key == "q7"
    assert found.stem == "Who's _____ buried there?"
    assert [(c.text, c.correct, c.feedback) for c in found.choices] == [
        ("Grant", True, ""),
        ("no one", False, "Really?"),
        ("Lee", False, ""),
    ]


def test_read_html_as_plain_text():
    found = one("::t::[html]<p>Is 1 &lt\\; 2?<br>Say.</p>{=<b>yes</b>~[plain]<no>~5 &gt\\; 6}".replace("\\;", ";"))
    assert found.stem == "Is 1 < 2?\nSay."
    assert [choice.text for choice in found.choices] == ["yes", "<no>", "5 > 6"]


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("", 1, "holds no question"),
        ("\n\n::a::Is it? {=yes ~no", 3, "not closed"),
        ("Is it? =yes}\n", 1, "} without a {"),
        ("::a Is it? {=yes ~no}\n", 1, "title is not closed"),
        ("::a:: {=yes ~no}\n", 1, "no question before"),
        ("Is it? {=yes ~}\n", 1, "an answer is empty"),
        ("Is it? {=yes #a #b ~no}\n", 1, "two feedbacks"),
        ("Is it? {~yes ~no}\n", 1, "no answer is right"),
        ("Is it? {yes ~no}\n", 1, "stands before the first"),
        ("Is it? {T ~no}\n", 1, "true or false takes"),
        ("Is it? {=yes ~no####a####b}\n", 1, "two general feedbacks"),
        ("Is it? {=yes####a~no}\n", 1, "must come last"),
        ("A? {=a -> b =c -> }\n", 1, "nothing after its ->"),
        ("A? {=a ~b}\nB? {=a ~b}\n", 1, "braces after the answers"),
        ("A? {=a {=b} ~b}\n", 1, "not closed"),
    ],
)
def test_read_malformed_says_the_line(text, line, message):
    reading = read(text)
    assert not reading.found
    [fault] = reading.faults
    assert fault.line == line
    assert message in said(fault.why)
    assert not fault.unsupported


@pytest.mark.parametrize(
    "text",
    [
        "Tell me {}\n",
        "How many? {#3:1}\n",
        "Just words.\n",
        "A? {=a ~%50%b ~c}\n",
        "A? {=%100%a =%50%b}\n",
        "A? {=a =%0%b#Nearly.}\n",
        "A? {=a*}\n",
        "A? {~%70%a ~%30%b ~c}\n",
        "A? {~%25%a ~%25%b ~c}\n",
        "A? {=a -> b =c -> d = -> e}\n",
    ],
)
def test_read_what_cannot_be_stored_is_unsupported(text):
    [fault] = read(text).faults
    assert fault.unsupported


def test_read_one_bad_among_good_gives_both():
    reading = read("A? {=a ~b}\n\nB? {=a\n\n// c\nC? {=a ~b}\n")
    assert [found.line for found in reading.found] == [1, 6]
    assert [fault.line for fault in reading.faults] == [3]


@pytest.mark.parametrize(
    "unit", ["{", "}", "=a~", "#", "::", "\\", "a\n", "####", "{=a ~b}\n\n", "->", "[html]<", "// x\n"]
)
def test_read_a_megabyte_in_time(unit):
    text = unit * (1_000_000 // len(unit))
    started = time.perf_counter()
    read(text)
    assert time.perf_counter() - started < 30


@pytest.mark.parametrize("mark", ["[id:", "[tag:"])
def test_read_a_megabyte_of_marks_that_are_not_closed_in_time(mark, deadline):
    with deadline(10):
        reading = read("// " + mark * (1_000_000 // len(mark)) + "\nA? {=a ~b}\n")
    assert [(found.question.key, found.question.tags) for found in reading.found] == [("", ())]
