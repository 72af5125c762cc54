"""A day without a date that holds more than its minutes: the riskiest reviews that fit, and the rest on later days."""

import re
import uuid
from datetime import timedelta

import pytest
from django.test import Client

from quizzes.progress.coming import asked
from quizzes.progress.queries import forecast, topic_progress
from quizzes.reviews.allowance import learn_more
from quizzes.reviews.counting import load
from quizzes.reviews.models import Card, DayPlan
from quizzes.reviews.queue import study
from quizzes.reviews.services import add_topics, grade
from quizzes.today.planned import plan_wanted
from quizzes.today.services import open_days, save_settings
from tests.factories import UserFactory
from tests.progress.memories import facts_of, remember

YESTERDAY = -timedelta(1)
HOLDS = 3  # of the cards in a minute: a miss takes 30 seconds, and the others some 15 each, with their lapses


@pytest.fixture
def learner(wiki):
    return UserFactory(minutes_per_day=1, interview_on=None, new_per_day=4)


@pytest.fixture
def cards(learner, now):
    """Eight that are due; the later ones are less at risk, but for the last, which was missed."""
    facts = facts_of("messaging")[:8]
    made = [
        remember(learner, fact, now, stability=3.0 + place, days=8, due_in=YESTERDAY)
        for place, fact in enumerate(facts)
    ]
    Card.objects.filter(pk=made[-1].pk).update(missed=True)
    return [card.pk for card in made]


def opened(now):
    open_days(now)
    plan_wanted(now)


def test_a_day_asks_what_fits_and_what_is_most_at_risk_first(learner, cards, now):
    opened(now)
    riskiest = [cards[7], *cards[: HOLDS - 1]]
    row = DayPlan.objects.get(learner=learner)
    assert (row.cards, row.date, row.due, row.minutes, row.wants) == (riskiest, None, HOLDS, 1, False)
    day = load(learner, now)
    assert (day.due, day.levelled, day.minutes) == (HOLDS, 5, 1)
    shown = []
    while showing := study(learner, now).showing:
        shown.append(showing.card_id)
        grade(learner=learner, card_id=showing.card_id, rating=4, now=now, key=uuid.uuid4())
    assert sorted(shown) == sorted(riskiest)
    assert load(learner, now).left == 0


def test_what_was_moved_comes_on_the_next_day_and_nothing_is_lost(learner, cards, now):
    opened(now)
    for card in DayPlan.objects.get(learner=learner).cards:
        grade(learner=learner, card_id=card, rating=4, now=now, key=uuid.uuid4())
    tomorrow = now + timedelta(1)
    opened(tomorrow)
    day = load(learner, tomorrow)
    assert (day.due, day.levelled) == (5, 0)
    assert DayPlan.objects.get(learner=learner, day=tomorrow.date()).cards is None  # it all fits


def test_a_day_that_fits_has_no_list(learner, now):
    for fact in facts_of("messaging")[:HOLDS]:
        remember(learner, fact, now, days=9, due_in=-timedelta(hours=1))
    open_days(now)
    row = DayPlan.objects.get(learner=learner)
    assert (row.cards, row.wants, row.due) == (None, False, HOLDS)
    assert (load(learner, now).due, load(learner, now).levelled) == (HOLDS, 0)


def test_without_minutes_a_day_asks_all_that_is_due(learner, cards, now):
    learner.minutes_per_day = None
    learner.save()
    opened(now)
    assert DayPlan.objects.get(learner=learner).cards is None
    assert (load(learner, now).due, load(learner, now).levelled) == (8, 0)


def test_new_facts_take_the_time_that_reviews_leave(learner, now):
    for fact in facts_of("messaging")[:3]:  # 42 of 60 seconds
        remember(learner, fact, now, days=10, due_in=YESTERDAY)
    add_topics(learner=learner, topic_ids=[facts_of("storage")[0].topic_id], now=now)
    opened(now)
    assert DayPlan.objects.get(learner=learner).fresh == 1
    assert load(learner, now).fresh == 1
    learn_more(learner=learner, now=now, key=uuid.uuid4(), number=2)
    assert load(learner, now).fresh == 3


def test_no_new_fact_comes_while_reviews_wait(learner, cards, now):
    add_topics(learner=learner, topic_ids=[facts_of("storage")[0].topic_id], now=now)
    opened(now)
    assert load(learner, now).fresh == 0


def test_a_first_day_begins_no_more_than_its_minutes_hold(learner, now):
    add_topics(learner=learner, topic_ids=[facts_of("storage")[0].topic_id], now=now)
    assert load(learner, now).fresh == 2  # of 44 seconds each, with their steps, not four


def test_a_begun_day_that_is_levelled_anew_keeps_its_time(learner, cards, now):
    add_topics(learner=learner, topic_ids=[facts_of("storage")[0].topic_id], now=now)
    learner.minutes_per_day = 3  # 8 reviews, and 2 new facts
    learner.save()
    opened(now)
    new = Card.objects.filter(learner=learner, state=Card.State.NEW).first()
    grade(learner=learner, card_id=new.pk, rating=4, now=now, key=uuid.uuid4(), duration_ms=12_000)
    assert load(learner, now).fresh == 1
    learner.minutes_per_day = 2
    save_settings(user=learner, now=now)  # 108 seconds are left
    day = load(learner, now)
    assert (day.due, day.levelled, day.fresh) == (7, 1, 0)
    learner.minutes_per_day = 1
    save_settings(user=learner, now=now)
    day = load(learner, now)
    assert (day.due, day.levelled, day.fresh) == (3, 5, 0)


def test_every_page_says_the_same_and_where_the_rest_is(learner, cards, now, monkeypatch):
    monkeypatch.setattr("sdwiki.clock.now", lambda: now)
    opened(now)
    client = Client()
    client.force_login(learner)
    texts = [" ".join(re.sub("<[^>]*>", "", client.get(url).content.decode()).split())
             for url in ("/", "/progress/", "/review/load/")]  # fmt: skip
    assert "3 reviews, about 1 minute" in texts[0]
    assert all("Your reviews today: 3 due. About 1 minute." in text for text in texts[1:])
    assert "5 more reviews are spread over the coming days" in texts[0]
    assert "3 left" in client.get("/review/").content.decode()
    assert sum(one.due for one in topic_progress(learner, now).values()) == 3
    coming = asked(learner, load(learner, now), forecast(learner, now, days=3))
    assert [(day.due, day.minutes) for day in coming] == [(3, 1), (5, 1), (0, 0)]


def test_the_load_of_another_is_not_levelled_by_ones_own(learner, cards, now):
    charlie = UserFactory(email="charlie@example.com", minutes_per_day=None)
    for fact in facts_of("messaging")[:8]:
        remember(charlie, fact, now, due_in=YESTERDAY)
    opened(now)
    assert load(charlie, now).due == 8
