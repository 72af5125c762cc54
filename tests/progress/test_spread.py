"""Shares with how sure they are, and scales."""

from hypothesis import given
from hypothesis import strategies as st

from quizzes.progress.spread import DAYS, DIFFICULTY, MATURE, SHORT_DAYS, Kept, Spread


def test_scales_name_each_bucket_once():
    for scale, labels in ((DAYS, DAYS.labels), (DAYS, SHORT_DAYS), (DIFFICULTY, DIFFICULTY.labels)):
        assert len(scale.edges) == len(labels) == len(set(labels))
        assert list(scale.edges) == sorted(set(scale.edges))
    assert MATURE in DAYS.edges


def test_nothing_asked_has_no_share():
    assert (Kept(0, 0).share, Kept(0, 0).percent, Kept(0, 0).range) == (None, None, None)


def test_wilsons_interval_as_published():
    # Newcombe (1998), table I, method 3: 81 of 263 gives .2553 to .3662; 0 of 20 gives 0 to .1611
    assert Kept(263, 81).range == (26, 37)
    assert Kept(20, 0).range == (0, 16)
    assert Kept(29, 29).range == (88, 100)


@given(st.integers(1, 5000), st.data())
def test_the_range_holds_the_share_and_narrows_with_more_of_the_same(asked, data):
    kept = Kept(asked, data.draw(st.integers(0, asked)))
    low, high = kept.range
    assert 0 <= low <= kept.percent <= high <= 100
    more = Kept(4 * kept.asked, 4 * kept.recalled).range
    assert more[1] - more[0] <= high - low + 1  # each end is rounded


def test_kept_adds_up():
    assert Kept(3, 2) + Kept(5, 5) == Kept(8, 7)


def test_a_spread_counts_its_cards():
    spread = Spread(DIFFICULTY, (1, 0, 2, 0, 0, 0, 0, 0, 0, 4), 9.5)
    assert spread.total == 7
    assert spread.rows[2] == ("3", 2)
