"""How a learner forgets beside the model, from their answers."""

import random

import pytest

from quizzes.reviews.planning.curves import Curves
from quizzes.reviews.planning.own import MIDDLE, Own, own_pace
from quizzes.reviews.scheduling import DEFAULT_MODEL


def answers(number, *, factor=1.0, decay=DEFAULT_MODEL.decay, power=1.0, seed=1):
    """Of a learner who forgets like that."""
    chance, curves = random.Random(seed), Curves(DEFAULT_MODEL, Own(factor, decay, power))
    asked = [(chance.randint(1, 30), chance.uniform(1, 20)) for _ in range(number)]
    return [(days, stability, chance.random() < curves.recall(days, stability)) for days, stability in asked]


def test_without_answers_it_is_the_model():
    own = own_pace([], DEFAULT_MODEL)
    assert 0.7 < own.factor < 1.4
    assert 0.1 < own.decay < 0.3
    assert 0.8 < own.power < 1.1


@pytest.mark.parametrize("factor", [0.25, 1.0, 2.0])
def test_many_answers_tell_how_fast_somebody_forgets(factor):
    """What is said is what they will recall; factor and decay can stand for each other in part."""
    own = own_pace(answers(2000, factor=factor), DEFAULT_MODEL)
    said, true = Curves(DEFAULT_MODEL, own), Curves(DEFAULT_MODEL, Own(factor, DEFAULT_MODEL.decay))
    for days in (1, 5, 20):
        assert said.recall(days, 8.0) == pytest.approx(true.recall(days, 8.0), abs=0.05)


def test_a_steeper_curve_is_seen():
    steep = own_pace(answers(2000, decay=0.6), DEFAULT_MODEL)
    flat = own_pace(answers(2000, decay=0.12), DEFAULT_MODEL)
    assert steep.decay > flat.decay


@pytest.mark.parametrize("power", [0.5, 1.0, 1.3])
def test_how_much_of_the_growth_is_real_is_seen(power):
    """Where successes add less than the model thinks, what holds long by it is forgotten sooner than what holds a day
    says."""
    own = own_pace(answers(3000, power=power), DEFAULT_MODEL)
    assert own.power == pytest.approx(power, abs=0.2)
    said, true = Curves(DEFAULT_MODEL, own), Curves(DEFAULT_MODEL, Own(1.0, DEFAULT_MODEL.decay, power))
    for stability in (1.5, 5.0, 18.0):
        assert said.recall(10, stability) == pytest.approx(true.recall(10, stability), abs=0.05)


def test_a_power_leaves_the_middle_where_it_is():
    for power in (0.3, 1.0, 1.3):
        own = Own(1.0, DEFAULT_MODEL.decay, power)
        assert own.stability(MIDDLE) == pytest.approx(MIDDLE)
        assert Curves(DEFAULT_MODEL, own).recall(7, MIDDLE) == pytest.approx(Curves(DEFAULT_MODEL).recall(7, MIDDLE))


def test_more_misses_never_make_somebody_remember_longer():
    rows = answers(60)
    missed = [(days, stability, False) for days, stability, _ in rows]
    said = [Curves(DEFAULT_MODEL, own_pace(some, DEFAULT_MODEL)).recall(10, 8.0) for some in (rows, missed)]
    assert said[1] < said[0]


def test_one_answer_says_little_and_none_is_surer_than_can_be():
    own = own_pace([(0, 5.0, False)], DEFAULT_MODEL)
    assert 0.2 < own.factor < 2
