"""A plan that begins a little of every topic before more of each."""

import uuid
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from itertools import groupby

import pytest
from django.utils import timezone

from quizzes.bank.models import Fact
from quizzes.progress.services import mark_read
from quizzes.reviews.dated import HELPING, SHEET, plan_today, state_of
from quizzes.reviews.models import Card, DayPlan
from quizzes.reviews.outlook import read
from quizzes.reviews.paths import Way, choose_breadth, choose_path, way_of
from quizzes.reviews.services import add_topics, grade
from quizzes.today.path import aims, plan_day, to_read
from quizzes.today.planned import plan_wanted
from quizzes.today.queries import today
from quizzes.today.services import plan_again, save_settings
from tests.factories import UserFactory
from tests.progress.memories import facts_of, remember

pytestmark = pytest.mark.django_db
SPARE = 600  # minutes of a day


@pytest.fixture
def now():
    return timezone.now().replace(hour=12)


@pytest.fixture
def learner(wiki, now):
    return UserFactory(interview_on=(now + timedelta(10)).date(), minutes_per_day=5)


def topics_of(items):
    facts = Fact.objects.in_bulk([item.key for item in items])
    return [facts[item.key].topic_id for item in items]


def test_every_topic_is_begun_before_any_comes_again(learner, now):
    order = topics_of(state_of(learner, now, breadth_first=True).items)
    depth = topics_of(state_of(learner, now).items)
    assert Counter(order) == Counter(depth)
    assert len(set(depth)) > 2
    every = list(dict.fromkeys(depth))
    assert [topic for topic, _ in groupby(depth)] == every
    runs = [topic for topic, _ in groupby(order)]
    assert len(runs) > len(every)
    assert runs[: len(every)] == every  # in the order of the path
    helpings = [len(list(facts)) for _, facts in groupby(order)]
    assert max(helpings[: len(every)]) <= 2 * HELPING


def test_a_round_takes_its_share_of_each_table_and_list(learner, now):
    found = state_of(learner, now, breadth_first=True).items
    facts = Fact.objects.in_bulk([item.key for item in found])
    topics = topics_of(found)
    topic = max(set(topics), key=topics.count)
    of_topic = [facts[item.key] for item in found if facts[item.key].topic_id == topic]
    assert len(of_topic) > HELPING
    met = {fact.group for fact in of_topic[: 2 * HELPING]}
    assert met == {fact.group for fact in of_topic}
    for group in met:
        places = [fact.position for fact in of_topic if fact.group == group]
        assert places == sorted(places)


def test_what_is_begun_stays_in_the_plan_as_it_was(learner, now):
    seen = [remember(learner, fact, now, stability=2.0, days=3) for fact in facts_of("messaging")[:3]]
    for broad in (False, True):
        items = state_of(learner, now, breadth_first=broad).items
        begun = [item for item in items if item.stability is not None]
        assert {item.key for item in begun} == {card.fact_id for card in seen}
    assert state_of(learner, now).short == (state_of(learner, now, breadth_first=True).short)


def test_the_first_facts_of_a_topic_cost_its_sheet_and_later_ones_the_page(learner, now):
    reading = aims(learner, now)["reading"]
    items = state_of(learner, now, reading=reading, breadth_first=True).items
    for topic, seconds in reading.items():
        costs = Counter(item.reading for item in items if item.group == topic)
        whole = sum(costs.values())
        if not whole:
            continue
        (first, number), *later = sorted(costs.items(), reverse=True)
        assert first * number == pytest.approx(seconds * SHEET) or not later
        assert all(cost == pytest.approx(seconds / whole) for cost, _ in later)


def test_what_is_left_of_a_round_costs_no_more_of_the_sheet_than_before(learner, now):
    """Seen before: the last fact of a round cost all of it, so that a day of two minutes took five."""
    reading = aims(learner, now)["reading"]
    before = {item.key: item for item in state_of(learner, now, reading=reading, breadth_first=True).items}
    dear = max(before.values(), key=lambda item: item.reading)
    paid = [item.key for item in before.values() if item.group == dear.group and item.reading == dear.reading]
    for fact in Fact.objects.filter(pk__in=paid[1:]):
        remember(learner, fact, now)
    [last] = [item for item in state_of(learner, now, reading=reading, breadth_first=True).items if item.key == paid[0]]
    assert len(paid) > 1
    assert last.reading <= dear.reading


def test_the_days_list_and_the_reading_follow_the_choice(learner, now, monkeypatch):
    choose_path(learner=learner, path="", level=2, now=now)
    depth = plan_day(learner=learner, now=now).cards
    plan_again(learner=learner, breadth_first=True, now=now)
    plan = DayPlan.objects.get(learner=learner)
    assert way_of(learner) == Way((), breadth_first=True)
    assert set(plan.cards) != set(depth)
    first, *others = to_read(learner, plan, way_of(learner))
    assert first.skim
    assert first.url.endswith("/sheet/")
    assert first.says.startswith("Skim ")
    for card in Card.objects.filter(pk__in=plan.cards, fact__topic=first.topic):
        grade(learner=learner, card_id=card.pk, rating=4, now=now, key=uuid.uuid4())
    *after, met = to_read(learner, plan, way_of(learner))  # what was not ticked off stays, after what is still counted
    assert (after, met) == (others, replace(first, seconds=0.0, minutes=met.minutes))
    assert all(one.skim for one in after)
    add_topics(learner=learner, topic_ids=[first.topic.pk], now=now)
    new = Card.objects.filter(learner=learner, fact__topic=first.topic, reps=0).values_list("pk", flat=True)
    later = DayPlan(learner=learner, day=(now + timedelta(1)).date(), cards=list(new))
    assert [one.skim for one in to_read(learner, later, way_of(learner))] == [True]
    monkeypatch.setattr("quizzes.today.path.FEW", 2)  # as if that many were no longer few
    (again,) = to_read(learner, later, way_of(learner))
    assert (again.topic, again.skim, again.says) == (first.topic, False, f"Read {first.topic.title}")
    mark_read(learner=learner, topic=first.topic, now=now)
    assert to_read(learner, later, way_of(learner)) == ()


def test_a_round_that_two_days_share_is_skimmed_on_both(learner, now):
    learner.minutes_per_day = 2
    plan_again(learner=learner, breadth_first=True, now=now)
    for card in DayPlan.objects.get(learner=learner).cards[:2]:
        grade(learner=learner, card_id=card, rating=4, now=now, key=uuid.uuid4())
    later = plan_day(learner=learner, now=now + timedelta(1))
    assert to_read(learner, later, way_of(learner))[0].skim


def test_topic_by_topic_is_what_it_says_though_a_plan_took_up_a_little_of_each(learner, now):
    """The cards of a day that was planned broadly are there and new: they came first, so that nothing changed."""
    plan_again(learner=learner, breadth_first=True, now=now)
    assert Card.objects.filter(learner=learner).values("fact__topic").distinct().count() > 1
    plan_again(learner=learner, breadth_first=False, now=now)
    order = topics_of(state_of(learner, now).items)
    assert [topic for topic, _ in groupby(order)] == list(dict.fromkeys(order))


@pytest.mark.parametrize(("minutes", "broad"), [(1, True), (SPARE, False)])
def test_the_first_plan_begins_broadly_where_there_is_no_time_for_all(wiki, now, minutes, broad):
    learner = UserFactory(interview_on=None, minutes_per_day=None)
    learner.interview_on, learner.minutes_per_day = (now + timedelta(10)).date(), minutes
    save_settings(user=learner, now=now)
    assert way_of(learner).breadth_first is broad


def test_what_somebody_chose_stays_however_the_date_is_changed(wiki, now):
    learner = UserFactory(interview_on=None, minutes_per_day=None)
    learner.interview_on, learner.minutes_per_day = (now + timedelta(10)).date(), 1
    save_settings(user=learner, now=now)
    plan_again(learner=learner, breadth_first=False, now=now)
    learner.minutes_per_day = 2
    save_settings(user=learner, now=now)
    choose_path(learner=learner, path="", level=3, now=now)
    assert not way_of(learner).breadth_first
    other = UserFactory(email="other@example.com")
    assert way_of(other) == Way()


def test_the_forecast_says_what_either_order_reaches(learner, now):
    learner.minutes_per_day = 1
    learner.save()
    plan_today(learner=learner, now=now)
    plan_wanted(now)
    depth = read(DayPlan.objects.get(learner=learner).outlook)
    choose_breadth(learner=learner, breadth_first=True, now=now)
    plan_today(learner=learner, now=now)
    plan_wanted(now)
    broad = read(DayPlan.objects.get(learner=learner).outlook)
    assert (depth.breadth_first, broad.breadth_first) == (False, True)
    assert broad.reached == depth.otherwise.reached > depth.reached == broad.otherwise.reached
    assert broad.otherwise.recall == pytest.approx(depth.recall, abs=0.02)


def test_with_time_for_all_there_is_nothing_to_choose(learner, now):
    learner.minutes_per_day = SPARE
    learner.save()
    plan_today(learner=learner, now=now)
    plan_wanted(now)
    assert read(DayPlan.objects.get(learner=learner).outlook).otherwise is None


def test_a_topic_of_which_a_little_is_known_is_not_the_next_to_read(learner, now):
    choose_breadth(learner=learner, breadth_first=True, now=now)
    plan = plan_today(learner=learner, now=now)
    for card in plan.cards:
        grade(learner=learner, card_id=card, rating=4, now=now, key=uuid.uuid4())
    first = Card.objects.get(pk=plan.cards[0]).fact.topic
    begun = Card.objects.filter(learner=learner, fact__topic=first)
    assert 2 * begun.count() >= HELPING > begun.count() - HELPING
    assert today(learner, now).next_topic not in (None, first)
    choose_breadth(learner=learner, breadth_first=False, now=now)
    assert today(learner, now).next_topic == first
