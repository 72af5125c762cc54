"""Cheat sheets: of a topic, and of a phase. They are read from the current text, and kept for each text."""

from dataclasses import dataclass
from functools import lru_cache

from django.http import Http404

from content.models import Phase, Topic, TopicQuerySet
from content.reading.sheet import Sheet, sheet
from content.reading.source import TopicSource
from content.reading.topic import read_topic
from content.services import source_of

KEPT = 64  # sheets in one process
ROWS, PITFALLS = 24, 12  # on the sheet of a phase, shared by its topics


@dataclass(frozen=True)
class Titled:
    """A topic's sheet with what stands above it."""

    slug: str
    title: str
    answers: str
    sheet: Sheet


def sheet_of_topic(slug: str) -> tuple[Phase | None, list[Titled]]:
    """The sheet of a topic of the path, with its phase. Raises Http404 where there is none."""
    found = _current().filter(slug=slug).first()
    if found is None:
        raise Http404
    return found.phase, [_titled(found)]


def sheet_of_phase(slug: str) -> tuple[Phase, list[Titled]]:
    """The shortened sheets of a phase's topics. Raises Http404 where it has none."""
    topics = list(_current().filter(phase__slug=slug))
    if not topics or topics[0].phase is None:
        raise Http404
    return topics[0].phase, [_titled(topic, beside=len(topics)) for topic in topics]


def _current() -> TopicQuerySet:
    return Topic.objects.topics().filter(current__isnull=False).select_related("phase", "current").defer(*Topic.TEXTS)


def _titled(topic: Topic, *, beside: int = 0) -> Titled:
    """``beside`` is how many topics share the sheet of a phase."""
    source = source_of(topic)
    found = _sheet(topic.slug, source.title, source.body)
    shown = found.shortened(rows=ROWS // beside, pitfalls=PITFALLS // beside) if beside else found
    return Titled(topic.slug, source.title, topic.answers, shown)


@lru_cache(maxsize=KEPT)
def _sheet(slug: str, title: str, body: str) -> Sheet:
    return sheet(read_topic(TopicSource(slug, title, "", "", 1, body, 1, f"{slug}.md")))
