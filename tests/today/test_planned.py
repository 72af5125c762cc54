"""What a worker plans, while its learner changes what it is planned from."""

from contextlib import contextmanager
from datetime import timedelta

import psycopg
import pytest
from django.db import connection

from quizzes.reviews.models import Card, DayPlan
from quizzes.reviews.outlook import read
from quizzes.reviews.services import add_topics
from quizzes.today.planned import LOCK, plan_wanted
from quizzes.today.services import not_today, open_days, plan_again, plan_break, save_settings
from sdwiki.accounts.models import User
from tests.factories import UserFactory
from tests.progress.memories import facts_of, remember

pytestmark = pytest.mark.django_db
DAY = timedelta(1)
TURN, FACTS, ORDERS = "FOR NO KEY UPDATE", "row_number() OVER (of_group", "SELECT DISTINCT ON (card_id) rating"


@pytest.fixture
def learner(wiki, now):
    made = UserFactory(interview_on=now.date() + 10 * DAY, minutes_per_day=2)
    remember(made, facts_of("messaging")[0], now, stability=2.0, days=4)
    return User.objects.get(pk=made.pk)


@contextmanager
def meanwhile(act, *, before, times=1):
    """Act as another connection might have, right before the so manieth statement of which this is a part."""
    left = [times]

    def look(execute, statement, *others):
        if before in statement:
            left[0] -= 1
            if left[0] == 0:
                act()
        return execute(statement, *others)

    with connection.execute_wrapper(look):
        yield
    assert left[0] <= 0


def of_now(learner):
    """The learner as another window has them."""
    return User.objects.get(pk=learner.pk)


def another_date(learner, now):
    person = of_now(learner)
    person.interview_on, person.minutes_per_day = now.date() + 5 * DAY, 9
    save_settings(user=person, now=now)


def row(learner, day):
    return DayPlan.objects.get(learner=learner, day=day.date())


def test_a_day_is_not_listed_for_a_date_that_was_changed_meanwhile(learner, now):
    open_days(now)
    later = now + timedelta(seconds=2)
    with meanwhile(lambda: another_date(learner, later), before=TURN):
        plan_wanted(now)
    plan = row(learner, now)
    assert (plan.date, plan.outlook["minutes"]) == (now.date() + 5 * DAY, 9)


def test_another_window_plans_for_the_date_of_now(learner, now):
    another_date(learner, now)
    for act in (
        lambda: plan_again(learner=learner, breadth_first=None, now=now),
        lambda: plan_break(learner=learner, first=now.date() + 2 * DAY, last=now.date() + 2 * DAY, now=now),
    ):
        stale = of_now(learner)
        learner.interview_on, learner.minutes_per_day = now.date() + 10 * DAY, 2
        act()
        assert row(stale, now).date == now.date() + 5 * DAY


@pytest.mark.parametrize("off", [True, False])
def test_a_forecast_begun_before_a_day_was_taken_off_is_not_the_last_word(learner, now, off):
    open_days(now)
    plan_wanted(now)
    if not off:
        not_today(learner=of_now(learner), off=True, now=now)
    later = now + timedelta(seconds=2)
    DayPlan.objects.update(wants=True)
    with meanwhile(lambda: not_today(learner=of_now(learner), off=off, now=later), before=FACTS):
        plan_wanted(later)
    plan_wanted(later)
    assert (read(row(learner, now).outlook).loads[0] == 0) is off


def test_a_topic_that_goes_while_both_orders_are_read_stops_no_worker(learner, now):
    facts = facts_of("storage")
    add_topics(learner=learner, topic_ids=[facts[0].topic_id], now=now, deeper=True)
    open_days(now)
    gone = Card.objects.filter(fact__topic=facts[0].topic_id)
    # the facts are read for the day's list, and for either order
    with meanwhile(lambda: gone.update(suspended=True), before=FACTS, times=3):
        plan_wanted(now)
    plan_wanted(now)
    assert facts[0].topic_id not in {one.group for one in read(row(learner, now).outlook).groups}


def test_a_forecast_that_was_begun_before_the_order_changed_is_not_stored(learner, now):
    open_days(now)
    plan_wanted(now)
    DayPlan.objects.update(wants=True)
    later = now + timedelta(seconds=2)
    with meanwhile(lambda: plan_again(learner=of_now(learner), breadth_first=True, now=later), before=ORDERS):
        plan_wanted(later)
    assert row(learner, now).wants
    plan_wanted(later)
    assert row(learner, now).outlook["breadth_first"]


def test_a_forecast_of_the_other_order_is_not_kept_for_the_next_day(learner, now):
    """The order was changed at the end of a day, and nobody had worked out where that leads."""
    open_days(now)
    plan_wanted(now)
    assert not row(learner, now).outlook["breadth_first"]
    second, third = now + DAY, now + 2 * DAY
    open_days(second)
    plan_wanted(second)
    plan_again(learner=of_now(learner), breadth_first=True, now=second)
    open_days(third)
    plan_wanted(third)
    plan = row(learner, third)
    assert plan.outlook["breadth_first"]
    assert not plan.wants


def test_one_that_fails_keeps_no_other_waiting(learner, now, caplog):
    other = UserFactory(email="grace@example.com", interview_on=learner.interview_on, minutes_per_day=2)
    remember(other, facts_of("messaging")[0], now, stability=2.0, days=4)

    def fail():
        raise ValueError("no")

    open_days(now)
    with meanwhile(fail, before=FACTS):
        plan_wanted(now)
    assert [(plan.cards is None, plan.wants) for plan in DayPlan.objects.order_by("pk")] == [
        (True, True),
        (False, False),
    ]
    with meanwhile(fail, before=ORDERS):
        DayPlan.objects.update(wants=True)
        plan_wanted(now)
    assert sorted(DayPlan.objects.values_list("wants", flat=True)) == [False, True]
    assert len(caplog.records) == 2
    plan_wanted(now)
    assert not DayPlan.objects.filter(wants=True).exists()


def test_while_somebody_foretells_another_worker_makes_lists_alone(learner, now):
    DayPlan.objects.filter(learner=learner).delete()
    open_days(now)
    with psycopg.connect(**connection.get_connection_params() | {"cursor_factory": None}) as other:
        other.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        assert plan_wanted(now) == 0
        assert row(learner, now).cards
        assert row(learner, now).outlook is None
        # A connection that is closed gives its locks back some time later.
        other.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
    assert plan_wanted(now) == 1
    assert row(learner, now).worked_out
