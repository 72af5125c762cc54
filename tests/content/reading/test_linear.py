"""A text twice as long takes twice the work, whatever it repeats: the lines of code that run are counted."""

import sys
from types import FrameType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.practice.records import Term
from content.reading.source import TopicSource
from content.reading.topic import read_topic
from content.rendering.html import render

TERMS = (Term("quorum", "Quorum", ("majority",), "More than half.", ""),)
SOURCES = ({"id": "a", "title": "A source"},)
# What authors and attackers repeat: each was slow once, or is the start of something that a parser looks ahead for.
FRAGMENTS = (
    "[@a] ", "[@b] ", "word [@a] ", "# a\n\n", "## a {#b}\n\n", "```php\n<?php /*\n```\n\n", "~~~ a\n", "[", "![",
    "[a](", "<", "<http://a", "{#", "{if: ", "{if: x} ", "*a **a ", "_a", "`a ``b ", "~~a ", "> ", "- ", "1. a\n",
    "| a ", "| :- ", "| [@a] ", "| a | b |\n|---|---|\n| c | d |\n\n", "[a]: /x\n", "word\n", " ", "\n", "\r", "\t",
    "Table: x\n\n| a | b |\n|---|---|\n| c | d |\n\n", "**Best for**\n\n- x\n\n", "**Best for:** a, b\n\n",
    "<br>", "&a;", "\\", "(", "quorum ", "5 MB",
)  # fmt: skip
BEFORE = ("", "```php\n<?php\n", "| a | b |\n|---|---|\n", "# Title\n\n", "Table: ", "**Best for:** ")


def work(text: str) -> int:
    """How many lines of code run while a text is read and rendered."""
    count = 0

    def line(frame: FrameType, event: str, arg: Any) -> Any:
        nonlocal count
        count += 1
        return line

    before = sys.gettrace()
    sys.settrace(line)
    try:
        read = read_topic(TopicSource("t", "T", "", "", 1, text, 1, "t.md"))
        render(read.document, read.tables, SOURCES, TERMS)
    finally:
        sys.settrace(before)
    return count


def grows(fragment: str, before: str, size: int) -> float:
    """How many times the work of half a text the whole of it takes."""
    quarter, half, whole = (before + fragment * (n // len(fragment)) for n in (size // 4, size // 2, size))
    work(quarter)  # what is made once in a process (tables of a lexer) is made by now
    once = work(half)
    return work(whole) / once


@pytest.mark.parametrize("fragment", FRAGMENTS)
def test_work_grows_with_the_length_of_what_is_repeated(fragment):
    assert grows(fragment, "", 4_000) <= 2.5


@pytest.mark.parametrize("fragment", ["[@a] ", "~~~ a\n"])
def test_work_grows_with_the_length_up_to_200_kilobytes(fragment):
    assert grows(fragment, "", 200_000) <= 2.5


@settings(max_examples=30)
@given(st.lists(st.sampled_from(FRAGMENTS), min_size=1, max_size=4).map("".join), st.sampled_from(BEFORE))
def test_work_grows_with_the_length_of_mixtures(fragment, before):
    assert grows(fragment, before, 3_000) <= 2.5


def test_the_count_sees_work_that_grows_with_the_square(monkeypatch):
    def searched(self, wanted):
        key, n = wanted, 2
        while key in self._taken:
            key, n = f"{wanted}-{n}", n + 1
        self._taken.add(key)
        return key

    monkeypatch.setattr("content.reading.text.Keys.take", searched)
    assert grows("# a\n\n", "", 6_000) > 2.5


@pytest.mark.parametrize("end", ["\r", "\r\n", "\n"])
def test_lines_end_as_they_may(end):
    text = end.join(
        ("## A", "", "Table: x", "", "| Option | B | C |", "|---|---|---|", "| d | e | f |", "| g | h |", "")
    )
    read = read_topic(TopicSource("t", "T", "", "", 1, text, 1, "t.md"))
    assert [warning.line for warning in read.document.warnings] == [8]
    assert "<table" in render(read.document, read.tables).html
