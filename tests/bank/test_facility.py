"""How hard a question is likely to be: what is expected before anybody has answered, and after some have."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.bank.authored.drafts import Draft, DraftChoice, expected
from quizzes.bank.facility import EASY, HARD, MEDIUM, PRIOR_ANSWERS, Part, band, posterior, prior
from quizzes.bank.generate.questions import generate, possible
from quizzes.bank.kinds import KINDS
from tests.bank.generate.written_tables import read, table
from tests.shipped import shipped_library

APART = [("Bark", ["Smooth grey", "Ridges, deep", "Thin flakes", "White milk"])]
ALIKE = [("Bark", ["Grey in spring", "Grey in autumn", "Grey in winter", "Grey in summer"])]


def asked(rows, *, aliases=False):
    names = ["Elm", "Oak", "Yew", "Fig"]
    facts = read(table([f'{name} {{aliases="{name} tree"}}' if aliases else name for name in names], rows))
    return {question.key: question.facility for question in possible("Trees", facts).questions}


@pytest.mark.parametrize("key", ["value/topic/t/elm/bark", "option/topic/t/elm/bark"])
def test_values_that_are_alike_make_a_harder_question(key):
    assert asked(ALIKE)[key] < asked(APART)[key] - 0.1


def test_what_must_be_typed_is_harder_than_what_is_chosen_and_that_than_a_judgement():
    found = asked(APART, aliases=True)
    typed, judged = (
        {share for key, share in found.items() if key.startswith(kind)} for kind in ("cloze/", "true-false/")
    )
    assert max(typed) < found["value/topic/t/elm/bark"] < min(judged)


def parts(*texts, values=()):
    """The choices of a question, of which the first is right."""
    pairs = zip(texts, values or texts, strict=True)
    return [Part(text, value, str(n == 0), n == 0) for n, (text, value) in enumerate(pairs)]


def test_more_choices_make_it_harder():
    three, four = ("Bark", "Leaf", "Wood"), ("Bark", "Leaf", "Wood", "Root")
    same = ("a",) * 4  # equally alike
    assert prior("value", "?", parts(*three, values=same[:3]), 0) > prior("value", "?", parts(*four, values=same), 0)


def test_question_that_leads_to_its_answer_is_easier_and_one_that_leads_astray_harder():
    choices = parts("Rough bark", "Thin leaf", "Hard wood")
    led, plain, astray = (prior("value", ask, choices, 0) for ask in ("Whose bark?", "Whose is it?", "Whose leaf?"))
    assert led > plain > astray


def test_longer_terms_are_harder_to_type_and_more_spellings_make_it_easier():
    one, long = parts("Sharding"), parts("Consistent hash ring")
    several = [*one, Part("Shards", "Shards", "True", True)]
    found = [prior("cloze", "?", typed, 0) for typed in (long, one, several)]
    assert found == sorted(found)
    assert len(set(found)) == 3


any_part = st.builds(Part, st.text(max_size=20), st.text(max_size=20), st.sampled_from("ab"), st.booleans())


@given(st.sampled_from(sorted(KINDS)), st.text(max_size=30), st.lists(any_part, max_size=8), st.integers(0, 6))
def test_expectation_is_a_share_and_the_same_again(kind, ask, choices, targets):
    share = prior(kind, ask, choices, targets)
    assert 0 < share < 1
    assert share == prior(kind, ask, choices, targets) == round(share, 4)


@given(st.floats(0, 1), st.floats(0, 1), st.integers(0, 10_000))
def test_answers_pull_the_expectation_towards_what_they_earned(before, earned, answers):
    after = posterior(before, earned, answers)
    assert min(before, earned) - 1e-9 <= after <= max(before, earned) + 1e-9
    assert posterior(before, None, 0) == pytest.approx(before)


def test_as_many_answers_as_the_prior_is_worth_weigh_as_much_as_it():
    assert posterior(0.8, 0.2, PRIOR_ANSWERS) == pytest.approx(0.5)
    assert abs(posterior(0.8, 0.2, 20 * PRIOR_ANSWERS) - 0.2) < 0.03


def test_bands_go_by_what_is_expected():
    assert [band(share) for share in (0.0, 0.38, 0.549, 0.55, 0.649, 0.65, 1.0)] == [
        HARD, HARD, HARD, MEDIUM, MEDIUM, EASY, EASY
    ]  # fmt: skip


def test_written_question_is_expected_like_a_derived_one():
    choices = tuple(
        DraftChoice(part.text, "So it is.", part.right) for part in parts("Rough", "Thin leaf", "Hard wood")
    )
    draft = Draft("Bark", "Whose is it?", "", choices)
    assert expected(draft) == prior("option", "Whose is it?", parts("Rough", "Thin leaf", "Hard wood"), 0)
    steps = Draft(
        "Order", "First to last?", "", tuple(DraftChoice(t, "", True) for t in ("One", "Two", "Three")), "order"
    )
    assert 0.3 < expected(steps) < 0.8


def test_every_topic_of_the_library_has_questions_of_each_difficulty(spellings):
    levels, kinds = Counter(), {}
    for topic in shipped_library().topics:
        bank = generate(topic.source.title, topic.facts, spellings, topic.needs)
        found = Counter(band(question.facility) for question in bank.questions)
        assert min(found[level] for level in (EASY, MEDIUM, HARD)) >= 5, topic.source.slug
        levels += found
        for question in bank.questions:
            kinds.setdefault(question.kind, set()).add(band(question.facility))
    assert min(levels.values()) > 0.15 * levels.total()
    assert all(kinds[kind] == {EASY, MEDIUM, HARD} for kind in ("option", "value", "match", "choose"))
