"""A text twice as long takes twice the work, whatever it repeats: the lines of code that run are counted."""

import sys
from types import FrameType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.linear import FRAGMENTS, read, repeated
from content.reading.source import TopicSource
from content.reading.topic import read_topic
from content.rendering.html import render

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
        read(text)
    finally:
        sys.settrace(before)
    return count


def grows(fragment: str, before: str, size: int) -> float:
    """How many times the work of half a text the whole of it takes."""
    quarter, half, whole = (before + repeated(fragment, n) for n in (size // 4, size // 2, size))
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
    topic = read_topic(TopicSource("t", "T", "", "", 1, text, 1, "t.md"))
    assert [warning.line for warning in topic.document.warnings] == [8]
    assert "<table" in render(topic.document, topic.tables).html
