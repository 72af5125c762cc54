"""The laws of scoring, for every kind."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.attempts import scoring
from quizzes.attempts.scoring import Asked, Given, Item, Mark, Score, complete, evidence, fits, score, share, verdicts
from quizzes.bank.kinds import KINDS, Shape

PLACED = ("match", "consequences", "categorise", "order")
SEVERAL = ("multiple", "review")
MARKS = st.lists(st.builds(Mark, share=st.floats(0, 1), guess=st.floats(0, 1)), max_size=30)


def asked(kind, *, right=(1,), size=4, targets=None):
    """A question with choices 1 to ``size`` about the facts "f1" …; placed kinds have one target for each."""
    names = targets or [str(n) for n in range(1, size + 1)]
    placed = kind in PLACED
    if KINDS[kind].shape is Shape.NUMBER:
        return Asked(KINDS[kind], (Item(1, "240..260", True, "ms", "f1"),), ("ms",))
    items = tuple(
        Item(
            n,
            f"word {n}",
            placed or kind == "cloze" or n in right,
            names[(n - 1) % len(names)] if placed else "",
            "f1" if kind == "cloze" else f"f{n}",
        )
        for n in range(1, size + 1)
    )
    return Asked(KINDS[kind], items, tuple(names) if placed else ())


@st.composite
def questions(draw):
    kind = draw(st.sampled_from(sorted(KINDS)))
    size = 2 if kind == "true-false" else draw(st.integers(2, 6))
    right = {1}
    if kind in SEVERAL:
        right = draw(st.sets(st.integers(1, size), min_size=1, max_size=size - 1))
    buckets = draw(st.integers(2, 3)) if kind == "categorise" else size
    return asked(kind, right=right, size=size, targets=[f"T{n}" for n in range(1, buckets + 1)])


@st.composite
def answers(draw):
    question = draw(questions())
    pks = [item.pk for item in question.items]
    if question.kind.code in PLACED:
        places = draw(st.dictionaries(st.sampled_from(pks), st.sampled_from(question.targets)))
        return question, Given(places=places)
    if question.kind.code == "cloze":
        return question, Given(typed=draw(st.sampled_from(["", "word 1", "Words 2", "nothing"])))
    if question.shape is Shape.NUMBER:
        return question, Given(typed=draw(st.sampled_from(["", "240", "0.26k", "260.01 ms", "nothing"])))
    most = len(pks) if question.kind.code in SEVERAL else 1
    return question, Given(frozenset(draw(st.sets(st.sampled_from(pks), max_size=most))))


def perfect(question):
    if question.kind.code in PLACED:
        return Given(places={item.pk: item.target for item in question.items})
    if question.kind.code == "cloze":
        return Given(typed=question.items[-1].text)
    if question.shape is Shape.NUMBER:
        return Given(typed="250 ms")
    return Given(frozenset(item.pk for item in question.items if item.correct))


def all_right(question, answer):
    if question.kind.code == "cloze":
        return answer.typed in ("word 1", "Words 2") and (answer.typed == "word 1" or len(question.items) > 1)
    if question.shape is Shape.NUMBER:
        return answer.typed in ("240", "0.26k")
    return (answer.chosen, answer.places) == (perfect(question).chosen, perfect(question).places)


@given(answers())
def test_a_share_lies_between_nothing_and_the_whole_and_is_the_whole_only_if_all_is_right(pair):
    question, answer = pair
    assert 0 <= share(question, answer) <= 1
    assert (share(question, answer) == 1) == all_right(question, answer)
    assert fits(question.shape, [item.pk for item in question.items], question.targets, answer)


@given(questions())
def test_the_right_answer_has_the_whole_mark_and_an_open_one_nothing(question):
    assert share(question, perfect(question)) == 1
    assert complete(question.shape, len(question.items), perfect(question), question.targets)
    assert share(question, Given()) == 0
    assert evidence(question, Given()) == {}
    assert not complete(question.shape, len(question.items), Given())


@given(answers(), st.randoms())
def test_the_order_of_choices_and_targets_changes_nothing(pair, chance):
    question, answer = pair
    items, targets = list(question.items), list(question.targets)
    chance.shuffle(items)
    chance.shuffle(targets)
    mixed = replace(question, items=tuple(items), targets=tuple(targets))
    assert share(mixed, answer) == share(question, answer)
    assert scoring.guess(mixed) == pytest.approx(scoring.guess(question))
    assert evidence(mixed, answer) == evidence(question, answer)


@given(answers())
def test_evidence_is_good_for_everything_exactly_with_the_whole_mark(pair):
    question, answer = pair
    found = evidence(question, answer)
    assert bool(found) == bool(answer)
    if answer and complete(question.shape, len(question.items), answer):
        assert all(found.values()) == (share(question, answer) == 1)


@given(questions())
def test_guessing_gives_less_than_everything(question):
    assert 0 <= scoring.guess(question) < 1


@pytest.mark.parametrize(
    ("kind", "size", "right", "targets", "wanted"),
    [
        ("option", 4, {2}, None, 1 / 4),
        ("true-false", 2, {1}, None, 1 / 2),
        ("match", 4, (), None, 1 / 4),
        ("order", 3, (), None, 1 / 3),
        ("categorise", 6, (), ["A", "B"], 1 / 2),
        ("cloze", 2, (), None, 0),
        # Two right, one wrong: of the 8 ways to tick, without the wrong one 0, ½, ½ and 1, with it nothing: 2/8.
        ("multiple", 3, {1, 2}, None, 1 / 4),
    ],
)
def test_guess_scores_worked_out_by_hand(kind, size, right, targets, wanted):
    assert scoring.guess(asked(kind, size=size, right=right, targets=targets)) == pytest.approx(wanted)


@pytest.mark.parametrize(
    ("chosen", "wanted"),
    [((1, 2), 1), ((1,), 1 / 2), ((1, 3), 0), ((1, 2, 3), 1 / 2), ((3, 4), 0), ((1, 2, 3, 4), 0)],
)
def test_several_choices_earn_as_in_moodle(chosen, wanted):
    assert share(asked("multiple", right={1, 2}), Given.of(*chosen)) == wanted


def test_placed_items_earn_the_share_that_is_where_it_belongs():
    for kind in ("match", "order", "categorise"):
        assert share(asked(kind), Given(places={1: "1", 2: "2", 3: "4", 4: "3"})) == 1 / 2
        assert share(asked(kind), Given(places={1: "1"})) == 1 / 4


def test_each_part_is_evidence_on_its_own_fact():
    assert evidence(asked("match"), Given(places={1: "1", 2: "3"})) == {"f1": True, "f2": False}
    assert evidence(asked("multiple", right={1, 2}), Given.of(1, 3)) == {"f1": True, "f2": False, "f3": False}
    assert evidence(asked("odd", right={2}), Given.of(1)) == {"f1": False, "f2": False}
    assert evidence(asked("odd", right={2}), Given.of(2)) == {"f2": True}
    assert evidence(asked("true-false", size=2), Given.of(2)) == {"f1": False}
    assert evidence(asked("cloze", size=2), Given(typed="word 2")) == {"f1": True}
    assert verdicts(asked("cloze", size=2), Given(typed="word 3")) == {1: False}


@pytest.mark.parametrize(
    ("kind", "answer"),
    [
        ("option", Given.of(5)),
        ("option", Given.of(1, 2)),
        ("option", Given(typed="word 1")),
        ("multiple", Given.of(1, 9)),
        ("multiple", Given(places={1: "1"})),
        ("match", Given.of(1)),
        ("match", Given(places={9: "1"})),
        ("match", Given(places={1: "9"})),
        ("order", Given(places={1: "first"})),
        ("cloze", Given.of(1)),
    ],
)
def test_an_answer_to_another_question_does_not_fit(kind, answer):
    assert not fits(KINDS[kind].shape, [1, 2, 3, 4], ["1", "2", "3", "4"], answer)


def test_an_open_question_counts_as_wrong():
    question = asked("option")
    marks = [scoring.mark(question, answer) for answer in (Given.of(1), Given.of(2), Given())]
    assert score(marks) == Score(points=1, most=3, guess=0.75)


def test_score_of_nothing_is_nothing():
    assert score([]) == Score(0, 0, 0)


def test_a_question_without_choices_is_refused():
    for rate in (scoring.guess, lambda question: share(question, Given.of(1))):
        with pytest.raises(ValueError, match="choice"):
            rate(Asked(KINDS["option"], ()))


@given(MARKS)
def test_score_lies_between_nothing_and_everything(marks):
    result = score(marks)
    assert 0 <= result.points <= result.most == len(marks)
    assert 0 <= result.guess <= result.most


@given(MARKS, MARKS)
def test_score_adds_up(some, others):
    one, other, both = score(some), score(others), score(some + others)
    assert both.points == pytest.approx(one.points + other.points)
    assert both.guess == pytest.approx(one.guess + other.guess)
