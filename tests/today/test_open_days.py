import uuid
from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from quizzes.bank.models import Fact, Flashcard
from quizzes.reviews.days import day_begins, local_day
from quizzes.reviews.models import Card, DayPlan
from quizzes.reviews.services import add_topics, grade
from quizzes.today.models import LearnerClock
from quizzes.today.planned import plan_wanted
from quizzes.today.services import open_days, reset_clock
from tests.factories import UserFactory
from tests.parallel import LOCKS, at_once, drop_constraint, locked, slow, unlocked
from tests.progress.memories import facts_of, remember

HOUR = timedelta(hours=1)


def learner_with_cards(now, *, due_in=-HOUR, **fields):
    learner = UserFactory(**fields)
    for fact in facts_of("messaging")[:3]:
        remember(learner, fact, now, due_in=due_in)
    return learner


def plans(learner):
    return [(plan.day, plan.due, plan.fresh, plan.minutes) for plan in learner.plans.order_by("day")]


def test_a_learner_with_cards_gets_a_clock_and_a_plan(wiki, now):
    learner = learner_with_cards(now)
    UserFactory()  # without cards there is nothing to plan
    assert open_days(now) == 1
    assert plans(learner) == [(date(2026, 3, 2), 3, 0, 1)]
    assert LearnerClock.objects.get().opens_at == datetime(2026, 3, 3, 4, tzinfo=UTC)


def test_opening_a_day_twice_is_once(wiki, now):
    learner = learner_with_cards(now)
    open_days(now)
    before = plans(learner)
    assert open_days(now + HOUR) == 0
    LearnerClock.objects.update(opens_at=now)
    assert open_days(now + HOUR) == 1
    assert plans(learner) == before


def test_plan_counts_until_the_end_of_the_day_and_no_more_new_facts_than_wanted(wiki, now):
    learner = UserFactory(new_per_day=4)
    facts = facts_of("storage") + facts_of("scaling")
    add_topics(learner=learner, topic_ids=sorted({fact.topic_id for fact in facts}), now=now)
    for place, due_in in enumerate((-HOUR, 15 * HOUR, 16 * HOUR)):  # the day ends in sixteen hours
        fact = facts_of("messaging")[place]
        remember(learner, fact, now, due_in=due_in)
    remember(learner, facts_of("messaging")[3], now, due_in=-HOUR, suspended=True)
    open_days(now)
    assert plans(learner) == [(date(2026, 3, 2), 2, 4, 3)]  # 2 · 13.8 s + 4 · 44.4 s = 205 s


@pytest.mark.parametrize(("timed", "seconds"), [(9, 30), (10, 60)])
def test_minutes_come_from_the_learners_own_medians_once_they_rest_on_ten(wiki, now, timed, seconds):
    learner = UserFactory()
    topics = {facts_of(slug)[0].topic_id for slug in ("messaging", "storage", "scaling")}
    add_topics(learner=learner, topic_ids=sorted(topics), now=now)
    taken = [50_000, *[60_000] * (timed - 2), 90_000]
    for card, duration in zip(Card.objects.filter(learner=learner)[:timed], taken, strict=True):
        grade(learner=learner, card_id=card.pk, rating=3, now=now, key=uuid.uuid4(), duration_ms=duration)
    open_days(now)
    (_, due, fresh, minutes), *_ = plans(learner)
    assert (due, fresh) == (timed, 10)
    assert minutes == round((timed * 13.8 + 10 * (seconds + 14.4)) / 60)  # with what comes back


def test_a_disabled_account_has_no_plan_and_no_clock(wiki, now):
    learner = learner_with_cards(now)
    open_days(now)
    learner.is_active = False
    learner.save()
    assert open_days(now + timedelta(1)) == 1
    assert open_days(now + timedelta(1)) == 0
    assert len(plans(learner)) == 1
    assert not LearnerClock.objects.exists()


def test_days_without_a_worker_are_not_made_up_for(wiki, now):
    learner = learner_with_cards(now)
    open_days(now)
    open_days(now + timedelta(5))
    assert [day for day, *_ in plans(learner)] == [date(2026, 3, 2), date(2026, 3, 7)]


@pytest.mark.parametrize("limit", [1, 2, 3, 1000])
def test_batches_of_any_size_open_every_day(wiki, now, limit):
    learners = [learner_with_cards(now) for _ in range(3)]
    assert open_days(now, limit) == 3
    assert [len(plans(learner)) for learner in learners] == [1, 1, 1]


@pytest.mark.parametrize(
    ("zone", "expected"),
    [
        ("Pacific/Kiritimati", (date(2026, 3, 2), datetime(2026, 3, 2, 14, tzinfo=UTC))),  # UTC+14: 02:00 on the 3rd
        ("Etc/GMT+12", (date(2026, 3, 1), datetime(2026, 3, 2, 16, tzinfo=UTC))),  # UTC-12: midnight
        ("Asia/Kathmandu", (date(2026, 3, 2), datetime(2026, 3, 2, 22, 15, tzinfo=UTC))),
        ("No/Such_Zone", (date(2026, 3, 2), datetime(2026, 3, 3, 4, tzinfo=UTC))),
    ],
)
def test_the_day_and_its_end_are_those_of_the_zone(wiki, now, zone, expected):
    learner = learner_with_cards(now, time_zone=zone)
    open_days(now)
    assert (learner.plans.get().day, learner.clock.opens_at) == expected


@pytest.mark.parametrize(
    ("zone", "day_start", "first"),
    [
        ("Europe/Berlin", 4, datetime(2026, 3, 27, 12, tzinfo=UTC)),  # forward at 02:00 on the 29th
        ("Europe/Berlin", 2, datetime(2026, 3, 27, 12, tzinfo=UTC)),  # the day starts in the hour that is skipped
        ("Europe/Berlin", 2, datetime(2026, 10, 23, 12, tzinfo=UTC)),  # in the hour that comes twice
        ("America/New_York", 1, datetime(2026, 10, 30, 12, tzinfo=UTC)),
        ("Pacific/Kiritimati", 0, datetime(2026, 12, 30, 12, tzinfo=UTC)),
        ("UTC", 23, datetime(2028, 2, 27, 12, tzinfo=UTC)),  # 29 February
    ],
)
def test_every_local_date_is_opened_once_when_the_clocks_change(wiki, zone, day_start, first):
    learner = learner_with_cards(first, time_zone=zone, day_start=day_start)
    for minutes in range(0, 4 * 24 * 60, 20):
        open_days(first + timedelta(minutes=minutes))
    start = local_day(first, zone, day_start)
    assert [day for day, *_ in plans(learner)] == [start + timedelta(n) for n in range(len(plans(learner)))]
    assert len(plans(learner)) >= 4
    for plan in learner.plans.all():
        begins = max(first, day_begins(plan.day, zone, day_start))
        assert begins <= plan.opened_at < begins + timedelta(minutes=20)


@hypothesis_settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    zone=st.sampled_from(["UTC", "Pacific/Kiritimati", "Etc/GMT+12", "Australia/Lord_Howe", "America/Havana"]),
    day_start=st.integers(0, 23),
    minutes=st.integers(0, 365 * 24 * 60),
)
def test_the_next_opening_begins_the_next_day(db, zone, day_start, minutes):
    now = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    learner = UserFactory(time_zone=zone, day_start=day_start)
    LearnerClock.objects.create(learner=learner, opens_at=now)
    assert open_days(now) == 1
    plan, clock = learner.plans.get(), LearnerClock.objects.get(learner=learner)
    assert clock.opens_at > now
    assert local_day(clock.opens_at, zone, day_start) == plan.day + timedelta(1)
    assert local_day(clock.opens_at - timedelta(microseconds=1), zone, day_start) == plan.day
    LearnerClock.objects.all().delete()


def test_moving_to_where_it_is_tomorrow_opens_that_day_at_once(wiki):
    now = datetime(2026, 3, 2, 19, tzinfo=UTC)
    learner = learner_with_cards(now)
    open_days(now)
    learner.time_zone = "Pacific/Kiritimati"
    learner.save()
    assert open_days(now) == 0
    reset_clock(learner=learner, now=now)
    assert open_days(now) == 1
    assert [day for day, *_ in plans(learner)] == [date(2026, 3, 2), date(2026, 3, 3)]
    learner.time_zone = "UTC"
    learner.save()
    reset_clock(learner=learner, now=now)
    open_days(now)
    assert len(plans(learner)) == 2
    assert LearnerClock.objects.get().opens_at == datetime(2026, 3, 3, 4, tzinfo=UTC)


@pytest.mark.parametrize("learners", [1, 3])
def test_a_sweep_costs_the_same_for_one_learner_and_three(wiki, now, learners, django_assert_num_queries):
    for _ in range(learners):
        learner_with_cards(now)
    # clocks added, zones looked up, days planned
    with django_assert_num_queries(3):
        open_days(now)


def test_new_clocks_are_added_once_for_all_batches(wiki, now, django_assert_num_queries):
    for _ in range(3):
        learner_with_cards(now)
    # clocks added, zones looked up; three batches, and one that finds nobody
    with django_assert_num_queries(2 + 3 + 1):
        assert open_days(now, limit=1) == 3


def test_a_plan_leaves_out_what_may_not_be_asked(wiki, now):
    """New and due facts that are retired, or whose flashcards are; another learner's are nobody's business."""
    learner, other = UserFactory(new_per_day=100), UserFactory()
    facts = facts_of("messaging")
    for fact in facts[:4]:
        remember(learner, fact, now, due_in=-HOUR)
        remember(other, fact, now, due_in=-HOUR)
    add_topics(learner=learner, topic_ids=[facts[0].topic_id], now=now)
    new = learner.cards.filter(state=0).count()
    Fact.objects.filter(pk__in=[facts[0].pk, learner.cards.filter(state=0)[0].fact_id]).update(retired_at=now)
    Flashcard.objects.filter(fact=facts[1]).update(retired_at=now)
    open_days(now)
    assert [(due, fresh) for _, due, fresh, _ in plans(learner)] == [(2, new - 1)]
    assert [(due, fresh) for _, due, fresh, _ in plans(other)] == [(2, 0)]


# --- Two sweeps at once ------------------------------------------------------------------------------


def sweep_in_parallel(now, as_job=locked, sweeps=4):
    """Counts of learners that each of several sweeps, started together, has claimed."""
    return at_once(*[as_job(lambda: open_days(now))] * sweeps)


def plans_by_learner():
    return Counter(DayPlan.objects.values_list("learner", flat=True))


@pytest.mark.django_db(transaction=True)
def test_sweeps_at_once_open_each_day_once(wiki, now):
    for _ in range(20):
        learner_with_cards(now)
    claimed = sweep_in_parallel(now)
    assert set(plans_by_learner().values()) == {1}
    assert len(plans_by_learner()) == 20
    assert sum(claimed) == 20


def careless(job):
    """A sweep that locks no clock and takes a day's plan for the first."""
    return unlocked(job, *LOCKS, (r"ON CONFLICT \(learner_id, day\) DO NOTHING", ""))


@pytest.mark.django_db(transaction=True)
def test_control_without_lock_and_constraint_sweeps_open_days_twice(wiki, now):
    for _ in range(20):
        learner = learner_with_cards(now)
        LearnerClock.objects.create(learner=learner, opens_at=now - HOUR)
    drop_constraint(DayPlan, "plan_once_a_day")
    with slow("INSERT", "quizzes_dayplan", 0.02):
        sweep_in_parallel(now, careless)
    assert max(plans_by_learner().values()) > 1


@pytest.mark.django_db(transaction=True)
def test_workers_at_once_give_a_day_one_list_and_take_up_its_facts_once(wiki, now):
    """Each new fact of the list needs a card: two workers must not both make it, nor keep two different lists."""
    learner = UserFactory(interview_on=date(2026, 4, 1), minutes_per_day=5)
    remember(learner, facts_of("messaging")[0], now, days=9, due_in=-HOUR)
    open_days(now)
    at_once(*[locked(lambda: plan_wanted(now))] * 3)
    row = DayPlan.objects.get(learner=learner)
    cards = Card.objects.filter(learner=learner)
    assert row.fresh > 1
    assert sorted({*row.cards, cards.earliest("pk").pk}) == sorted(cards.values_list("pk", flat=True))
    assert cards.values("fact").distinct().count() == cards.count() == row.fresh + 1
    assert row.outlook
    assert not row.wants


@pytest.mark.django_db(transaction=True)
def test_control_without_turns_and_constraint_two_workers_make_a_card_twice(wiki, now):
    learner = UserFactory(interview_on=date(2026, 4, 1), minutes_per_day=5)
    remember(learner, facts_of("messaging")[0], now, days=9, due_in=-HOUR)
    open_days(now)
    drop_constraint(Card, "card_once")
    careless = unlocked(lambda: plan_wanted(now), *LOCKS, (r"ON CONFLICT.* DO NOTHING", ""))
    with slow("INSERT", "quizzes_card", 0.02):
        at_once(*[careless] * 3)
    cards = Card.objects.filter(learner=learner)
    assert cards.count() > cards.values("fact").distinct().count()
