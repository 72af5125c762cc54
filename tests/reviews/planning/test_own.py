"""How a learner forgets beside the model, from their answers."""

import random

import pytest

from quizzes.reviews.forgetting import Model
from quizzes.reviews.planning.curves import Curves
from quizzes.reviews.planning.own import MIDDLE, Own, own_pace
from quizzes.reviews.scheduling import DEFAULT_MODEL


def answers(number, *, factor=1.0, decay=DEFAULT_MODEL.decay, power=1.0, seed=1):
    """Of a learner who forgets like that."""
    chance, curves = random.Random(seed), Curves(DEFAULT_MODEL, Own(factor, decay, power))
    asked = [(chance.randint(1, 30), chance.uniform(1, 20)) for _ in range(number)]
    return [(days, stability, chance.random() < curves.recall(days, stability)) for days, stability in asked]


def own_of(rows, model=DEFAULT_MODEL):
    return own_pace(rows, model).own


@pytest.mark.parametrize("decay", [0.13, DEFAULT_MODEL.decay, 0.3])
def test_without_answers_it_is_the_model(decay):
    model = Model(DEFAULT_MODEL.version, (*DEFAULT_MODEL.parameters[:20], decay))
    assert own_of([], model) == pytest.approx(Own(1.0, decay))


def test_what_is_added_to_a_copy_changes_no_other():
    pace = own_pace(answers(20), DEFAULT_MODEL)
    before, other = pace.own, pace.copy()
    other.add(10, 5.0, right=False)
    assert pace.own == before
    assert other.own != before
    pace.add(10, 5.0, right=False)
    assert pace.own == other.own


@pytest.mark.parametrize("factor", [0.25, 1.0, 2.0])
def test_many_answers_tell_how_fast_somebody_forgets(factor):
    """What is said is what they will recall; factor and decay can stand for each other in part."""
    own = own_of(answers(2000, factor=factor), DEFAULT_MODEL)
    said, true = Curves(DEFAULT_MODEL, own), Curves(DEFAULT_MODEL, Own(factor, DEFAULT_MODEL.decay))
    for days in (1, 5, 20):
        assert said.recall(days, 8.0) == pytest.approx(true.recall(days, 8.0), abs=0.05)


def test_a_steeper_curve_is_seen():
    steep = own_of(answers(2000, decay=0.6), DEFAULT_MODEL)
    flat = own_of(answers(2000, decay=0.12), DEFAULT_MODEL)
    assert steep.decay > flat.decay


@pytest.mark.parametrize("power", [0.5, 1.0, 1.3])
def test_how_much_of_the_growth_is_real_is_seen(power):
    """Where successes add less than the model thinks, what holds long by it is forgotten sooner than what holds a day
    says."""
    own = own_of(answers(3000, power=power), DEFAULT_MODEL)
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
    said = [Curves(DEFAULT_MODEL, own_of(some)).recall(10, 8.0) for some in (rows, missed)]
    assert said[1] < said[0]


def test_one_answer_says_little_and_none_is_surer_than_can_be():
    own = own_of([(0, 5.0, False)], DEFAULT_MODEL)
    assert 0.2 < own.factor < 2


def test_a_plan_is_made_for_one_who_forgets_sooner_until_answers_say_otherwise():
    for rows, most in (([], 0.1), (answers(400), 0.02)):
        pace = own_pace(rows, DEFAULT_MODEL)
        said, planned = (Curves(DEFAULT_MODEL, own).recall(20, 40.0) for own in (pace.own, pace.cautious))
        assert said - most < planned < said
