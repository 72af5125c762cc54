"""What assignments want of a learner's days: their facts come first in plans, within the minutes there are."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from quizzes.bank.models import Fact
from quizzes.classes.assignments.given import given_to
from quizzes.classes.assignments.judging import ANSWERED, INTRODUCED, RECALL
from quizzes.progress.queries import today_of
from quizzes.reviews.expected import next_day
from quizzes.reviews.models import DayPlan

if TYPE_CHECKING:
    from sdwiki.accounts.models import User

ASKED_FOR = 2.0  # what a fact is worth to a plan until a class wants it, beside 1 for the interview
DAY = timedelta(days=1)
OF_FACTS = {RECALL, INTRODUCED, ANSWERED}  # requirements that a plan can work for


def due_facts(learner: "User", now: datetime) -> dict[int, tuple[float, date]]:
    """Core facts (ids) that the classes of a learner ask for by a date that has not passed: what each is worth to a
    plan, and the day on which the class holds its recall against what it asks, for the nearest of these dates: the day
    after (`quizzes.classes.assignments.evidence`), so that the day it is due on is one to study. What has not opened,
    and what one is excused from, asks nothing. Two queries at most."""
    by_topic: dict[int, date] = {}
    for one in given_to(learner):
        dates = one.dates(learner.pk)
        asks = dates.opened(now) and not dates.excused and any(need.kind in OF_FACTS for need in one.needs)
        if asks and now <= dates.due:
            for topic in one.topics:
                by_topic.setdefault(topic, next_day(today_of(learner, dates.due)))
    if not by_topic:
        return {}
    facts = Fact.objects.askable().filter(core=True, topic__in=by_topic)
    return {fact: (ASKED_FOR, by_topic[topic]) for fact, topic in facts.values_list("pk", "topic")}


def place_anew(learners: Collection[int], now: datetime) -> None:
    """What these learners (ids) are asked for has changed: their days without an interview, which have begun, want what
    is new in another order. Whoever plans days sees to it (`quizzes.today.planned`). One statement."""
    begun = DayPlan.objects.filter(learner__in=learners, day__gte=now.date() - DAY, date=None, cards=None)
    begun.update(wants=True)
