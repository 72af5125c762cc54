"""What a review session is about, as its address says it: everything, a topic, a phase, or some facts."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.http import urlencode

from content.models import Topic
from quizzes.reviews import queries
from quizzes.reviews.forms import ScopeForm


@dataclass(frozen=True)
class Scope:
    """What a review session is about: all topics (None), or those of one topic or phase; and all facts (None), or
    those that a quiz has shown to be missing."""

    topics: Sequence[Topic] | None
    facts: Sequence[int] | None
    title: str
    query: dict[str, str]
    ahead: bool
    card: int | None
    answer: bool
    graded: int | None = None

    @property
    def topic_ids(self) -> list[int] | None:
        return None if self.topics is None else [topic.pk for topic in self.topics]

    @property
    def limited(self) -> bool:
        """Whether it is about less than everything."""
        return self.topics is not None or self.facts is not None

    def url(self, name: str, *args: Any) -> str:
        """An address of this page's that stays within the scope."""
        address = reverse(name, args=args)
        return f"{address}?{urlencode(self.query)}" if self.query else address


EVERYTHING = Scope(topics=None, facts=None, title="", query={}, ahead=False, card=None, answer=False)


def scope_of(request: HttpRequest) -> Scope:
    """The scope an address names. Raises Http404 for a topic or phase that is not there."""
    if not request.GET:
        return EVERYTHING
    form = ScopeForm(request.GET)
    if not form.is_valid():
        raise Http404("There is no such topic, phase or card.")
    data = form.cleaned_data
    topics = queries.topics_of(topic=data["topic"], phase=data["phase"])
    if topics is not None and not topics:
        raise Http404("There is no such topic or phase.")
    facts = [int(text) for text in data["facts"].split("-")] if data["facts"] else None
    title = "What you had wrong" if facts else ""
    if topics:
        title = topics[0].title if data["topic"] else str(topics[0].phase)
    query = {name: data[name] for name in ("topic", "phase", "facts") if data[name]}
    query |= {"ahead": "1"} if data["ahead"] else {}
    return Scope(topics, facts, title, query, data["ahead"], data["card"], data["answer"], data["graded"])
