"""The wiki's list of topics: to visitors what each answers, to members also how they stand with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from content.models import Phase, Topic
from content.queries import shelves, ways
from quizzes.bank.models import Question
from quizzes.progress.line.stations import Station
from quizzes.progress.line.strokes import Svg, station_ring
from quizzes.progress.queries import standings
from quizzes.progress.standing import Standing
from quizzes.reviews.paths import in_order, order_of
from sdwiki import clock

if TYPE_CHECKING:
    from sdwiki.accounts.models import User


@dataclass(frozen=True)
class Entry:
    """A topic as the list shows it; ``standing`` and ``ring`` are a member's."""

    topic: Topic
    minutes: int
    questions: int
    standing: Standing | None
    ring: Svg | None


@dataclass(frozen=True)
class Shelf:
    phase: Phase
    entries: Sequence[Entry]


@dataclass(frozen=True)
class Onward:
    """The topic to read next; ``begun``: whether anything was read or answered before."""

    entry: Entry
    begun: bool


@require_safe
def wiki(request: HttpRequest) -> HttpResponse:
    """The phases with their topics, the ways through them, and the pages around them."""
    phases, pages = shelved(request.user if request.user.is_authenticated else None, clock.now())
    context = {"phases": phases, "ways": ways(), "pages": pages, "onward": onward(phases)}
    return render(request, "progress/wiki.html", context)


def shelved(reader: "User | None", now: datetime) -> tuple[list[Shelf], list[Topic]]:
    """The phases with what is said of each topic, and the pages beside them. Two statements; for members, who see the
    phases in the order of their path, four."""
    found, pages = shelves()
    found = in_order(found, order_of(reader) if reader else (), lambda one: one.phase.pk)
    asked = Question.objects.filter(state=Question.State.LIVE).values_list("topic").annotate(Count("pk"))
    counts: dict[int, int] = dict(asked)
    own = {topic: standing for (_, topic), standing in standings([reader], now).items()} if reader else {}
    phases = [
        Shelf(one.phase, [_entry(topic, place, counts, own.get(topic.pk)) for topic in one.topics])
        for place, one in enumerate(found, 1)
    ]
    return phases, pages


def onward(shelves: Sequence[Shelf]) -> Onward | None:
    """Where a member goes on: the first topic of their path that they have not marked as read. None to visitors, and
    where all is read."""
    entries = [entry for shelf in shelves for entry in shelf.entries if entry.standing]
    first = next((entry for entry in entries if entry.standing and not entry.standing.read), None)
    begun = any(one.standing and (one.standing.seen or one.standing.pages_read) for one in entries)
    return Onward(first, begun) if first else None


def _entry(topic: Topic, place: int, counts: dict[int, int], standing: Standing | None) -> Entry:
    minutes = topic.current.minutes if topic.current else 0
    return Entry(topic, minutes, counts.get(topic.pk, 0), standing, _ring(topic, place, standing) if standing else None)


def _ring(topic: Topic, place: int, standing: Standing) -> Svg:
    recall = standing.recall if standing.seen else None
    return station_ring(Station(topic.slug, topic.title, "", place, recall=recall, due=standing.due > 0))
