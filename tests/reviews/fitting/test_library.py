"""What the library that fits is given, and what it says of the same answers as we do."""

import re
from datetime import timedelta
from statistics import fmean

import fsrs_rs_python
import pytest

from quizzes.reviews.fitting.library import LEAST, fitted, items
from quizzes.reviews.fitting.losses import log_loss
from quizzes.reviews.fitting.trial import Given, measured
from quizzes.reviews.scheduling import DEFAULT_MODEL, Rating
from tests.reviews.fitting.logs import START, log_of
from tests.reviews.memory_models import FORGETFUL

DAY = timedelta(days=1)


def given(item):
    """The ratings and gaps of an item, which only its text tells."""
    found = re.findall(r"rating: (\d), delta_t: (\d+)", repr(item))
    return [(int(rating), int(gap)) for rating, gap in found]


def test_each_answer_of_a_later_day_comes_with_its_cards_history():
    log = [
        Given(1, Rating.AGAIN, START),
        Given(2, Rating.EASY, START),
        Given(1, Rating.GOOD, START),
        Given(1, Rating.HARD, START + 3 * DAY),
        Given(2, Rating.AGAIN, START + 7 * DAY),
    ]
    found = [given(item) for item in items(log)]
    assert found == [[(1, 0), (3, 0), (2, 3)], [(4, 0), (1, 7)]]


def test_a_day_that_went_back_counts_as_the_same():
    days = (START + DAY, START, START + 2 * DAY)
    found = items(Given(1, Rating.GOOD, day) for day in days)
    assert [[gap for _, gap in given(item)] for item in found] == [[0, 0, 1]]


def test_evidence_weighs_alike_for_the_library_and_not_for_what_judges_it():
    """A right choice stays in its card's history, and counts there as any success; our replay gives it its weight."""
    log = log_of(FORGETFUL, cards=60, days=40, seed=3)
    half = [one._replace(weight=50) if one.rating is Rating.GOOD else one for one in log]
    assert [given(item) for item in items(half)] == [given(item) for item in items(log)]
    assert fitted(half) == fitted(log)
    chances = [fmean(one.chance for one in measured(some, DEFAULT_MODEL)) for some in (log, half)]
    assert chances[1] < chances[0] - 0.01


def test_too_little_fits_nothing():
    log = [Given(card, Rating.GOOD, START + place * DAY) for card in range(LEAST - 1) for place in range(2)]
    assert fitted(log) is None


def test_the_same_log_gives_the_same_parameters_within_the_bounds_of_the_model():
    log = log_of(FORGETFUL, cards=60, days=40, seed=3)
    model = fitted(log)
    assert model == fitted(log) != DEFAULT_MODEL
    assert model.version == DEFAULT_MODEL.version
    assert len(model.parameters) == len(DEFAULT_MODEL.parameters)
    assert measured(log, model)  # the scheduler refuses parameters outside its bounds


@pytest.mark.parametrize("model", [DEFAULT_MODEL, FORGETFUL])
def test_our_loss_of_answers_is_that_of_the_library(model):
    log = log_of(FORGETFUL, cards=60, days=40, seed=5)
    ours = log_loss((one.chance, one.recalled) for one in measured(log, model))
    # All at once it would weigh the later ones more.
    library = fsrs_rs_python.FSRS(list(model.parameters))
    theirs = fmean(library.evaluate([item]).log_loss for item in items(log))
    assert ours == pytest.approx(theirs, abs=0.0001)
