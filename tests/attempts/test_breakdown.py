"""What a result says at one look."""

from datetime import UTC, datetime, timedelta

import pytest

from quizzes.attempts.breakdown import Group, calibrated, grouped, paced, repeated
from quizzes.attempts.words import took

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def test_marks_are_summed_by_group_in_the_order_of_the_quiz():
    assert grouped([("B", 1), ("A", 0.5), ("B", 0)]) == [Group("B", 1, 2), Group("A", 0.5, 1)]
    assert grouped([]) == []


def test_groups_that_were_asked_about_once_each_are_left_out():
    assert repeated([("B", 1), ("A", 0.5), ("B", 0)]) == [Group("B", 1, 2), Group("A", 0.5, 1)]
    assert repeated([("B", 1), ("A", 0.5)]) == []


def test_what_was_said_is_held_against_what_was_right_the_surest_first():
    said = [("guess", 1), ("", 1), ("sure", 1), ("sure", 0), ("unknown", 0)]
    assert calibrated(said) == [Group("Sure", 1, 2), Group("A guess", 1, 1), Group("I don’t know", 0, 1)]


def test_time_goes_into_the_question_that_was_saved_then():
    saves = [(NOON + timedelta(seconds=at), place) for at, place in ((90, 2), (30, 1), (100, 1), (130, 3))]
    assert paced(NOON, saves) == {1: 40, 2: 60, 3: 30}
    assert paced(NOON, []) == {}


def test_a_save_from_before_the_start_takes_no_time():
    assert paced(NOON, [(NOON - timedelta(seconds=5), 1), (NOON + timedelta(seconds=5), 2)]) == {1: 0, 2: 5}


@pytest.mark.parametrize(
    ("seconds", "said"), [(0, "0 s"), (48, "48 s"), (125, "2 min 5 s"), (120, "2 min"), (90_000, "1,500 min")]
)
def test_a_time_is_said_in_words(seconds, said):
    assert took(seconds) == said
