"""Reads about a learner's cards: one of them, those of some facts, and what a grade would do."""

from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from django.db import connection
from django.db.models import Q, QuerySet

from content.models import Topic
from quizzes.bank.models import Fact
from quizzes.reviews import scheduling
from quizzes.reviews.askable import ASKABLE_CARD, FACT_OF_CARD
from quizzes.reviews.balance import Calendar, balanced
from quizzes.reviews.days import local_day
from quizzes.reviews.forgetting import Model
from quizzes.reviews.models import Card
from quizzes.reviews.queue import AHEAD
from quizzes.reviews.queue import study as study  # the queue is one of these reads, too long to stand here
from quizzes.reviews.scheduling import Memory, Rating, Wait
from quizzes.reviews.siblings import NEAR, read

if TYPE_CHECKING:
    from sdwiki.accounts.models import User

CARD_FIELDS = [field.attname for field in Card._meta.concrete_fields]
FACT_FIELDS = ["id", "topic_id", "kind", "group", "version"]
CARD = f"""
SELECT {", ".join(f'c."{field.column}"' for field in Card._meta.concrete_fields)},
       {", ".join(f'f."{name}"' for name in FACT_FIELDS)}, {NEAR}, {ASKABLE_CARD}
FROM quizzes_card c {FACT_OF_CARD}
WHERE c.id = %(card)s
"""


def card_of(learner: "User", card_id: int, now: datetime) -> Card:
    """A learner's card with what a grade needs of its fact and of its siblings; the rest of the fact is deferred.

    Raises `Card.DoesNotExist` where it is not there or another's. Whose it is, is looked at after reading, so that the
    index of a learner's cards does not tempt the planner.
    """
    with connection.cursor() as cursor:
        cursor.execute(CARD, {"card": card_id, "now": now})
        found = cursor.fetchone()
    if found is None:
        raise Card.DoesNotExist
    card = Card.from_db(connection.alias, CARD_FIELDS, found[: len(CARD_FIELDS)])
    if card.learner_id != learner.pk:
        raise Card.DoesNotExist
    card.fact = Fact.from_db(connection.alias, FACT_FIELDS, found[len(CARD_FIELDS) : -2])
    card.near = read(found[-2])
    card.laid_aside = not found[-1]
    return card


def model_of(learner: "User") -> Model:
    """How this learner forgets: what every grade, replay, preview and page about their memories goes by.

    Their own, where parameters were fitted to their log (`quizzes.reviews.fitting`), else the default.
    """
    if learner.memory_parameters is None:
        return scheduling.DEFAULT_MODEL
    return Model(learner.memory_model, tuple(learner.memory_parameters))


def waiting(learner: "User", now: datetime, *, facts: QuerySet[Fact]) -> list[int]:
    """Which of these facts (ids) a review of them would show now, with steps that are due within `AHEAD`."""
    steps = Q(state__in=[Card.State.LEARNING, Card.State.RELEARNING], due__lte=now + AHEAD)
    cards = Card.objects.filter(steps | Q(state=Card.State.REVIEW, due__lte=now), learner=learner, fact__in=facts)
    return list(cards.askable().order_by("fact").values_list("fact", flat=True))


def waits(
    memory: Memory, card_id: int, learner: "User", now: datetime, calendar: Calendar | None = None
) -> list[tuple[Rating, Wait]]:
    """What each grade would lead to, exactly as `services.grade` will do it; with a ``calendar`` where it is told of
    these intervals."""
    day = local_day(now, learner.time_zone, learner.day_start)
    chance, most = scheduling.chance(card_id, memory.reps), learner.maximum_interval
    fuzz = None if calendar else chance
    given = partial(scheduling.review, memory, model=model_of(learner), day=day, chance=fuzz, maximum=most)
    found = [(rating, given(rating, retention=learner.desired_retention).wait) for rating in Rating]
    if calendar is None:
        return found
    room = partial(balanced, chance=chance, maximum=most, today=day, calendar=calendar)
    return [(rating, Wait(room(wait.days)) if wait.days else wait) for rating, wait in found]


def topics_of(*, topic: str, phase: str) -> list[Topic] | None:
    """The topics that a custom study names, by slug; None where it names none. An unknown slug gives no topics."""
    if not topic and not phase:
        return None
    found = Topic.objects.topics().select_related("phase").only("slug", "title", "phase__slug", "phase__title")
    return list(found.filter(slug=topic) if topic else found.filter(phase__slug=phase))
