"""The ways to review: what is due, new facts by path, phase and topic, mistakes, and cramming for tomorrow."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Count, Q

from content.models import Phase, Topic
from quizzes.reviews.askable import askable_card
from quizzes.reviews.cramming import weakest
from quizzes.reviews.days import local_day
from quizzes.reviews.expected import next_day
from quizzes.reviews.mistakes import mistaken
from quizzes.reviews.models import Card
from quizzes.reviews.queries import model_of
from quizzes.reviews.scheduling import Memory, State

if TYPE_CHECKING:
    from sdwiki.accounts.models import User

MEMORY = ("state", "stability", "difficulty", "step", "last_day", "reps", "lapses", "missed")


@dataclass(frozen=True, slots=True)
class Waiting:
    """A topic with its cards that may be asked: so many ``fresh``, so many ``seen``."""

    slug: str
    title: str
    phase_slug: str
    phase_title: str
    fresh: int
    seen: int


@dataclass(frozen=True, slots=True)
class Part:
    """A phase with its topics of which there are cards."""

    slug: str
    title: str
    topics: tuple[Waiting, ...]

    @property
    def fresh(self) -> int:
        return sum(topic.fresh for topic in self.topics)

    @property
    def seen(self) -> int:
        return sum(topic.seen for topic in self.topics)


def parts_of(learner: "User") -> list[Part]:
    """The phases in the order of the path with what of their topics is new and seen. One statement."""
    new = Q(state=Card.State.NEW)
    rows = (
        Card.objects.filter(askable_card(), learner=learner, fact__topic__phase__isnull=False)
        .order_by("fact__topic__phase__position", "fact__topic__position", "fact__topic")
        .values_list("fact__topic__slug", "fact__topic__title", "fact__topic__phase__slug", "fact__topic__phase__title")
        .annotate(fresh=Count("pk", filter=new), seen=Count("pk", filter=~new))
    )
    phases: dict[str, list[Waiting]] = {}
    for row in rows:
        phases.setdefault(row[2], []).append(Waiting(*row))
    return [Part(slug, topics[0].phase_title, tuple(topics)) for slug, topics in phases.items()]


def to_cram(
    learner: "User",
    now: datetime,
    *,
    topic: Topic | None = None,
    phase: Phase | None = None,
    mistakes: bool = False,
    number: int,
) -> tuple[int, ...]:
    """The cards (ids) that the learner is least expected to know tomorrow: of those seen, of a part of the path, or of
    the mistakes in quizzes. One statement."""
    cards = Card.objects.filter(learner=learner).askable().seen()
    if topic:
        cards = cards.filter(fact__topic=topic)
    if phase:
        cards = cards.filter(fact__topic__phase=phase)
    rows = (mistaken(cards) if mistakes else cards).values_list("pk", *MEMORY)
    memories = ((pk, Memory(State(state), *rest)) for pk, state, *rest in rows)
    tomorrow = next_day(local_day(now, learner.time_zone, learner.day_start))
    return weakest(memories, on=tomorrow, model=model_of(learner), number=number)


def own_askable(learner: "User", cards: tuple[int, ...]) -> set[int]:
    """Which of these cards (ids) are the learner's and may be asked."""
    return set(Card.objects.filter(learner=learner, pk__in=cards).askable().values_list("pk", flat=True))
