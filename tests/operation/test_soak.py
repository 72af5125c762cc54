"""A minute of `script/bench soak`: each kind of fault once, while learners study and what has expired is cleaned."""

from dataclasses import replace

import pytest

from benchmarks.faults import FAULTS, Look, answered
from benchmarks.soak import LONGEST_SECONDS, soak

GAP_SECONDS = 2.5


@pytest.fixture(scope="module")
def outcome(start, made):
    return soak(start(), made.password, gap=GAP_SECONDS, count=len(FAULTS))


def test_what_was_acknowledged_is_stored_once(outcome):
    kinds = {kind for kind, _ in outcome.all("acknowledged")}
    assert kinds == {"grade", "answer", "save", "start", "end"}
    assert outcome.total("logins") >= 5
    assert outcome.broken == []
    assert outcome.lost == set()
    assert outcome.doubled == 0


def test_the_site_answers_soon_after_each_fault(outcome):
    assert [one.name for one in outcome.met] == [name for name, _ in FAULTS]
    assert outcome.slowest <= LONGEST_SECONDS, outcome.met


def test_the_background_works_on(outcome):
    assert outcome.cleaned is not None
    assert outcome.background is not None


def test_nothing_is_left_at_the_end(outcome):
    assert outcome.code == 0
    assert outcome.left == []


def test_the_count_sees_what_is_lost_and_what_is_doubled(outcome):
    act = max(outcome.all("acknowledged"))
    assert replace(outcome, stored=[one for one in outcome.stored if one != act]).lost == {act}
    assert replace(outcome, stored=[*outcome.stored, act]).doubled == 1
    assert replace(outcome, stored=[*outcome.stored, ("grade", "of nobody")]).doubled == 1
    assert replace(outcome, miscounted=1).doubled == 1


def test_a_page_that_the_next_fault_cuts_off_is_counted_there():
    met, cut, later = Look(1.5, 2.0, True), Look(2.9, 3.2, False), Look(3.3, 3.6, True)
    looks = [Look(0.0, 0.5, True), Look(0.9, 1.4, False), met, cut, later]
    assert answered(looks, 1.0, 3.0) == pytest.approx(1.0)
    assert answered(looks, 3.0, 9.0) == pytest.approx(0.6)
    assert answered(looks[:2], 1.0, 3.0) is None
    assert answered([*looks[:3], replace(cut, ended=2.95)], 1.0, 3.0) is None
