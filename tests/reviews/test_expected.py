"""The laws of expected recall, over random histories: which answers may move it, and where to."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizzes.reviews.expected import expected, known, next_day
from quizzes.reviews.forgetting import recall_after
from quizzes.reviews.scheduling import DEFAULT_MODEL, FULL, Memory, Rating, review
from tests.reviews.memory_models import FORGETFUL, replay

TODAY = date(2026, 3, 2)
AGAIN, HARD, GOOD, EASY = Rating
FACTS = range(3)

# What happens to which fact, how many days after the last: a grade, a right answer by its weight, an answer that its
# learner calls a guess, or the taking back of the latest evidence that stands.
histories = st.lists(
    st.tuples(
        st.sampled_from([AGAIN, AGAIN, HARD, GOOD, GOOD, EASY, 50, 67, 80, "guess", "undo", "undo"]),
        st.sampled_from(FACTS),
        st.sampled_from([0, 0, 0, -1, -1, 1, 1, 2, 9, 60, 700]),  # a day before: west, or a later day start
    ),
    max_size=12,
)
models = st.sampled_from([DEFAULT_MODEL, FORGETFUL])


class Learner:
    """A few facts with their evidence, and what is expected of all of them together."""

    def __init__(self, model):
        self.model = model
        self.given = []  # (fact, rating, day, weight), in the order in which it came
        self.memories = dict.fromkeys(FACTS, Memory())

    def grade(self, fact, rating, day, weight=FULL):
        self.given.append((fact, rating, day, weight))
        after = review(self.memories[fact], rating, model=self.model, day=day, retention=0.9, weight=weight)
        self.memories[fact] = after.memory

    def undo(self):
        undone, *_ = self.given.pop()
        left = [evidence for fact, *evidence in self.given if fact == undone]
        self.memories[undone] = replay(left, model=self.model)

    def expects(self, *dates):
        return [sum(expected(self.memories[fact], on=on, model=self.model) for fact in FACTS) for on in dates]


@settings(max_examples=800)
@given(history=histories, model=models, ahead=st.sampled_from([0, 1, 10, 365]))
def test_wrong_answers_never_raise_it_right_ones_never_lower_it_and_undo_gives_it_back(history, model, ahead):
    """On the next day and on any date beyond the last answer alike; a Hard of a day with earlier evidence, which says
    that the fact was harder than thought, is the one success that may lower it."""
    learner, today = Learner(model), TODAY
    date_ahead = TODAY + timedelta(days=sum(days for *_, days in history) + ahead)
    before_each = []  # what was expected, on these dates, when each piece of evidence that stands came
    for kind, fact, days in history:
        today += timedelta(days=days)
        dates = (next_day(today), max(date_ahead, next_day(today)))
        before = learner.expects(*dates)
        memory = learner.memories[fact]
        if kind == "undo":
            if learner.given:
                earlier_dates, earlier = before_each.pop()
                learner.undo()
                assert learner.expects(*earlier_dates) == earlier
            continue
        if kind == "guess":
            assert learner.expects(*dates) == before
            continue
        before_each.append((dates, before))
        if kind in tuple(Rating):
            learner.grade(fact, kind, today)
        else:
            learner.grade(fact, GOOD, today, weight=kind)
        after = learner.expects(*dates)
        if kind is AGAIN:
            assert all(new <= old for new, old in zip(after, before, strict=True))
            assert expected(learner.memories[fact], on=dates[0], model=model) == 0
        elif kind is not HARD or not known(memory) or memory.last_day < today:
            assert all(new >= old for new, old in zip(after, before, strict=True))


@settings(max_examples=300)
@given(wrong=st.integers(1, 60), model=models)
def test_nothing_but_wrong_answers_expect_nothing(wrong, model):
    learner = Learner(model)
    for place in range(wrong):
        learner.grade(place % 3, AGAIN, TODAY + timedelta(days=place // 7))
        assert learner.expects(next_day(TODAY), next_day(TODAY) + timedelta(days=60)) == [0, 0]


@given(days=st.integers(-2, 4000), model=models)
def test_a_known_fact_counts_its_chance_on_the_date_and_any_other_none(days, model):
    seen = replay([(GOOD, TODAY)], model=model)
    on = TODAY + timedelta(days=days)
    found = expected(seen, on=on, model=model)
    assert found == recall_after(max(days, 1), seen.stability, model=model) < 1
    assert expected(replay([(GOOD, TODAY), (AGAIN, TODAY)], model=model), on=on, model=model) == 0
    assert expected(Memory(), on=on, model=model) == 0


@pytest.mark.parametrize(
    ("evidence", "is_known"),
    [
        ([], False),
        ([HARD], True),
        ([GOOD], True),
        ([EASY], True),
        ([AGAIN], False),
        ([AGAIN, HARD], True),
        ([GOOD, GOOD, AGAIN], False),
        ([GOOD, GOOD, AGAIN, HARD], True),
        ([EASY, AGAIN, AGAIN], False),
    ],
)
def test_a_fact_is_known_if_its_latest_evidence_is_a_success(evidence, is_known):
    assert known(replay([(rating, TODAY) for rating in evidence], model=DEFAULT_MODEL)) is is_known
