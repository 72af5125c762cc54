from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from quizzes.progress.queries import DayCount
from quizzes.reviews.load import Pace
from quizzes.today.planning import marks

counts = st.integers(0, 2000)
seconds = st.floats(0.5, 300)


@given(due=counts, fresh=counts, review=seconds, new=seconds)
def test_minutes_are_the_nearest_and_one_at_least(due, fresh, review, new):
    minutes = Pace(review, new).minutes(due, fresh)
    exact = (due * review + fresh * new) / 60
    assert abs(minutes - exact) <= 0.5 + 1e-9 or (minutes == 1 and 0 < exact < 0.5)
    assert (minutes == 0) is (due + fresh == 0)


@given(due=counts, fresh=counts, review=seconds, new=seconds, held=st.integers(1, 60))
def test_minutes_that_a_day_is_held_to_are_passed_by_no_card(due, fresh, review, new, held):
    """Seen before: "about 16 minutes" to somebody with fifteen."""
    minutes, exact = Pace(review, new).minutes(due, fresh, held=held), (due * review + fresh * new) / 60
    if minutes > held:
        assert exact > held + min(review, new) / 60
    if exact <= held:
        assert minutes <= held


def test_marks_compare_a_day_with_its_plan():
    counts = [(0, 0), (4, 12), (9, 9), (2, 3)]
    days = [DayCount(date(2026, 3, n), one, 0.0, answers) for n, (one, answers) in enumerate(counts, start=1)]
    plans = {date(2026, 3, 1): 5, date(2026, 3, 2): 5, date(2026, 3, 3): 9}
    found = marks(days, plans, date(2026, 3, 4))
    assert [mark.state for mark in found] == ["none", "part", "done", "done"]
    begun = DayCount(date(2026, 3, 4), 0, 0.0, 1)  # and asked again today
    assert [mark.state for mark in marks([begun], {date(2026, 3, 4): 5}, date(2026, 3, 4))] == ["part"]
