from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.attempts.deadlines import Arrival, arrival, remaining

DEADLINE = datetime(2026, 3, 2, 12, 10, tzinfo=UTC)
GRACE = timedelta(seconds=10)
MOMENTS = st.timedeltas(timedelta(days=-2), timedelta(days=2)).map(lambda offset: DEADLINE + offset)


@pytest.mark.parametrize(
    ("seconds", "verdict"),
    [
        (-1, Arrival.IN_TIME),
        (0, Arrival.IN_TIME),
        (0.000001, Arrival.LATE),
        (10, Arrival.LATE),
        (10.000001, Arrival.CLOSED),
    ],
)
def test_arrival_at_the_limits(seconds, verdict):
    assert arrival(DEADLINE + timedelta(seconds=seconds), DEADLINE, GRACE) is verdict


@given(MOMENTS)
def test_arrival_without_a_deadline_is_in_time(now):
    assert arrival(now, None, GRACE) is Arrival.IN_TIME


@given(MOMENTS, MOMENTS)
def test_arrival_never_improves_with_time(one, other):
    order = [Arrival.IN_TIME, Arrival.LATE, Arrival.CLOSED]
    earlier, later = sorted([one, other])
    assert order.index(arrival(earlier, DEADLINE, GRACE)) <= order.index(arrival(later, DEADLINE, GRACE))


@given(MOMENTS)
def test_remaining_is_zero_exactly_from_the_deadline_on(now):
    left = remaining(now, DEADLINE)
    assert (left == 0) == (now >= DEADLINE)
    assert left == 0 or timedelta(seconds=left - 1) < DEADLINE - now <= timedelta(seconds=left)


def test_remaining_is_whole_seconds_rounded_up():
    assert remaining(DEADLINE - timedelta(seconds=599.2), DEADLINE) == 600
