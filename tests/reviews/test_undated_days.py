"""Ten days without a date, lived by what the site says that answers take, by chance of the model: steps and lapses too
go into the minutes, and a day takes what was announced in the morning."""

import random
import uuid
from datetime import timedelta
from statistics import fmean

import pytest
from django.db import connection

from quizzes.bank.models import Fact
from quizzes.reviews.cards import add_cards
from quizzes.reviews.counting import load
from quizzes.reviews.forgetting import recall_after
from quizzes.reviews.load import FIRST, FRESH_SECONDS, REVIEW_SECONDS, WRONG_TO_RIGHT, Pace
from quizzes.reviews.load_sql import LAPSES, STEPS_OF_NEW_FACT
from quizzes.reviews.models import Card
from quizzes.reviews.queue import study
from quizzes.reviews.scheduling import DEFAULT_MODEL, State
from quizzes.reviews.services import grade
from quizzes.today.planned import plan_wanted
from quizzes.today.services import open_days, save_settings
from tests.factories import UserFactory

DAYS = 10


def known(memory, today, chance):
    """Whether an answer is right. What was asked today already is known; of what is new the model says nothing."""
    if memory.state is State.NEW:
        return chance.random() < FIRST
    return chance.random() < recall_after((today - memory.last_day).days, memory.stability, model=DEFAULT_MODEL)


def seconds_of(memory, right):
    if memory.state is State.NEW:
        return FRESH_SECONDS
    return REVIEW_SECONDS if right else (WRONG_TO_RIGHT - 1) * REVIEW_SECONDS  # and it is asked once more


def lived(learner, now, chance):
    """The seconds of a day on which all is answered."""
    at, took = now, 0.0
    while showing := study(learner, at, ahead=True).showing:
        right = known(showing.memory, now.date(), chance)
        seconds = seconds_of(showing.memory, right)
        took, at = took + seconds, at + timedelta(seconds=seconds)
        grade(learner=learner, card_id=showing.card_id, rating=3 if right else 1, now=at, key=uuid.uuid4(),
              duration_ms=round(1000 * seconds))  # fmt: skip
    return took


def days(learner, now):
    """What each of ten days announces in its morning, and what it takes, in minutes."""
    chance, found = random.Random(1), []
    for day in (now + timedelta(n) for n in range(DAYS)):
        open_days(day)
        plan_wanted(day)
        found.append((load(learner, day).minutes, lived(learner, day, chance) / 60))
    return found


def backlog(learner, now, number, latest=60):
    """Cards that fell due over the last two months, or in ``latest`` days."""
    chance = random.Random(2)
    Card.objects.bulk_create(
        Card(learner=learner, fact=fact, state=2, stability=stability, difficulty=5.0, reps=3,
             last_day=now.date() - timedelta(round(stability) + late), due=now - timedelta(late))
        for fact in Fact.objects.askable().order_by("pk")[:number]
        for stability, late in [(chance.uniform(2, 40), chance.randint(min(latest, 1), latest))]
    )  # fmt: skip


def holds(learner, now):
    found = days(learner, now)
    announced, took = (fmean(one) for one in zip(*found, strict=True))
    assert took * 60 <= learner.minutes_per_day * 60 + Pace().begun, found
    assert abs(announced - took) < 1, found
    return found


def test_a_backlog_is_worked_off_within_the_minutes(bank, now):
    learner = UserFactory(minutes_per_day=10, interview_on=None)
    for place in range(6):
        bank.topic(f"topic-{place}", facts=100)
    backlog(learner, now, 600)
    found = holds(learner, now)
    assert min(took for _, took in found) > 8  # the minutes are used


@pytest.mark.parametrize("minutes", [5, 1])
def test_a_beginner_stays_within_the_minutes(bank, now, minutes):
    learner = UserFactory(minutes_per_day=minutes, interview_on=None, new_per_day=10)
    bank.topic("caching", facts=100)
    add_cards(learner, Fact.objects.all(), now)
    holds(learner, now)


def test_overdue_reviews_that_fit_are_announced_by_their_recall(bank, now):
    learner = UserFactory(minutes_per_day=30, interview_on=None, new_per_day=0)
    bank.topic("caching", facts=60)
    backlog(learner, now, 60)
    open_days(now)
    before = load(learner, now).again
    plan_wanted(now)
    day = load(learner, now)
    model = DEFAULT_MODEL
    lost = sum(1 - recall_after((now.date() - card.last_day).days, card.stability, model=model)
               for card in Card.objects.filter(learner=learner))  # fmt: skip
    assert before == pytest.approx(60 * 0.1 * 18)
    assert day.again == pytest.approx(lost * 18)
    assert (day.due, day.levelled) == (60, 0)


def test_what_comes_back_is_the_same_in_sql(db):
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {LAPSES.format(recall='0.83')}, {STEPS_OF_NEW_FACT} FROM (SELECT 11.0::float8 AS review) pace"
        )
        assert cursor.fetchone() == pytest.approx((Pace(11.0).lapses(0.83), Pace(11.0).steps))


@pytest.mark.parametrize("kind", ["beginner", "backlog", "reviews", "dated"])
def test_a_day_that_begins_later_gives_no_second_one(bank, now, kind):
    """Seen before: who had done their day, and let it begin at 23:00, was back in the day before with all to do."""
    learner = UserFactory(minutes_per_day=5, siblings_apart=False)
    learner.interview_on = now.date() + timedelta(20) if kind == "dated" else None
    learner.save()
    bank.topic("caching", facts=100)
    if kind in ("backlog", "reviews"):  # sixty overdue, or twenty that fell due today
        backlog(learner, now, 60 if kind == "backlog" else 20, latest=60 if kind == "backlog" else 0)
    add_cards(learner, Fact.objects.all(), now)
    open_days(now)
    plan_wanted(now)
    took = lived(learner, now, random.Random(1))
    evening = now + timedelta(hours=5)
    learner.day_start = 23
    save_settings(user=learner, now=evening)
    open_days(evening)
    plan_wanted(evening)
    assert took > 250
    assert load(learner, evening).left == 0
