import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.attempts.scoring import Mark, Score, score

MARKS = st.lists(st.builds(Mark, choices=st.integers(1, 8), right=st.none() | st.booleans()), max_size=30)


def test_score_counts_an_open_question_as_wrong():
    assert score([Mark(4, True), Mark(4, False), Mark(2, None)]) == Score(points=1, most=3, guess=1.0)


def test_score_of_nothing_is_nothing():
    assert score([]) == Score(0, 0, 0)


def test_score_refuses_a_question_without_choices():
    with pytest.raises(ValueError, match="choice"):
        score([Mark(0, True)])


@given(MARKS)
def test_score_lies_between_nothing_and_everything(marks):
    result = score(marks)
    assert 0 <= result.points <= result.most == len(marks)
    assert 0 <= result.guess <= result.most


@given(MARKS, MARKS)
def test_score_adds_up(some, others):
    one, other, both = score(some), score(others), score(some + others)
    assert both.points == one.points + other.points
    assert both.guess == pytest.approx(one.guess + other.guess)
