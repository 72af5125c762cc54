"""A day that is planned for an interview: its list is what is due, on every page, and nothing else."""

import re
import uuid
from collections import Counter
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from content.models import Path, PathPhase, Phase, Topic
from quizzes.bank.models import Fact
from quizzes.classes.assignments.steering import due_facts
from quizzes.classes.services import assign, create_class, join
from quizzes.progress.queries import topic_progress
from quizzes.reviews.allowance import learn_more
from quizzes.reviews.counting import load
from quizzes.reviews.dated import first, plan_today, state_of
from quizzes.reviews.models import Card, DayPlan
from quizzes.reviews.outlook import VERSION
from quizzes.reviews.paths import choose_path
from quizzes.reviews.queue import study, upcoming
from quizzes.reviews.services import add_topics, grade
from quizzes.today.models import LearnerClock
from quizzes.today.path import plan_day
from quizzes.today.planned import plan_wanted
from quizzes.today.services import open_days
from tests.factories import InstructorFactory, UserFactory
from tests.progress.memories import facts_of, remember
from tests.today.said import said_of_the_day, said_today

pytestmark = pytest.mark.django_db


@pytest.fixture
def now():
    return timezone.now().replace(hour=12)


@pytest.fixture
def learner(wiki, now):
    return UserFactory(interview_on=(now + timedelta(20)).date(), minutes_per_day=2, new_per_day=1)


@pytest.fixture
def cards(learner, now):
    """Six seen cards that are due and two that are not, and new ones of another topic."""
    facts = facts_of("messaging")
    made = [
        remember(learner, fact, now, stability=1.0 + place, days=6, due_in=-timedelta(1))
        for place, fact in enumerate(facts[:6])
    ]
    made += [remember(learner, fact, now, stability=30.0, days=1) for fact in facts[6:8]]
    add_topics(learner=learner, topic_ids=[facts_of("storage")[0].topic_id], now=now - timedelta(1))
    return made


def asked(learner, now, grades=100):
    """The cards that the queue shows until nothing is left, each graded Easy."""
    shown = []
    for n in range(grades):
        showing = study(learner, now + timedelta(seconds=n)).showing
        if showing is None:
            return shown
        shown.append(showing.card_id)
        grade(learner=learner, card_id=showing.card_id, rating=4, now=now + timedelta(seconds=n), key=uuid.uuid4())
    raise AssertionError("The queue does not end.")


def test_the_queue_asks_the_list_and_nothing_else(learner, cards, now):
    plan = plan_today(learner=learner, now=now)
    assert plan.cards
    assert plan.minutes <= 3  # two, and one card
    assert load(learner, now).minutes == plan.minutes
    assert (plan.due + plan.fresh, plan.date) == (len(plan.cards), learner.interview_on)
    before = load(learner, now)
    assert (before.due, before.fresh) == (plan.due, plan.fresh)
    assert sorted(asked(learner, now)) == sorted(plan.cards)
    after = load(learner, now + timedelta(hours=1))
    assert (after.left, after.done) == (0, len(plan.cards))
    assert Card.objects.due(now).filter(learner=learner).exclude(pk__in=plan.cards).exists() or plan.due >= 6


def test_new_facts_are_the_plans_to_choose(learner, cards, now):
    """The daily number of new facts is for whoever has no plan."""
    learner.minutes_per_day = 30
    learner.save()
    assert plan_today(learner=learner, now=now).fresh > learner.new_per_day


def test_todays_steps_come_before_the_list(learner, cards, now):
    plan = plan_today(learner=learner, now=now)
    grade(learner=learner, card_id=plan.cards[0], rating=1, now=now, key=uuid.uuid4())
    day = load(learner, now)
    assert (day.learning, day.ready) == (1, len(plan.cards) - 1)
    later = now + timedelta(minutes=11)
    assert load(learner, later).ready == len(plan.cards)
    assert upcoming(learner, later, fresh=True).card_id == plan.cards[0]  # but for its siblings


def test_a_card_that_was_suspended_or_put_off_is_not_in_the_load(learner, cards, now):
    plan_today(learner=learner, now=now)
    DayPlan.objects.update(cards=[card.pk for card in cards[:4]])
    assert load(learner, now).due == 4
    Card.objects.filter(pk=cards[0].pk).update(suspended=True)
    Card.objects.filter(pk=cards[1].pk).update(buried_until=(now + timedelta(1)).date())
    assert load(learner, now).due == 2
    assert set(asked(learner, now)) == {cards[2].pk, cards[3].pk}


def test_the_standing_counts_the_same_cards_as_due(learner, cards, now):
    plan = plan_today(learner=learner, now=now)
    assert sum(one.due for one in topic_progress(learner, now).values()) == load(learner, now).due == plan.due
    grade(learner=learner, card_id=plan.cards[0], rating=3, now=now, key=uuid.uuid4())
    assert sum(one.due for one in topic_progress(learner, now).values()) == load(learner, now).due


def test_four_pages_agree(learner, cards, now, monkeypatch):
    monkeypatch.setattr("sdwiki.clock.now", lambda: now)
    plan_today(learner=learner, now=now)
    client = Client()
    client.force_login(learner)
    texts = [" ".join(re.sub("<[^>]*>", "", client.get(url).content.decode()).split())
             for url in ("/progress/", "/review/load/")]  # fmt: skip
    assert {said_of_the_day(text) for text in texts} == {said_today(client.get("/").content.decode())}
    review = client.get("/review/").content.decode()
    assert re.search(rf"{load(learner, now).left} left", review)


def test_grades_say_how_long_a_fact_holds_and_no_date(learner, cards, now, monkeypatch):
    monkeypatch.setattr("sdwiki.clock.now", lambda: now)
    plan_today(learner=learner, now=now)
    client = Client()
    client.force_login(learner)
    assert re.search(r"holds \d+", client.get("/review/?answer=1").content.decode())


def test_more_new_facts_come_after_the_list(learner, cards, now):
    plan = plan_today(learner=learner, now=now)
    learn_more(learner=learner, now=now, key=uuid.uuid4(), number=2)
    assert load(learner, now).fresh == plan.fresh + 2
    shown = asked(learner, now)
    assert len(shown) == len(plan.cards) + 2
    assert set(shown[: len(plan.cards)]) == set(plan.cards)


def test_without_minutes_or_a_date_ahead_a_day_is_as_before(learner, cards, now):
    plan_today(learner=learner, now=now)
    for change in ({"minutes_per_day": None}, {"interview_on": now.date()}, {"interview_on": None}):
        other = UserFactory(**({"interview_on": learner.interview_on, "minutes_per_day": 2} | change))
        remember(other, facts_of("messaging")[0], now, due_in=-timedelta(1))
        assert plan_today(learner=other, now=now) is None
        assert load(other, now).due == 1


def test_what_was_answered_today_is_not_planned_again_and_its_time_is_spent(learner, cards, now):
    learner.minutes_per_day = 5
    first = plan_today(learner=learner, now=now)
    for card in first.cards[:3]:
        grade(learner=learner, card_id=card, rating=4, now=now, key=uuid.uuid4(), duration_ms=60_000)
    again = plan_today(learner=learner, now=now)
    assert not set(first.cards[:3]) & set(again.cards)
    assert again.minutes <= first.minutes - 2


def test_a_worker_plans_an_opened_day_and_says_where_it_leads(learner, cards, now):
    open_days(now)
    assert DayPlan.objects.get(learner=learner).wants
    assert plan_wanted(now) == 1
    row = DayPlan.objects.get(learner=learner)
    assert row.cards
    assert not row.wants
    assert 0 < row.outlook["low"] <= row.outlook["recall"] <= row.outlook["high"] <= 1
    assert row.outlook["stop"] < row.outlook["recall"]
    assert row.outlook["less"] - 0.02 <= row.outlook["recall"] <= row.outlook["more"] + 0.02
    assert plan_wanted(now) == 0


def test_who_asked_last_is_foretold_first_and_a_run_ends_with_its_time(learner, cards, now, monkeypatch):
    other = UserFactory(interview_on=learner.interview_on, minutes_per_day=10)
    remember(other, facts_of("messaging")[0], now, days=5, due_in=-timedelta(1))
    plan_today(learner=learner, now=now)
    plan_today(learner=other, now=now + timedelta(minutes=1))
    monkeypatch.setattr("quizzes.today.planned.SECONDS", 0)

    def waiting():
        return set(DayPlan.objects.filter(wants=True).values_list("learner", flat=True))

    assert plan_wanted(now) == 1
    assert waiting() == {learner.pk}
    plan_today(learner=other, now=now + timedelta(minutes=2))
    plan_wanted(now)
    assert waiting() == {learner.pk}
    assert plan_wanted(now) == 1
    assert waiting() == set()


def test_the_same_state_gives_the_same_plan(learner, cards, now):
    plan_today(learner=learner, now=now)
    plan_wanted(now)
    first = DayPlan.objects.get(learner=learner)
    plan_today(learner=learner, now=now)
    plan_wanted(now)
    second = DayPlan.objects.get(learner=learner)
    assert (first.cards, first.outlook) == (second.cards, second.outlook)


def test_who_has_answered_nothing_keeps_the_last_outlook(learner, cards, now):
    plan_today(learner=learner, now=now)
    plan_wanted(now)
    before = DayPlan.objects.get(learner=learner).outlook
    tomorrow = now + timedelta(1)
    open_days(tomorrow)
    plan_wanted(tomorrow)
    row = DayPlan.objects.get(learner=learner, day=tomorrow.date())
    assert row.outlook == before
    assert row.cards
    grade(learner=learner, card_id=row.cards[0], rating=3, now=tomorrow, key=uuid.uuid4())
    open_days(tomorrow + timedelta(1))
    plan_wanted(tomorrow + timedelta(1))
    assert DayPlan.objects.get(learner=learner, day=(tomorrow + timedelta(1)).date()).outlook != before


def test_weights_say_what_is_worth_more(learner, cards, now):
    heavy = facts_of("storage")[-1]
    assert heavy.pk
    usual = plan_today(learner=learner, now=now).cards
    other = plan_today(learner=learner, now=now, weights={heavy.pk: (50.0, learner.interview_on)}).cards
    first = Card.objects.get(learner=learner, fact=heavy).pk
    assert other[0] == first != usual[0]


def test_what_a_class_asks_for_by_a_day_comes_first_until_that_day(learner, now):
    """Its phase is the last of the path."""
    phases = Phase.objects.filter(topics__facts__core=True).distinct().order_by("position")
    cohort = create_class(instructor=InstructorFactory(), name="Spring", now=now, key=uuid.uuid4())
    join(cohort=cohort, learner=learner, now=now)
    learner.minutes_per_day = 5
    assert due_facts(learner, now) == {}
    usual = plan_day(learner=learner, now=now).cards
    day = now.date() + timedelta(3)
    assign(cohort=cohort, phase=phases.last(), due_on=day, target_recall=0.8, now=now)
    found = due_facts(learner, now)
    assert set(found.values()) == {(2.0, day + timedelta(1))}
    assert set(found) == set(
        Fact.objects.askable().filter(core=True, topic__phase=phases.last()).values_list("pk", flat=True)
    )
    cards = plan_day(learner=learner, now=now).cards
    assert set(Card.objects.filter(pk__in=cards[:3]).values_list("fact__topic__phase", flat=True)) == {phases.last().pk}
    assert not set(cards[:3]) & set(usual)
    assert due_facts(UserFactory(email="charlie@example.com"), now) == {}


def test_a_forecast_that_was_worked_out_another_way_is_not_kept(learner, cards, now):
    plan_today(learner=learner, now=now)
    plan_wanted(now)
    for version, kept in ((VERSION, True), (1, False), (None, False)):
        row = DayPlan.objects.get(learner=learner, day=now.date())
        row.outlook["version"] = version
        row.outlook["recall"] = 0.123
        row.save()
        tomorrow = now + timedelta(1)
        DayPlan.objects.filter(learner=learner, day=tomorrow.date()).delete()
        LearnerClock.objects.all().delete()
        open_days(tomorrow)
        plan_wanted(tomorrow)
        after = DayPlan.objects.get(learner=learner, day=tomorrow.date()).outlook
        assert (after["recall"] == 0.123, after["version"]) == (kept, VERSION)


def taken_up(learner):
    return Card.objects.filter(learner=learner).count()


def test_the_plan_is_over_the_facts_that_a_standing_counts(learner, cards, now):
    Card.objects.filter(pk=cards[0].pk).update(suspended=True)
    Card.objects.filter(pk=cards[1].pk).update(buried_until=(now + timedelta(3)).date())
    counted = {topic: one.total for topic, one in topic_progress(learner, now).items() if one.total}
    found = Counter(item.group for item in state_of(learner, now).items if item.group)
    assert found == counted
    assert sum(counted.values()) > taken_up(learner)


def test_the_day_takes_up_what_it_begins_with_in_the_order_of_the_path_and_once(wiki, now):
    learner = UserFactory(interview_on=(now + timedelta(20)).date(), minutes_per_day=5)
    plan = plan_today(learner=learner, now=now)
    assert (plan.due, plan.fresh) == (0, taken_up(learner))
    path = Fact.objects.askable().filter(core=True, topic__phase__isnull=False)
    first = path.order_by("topic__phase__position", "topic__position", "position")[: plan.fresh]
    in_order = [Card.objects.get(learner=learner, fact=fact).pk for fact in first]
    assert plan.cards == in_order
    again = plan_today(learner=learner, now=now + timedelta(minutes=1))
    assert (again.cards, taken_up(learner)) == (plan.cards, plan.fresh)


def test_the_day_takes_up_facts_in_the_order_of_the_chosen_path(wiki, now):
    learner = UserFactory(interview_on=(now + timedelta(20)).date(), minutes_per_day=3)
    phases = list(Topic.objects.topics().filter(facts__core=True).values_list("phase", flat=True).distinct())
    last = Topic.objects.topics().filter(facts__core=True).last().phase_id
    path = Path.objects.create(slug="last-first", title="Last first", position=99)
    PathPhase.objects.create(path=path, phase_id=last, position=1)
    choose_path(learner=learner, path=path.slug, level=2, now=now)
    plan = plan_today(learner=learner, now=now)
    taken = Card.objects.filter(pk__in=plan.cards).values_list("fact__topic__phase", flat=True)
    assert len(set(phases)) > 1
    assert set(taken) == {last}


def test_what_the_learner_took_up_comes_before_the_rest_of_the_path(learner, now):
    chosen = facts_of("storage")[0].topic_id
    learner.minutes_per_day = 3
    add_topics(learner=learner, topic_ids=[chosen], now=now)
    plan = plan_today(learner=learner, now=now)
    assert set(Card.objects.filter(pk__in=plan.cards).values_list("fact__topic", flat=True)) == {chosen}


def test_pages_to_read_take_their_part_of_the_minutes(wiki, now):
    learner = UserFactory(interview_on=(now + timedelta(20)).date(), minutes_per_day=10)
    with_pages = state_of(learner, now, reading={fact.topic_id: 600.0 for fact in facts_of("messaging")})
    item = next(item for item in with_pages.items if item.group == facts_of("messaging")[0].topic_id)
    number = sum(one.group == item.group for one in with_pages.items)
    assert item.reading == pytest.approx(600 / number)
    without = plan_today(learner=learner, now=now)
    topics = {fact.topic_id: 900.0 for slug in ("messaging", "storage") for fact in facts_of(slug)}
    longer = plan_today(learner=learner, now=now, reading=topics)
    assert longer.fresh < without.fresh
    assert longer.beside > 0
    assert load(learner, now).minutes == longer.minutes


def test_a_days_minutes_are_used_and_passed_by_one_card_at_most(learner, cards, now):
    for minutes in (1, 3, 5):
        learner.minutes_per_day = minutes
        plan = plan_today(learner=learner, now=now)
        assert minutes <= plan.minutes <= minutes + 1


def test_the_share_of_first_grades_is_the_learners_own_from_fifty_on():
    assert first(49, 49) == 0.8
    assert first(50, 20) == 0.4


def test_a_plan_costs_the_same_statements_for_one_new_fact_and_many(learner, cards, now):
    # savepoint, turn, path, facts, pace, answers, first grades, spent; missing facts, cards made and read; the row
    counts = []
    plan_today(learner=learner, now=now)
    for minutes in (4, 20):
        learner.minutes_per_day = minutes
        with CaptureQueriesContext(connection) as asked_for:
            plan_today(learner=learner, now=now)
        counts.append(len(asked_for))
    assert counts == [13, 13]
