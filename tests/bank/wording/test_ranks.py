"""Ranks and places, read from words."""

import pytest

from quizzes.bank.wording.ranks import rank, said_place


@pytest.mark.parametrize(
    ("value", "where"),
    [
        ("None", 0), ("Very low", 1), ("low", 2), ("Low: restart or failover", 2), ("Medium", 3), ("Moderate", 3),
        ("High (two hosts)", 4), ("High, as each waits", 4), ("Very high.", 5), ("Low – a bit", 2),
        ("Low to medium", None), ("Low-grade", None), ("Lower", None), ("High availability", None), ("", None),
        ("Low, high under load", None), ("Medium: low at night", None), ("Not high", None), ("5 ms", None),
    ],
)  # fmt: skip
def test_rank_on_the_usual_scale(value, where):
    assert rank(value) == where


@pytest.mark.parametrize(
    ("value", "where"),
    [("Minutes", 0), ("seconds", 1), ("At once", 2), ("At once: no wait", 2), ("At", None), ("Low", None)],
)
def test_rank_on_a_declared_scale(value, where):
    assert rank(value, ("minutes", "seconds", "at once")) == where


def test_rank_on_a_scale_with_equal_steps_and_on_one_that_repeats_a_step():
    assert rank("some", ("one", "few = some", "all")) == rank("few", ("one", "few = some", "all")) == 1
    assert rank("one", ("one", "few", "one")) is None


@pytest.mark.parametrize(
    ("step", "said"),
    [("First, lock it", "First"), ("after that wait", "after that"), ("3 copies", "3"), ("Firstly", "First"),
     ("Lock it first", ""), ("Stepwise", ""), ("Step 2", "Step")],
)  # fmt: skip
def test_a_step_says_its_place_at_its_beginning(step, said):
    assert said_place(step) == said
