"""What it takes: the figures that are said hold for whoever has set them."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from quizzes.classes.assignments.feasibility import FARTHEST, KEPT, Means, feasible, short_of

TODAY = date(2026, 11, 29)


def takes(*learners, total=125, share=0.9, days=8):
    return feasible(total=total, share=share, learners=learners, today=TODAY, due=TODAY + timedelta(days - 1))


def test_minutes_that_do_not_hold_the_new_facts_that_are_set_are_not_enough():
    """17 new a day are set, and two minutes: with what comes back these hold two or three."""
    class_of = [Means(125, 60, minutes=2)] * 20
    found = takes(*class_of)
    assert (found.per_day, found.minutes, found.behind, found.learners) == (16, 12, 20, 20)
    assert found.lower == 15  # 21 facts of 125, at 90 %
    assert found.later == TODAY + timedelta(46)  # 125 facts at 2.7 a day
    assert takes(*class_of[:19], Means(125, 60)).behind == 19


def test_new_facts_that_are_set_too_low_are_not_enough_whatever_the_minutes():
    assert takes(Means(125, 15, minutes=600)).behind == 1
    assert takes(Means(125, 16, minutes=600)).possible
    assert takes(Means(125, 0, minutes=600)).later is None
    assert takes(Means(125, 0)).lower is None


def test_with_a_plan_for_an_interview_the_minutes_alone_count():
    assert takes(Means(125, None, minutes=12)).possible
    assert not takes(Means(125, None, minutes=11)).possible


facts, days, most = st.integers(0, 900), st.integers(1, 90), st.integers(0, 200)
shares, minutes = st.integers(1, 20).map(lambda n: n / 20), st.none() | st.integers(1, 600)


@given(facts, days, shares)
def test_who_sets_what_is_said_has_set_enough(total, days, share):
    said = takes(Means(total, 0), total=total, share=share, days=days)
    assert takes(Means(total, said.per_day, said.minutes), total=total, share=share, days=days).possible
    assert total == 0 or not takes(Means(total, said.per_day - 1), total=total, share=share, days=days).possible


@given(facts, days, shares, most, minutes)
def test_by_the_later_date_they_are_there_and_the_lower_target_is_met(total, days, share, most, minutes):
    learner = Means(total, most, minutes)
    found = takes(learner, total=total, share=share, days=days)
    if found.later:
        later = (found.later - TODAY).days + 1
        assert days < later <= FARTHEST
        assert takes(learner, total=total, share=share, days=later).possible
        assert not takes(learner, total=total, share=share, days=later - 1).possible
    if found.lower:
        assert found.lower < 100 * share
        assert takes(learner, total=total, share=found.lower / 100, days=days).possible


@given(facts, days, shares, most, st.integers(1, 600))
def test_minutes_never_make_it_easier(total, days, share, most, minutes):
    free, bound = (takes(Means(total, most, held), total=total, share=share, days=days) for held in (None, minutes))
    assert (free.per_day, free.minutes) == (bound.per_day, bound.minutes)
    assert bound.behind >= free.behind


def test_what_would_do_names_what_is_too_little_and_nothing_that_no_day_could_hold():
    def short(means, days=8, share=0.9):
        return short_of(means, total=125, share=share, days=days)

    assert short(Means(125, 15, 3)).more == "12 minutes and 16 new facts"
    assert short(Means(125, 15, 60)).more == "16 new facts"
    assert short(Means(125, None, 3)).more == "12 minutes"
    assert short(Means(125, None, 3, reading=30.0)).more == "20 minutes"
    assert (short(Means(125, None, 3)).reached, short(Means(125, None, 3)).asked) == (20, 90)  # 32 of 125, at 90 %
    assert short(Means(125, None, 3, rests=4)).reached == 10
    assert short(Means(125, None, 3), share=0.97).asked == 90  # more than new facts are reckoned to be worth
    assert short(Means(125, None, 3), days=2).more == ""
    assert (short(Means(125, None, 3, rests=8)).reached, short(Means(125, None, 3, rests=8)).more) == (0, "")


@given(facts, days, shares, most, minutes, st.integers(0, 40))
def test_a_learner_and_their_teacher_are_told_the_same(total, days, share, most, minutes, reading):
    learner = Means(total, most, minutes, reading)
    short = short_of(learner, total=total, share=share, days=days)
    assert (short is None) == takes(learner, total=total, share=share, days=days).possible
    if short:
        assert short.reached < 100 * share
        assert short.asked <= 100 * KEPT
    if short and short.more:
        enough = Means(total, short.new_per_day or most, short.minutes or minutes, reading)
        assert short_of(enough, total=total, share=share, days=days) is None
