"""Classical test theory: a matrix worked out by hand, two published ones, and the laws."""

from math import inf, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.statistics.theory import Evidence, Fault, Taken, confusions, faults, item, items, quiz, weights

EXACT = 1e-6

# Four people, three questions; the last one is worth two marks.
HAND = [
    [1.0, 1.0, 2.0],  # total 4
    [1.0, 0.0, 1.0],  # total 2
    [0.0, 1.0, 0.0],  # total 1
    [0.0, 0.0, 0.0],  # total 0
]


def close(value):
    return pytest.approx(value, abs=EXACT, rel=0)


def test_items_worked_out_by_hand():
    one, two, three = items(HAND, [1, 1, 2])
    # Question 1: x = 1 1 0 0, mean 1/2, deviations ½ ½ −½ −½, variance 1/3. Rests o = 3 1 1 0, mean 5/4, squared
    # deviations 49/16 + 1/16 + 1/16 + 25/16 = 19/4, variance 19/12. Covariance ½(7/4 − 1/4 + 1/4 + 5/4)/3 = 1/2.
    # Sorted, x = 0 0 1 1 meets o = 0 1 1 3, which is the same pairing: nothing better is possible.
    assert one.facility == close(1 / 2)
    assert one.deviation == close(sqrt(1 / 3))
    assert one.discrimination == close(100 * (1 / 2) / sqrt(1 / 3 * 19 / 12))
    assert one.efficiency == close(100)
    # Question 2: x = 1 0 1 0, o = 3 2 0 0, mean 5/4. Covariance ½(7/4 − 3/4 − 5/4 + 5/4)/3 = 1/6, at best 0 0 1 1
    # with 0 0 2 3: ½(5/4 + 5/4 + 3/4 + 7/4)/3 = 5/6.
    assert two.discrimination == close(100 * (1 / 6) / sqrt(1 / 3 * 27 / 12))
    assert two.efficiency == close(100 * (1 / 6) / (5 / 6))
    # Question 3: x = 2 1 0 0, mean 3/4 of 2. With the total 4 2 1 0, mean 7/4: (5/4·9/4 + 1/4·1/4 + 3/4·3/4
    # + 3/4·7/4)/3 = (45 + 1 + 9 + 21)/48 = 19/12.
    assert three.facility == close(3 / 8)
    assert three.covariance == close(19 / 12)
    # Covariances with the total: question 1: ½(9/4 + 1/4 + 3/4 + 7/4)/3 = 5/6, question 2: ½(9/4 − 1/4 − 3/4 + 7/4)/3
    # = 1/2.
    roots = [sqrt(5 / 6), sqrt(1 / 2), sqrt(19 / 12)]
    assert weights(one.covariance for one in (one, two, three)) == [close(100 * r / sum(roots)) for r in roots]


def test_quiz_worked_out_by_hand():
    found = quiz(HAND)
    # Totals 4 2 1 0, mean 7/4, deviations 9/4 1/4 −3/4 −7/4: squares 81 + 1 + 9 + 49 = 140 sixteenths, m₂ = 35/16,
    # k₂ = 35/12. Cubes 729 + 1 − 27 − 343 = 360 of 64, m₃ = 90/64. Fourth powers 6561 + 1 + 81 + 2401 = 9044 of 256,
    # m₄ = 2261/256. k₃ = 16 m₃/6 = 15/4. k₄ = 16 (5 m₄ − 9 m₂²)/6 = 16 (11305 − 11025)/256/6 = 35/12.
    k2, k3, k4 = 35 / 12, 15 / 4, 35 / 12
    assert (found.n, found.mean, found.deviation) == (4, close(7 / 4), close(sqrt(k2)))
    assert (found.skewness, found.kurtosis) == (close(k3 / k2**1.5), close(k4 / k2**2))
    # Variances of the questions 1/3, 1/3 and (25 + 1 + 9 + 9)/16/3 = 11/12, in all 19/12: 1 − 19/35 = 16/35.
    assert found.consistency == close(100 * 3 / 2 * 16 / 35)
    assert found.error_ratio == close(100 * sqrt(1 - 24 / 35))
    assert found.standard_error == close(sqrt(11 / 35) * sqrt(k2))


# Moodle's own worked example: 25 attempts at seven questions, and the figures it is tested against. Source: Moodle,
# mod/quiz/report/statistics/tests, fixtures/results00.csv (marks), fixtures/qstats00.csv (questions), and
# check_quiz_stats_for_quiz_00 in stats_from_steps_walkthrough_test.php (quiz).
MOODLE = """
1 1 1 1 1 0 1|1 1 1 1 .5 1 0|1 1 1 1 .5 0 1|0 0 1 1 1 0 0|1 0 1 0 0 1 .5|1 1 1 1 .5 0 .5|0 1 1 1 .5 1 .5
1 1 1 0 .5 1 .5|1 0 1 1 1 1 1|0 1 1 0 .5 1 .5|.8 0 1 1 .5 1 .5|1 1 1 0 .5 1 1|1 0 1 1 .5 1 .5|1 0 1 1 1 0 .5
0 0 1 1 0 1 1|1 0 1 0 .5 1 1|.8 0 1 1 .5 0 1|1 0 1 1 0 1 .5|1 0 1 1 .5 0 .5|0 1 1 0 .5 1 0|1 1 .3333333 1 .5 0 .5
1 1 1 0 .5 0 .5|1 1 1 1 0 1 .5|0 0 1 0 .5 1 1|0 0 1 1 1 1 1
"""
MOODLE_ITEMS = [  # facility, deviation, effective weight, discrimination index, discriminative efficiency
    (0.704, 0.4513682901, 21.2922742344, -7.0650767526, -9.4550536967),
    (0.48, 0.5099019514, 18.8979800309, -28.8982125772, -36.7834118938),
    (0.973333332, 0.13333334, 4.443012573, -9.1230674268, -21.6545012165),
    (0.68, 0.4760952286, 18.9347251357, -22.6306444113, -31.4411395613),
    (0.52, 0.3055050463, 11.1450138688, -17.6997047674, -21.1794802584),
    (0.64, 0.4898979486, 9.8081339177, -45.3785178421, -56.9365974439),
    (0.62, 0.331662479, 15.4788602394, -5.6543166602, -6.5043742058),
]


def moodle():
    return [[float(mark) for mark in row.split()] for line in MOODLE.split("\n") for row in line.split("|") if row]


def test_items_of_moodles_worked_example():
    found = items(moodle(), [1] * 7)
    weighed = weights(one.covariance for one in found)
    assert [one.n for one in found] == [25] * 7
    for one, weight, published in zip(found, weighed, MOODLE_ITEMS, strict=True):
        figures = (one.facility, one.deviation, weight, one.discrimination, one.efficiency)
        assert figures == tuple(close(figure) for figure in published)


def test_quiz_of_moodles_worked_example():
    found = quiz(moodle())
    assert found.n == 25
    assert found.mean == close(4.617333332)
    assert found.deviation == close(0.8117265554)
    assert found.skewness == close(-0.092502502)
    assert found.kurtosis == close(-0.7073968557)
    assert found.consistency == close(-87.2230935542)
    assert found.error_ratio == close(136.8294900795)
    assert found.standard_error == close(1.1106813066)


# Section 6 of the Law School Admission Test, 1000 people and five questions: Bock and Lieberman (1970), Psychometrika
# 35, 179-197: how many had each pattern, from 00000 to 11111. Its alpha is that of the documentation of the R package
# ltm (`cronbach.alpha(LSAT)`), to three places.
LSAT = [
    *(3, 6, 2, 11, 1, 1, 3, 4, 1, 8, 0, 16, 0, 3, 2, 15),
    *(10, 29, 14, 81, 3, 28, 15, 80, 16, 56, 21, 173, 11, 61, 28, 298),
]


def test_law_school_admission_test():
    matrix = [[float(bit) for bit in f"{pattern:05b}"] for pattern, people in enumerate(LSAT) for _ in range(people)]
    assert [one.facility for one in items(matrix, [1] * 5)] == [close(f) for f in (0.924, 0.709, 0.553, 0.763, 0.870)]
    assert quiz(matrix).consistency == pytest.approx(29.5, abs=0.05)


def test_no_figures_without_two_people():
    assert items([], []) == []
    (one,) = items([[1.0]], [1])
    assert one == item([1.0], [0.0], [1.0])
    assert (one.n, one.facility, one.deviation, one.discrimination, one.efficiency, one.covariance) == (1, *[None] * 5)
    alone = quiz([[1.0, 0.0]])
    assert (alone.n, alone.mean, alone.consistency, alone.kurtosis) == (1, None, None, None)
    assert quiz([]).n == 0


@pytest.mark.parametrize("mark", [0.0, 0.1, 1.0])
def test_no_discrimination_without_variance(mark):
    found = item([mark] * 7, [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7], [0.3] * 7)
    assert (found.discrimination, found.efficiency) == (None, None)
    assert found.facility == close(mark)
    found = item([0.0, 1.0, 0.0], [0.1] * 3, [0.1, 1.1, 0.1])
    assert (found.discrimination, found.efficiency) == (None, None)
    same = quiz([[0.1, 0.2]] * 5)
    assert (same.deviation, same.skewness, same.kurtosis, same.consistency, same.error_ratio) == (0.0, *[None] * 4)


def test_higher_figures_need_more_people():
    assert quiz([[1.0, 1.0], [0.0, 0.0]]).skewness is None
    assert quiz([[1.0, 1.0], [0.0, 0.0], [1.0, 0.0]]).kurtosis is None
    assert quiz([[1.0], [0.0]]).consistency is None


def test_weights_leave_out_negative_covariances():
    assert weights([4.0, -1.0, None, 1.0]) == [close(200 / 3), None, None, close(100 / 3)]
    assert weights([0.0, -1.0]) == [None, None]


MARKS = st.sampled_from([0.0, 0.25, 1 / 3, 0.5, 0.8, 1.0])
MATRICES = st.integers(2, 6).flatmap(
    lambda places: st.lists(st.lists(MARKS, min_size=places, max_size=places), min_size=0, max_size=12)
)


@given(MATRICES)
def test_figures_stay_in_their_bounds(matrix):
    for one in items(matrix, [1] * len(matrix[0])) if matrix else []:
        assert one.n == len(matrix)
        if one.n < 2:
            assert one.facility is None
            continue
        assert 0 <= one.facility <= 1
        assert one.discrimination is None or -100 <= one.discrimination <= 100
        assert one.efficiency is None or one.efficiency <= 100 + EXACT
        assert (one.discrimination is None) == (one.efficiency is None)
        if one.discrimination:
            assert (one.discrimination < 0) == (one.efficiency < 0)
    found = quiz(matrix)
    assert found.consistency is None or found.consistency <= 100 + EXACT
    assert found.error_ratio is None or 0 <= found.error_ratio < inf


@given(MATRICES, st.sampled_from([0.5, 3.0, 8.0]))
def test_figures_do_not_depend_on_the_unit_of_marks(matrix, unit):
    places = len(matrix[0]) if matrix else 0
    scaled = [[unit * mark for mark in row] for row in matrix]
    plain, other = items(matrix, [1] * places), items(scaled, [unit] * places)
    for one, two in zip(plain, other, strict=True):
        for name in ("facility", "discrimination", "efficiency"):
            assert getattr(two, name) == pytest.approx(getattr(one, name), abs=1e-6)
    of_plain, of_other = weights(one.covariance for one in plain), weights(two.covariance for two in other)
    for weight, scaled_weight in zip(of_plain, of_other, strict=True):
        if weight is not None and scaled_weight is not None:  # a covariance of 0 may come out on either side of it
            assert scaled_weight == pytest.approx(weight, abs=1e-4)
    whole, whole_scaled = quiz(matrix), quiz(scaled)
    for name in ("skewness", "kurtosis", "consistency"):
        assert getattr(whole_scaled, name) == pytest.approx(getattr(whole, name), abs=1e-6)
    if whole.deviation is not None:
        assert whole_scaled.deviation == pytest.approx(unit * whole.deviation)


@given(MATRICES, st.randoms(use_true_random=False))
def test_figures_do_not_depend_on_the_order_of_people(matrix, random):
    shuffled = random.sample(matrix, len(matrix))
    places = len(matrix[0]) if matrix else 0
    for one, two in zip(items(matrix, [1] * places), items(shuffled, [1] * places), strict=True):
        assert two.discrimination == pytest.approx(one.discrimination, abs=1e-9)
        assert two.efficiency == pytest.approx(one.efficiency, abs=1e-9)


SOUND = Evidence(n=20, facility=0.6, guess=0.25, discrimination=10.0, key_share=0.7, lure_share=0.2)


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({}, []),
        ({"discrimination": -0.5}, ["negative"]),
        ({"discrimination": -0.5, "n": 19}, []),
        ({"discrimination": -1.1e-15}, []),  # what PostgreSQL's corr gives where there is none
        ({"discrimination": None}, []),
        ({"lure_share": 0.71}, ["lure"]),
        ({"lure_share": 0.7}, []),
        ({"lure_share": 0.9, "key_share": None}, []),
        ({"facility": 0.2}, ["chance"]),
        ({"facility": 0.2, "guess": None}, []),
        ({"facility": 0.25}, []),
        ({"facility": 0.0, "discrimination": -3, "lure_share": 0.8}, ["negative", "lure", "chance"]),
    ],
)
def test_faults(changes, codes):
    assert [fault.code for fault in faults(Evidence(**(vars_of(SOUND) | changes)))] == codes


def test_a_fault_has_the_figures_that_show_it():
    changes = {"facility": 0.1, "guess": 0.25, "discrimination": -0.46, "key_share": 0.3, "lure_share": 0.8}
    assert faults(Evidence(**(vars_of(SOUND) | changes))) == [
        Fault("negative", 20, found=-0.5, against=0.0),
        Fault("lure", 20, found=0.3, against=0.8),
        Fault("chance", 20, found=0.1, against=0.25),
    ]


def vars_of(evidence):
    return {name: getattr(evidence, name) for name in evidence.__dataclass_fields__}


def test_confusions_are_shares_of_what_was_asked():
    taken = [Taken("Queue", "Queue", 5), Taken("Queue", "Log", 3), Taken("Log", "Log", 2), Taken("Queue", "Table", 2)]
    found = confusions(taken, ["Log", "Queue"])
    assert found.options == ("Log", "Queue", "Table")
    assert found.asked == (2, 10, 0)
    assert found.shares == ((1.0, 0.0, 0.0), (0.3, 0.5, 0.2), (None, None, None))
    assert found.pairs == [("Log", "Queue", 0.3, 10), ("Table", "Queue", 0.2, 10)]


@given(st.lists(st.builds(Taken, st.sampled_from("abc"), st.sampled_from("abcd"), st.integers(1, 9))))
def test_confusions_of_each_option_add_up(taken):
    found = confusions(taken)
    assert sum(found.asked) == sum(one.times for one in taken)
    for asked, shares in zip(found.asked, found.shares, strict=True):
        assert (sum(share or 0 for share in shares) == pytest.approx(1)) if asked else set(shares) == {None}
