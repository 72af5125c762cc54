"""Expected beside measured, worked out by hand and held to its laws."""

from math import log, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.progress.calibration import (
    ENOUGH,
    Asked,
    Fit,
    Share,
    binned,
    calibrated,
    fit,
    shared,
)
from quizzes.reviews.fitting.losses import EDGE

answers = st.lists(st.builds(Asked, st.floats(0, 1), st.booleans(), st.booleans()), max_size=120)


def test_figures_worked_out_by_hand():
    asked = [Asked(0.9, True), Asked(0.95, False), Asked(0.6, True), Asked(0.6, False)]
    found = fit(asked)
    assert found.log_loss == pytest.approx(-(log(0.9) + log(0.05) + log(0.6) + log(0.4)) / 4)
    # the upper two have .925 against .5, the lower two .6 against .5
    assert found.rmse == pytest.approx(sqrt((2 * 0.425**2 + 2 * 0.1**2) / 4))
    assert [part.share.n for part in binned(asked)] == [0, 2, 0, 0, 2]
    assert binned(asked)[1].share == Share(2, pytest.approx(0.6), 0.5)
    assert binned(asked)[0].share == Share(0)


@pytest.mark.parametrize(
    ("chance", "place"), [(0, 0), (0.49, 0), (0.5, 1), (0.7, 2), (0.8, 3), (0.89, 3), (0.9, 4), (1, 4)]
)
def test_an_edge_belongs_to_the_bin_that_begins_with_it(chance, place):
    assert [part.share.n for part in binned([Asked(chance, True)])] == [int(n == place) for n in range(5)]


@given(answers)
def test_bins_share_out_all_answers_and_stay_within_their_edges(asked):
    parts = binned(asked)
    assert sum(part.share.n for part in parts) == len(asked)
    for part in parts:
        if part.share.n:
            assert part.low - 1e-12 <= part.share.expected <= part.high + 1e-12


@given(answers.filter(bool))
def test_what_happens_surely_and_was_sure_fits_best(asked):
    sure = [Asked(float(one.recalled), one.recalled) for one in asked]
    assert fit(sure) == Fit(pytest.approx(-log(1 - EDGE)), 0)
    assert fit(asked).log_loss >= fit(sure).log_loss - 1e-12
    assert 0 <= fit(asked).rmse <= 1


@given(answers)
def test_below_enough_answers_nothing_is_said(asked):
    found = calibrated(asked)
    assert (found is None) == (len(asked) < ENOUGH)
    if found:
        assert found.n == len(asked)
        assert found.missed == shared([one for one in asked if one.missed])
