"""What a page says now and what the bank makes of it, kept for previews that follow each other as somebody types.

What is kept is found by the whole text it was made from, so it is never out of date.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from content.models import Topic
from content.practice.records import Term
from content.reading.source import TopicSource
from content.reading.topic import ReadTopic, read_topic
from content.services import source_of
from quizzes.bank.services import accepted_terms, derive
from quizzes.editing.effects import Derived

KEPT = 8  # pages that are edited at a time, in one process; each holds about a megabyte


def said(topic: Topic) -> ReadTopic:
    """The reading of a page's current revision, without the tokens, which only its HTML is made of."""
    source = source_of(topic)
    return _read(source.slug, source.title, source.body)


def given(topic: Topic, glossary: Sequence[Term]) -> Derived:
    """The facts of a page's current revision, and what the bank makes of them."""
    source = source_of(topic)
    return _derived(source.slug, source.title, source.body, tuple(glossary))


def forget() -> None:
    """Keep nothing of what was read before."""
    _read.cache_clear()
    _derived.cache_clear()


@lru_cache(maxsize=KEPT)
def _read(slug: str, title: str, body: str) -> ReadTopic:
    read = read_topic(TopicSource(slug, title, "", "", 1, body, 1, f"{slug}.md"))
    return replace(read, document=replace(read.document, tokens=()))


@lru_cache(maxsize=KEPT)
def _derived(slug: str, title: str, body: str, glossary: tuple[Term, ...]) -> Derived:
    read = _read(slug, title, body)
    return read.facts, derive(read, accepted_terms(glossary))
