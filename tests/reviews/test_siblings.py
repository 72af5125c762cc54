"""Siblings are kept apart in a day, and none of them starves."""

from datetime import date, timedelta
from itertools import pairwise
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quizzes.bank.models import Fact
from quizzes.reviews.days import day_begins, local_day
from quizzes.reviews.models import Card, CardAct, Near
from quizzes.reviews.queue import study
from quizzes.reviews.scheduling import DEFAULT_MODEL, fuzz_range, memory_of, next_interval
from quizzes.reviews.siblings import may_wait
from quizzes.reviews.taking_back import undo

DAY = timedelta(days=1)
LAST = date(2026, 3, 2)


@pytest.fixture
def due(cards, learner, now):
    """Three siblings in review that are due today, 20 days after their last review."""
    today = local_day(now, learner.time_zone, learner.day_start)
    Card.objects.update(
        state=2, stability=20.0, difficulty=5.0, last_day=today - 20 * DAY, reps=3,
        due=day_begins(today, learner.time_zone, learner.day_start),
    )  # fmt: skip
    return [Card.objects.get(pk=card.pk) for card in cards]


def days_put(cards):
    return [Card.objects.get(pk=card.pk).buried_until for card in cards]


def test_siblings_of_a_graded_card_are_put_to_tomorrow(due, learner, grade, now):
    before = [memory_of(card) for card in due]
    grade(due[0], 3)
    tomorrow = local_day(now, learner.time_zone, learner.day_start) + DAY
    moved = [Card.objects.get(pk=card.pk) for card in due[1:]]
    assert [card.due for card in moved] == 2 * [day_begins(tomorrow, learner.time_zone, learner.day_start)]
    assert [memory_of(card) for card in moved] == before[1:]
    assert study(learner, now).load.due == 0


def test_siblings_come_the_day_after_however_many_are_graded(due, learner, grade, now):
    grade(due[0], 3)
    grade(due[1], 3, at=now + DAY)
    assert study(learner, now + DAY).showing.card_id == due[2].pk


@pytest.mark.parametrize(
    "changes", [{"last_day": -30}, {"stability": 1.0}, {"suspended": True}, {"changed": True}, {"state": 3}]
)
def test_what_may_not_wait_stays(changes, due, learner, grade, now):
    if "last_day" in changes:  # long overdue
        changes = {"last_day": due[1].last_day + changes["last_day"] * DAY}
    Card.objects.filter(pk__in=[due[1].pk, due[2].pk]).update(**changes)
    grade(due[0], 3)
    assert days_put(due) == [None, None, None]
    assert not CardAct.objects.exists()


def test_a_learner_who_wants_siblings_together_has_them(due, learner, grade):
    learner.siblings_apart = False
    grade(due[0], 3)
    assert not CardAct.objects.exists()


def test_a_day_that_is_planned_for_a_date_keeps_its_list(due, learner, grade, now):
    learner.minutes_per_day, learner.interview_on = 10, now.date() + 20 * DAY
    grade(due[0], 3)
    assert not CardAct.objects.exists()


def test_cards_of_another_table_or_learner_stay(due, bank, learner, charlie, grade):
    elsewhere = Fact.objects.filter(topic=bank.topic("queues")).first()
    made = Card.objects.bulk_create(
        Card(learner=owner, fact=fact, state=2, stability=20.0, difficulty=5.0, reps=3, last_day=due[0].last_day,
             due=due[0].due)
        for owner, fact in ((charlie, due[1].fact), (learner, elsewhere))
    )  # fmt: skip
    grade(due[0], 3)
    assert days_put(made) == [None, None]


def test_an_undo_of_the_grade_brings_its_siblings_back(due, learner, grade, now):
    before = list(Card.objects.order_by("pk").values("due", "buried_until"))
    grade(due[0], 3)
    key = uuid4()
    assert undo(learner=learner, now=now, key=key) == undo(learner=learner, now=now, key=key)
    assert list(Card.objects.order_by("pk").values("due", "buried_until"))[1:] == before[1:]
    assert undo(learner=learner, now=now, key=uuid4()) is None


def test_a_sibling_that_was_put_off_yesterday_stays(due, learner, grade, now):
    today = local_day(now, learner.time_zone, learner.day_start)
    Card.objects.filter(pk=due[2].pk).update(buried_until=today)
    grade(due[0], 3)
    assert days_put(due) == [None, today + DAY, today]


@given(st.floats(0.5, 400), st.integers(0, 500), st.integers(80, 97), st.integers(7, 400))
def test_no_card_waits_beyond_the_fuzz_range_of_its_interval(stability, since, retention, maximum):
    day = LAST + since * DAY
    near = Near(1, stability, LAST)
    raw = next_interval(stability, retention / 100, model=DEFAULT_MODEL, maximum=maximum)
    low, high = fuzz_range(raw, maximum=maximum)
    waits = may_wait(near, day, retention=retention / 100, model=DEFAULT_MODEL, maximum=maximum)
    assert waits == (since <= high)
    assert low <= high <= maximum


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 2), st.sampled_from(["grade", "day", "undo"])), max_size=12))
def test_no_order_of_grades_moves_a_card_two_days_running(due, learner, grade, now, doings):
    CardAct.objects.all().delete()
    for card in due:
        card.save()
    at = now
    for which, doing in doings:
        at += DAY if doing == "day" else timedelta(minutes=1)
        if doing == "grade":
            grade(due[which], 3, at=at)
        elif doing == "undo":
            undo(learner=learner, now=at, key=uuid4())
    for card in due:
        acts = CardAct.objects.filter(card=card, kind="apart", undone_by=None).order_by("at")
        reviews = card.reviews.effective().order_by("at").values_list("at", flat=True)
        for one, other in pairwise(acts):
            assert any(one.at < review <= other.at for review in reviews)
        for act in acts:
            assert (act.until - act.day).days == 1
