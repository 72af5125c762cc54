"""The figures by which fits are judged, worked out by hand."""

from math import log

import pytest

from quizzes.reviews.fitting.losses import EDGE, WINDOW, log_loss, moving_average


def test_the_log_loss_worked_out_by_hand():
    assert log_loss([(0.9, True), (0.95, False)]) == pytest.approx(-(log(0.9) + log(0.05)) / 2)


def test_a_sure_error_costs_no_more_than_the_edge_allows():
    assert log_loss([(1.0, False)]) == log_loss([(0.0, True)]) == pytest.approx(-log(EDGE))


def test_the_moving_average_knows_only_what_came_before():
    assert moving_average([True, True, False]) == [1 / 2, 2 / 3, 3 / 4]
    long = [False] * 5 + [True] * WINDOW + [False]
    assert moving_average(long)[-1] == (WINDOW + 1) / (WINDOW + 2)
