"""The second computation that browser tests compare pages with: it keeps the published vectors by itself."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.e2e.published import Habits, Memory, interval, remembered, stepped

START = date(2026, 3, 2)


def lived(ratings, gaps):
    memory, day = Memory(), START
    for rating, gap in zip(ratings, gaps, strict=True):
        day += timedelta(gap)
        memory = remembered(memory, rating, day)
        memory = Memory("review", 0, memory.stability, memory.difficulty, memory.last_day)
    return memory


@pytest.mark.parametrize(
    ("rating", "stability", "difficulty"),
    [(1, 0.212, 6.4133), (2, 1.2931, 5.1122), (3, 2.3065, 2.1181), (4, 8.2956, 1.0)],
)
def test_first_grades(rating, stability, difficulty):
    memory = remembered(Memory(), rating, START)
    assert (memory.stability, memory.difficulty) == pytest.approx((stability, difficulty), abs=5e-5)


def test_a_forgotten_fact_that_is_learned_again():
    memory = lived([1, 3, 3, 3, 3, 3], [0, 0, 1, 3, 8, 21])
    assert (memory.stability, memory.difficulty) == pytest.approx((53.62691, 6.3574867), abs=1e-4)


def test_intervals_of_a_fact_that_is_reviewed_when_due():
    memory, day, found = Memory(), START, []
    for rating in [3] * 6 + [1] * 2 + [3] * 5:
        graded = remembered(memory, rating, day)
        state, step, minutes = stepped(memory, rating)
        memory = Memory(state, step, graded.stability, graded.difficulty, graded.last_day)
        found.append(interval(memory.stability, 0.9) if minutes is None else 0)
        day += timedelta(found[-1])
    assert found == [0, 2, 11, 46, 163, 498, 0, 0, 2, 4, 7, 12, 21]


def test_an_answer_that_may_be_lucky_moves_the_stability_by_its_weight():
    first = remembered(Memory(), 3, START, 75)
    assert first.stability == pytest.approx(0.75 * 2.3065)
    held = Memory("review", 0, 10.0, 5.0, START)
    later = START + timedelta(10)
    full, part = remembered(held, 3, later), remembered(held, 3, later, 75)
    assert part.stability == pytest.approx(10 + 0.75 * (full.stability - 10))
    assert part.difficulty == full.difficulty
    assert remembered(held, 1, later, 75) == remembered(held, 1, later)


def test_days_begin_at_the_learners_hour():
    berlin = Habits(datetime.min.replace(tzinfo=UTC), "Europe/Berlin")
    assert berlin.begins(date(2027, 3, 28)) == datetime(2027, 3, 28, 2, tzinfo=UTC)  # the clocks have gone forward
    assert berlin.day(datetime(2027, 3, 28, 1, 59, tzinfo=UTC)) == date(2027, 3, 27)
    assert berlin.day(datetime(2027, 3, 28, 2, tzinfo=UTC)) == date(2027, 3, 28)
