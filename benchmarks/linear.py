"""How long a text takes that repeats one fragment, against half of it: reading and rendering, up to 200 KB."""

import gc
import statistics
import time
from collections.abc import Iterator

from benchmarks.measure import Result
from content.practice.records import Term
from content.reading.source import TopicSource
from content.reading.topic import read_topic
from content.rendering.html import render

SIZE = 200_000
ROUNDS = 3
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


def read(text: str) -> None:
    """All that is done with a text between its author and a reader."""
    topic = read_topic(TopicSource("t", "T", "", "", 1, text, 1, "t.md"))
    render(topic.document, topic.tables, SOURCES, TERMS)


def repeated(fragment: str, size: int) -> str:
    """As many of a fragment as go into so many characters."""
    return fragment * (size // len(fragment))


def linear() -> Iterator[Result]:
    """A line for each fragment: the value is the whole text's, the floor that of half of it."""
    for fragment in FRAGMENTS:
        whole, half = repeated(fragment, SIZE), repeated(fragment, SIZE // 2)
        _seconds(half)  # what is made once in a process is made by now
        rounds = [(_seconds(half), _seconds(whole)) for _ in range(ROUNDS)]
        yield Result(
            f"linear {fragment!r}",
            statistics.median(whole for _, whole in rounds) * 1000,
            "ms CPU",
            statistics.median(half for half, _ in rounds) * 1000,
            statistics.median(whole / half for half, whole in rounds),
            "≤ 2.5",
            ROUNDS,
        )


def _seconds(text: str) -> float:
    """CPU time without the garbage collector's: a round over all that the process holds falls into the whole text more
    often than into its half, and has nothing to do with either."""
    gc.collect()
    gc.disable()
    try:
        begin = time.process_time()
        read(text)
        return time.process_time() - begin
    finally:
        gc.enable()
