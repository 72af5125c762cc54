"""What a page says now, and what the bank makes of a text, kept for previews that follow each other as somebody types.

What is kept is found by the whole text or by all of the facts and needs that it was made from, so it is never out of
date.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from content.models import Topic
from content.practice.records import Term
from content.reading.facts import Fact
from content.reading.framing import Needs
from content.reading.source import TopicSource
from content.reading.topic import ReadTopic, read_topic
from content.services import source_of
from quizzes.bank.generate.questions import generate
from quizzes.bank.prompts import of_page
from quizzes.bank.records import Bank
from quizzes.bank.services import accepted_terms
from quizzes.editing.effects import Derived

KEPT = 8  # texts, in one process; each holds about a megabyte


def said(topic: Topic) -> ReadTopic:
    """The reading of a page's current revision, without the tokens, which only its HTML is made of."""
    source = source_of(topic)
    return _read(source.slug, source.title, source.body)


def given(read: ReadTopic, glossary: Sequence[Term]) -> Derived:
    """The facts of a text, and what the bank makes of them: the same as long as somebody writes beside the facts."""
    facts = (*read.facts, *(prompt.fact for prompt in of_page(read)))
    return facts, _bank(read.source.title, read.facts, read.needs, tuple(glossary))


def forget() -> None:
    """Keep nothing of what was read before."""
    _read.cache_clear()
    _bank.cache_clear()


@lru_cache(maxsize=KEPT)
def _read(slug: str, title: str, body: str) -> ReadTopic:
    read = read_topic(TopicSource(slug, title, "", "", 1, body, 1, f"{slug}.md"))
    return replace(read, document=replace(read.document, tokens=()))


@lru_cache(maxsize=KEPT)
def _bank(title: str, facts: tuple[Fact, ...], needs: Needs, glossary: tuple[Term, ...]) -> Bank:
    return generate(title, facts, accepted_terms(glossary), needs)
