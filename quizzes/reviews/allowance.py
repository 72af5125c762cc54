"""The day's new facts: how many more somebody wants, and why none is offered."""

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.db.models import Sum

from content.models import Topic
from quizzes.reviews.cards import take_turn
from quizzes.reviews.counting import dated, load
from quizzes.reviews.dated import path_waits, take_up
from quizzes.reviews.days import local_day
from quizzes.reviews.errors import EnoughNewError
from quizzes.reviews.load import Load
from quizzes.reviews.models import Card, MoreFacts

if TYPE_CHECKING:
    from sdwiki.accounts.models import User


MOST = 50  # more new facts on one day: beyond, their reviews would fill the days that follow


@transaction.atomic
def learn_more(*, learner: "User", now: datetime, key: UUID, number: int = 0, topic: Topic | None = None) -> MoreFacts:
    """Let today bring so many new facts more, or all that are taken up of a topic. A press repeated is one.

    A day takes `MOST` more. A plan is over the whole path, so where fewer are taken up it takes up the next. Raises
    `EnoughNewError` where it takes none.
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
    before = load(learner, now)
    made: MoreFacts = MoreFacts.objects.create(learner=learner, day=today, number=number, key=key, at=now)
    if topic is None and dated(learner, today):
        _bring(learner, made, before, now)
    return made


def _bring(learner: "User", made: MoreFacts, before: Load, now: datetime) -> None:
    """Let a planned day bring as many more as were asked for: what was begun outside of its list, before it was made
    anew or since, is none of them, and what was not taken up yet is."""
    after = load(learner, now)
    lacking = before.allowed + made.number - after.allowed
    if lacking > 0:
        MoreFacts.objects.filter(pk=made.pk).update(number=made.number + lacking)
    if (missing := before.fresh + made.number - after.unseen) > 0:
        take_up(learner=learner, number=missing, now=now)


def more_waits(learner: "User", day: Load) -> bool:
    """Whether there are more new facts to learn on a day: taken up, or with a plan, of the path."""
    if day.unseen or day.away:
        return bool(day.unseen)
    today = local_day(day.at, learner.time_zone, learner.day_start)
    return dated(learner, today) and path_waits(learner)


def next_topic(learner: "User") -> Topic | None:
    """The topic of the new fact that would come next."""
    new = Card.objects.filter(learner=learner, state=Card.State.NEW).askable().order_by("due", "pk")
    return Topic.objects.topics().filter(pk__in=new.values("fact__topic")[:1]).only("slug", "title").first()
