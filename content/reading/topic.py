"""A topic's text to what it holds: document, tables, facts. Read once, then passed on as a value. Pure."""

from dataclasses import dataclass, replace

from content.reading.facts import Comparison, Fact, compare, facts
from content.reading.markdown import Document, parse
from content.reading.source import TopicSource


@dataclass(frozen=True)
class ReadTopic:
    """A topic with its structure: what its page and its bank are made from.

    ``tables`` holds for each table of the document its comparisons (a wide table has one for each row).
    """

    source: TopicSource
    document: Document
    tables: tuple[tuple[Comparison, ...], ...]
    comparisons: tuple[Comparison, ...]
    facts: tuple[Fact, ...]


def read_topic(source: TopicSource) -> ReadTopic:
    """Parse a topic's body into tables and facts."""
    document = parse(source.body, first_line=source.first_line)
    tables: list[tuple[Comparison, ...]] = []
    keys: set[str] = set()
    for table in document.tables:
        found = []
        for comparison in compare(table):
            key, n = comparison.key, 2
            while key in keys:
                key, n = f"{comparison.key}-{n}", n + 1
            keys.add(key)
            found.append(replace(comparison, key=key))
        tables.append(tuple(found))
    comparisons = tuple(c for found in tables for c in found)
    return ReadTopic(source, document, tuple(tables), comparisons, facts(source.slug, document, comparisons))
