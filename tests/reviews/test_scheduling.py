"""The memory model against the published vectors, and the laws of steps, intervals and fuzz."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import partial

import fsrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.reviews import scheduling
from quizzes.reviews.forgetting import FSRS_6, Model, recall_after
from quizzes.reviews.scheduling import (
    DEFAULT_MODEL,
    FULL,
    MAXIMUM,
    Memory,
    Rating,
    State,
    Wait,
    chance,
    fuzz_range,
    fuzzed,
    remember,
)
from tests.reviews.memory_models import replay

AGAIN, HARD, GOOD, EASY = Rating
FIRST = date(2026, 1, 1)
PARAMETERS = DEFAULT_MODEL.parameters

review = partial(scheduling.review, model=DEFAULT_MODEL, retention=0.9)
next_interval = partial(scheduling.next_interval, model=DEFAULT_MODEL)

ratings = st.sampled_from(Rating)
chances = st.floats(0, 1, exclude_max=True)
retentions = st.floats(0.7, 0.97)
# grades with the days that passed before each
histories = st.lists(st.tuples(ratings, st.integers(0, 400)), max_size=12)


def remembered(history, day=FIRST):
    """The memory after a history, and the day of its last grade."""
    memory = Memory()
    for rating, gap in history:
        day += timedelta(gap)
        memory = review(memory, rating, day=day).memory
    return memory, day


# --- Vectors -------------------------------------------------------------------------------------------


def test_intervals_when_reviewed_as_due():
    memory, day, intervals = Memory(), FIRST, []
    for rating in [GOOD] * 6 + [AGAIN] * 2 + [GOOD] * 5:
        done = review(memory, rating, day=day)
        memory, day = done.memory, day + timedelta(done.wait.days)
        intervals.append(done.wait.days)
    assert intervals == [0, 2, 11, 46, 163, 498, 0, 0, 2, 4, 7, 12, 21]


@pytest.mark.parametrize(
    ("parameters", "stability"),
    [(PARAMETERS, 53.62691), ((*PARAMETERS[:17], 0.0, 0.0, 0.0, *PARAMETERS[20:]), 53.335106)],
)
def test_memory_after_again_and_five_good(parameters, stability):
    memory, day = Memory(), FIRST
    for rating, gap in zip([AGAIN] + [GOOD] * 5, [0, 0, 1, 3, 8, 21], strict=True):
        day += timedelta(gap)
        memory = remember(memory, rating, model=Model(FSRS_6, parameters), day=day)
    assert memory.stability == pytest.approx(stability, rel=1e-6)  # published in single precision
    if parameters == PARAMETERS:
        assert memory.difficulty == pytest.approx(6.3574867, abs=1e-6)


@pytest.mark.parametrize(
    ("rating", "stability", "difficulty"),
    [(AGAIN, 0.212, 6.4133), (HARD, 1.2931, 5.1122), (GOOD, 2.3065, 2.1181), (EASY, 8.2956, 1.0)],
)
def test_memory_after_the_first_grade(rating, stability, difficulty):
    memory = review(Memory(), rating, day=FIRST).memory
    assert memory.stability == pytest.approx(stability, abs=1e-4)
    assert memory.difficulty == pytest.approx(difficulty, abs=1e-4)


def test_next_interval_by_retention():
    intervals = [next_interval(1.0, n / 10, maximum=10_000_000) for n in range(1, 11)]
    assert intervals[0] == pytest.approx(3116766, rel=1e-6)  # published in single precision
    assert intervals[1:] == [34793, 2508, 387, 90, 27, 9, 3, 1, 1]


def test_ten_easy_at_one_moment_is_as_easy_as_can_be():
    assert replay([(EASY, FIRST)] * 10).difficulty == 1.0


@given(histories, ratings, st.integers(0, 4000), retentions)
def test_intervals_are_those_of_the_library(history, rating, gap, retention):
    memory, day = remembered([*history, (GOOD, 0), (EASY, 0)])
    library = fsrs.Scheduler(desired_retention=retention, relearning_steps=(), enable_fuzzing=False)
    noon = datetime.combine(day, time(12), UTC)
    card = fsrs.Card(1, fsrs.State.Review, None, memory.stability, memory.difficulty, noon, noon)
    now = noon + timedelta(gap)
    expected, _ = library.review_card(card, fsrs.Rating(rating), now)
    done = review(memory, rating, day=day + timedelta(gap), retention=retention)
    assert (done.memory.stability, done.memory.difficulty) == (expected.stability, expected.difficulty)
    if rating is not AGAIN:
        assert done.wait.days == (expected.due - now).days


# --- Steps ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("memory", "rating", "state", "step", "minutes"),
    [
        (Memory(), AGAIN, State.LEARNING, 0, 1),
        (Memory(), HARD, State.LEARNING, 0, 5.5),
        (Memory(), GOOD, State.LEARNING, 1, 10),
        (Memory(), EASY, State.REVIEW, 0, None),
        (Memory(State.LEARNING, 2.3, 2.1, 1, FIRST, 1), AGAIN, State.LEARNING, 0, 1),
        (Memory(State.LEARNING, 2.3, 2.1, 1, FIRST, 1), HARD, State.LEARNING, 1, 10),
        (Memory(State.LEARNING, 2.3, 2.1, 1, FIRST, 1), GOOD, State.REVIEW, 0, None),
        (Memory(State.LEARNING, 2.3, 2.1, 1, FIRST, 1), EASY, State.REVIEW, 0, None),
        (Memory(State.REVIEW, 9.0, 5.0, 0, FIRST, 4), AGAIN, State.RELEARNING, 0, 10),
        (Memory(State.REVIEW, 9.0, 5.0, 0, FIRST, 4), HARD, State.REVIEW, 0, None),
        (Memory(State.RELEARNING, 1.0, 7.0, 0, FIRST, 5), AGAIN, State.RELEARNING, 0, 10),
        (Memory(State.RELEARNING, 1.0, 7.0, 0, FIRST, 5), HARD, State.RELEARNING, 0, 15),
        (Memory(State.RELEARNING, 1.0, 7.0, 0, FIRST, 5), GOOD, State.REVIEW, 0, None),
        (Memory(State.RELEARNING, 1.0, 7.0, 0, FIRST, 5), EASY, State.REVIEW, 0, None),
    ],
)
def test_steps(memory, rating, state, step, minutes):
    done = review(memory, rating, day=FIRST)
    assert (done.memory.state, done.memory.step) == (state, step)
    if minutes is None:
        assert done.wait.days >= 1
    else:
        assert done.wait == Wait(0, minutes)


@given(histories)
def test_counts(history):
    memory, _ = remembered(history)
    assert memory.reps == len(history)
    assert memory.lapses <= sum(rating is AGAIN for rating, _ in history)
    assert (memory.stability is None) == (memory.state is State.NEW) == (not history)


def test_only_forgetting_in_review_is_a_lapse():
    memory, _ = remembered([(AGAIN, 0), (AGAIN, 0), (EASY, 0), (AGAIN, 8), (AGAIN, 0), (GOOD, 0), (AGAIN, 2)])
    assert memory.lapses == 2


@given(histories, ratings, st.integers(1, 30))
def test_a_day_before_the_last_counts_as_the_same_day(history, rating, back):
    memory, day = remembered([*history, (GOOD, 0)])
    west = review(memory, rating, day=day - timedelta(back))
    home = review(memory, rating, day=day)
    assert west == home
    assert west.memory.last_day == day


# --- Weights -------------------------------------------------------------------------------------------

weights = st.integers(1, FULL)


@pytest.mark.parametrize(
    ("weight", "stability"), [(50, 1.15325), (67, 1.545355), (75, 1.729875), (80, 1.8452), (100, 2.3065)]
)
def test_a_first_right_answer_has_its_weight_of_the_first_stability(weight, stability):
    after = review(Memory(), GOOD, day=FIRST, weight=weight).memory
    assert (after.stability, after.difficulty) == (pytest.approx(stability), pytest.approx(2.1181, abs=1e-4))


@given(histories, st.integers(0, 400), weights)
def test_a_weighted_success_goes_its_share_of_the_way_and_is_good_in_all_else(history, gap, weight):
    memory, day = remembered(history)
    day += timedelta(gap)
    full = review(memory, GOOD, day=day)
    after = review(memory, GOOD, day=day, weight=weight)
    before = memory.stability or 0
    assert after.memory.stability == pytest.approx(before + weight / 100 * (full.memory.stability - before))
    assert before <= after.memory.stability <= full.memory.stability
    assert replace(after.memory, stability=None) == replace(full.memory, stability=None)
    assert after.wait <= full.wait


@given(histories, st.integers(0, 400), weights)
def test_a_miss_counts_in_full_whatever_it_is_said_to_weigh(history, gap, weight):
    memory, day = remembered(history)
    at = day + timedelta(gap)
    assert review(memory, AGAIN, day=at, weight=weight) == review(memory, AGAIN, day=at)


# --- Laws ----------------------------------------------------------------------------------------------


@given(histories, st.integers(0, 400), retentions, st.none() | chances)
def test_a_better_grade_never_waits_shorter(history, gap, retention, luck):
    memory, day = remembered(history)
    waits = [review(memory, r, day=day + timedelta(gap), retention=retention, chance=luck).wait for r in Rating]
    assert waits == sorted(waits)


@given(histories, st.integers(0, 400))
def test_a_higher_retention_never_waits_longer(history, gap):
    memory, day = remembered(history)
    for rating in Rating:
        waits = [review(memory, rating, day=day + timedelta(gap), retention=r / 100).wait for r in range(70, 98, 3)]
        assert waits == sorted(waits, reverse=True)


@given(st.floats(0.01, 1000), retentions)
def test_recall_after_the_interval_is_the_desired_one(stability, retention):
    days = next_interval(stability, retention)
    if 20 <= days < MAXIMUM:  # rounding to whole days matters less and less
        assert recall_after(days, stability, model=DEFAULT_MODEL) == pytest.approx(retention, abs=0.005)


@given(st.integers(1, MAXIMUM), chances)
def test_fuzz_stays_in_its_range(days, luck):
    low, high = fuzz_range(days)
    assert low <= fuzzed(days, luck) <= high
    assert 1 <= low <= days <= high <= MAXIMUM
    assert high - days <= 0.5 + 1 + 0.15 * 4.5 + 0.1 * 13 + 0.05 * max(0, days - 20)


@given(st.integers(1, MAXIMUM - 1), chances)
def test_fuzz_never_moves_a_longer_interval_before_a_shorter(days, luck):
    assert fuzzed(days, luck) <= fuzzed(days + 1, luck)


@pytest.mark.parametrize(("days", "ends"), [(1, (1, 1)), (2, (2, 2)), (3, (2, 4)), (10, (8, 12)), (100, (93, 107))])
def test_fuzz_ranges(days, ends):
    assert fuzz_range(days) == ends
    assert {fuzzed(days, n / 1000) for n in range(1000)} == set(range(ends[0], ends[1] + 1))


def test_chance_is_even_and_depends_on_card_and_count():
    drawn = [chance(card, reps) for card in range(100) for reps in range(100)]
    assert all(0 <= c < 1 for c in drawn)
    assert len(set(drawn)) == len(drawn)
    assert all(900 < sum(n / 10 <= c < (n + 1) / 10 for c in drawn) < 1100 for n in range(10))
    assert chance(7, 3) == chance(7, 3)


@given(histories, weights)
def test_replaying_grades_gives_the_memory(history, weighing):
    memory, day, evidence = Memory(), FIRST, []
    for rating, gap in history:
        day += timedelta(gap)
        evidence.append((rating, day, weighing))
        memory = review(memory, rating, day=day, weight=weighing).memory
    assert replay(evidence) == memory


@pytest.mark.parametrize(
    ("model", "reason"),
    [
        (Model(FSRS_6, (-1.0, *PARAMETERS[1:])), "out of bounds"),
        (Model("FSRS-7", PARAMETERS), "FSRS-7 is not FSRS-6"),
    ],
)
def test_a_model_that_cannot_be_scheduled_by_is_refused(model, reason):
    with pytest.raises(ValueError, match=reason):
        review(Memory(), GOOD, model=model, day=FIRST)
