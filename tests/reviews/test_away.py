"""Breaks and days off: they ask nothing, move what they would have asked, and lose none of it."""

import uuid
from datetime import timedelta

import pytest

from quizzes.progress.coming import asked
from quizzes.progress.queries import forecast, topic_progress
from quizzes.reminding.feed import calendar_of
from quizzes.reminding.services import remind
from quizzes.reviews.away import back_on, break_over, resting, rests
from quizzes.reviews.counting import load
from quizzes.reviews.dated import state_of
from quizzes.reviews.models import Card, DayPlan
from quizzes.reviews.queue import study
from quizzes.reviews.services import grade
from quizzes.today.planned import plan_wanted
from quizzes.today.services import not_today, open_days, plan_break
from sdwiki.accounts.models import User
from sdwiki.inbox.models import Notice
from tests.factories import UserFactory
from tests.progress.memories import facts_of, remember
from tests.reminding.conftest import learner_at

DAY = timedelta(1)


@pytest.fixture
def learner(wiki, now):
    learner = UserFactory(minutes_per_day=1, interview_on=None)
    for fact in facts_of("messaging")[:4]:
        remember(learner, fact, now, days=5, due_in=-DAY)
    return learner


def pause(learner, now, first, last):
    day = now.date()
    plan_break(learner=learner, first=day + first * DAY, last=day + last * DAY, now=now)


def opened(now):
    open_days(now)
    plan_wanted(now)


def test_a_break_covers_its_days_and_no_other(now):
    day = now.date()
    learner = UserFactory.build(break_from=day + DAY, break_until=day + 3 * DAY, day_off=day)
    assert [resting(learner, day + n * DAY) for n in range(-1, 5)] == [False, True, True, True, True, False]
    assert break_over(learner, day) is None
    assert break_over(learner, day + DAY) == day + 3 * DAY
    assert rests(learner, day) == {0, 1, 2, 3}
    assert rests(learner, day + 2 * DAY) == {0, 1}
    assert rests(UserFactory.build(), day) == frozenset()
    assert [back_on(learner, day + n * DAY) for n in (-1, 0, 3)] == [day, day + 4 * DAY, day + 4 * DAY]


def test_not_today_is_one_press_and_its_undo_gives_the_same_day_back(learner, now):
    opened(now)
    before = load(learner, now)
    for _ in range(2):  # twice is once
        not_today(learner=learner, off=True, now=now)
        day = load(learner, now)
        assert (day.left, day.levelled, day.away) == (0, 4, True)
        assert study(learner, now).showing is None
        assert sum(one.due for one in topic_progress(learner, now).values()) == 0
    for _ in range(2):
        not_today(learner=learner, off=False, now=now)
        assert load(learner, now) == before


def test_what_a_day_off_would_have_asked_is_asked_on_the_next(learner, now):
    not_today(learner=learner, off=True, now=now)
    due = set(Card.objects.filter(learner=learner).values_list("pk", "due"))
    opened(now + DAY)
    assert load(learner, now + DAY).due == 4
    assert set(Card.objects.filter(learner=learner).values_list("pk", "due")) == due
    assert not load(learner, now + DAY).away


def test_the_days_after_a_break_take_its_work_within_their_minutes(learner, now):
    for place, fact in enumerate(facts_of("messaging")[4:8]):
        remember(learner, fact, now, days=5, due_in=place * DAY)
    pause(learner, now, 0, 3)
    opened(now)
    coming = asked(learner, load(learner, now), forecast(learner, now, days=7))
    assert [one.due for one in coming] == [0, 0, 0, 0, 5, 3, 0]
    back = now + 4 * DAY
    opened(back)
    assert load(learner, now).next_at == back.replace(hour=4)
    assert (load(learner, back).due, load(learner, back).levelled) == (5, 3)


def test_a_day_of_a_break_is_opened_with_nothing_to_do(learner, now):
    pause(learner, now, 0, 2)
    opened(now)
    row = DayPlan.objects.get(learner=learner)
    assert (row.due, row.fresh, row.minutes, row.cards, row.wants) == (0, 0, 0, None, False)


def test_the_plan_for_an_interview_knows_the_break(wiki, now):
    learner = UserFactory(minutes_per_day=5, interview_on=now.date() + 10 * DAY)
    pause(learner, now, 0, 4)
    assert state_of(learner, now).breaks == {0, 1, 2, 3, 4}
    assert DayPlan.objects.get(learner=learner).cards == []
    assert load(learner, now).left == 0
    plan_wanted(now)
    found = DayPlan.objects.get(learner=learner).outlook
    assert [load > 0 for load in found["loads"]] == [False] * 5 + [True] * 5
    plan_break(learner=learner, first=None, last=None, now=now)
    assert load(learner, now).left > 0
    plan_wanted(now)
    assert DayPlan.objects.get(learner=learner).outlook["recall"] > found["recall"]


def test_a_break_before_the_date_lets_the_days_before_it_begin_more(wiki, now):
    learner = UserFactory(minutes_per_day=10, interview_on=now.date() + 20 * DAY)
    for fact in facts_of("messaging"):
        remember(learner, fact, now, stability=2.0, days=5, due_in=-DAY)
    pause(learner, now, 2, 15)
    begun = DayPlan.objects.get(learner=learner).fresh
    plan_break(learner=learner, first=None, last=None, now=now)
    assert begun > DayPlan.objects.get(learner=learner).fresh


def test_no_reminder_comes_on_a_day_off_and_the_next_days_does(wiki, now):
    learner = learner_at(now, 18)
    not_today(learner=learner, off=True, now=now)
    remind(now=now.replace(hour=18))
    assert not Notice.objects.exists()
    remind(now=now.replace(hour=18) + DAY)
    assert Notice.objects.get().title.startswith("3 reviews")


def test_the_calendar_has_no_minutes_on_days_off(wiki, now):
    learner = UserFactory(minutes_per_day=25, interview_on=now.date() + 6 * DAY)
    pause(learner, now, 1, 3)
    days = [f"day-{now.date() + n * DAY}" for n in range(7)]
    text = calendar_of(learner, now).decode()
    assert [day in text for day in days] == [True, False, False, False, True, True, False]


def test_what_is_answered_on_a_day_off_counts_as_ever(learner, now):
    """A quiz, or a card that was open already: the day asks nothing else, and takes what it is given."""
    not_today(learner=learner, off=True, now=now)
    card = Card.objects.filter(learner=learner).first()
    grade(learner=learner, card_id=card.pk, rating=1, now=now, key=uuid.uuid4())
    day = load(learner, now)
    assert (day.done, day.learning, day.levelled) == (1, 1, 3)


def test_a_day_off_from_one_tab_leaves_the_break_from_another(learner, now):
    here, there = User.objects.get(pk=learner.pk), User.objects.get(pk=learner.pk)
    pause(here, now, 2, 4)
    not_today(learner=there, off=True, now=now)
    kept = User.objects.get(pk=learner.pk)
    assert (kept.break_from, kept.day_off) == (now.date() + 2 * DAY, now.date())
