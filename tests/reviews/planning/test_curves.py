"""The formulas that plan are those that schedule."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.reviews.forgetting import Model, recall_after
from quizzes.reviews.planning.curves import Curves
from quizzes.reviews.scheduling import DEFAULT_MODEL, Memory, Rating, State, remember
from tests.reviews.memory_models import FORGETFUL

DAY = date(2026, 9, 1)
models = st.sampled_from([DEFAULT_MODEL, FORGETFUL])


@given(
    stability=st.floats(0.01, 3000), difficulty=st.floats(1, 10), days=st.integers(1, 2000), model=models,
)  # fmt: skip
def test_a_review_changes_a_memory_as_the_scheduler_does(stability, difficulty, days, model):
    memory = Memory(state=State.REVIEW, stability=stability, difficulty=difficulty, last_day=DAY, reps=3)
    right, wrong = (
        remember(memory, rating, model=model, day=DAY + timedelta(days=days)) for rating in (Rating.GOOD, Rating.AGAIN)
    )
    curves = Curves(model)
    grown = curves.grown(days, stability, difficulty)
    assert curves.recall(days, stability) == pytest.approx(recall_after(days, stability, model=model))
    assert (grown.stability, grown.difficulty) == pytest.approx((right.stability, right.difficulty), rel=1e-9)
    assert (grown.stability_lost, grown.difficulty_lost) == pytest.approx((wrong.stability, wrong.difficulty), rel=1e-9)


@given(model=models)
def test_a_first_grade_begins_a_memory_as_the_scheduler_does(model):
    good, again = (remember(Memory(), rating, model=model, day=DAY) for rating in (Rating.GOOD, Rating.AGAIN))
    curves = Curves(model)
    assert curves.first == pytest.approx((good.stability, good.difficulty))
    assert curves.first_lost == pytest.approx((again.stability, again.difficulty))


def test_a_model_of_another_version_is_refused():
    with pytest.raises(ValueError, match="FSRS-7 is not FSRS-6"):
        Curves(replace(DEFAULT_MODEL, version="FSRS-7"))
    assert Curves(Model(DEFAULT_MODEL.version, DEFAULT_MODEL.parameters)).decay < 0
