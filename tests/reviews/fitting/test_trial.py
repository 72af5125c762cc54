"""Parameters come into use only if they do better on answers that they have not seen."""

from datetime import timedelta
from math import sqrt
from statistics import fmean

import fsrs_rs_python
import pytest

from quizzes.reviews.fitting.library import fitted, items
from quizzes.reviews.fitting.trial import ENOUGH, PRIOR, Given, Outcome, measured, outcome_of, shrunk, tried
from quizzes.reviews.forgetting import recall_after
from quizzes.reviews.scheduling import DEFAULT_MODEL, Rating
from tests.reviews.fitting.logs import SOONER, START, log_of

DAY = timedelta(days=1)


def test_only_the_first_answer_of_a_later_day_measures():
    log = [Given(1, Rating.GOOD, START + n * DAY) for n in (0, 0, 2, 2, 5)]
    assert [one.place for one in measured(log, DEFAULT_MODEL)] == [2, 4]


def test_the_chance_is_that_of_the_memory_before_by_its_weight():
    full, half = ([Given(1, Rating.GOOD, START, w), Given(1, Rating.AGAIN, START + DAY)] for w in (100, 50))
    first = DEFAULT_MODEL.parameters[2]  # the stability after a first Good
    assert measured(full, DEFAULT_MODEL) == [(1, pytest.approx(recall_after(1, first, model=DEFAULT_MODEL)), False)]
    assert measured(half, DEFAULT_MODEL) == [(1, pytest.approx(recall_after(1, first / 2, model=DEFAULT_MODEL)), False)]


@pytest.fixture(scope="module")
def log():
    """Of somebody who forgets sooner than the default says: about a thousand answers."""
    return log_of(SOONER, cards=150, days=60, seed=2)


def test_fitted_parameters_do_better_on_later_answers_than_the_default_and_as_well_as_the_library_says(log):
    trial = tried(log, in_use=DEFAULT_MODEL, fit=fitted)
    assert trial.outcome is Outcome.KEPT
    assert trial.loss < trial.default - 0.02
    assert trial.loss < trial.average
    later = items(log)[trial.fitted_on :]
    assert len(later) == trial.tried_on
    library = fsrs_rs_python.FSRS(list(trial.model.parameters))
    assert trial.loss <= fmean(library.evaluate([item]).log_loss for item in later) + 0.005


def test_what_is_fitted_never_sees_the_answers_that_it_is_tried_on(log):
    seen = []
    tried(log, in_use=DEFAULT_MODEL, fit=lambda given: seen.extend(given) or DEFAULT_MODEL)
    measuring = len(measured(log, DEFAULT_MODEL))
    assert len(measured(seen, DEFAULT_MODEL)) == measuring - round(measuring / 4)
    assert seen == log[: len(seen)]


def test_too_few_answers_are_not_tried(log):
    places = [one.place for one in measured(log, DEFAULT_MODEL)]
    assert tried(log[: places[ENOUGH - 1]], in_use=DEFAULT_MODEL, fit=fitted) is None
    assert tried(log[: places[ENOUGH - 1] + 1], in_use=DEFAULT_MODEL, fit=fitted).tried_on == ENOUGH // 4


@pytest.mark.parametrize(
    ("in_use", "proposed", "outcome"),
    [
        (DEFAULT_MODEL, SOONER, Outcome.KEPT),
        (DEFAULT_MODEL, DEFAULT_MODEL, Outcome.LEFT),
        (SOONER, DEFAULT_MODEL, Outcome.LEFT),
        (SOONER, SOONER, Outcome.LEFT),
    ],
)
def test_what_does_no_better_than_what_is_in_use_changes_nothing(log, in_use, proposed, outcome):
    trial = tried(log, in_use=in_use, fit=lambda given: proposed)
    assert trial.outcome is outcome
    assert (trial.before is None) is (in_use == DEFAULT_MODEL)


def test_parameters_that_do_worse_than_the_default_by_now_are_given_up():
    usual = log_of(DEFAULT_MODEL, cards=150, days=60, seed=14)
    trial = tried(usual, in_use=SOONER, fit=lambda given: SOONER)
    assert trial.default < trial.before
    assert trial.outcome is Outcome.REVERTED


SPREAD = (-0.05, 0.05)  # what the losses of answers differ by, from one to the next


@pytest.mark.parametrize(
    ("loss", "default", "before", "outcome"),
    [
        (0.447, 0.45, None, Outcome.KEPT),
        (0.449, 0.45, None, Outcome.LEFT),
        (0.430, 0.45, 0.433, Outcome.KEPT),
        (0.430, 0.45, 0.431, Outcome.LEFT),
        (0.449, 0.45, 0.451, Outcome.REVERTED),
        (0.440, 0.45, 0.451, Outcome.KEPT),
    ],
)
def test_a_little_better_is_not_worth_other_intervals(loss, default, before, outcome):
    given = [one and [one + more for more in SPREAD] * 20 for one in (loss, default, before)]
    assert outcome_of(*given) is outcome


@pytest.mark.parametrize(("answers", "outcome"), [(16, Outcome.LEFT), (160, Outcome.KEPT)])
def test_what_may_be_luck_is_left(answers, outcome):
    """Ten in sixteen answers that each do better by .2, the others worse by as much: .05, give or take .05."""
    gains = ([0.2] * 10 + [-0.2] * 6) * (answers // 16)
    assert outcome_of([1 - gain for gain in gains], [1.0] * answers, None) is outcome


def test_few_answers_carry_a_fit_less_far_from_the_default():
    assert shrunk(SOONER, 0).parameters == pytest.approx(DEFAULT_MODEL.parameters)
    assert shrunk(SOONER, 10**9).parameters == pytest.approx(SOONER.parameters, rel=1e-5)
    half = shrunk(SOONER, PRIOR).parameters
    pairs = list(zip(DEFAULT_MODEL.parameters, SOONER.parameters, strict=True))
    assert half[:4] == pytest.approx([sqrt(usual * own) for usual, own in pairs[:4]])
    assert half[4:] == pytest.approx([(usual + own) / 2 for usual, own in pairs[4:]])


def test_nothing_to_fit_with_is_no_trial(log):
    assert tried(log, in_use=DEFAULT_MODEL, fit=lambda given: None) is None
