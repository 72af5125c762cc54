"""What a review session is about, as its address says it: everything, a topic, or a phase."""

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
    """What a review session is about: all topics (None), or those of one topic or phase."""

    topics: Sequence[Topic] | None
    title: str
    query: dict[str, str]
    ahead: bool
    card: int | None
    answer: bool

    @property
    def topic_ids(self) -> list[int] | None:
        return None if self.topics is None else [topic.pk for topic in self.topics]

    def url(self, name: str, *args: Any) -> str:
        """An address of this page's that stays within the scope."""
        address = reverse(name, args=args)
        return f"{address}?{urlencode(self.query)}" if self.query else address


def scope_of(request: HttpRequest) -> Scope:
    """The scope an address names. Raises Http404 for a topic or phase that is not there."""
    form = ScopeForm(request.GET)
    if not form.is_valid():
        raise Http404("There is no such topic, phase or card.")
    data = form.cleaned_data
    topics = queries.topics_of(topic=data["topic"], phase=data["phase"])
    if topics is not None and not topics:
        raise Http404("There is no such topic or phase.")
    title = ""
    if topics:
        title = topics[0].title if data["topic"] else str(topics[0].phase)
    query = {name: data[name] for name in ("topic", "phase") if data[name]} | ({"ahead": "1"} if data["ahead"] else {})
    return Scope(topics, title, query, data["ahead"], data["card"], data["answer"])
