"""The laws of days without a date: within the minutes, and nothing lost."""

from hypothesis import given
from hypothesis import strategies as st

from quizzes.reviews.load import Pace
from quizzes.reviews.planning.levelling import Due, levelled, most_at_risk, room

REVIEW, FRESH = 12.0, 30.0
DUE = st.lists(st.integers(0, 400), min_size=1, max_size=14)


def days(due, seconds, *, unseen=0, most=10):
    return levelled(due, seconds, review=REVIEW, fresh=FRESH, unseen=unseen, most=most)


@given(due=DUE, minutes=st.integers(1, 60), unseen=st.integers(0, 80), most=st.integers(0, 20))
def test_no_day_passes_its_minutes_by_more_than_one_card(due, minutes, unseen, most):
    for day in days(due, [60.0 * minutes] * len(due), unseen=unseen, most=most):
        last = FRESH if day.fresh else REVIEW
        assert day.due * REVIEW + day.fresh * FRESH < 60 * minutes + last
        assert day.fresh <= most


@given(due=DUE, minutes=st.integers(1, 60), off=st.sets(st.integers(0, 13)))
def test_days_off_ask_nothing_and_what_was_due_on_them_is_asked_later(due, minutes, off):
    quiet = [0] * (sum(due) * 12 // (60 * minutes) + len(due) + 1)  # time enough after them to ask it all
    seconds = [0.0 if place in off else 60.0 * minutes for place in range(len(due))] + [60.0 * minutes] * len(quiet)
    asked = days(due + quiet, seconds, unseen=5)
    assert all(asked[place] == (0, 0) for place in off if place < len(due))
    assert sum(day.due for day in asked) == sum(due)
    assert sum(day.fresh for day in asked) <= 5


@given(due=DUE, minutes=st.integers(1, 60))
def test_a_backlog_is_worked_off_at_an_even_pace(due, minutes):
    """No day is idle while work waits, and none before the last of the backlog holds less than another."""
    asked = days(due, [60.0 * minutes] * len(due))
    most, waiting = room(60.0 * minutes, REVIEW), 0
    for number, day in zip(due, asked, strict=True):
        waiting += number
        assert day.due == min(waiting, most)
        waiting -= day.due


@given(due=DUE)
def test_without_minutes_days_ask_what_falls_due(due):
    assert [day.due for day in days(due, [None] * len(due))] == due


def test_new_facts_take_the_time_that_reviews_leave():
    assert days([30, 25, 0], [360.0] * 3, unseen=20, most=10) == [(30, 0), (25, 2), (0, 10)]


def test_what_would_be_forgotten_first_comes_first_and_equals_stay_in_order():
    due = [Due(1, 0.9), Due(2, 0.0), Due(3, 0.5), Due(4, 0.0), Due(5, 0.7)]
    assert [one.card for one in most_at_risk(due, 90.0, Pace())] == [2, 4, 3, 5]  # of 30, 30, 21 and 17 seconds
    assert most_at_risk(due, 0.0, Pace()) == []


@given(recalls=st.lists(st.floats(0, 1), max_size=60), seconds=st.floats(-60, 1200), review=st.floats(3, 90))
def test_what_a_day_asks_passes_its_time_by_no_more_than_one_card_lapses_included(recalls, seconds, review):
    pace, due = Pace(review), [Due(place, recall) for place, recall in enumerate(recalls)]
    taken = most_at_risk(due, seconds, pace)
    took = [pace.reviewed(one.recall) for one in taken]
    assert sum(took[:-1]) < max(seconds, 0.001)
    assert len(taken) == len(due) or sum(took) > seconds - 0.001


def test_the_last_one_may_pass_the_time_and_no_time_holds_none():
    assert [room(seconds, 12) for seconds in (-5, 0, 1, 24, 25)] == [0, 0, 1, 2, 3]
