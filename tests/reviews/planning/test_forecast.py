"""The laws of what a plan promises."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizzes.reviews.planning.curves import Curves
from quizzes.reviews.planning.day import choose
from quizzes.reviews.planning.forecast import Budget, forecast, stopping
from quizzes.reviews.planning.greedy import Costs, Gains, Goal, Item
from quizzes.reviews.planning.levels import Uneven, uneven
from quizzes.reviews.planning.own import OwnPace
from quizzes.reviews.scheduling import DEFAULT_MODEL

CURVES = Curves(DEFAULT_MODEL)
NOISE = 0.02
FIFTH = 0.2  # of the fullest of the last days, which the others lack at most


def deck(days, states, fresh):
    held = [
        Item(key=n, date=days, group=n % 2, stability=s, difficulty=d, seen=-a) for n, (s, d, a) in enumerate(states)
    ]
    return held + [Item(key=1000 + n, date=days, group=n % 2) for n in range(fresh)]


def promise(items, minutes, breaks=(), **how):
    budget = Budget(minutes * 60.0, frozenset(breaks))
    return forecast(items, budget=budget, gains=Gains(CURVES, Costs(new=25, right=12, wrong=30)), **how)


def learning(items, minutes):
    """As the site foretells it, in fewer futures."""
    return promise(items, minutes, pace=OwnPace(DEFAULT_MODEL), futures=6)


states = st.lists(st.tuples(st.floats(0.3, 60), st.floats(1, 10), st.integers(1, 60)), min_size=30, max_size=60)
situations = {"states": states, "fresh": st.integers(20, 60), "days": st.integers(2, 12), "minutes": st.integers(1, 15)}
few = settings(max_examples=12, deadline=None)


@few
@given(**situations)
def test_more_minutes_never_lower_the_forecast_beyond_noise(states, fresh, days, minutes):
    items = deck(days, states, fresh)
    assert learning(items, minutes + 5).recall >= learning(items, minutes).recall - NOISE


@few
@given(**situations)
def test_a_later_date_never_lowers_the_forecast_of_a_beginner_beyond_noise(states, fresh, days, minutes):
    """Who knows nothing yet gains by each day; what is known already may fade faster than few minutes hold it."""
    soon, later = deck(days, [], fresh + len(states)), deck(days + 3, [], fresh + len(states))
    assert learning(later, minutes).recall >= learning(soon, minutes).recall - NOISE


@few
@given(**situations)
def test_studying_leads_no_lower_than_stopping(states, fresh, days, minutes):
    items = deck(days, states, fresh)
    stopped, plan = stopping(items, gains=Gains(CURVES, Costs())), promise(items, minutes)
    assert all(plan.groups[group] >= stopped[group] - NOISE for group in stopped)


@few
@given(**situations)
def test_the_last_days_are_level_or_the_reason_is_said(states, fresh, days, minutes):
    plan = promise(deck(days, states, fresh), minutes)
    last = plan.loads[-3:]
    if uneven(plan.loads) is None:
        assert max(last) - min(last) <= FIFTH * max(last)
    if uneven(plan.loads) is Uneven.SPARE:  # and it is true: whoever has time left has nothing more to gain
        assert min(last) < minutes * 60
    assert all(load <= minutes * 60 + 30 for load in plan.loads)  # by one card at most


@few
@given(**situations, rest=st.sets(st.integers(0, 11), max_size=4))
def test_no_work_piles_up_before_the_date_or_behind_a_break(states, fresh, days, minutes, rest):
    plan = promise(deck(days, states, fresh), minutes, breaks=rest)
    assert all(load == 0 if day in rest else load <= minutes * 60 + 30 for day, load in enumerate(plan.loads))
    last = plan.loads[-3:]
    if max(last) - min(last) > FIFTH * max(last):
        assert uneven(plan.loads, breaks=frozenset(rest)) is not None


@pytest.mark.parametrize(("last", "why"), [(80.0, None), (79.0, Uneven.SPARE)])
def test_last_days_are_level_if_the_shortest_lacks_a_fifth_of_the_fullest_at_most(last, why):
    assert uneven([10.0, 100.0, 90.0, last]) is why


def test_short_time_makes_level_days_to_the_end():
    plan = promise(deck(20, [], 400), 10)
    assert uneven(plan.loads) is None
    assert all(load == pytest.approx(600, rel=FIFTH) for load in plan.loads)


def test_the_same_cards_have_the_same_forecast():
    items = deck(8, [(3.0, 5.0, 4)] * 30, 40)
    assert promise(items, 5) == promise(items, 5)


def test_a_plan_that_learns_from_answers_is_less_sure_of_where_it_leads():
    """Who is unlucky at first is planned for as one who forgets sooner. What was known before stays what it was."""
    items, pace = deck(12, [(3.0, 5.0, 4)] * 60, 60), OwnPace(DEFAULT_MODEL)
    sure, other = promise(items, 5), promise(items, 5, pace=pace)
    assert other.high - other.low > sure.high - sure.low
    assert other.recall == pytest.approx(sure.recall, abs=NOISE)
    assert pace.own == OwnPace(DEFAULT_MODEL).own
    assert promise(items, 5, pace=pace) == other


def test_a_break_moves_work_and_loses_no_card():
    items = deck(10, [(3.0, 5.0, 4)] * 30, 40)
    rested = promise(items, 10, breaks=(3, 4))
    assert (rested.loads[3], rested.loads[4]) == (0, 0)
    assert rested.begun == promise(items, 10).begun == 1
    assert rested.recall >= promise(items, 10).recall - 0.1


def test_uneven_days_say_why():
    assert uneven([600, 600, 100]) is Uneven.SPARE
    assert uneven([600, 600, 0], breaks=frozenset({2})) is Uneven.BREAK
    assert uneven([600, 600]) is Uneven.SHORT
    assert uneven([100, 600, 590, 610]) is None


def test_the_interval_holds_the_forecast_and_each_fact_counts_by_its_weight():
    items = [Item(key=1, date=5, weight=3.0, stability=1e6, difficulty=3.0, seen=0), Item(key=2, date=5)]
    plan = promise(items, 0)
    assert plan.recall == pytest.approx(0.75, abs=1e-3)
    assert plan.low <= plan.recall <= plan.high


def test_nothing_to_plan_is_refused():
    with pytest.raises(ValueError, match="nothing to plan"):
        promise([], 10)


def test_what_is_wanted_sooner_is_begun_for_that_day_and_kept_for_the_date():
    sooner = [Item(key=n, date=20, group=1, sooner=Goal(4, 2.0)) for n in range(40)]
    others = [Item(key=100 + n, date=20, group=2) for n in range(600)]
    budget = Budget(600.0)
    gains = Gains(CURVES, Costs(new=25, right=12, wrong=30))
    first = choose([*others, *sooner], day=0, seconds=600, gains=gains)
    assert sum(one.place >= 600 for one in first) >= 40 / 4
    wanted = forecast([*others, *sooner], budget=budget, gains=gains)
    plain = forecast([*others, *(replace(one, sooner=None) for one in sooner)], budget=budget, gains=gains)
    assert wanted.begun_groups[1] == 1 > plain.begun_groups[1]
    assert wanted.groups[1] > plain.groups[1]
    assert Item(key=1, date=20, sooner=Goal(4, 2.0)).goal(4) == Goal(20, 1.0)
