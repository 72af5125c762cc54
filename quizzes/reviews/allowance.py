"""The day's new facts: how many more somebody wants, and why none is offered."""

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.db.models import Sum

from content.models import Topic
from quizzes.reviews.cards import take_turn
from quizzes.reviews.counting import load
from quizzes.reviews.days import local_day
from quizzes.reviews.errors import EnoughNewError
from quizzes.reviews.models import Card, MoreFacts

if TYPE_CHECKING:
    from sdwiki.accounts.models import User


MOST = 50  # more new facts on one day: beyond, their reviews would fill the days that follow


@transaction.atomic
def learn_more(*, learner: "User", now: datetime, key: UUID, number: int = 0, topic: Topic | None = None) -> MoreFacts:
    """Let today bring so many new facts more, or all that are taken up of a topic. A press repeated is one.

    A day takes `MOST` more. Raises `EnoughNewError` where it takes none.
    """
    take_turn(learner)
    if first := MoreFacts.objects.filter(learner=learner, key=key).first():
        return first
    if topic is not None:
        day = load(learner, now, topics=[topic.pk])
        number = max(day.unseen - day.allowed, 0)
    today = local_day(now, learner.time_zone, learner.day_start)
    asked = MoreFacts.objects.filter(learner=learner, day=today).aggregate(Sum("number", default=0))["number__sum"]
    if number and asked >= MOST:
        raise EnoughNewError
    number = min(number, MOST - asked)
    made: MoreFacts = MoreFacts.objects.create(learner=learner, day=today, number=number, key=key, at=now)
    return made


def next_topic(learner: "User") -> Topic | None:
    """The topic of the new fact that would come next."""
    new = Card.objects.filter(learner=learner, state=Card.State.NEW).askable().order_by("due", "pk")
    return Topic.objects.topics().filter(pk__in=new.values("fact__topic")[:1]).only("slug", "title").first()
