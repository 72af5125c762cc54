"""All that is asked of each page of the library, against laws that do not know the generator."""

from collections import Counter
from dataclasses import replace

import pytest

from quizzes.bank.generate.questions import possible
from quizzes.bank.kinds import CHOOSE, REASON
from quizzes.bank.laws import OTHER, by_law
from tests.bank.generate.fairness_of_banks import holding_as_well, overlapping, too_often
from tests.bank.generate.fairness_of_single import Page


@pytest.fixture
def banks(generated):
    """Each page of the library with all that is asked of it."""
    return [(Page(read.source), read, bank.questions) for read, bank in generated]


def test_no_fact_and_no_row_is_asked_about_too_often(banks):
    assert [found for page, _, questions in banks for found in too_often(page.facts, questions)] == []


def test_only_rows_whose_values_rule_each_other_out_call_an_answer_wrong(banks):
    assert [found for page, _, questions in banks for found in overlapping(page.facts, questions)] == []


def test_no_answer_that_is_called_wrong_holds_as_well(banks):
    assert [found for page, _, questions in banks for found in holding_as_well(page, questions)] == []


def test_negative_control_the_laws_see_what_breaks_them(banks):
    seen = Counter()
    for page, read, questions in banks:
        seen["often"] += len(list(too_often(page.facts, possible(read.source.title, read.facts).questions)))
        loose = {key: replace(fact, exclusive=False) for key, fact in page.facts.items()}
        seen["overlap"] += len(list(overlapping(loose, questions)))
        page.facts = {key: replace(fact, exclusive=None) for key, fact in page.facts.items()}
        for question in (one for one in questions if one.kind == "value"):
            right = next(choice for choice in question.choices if choice.correct)
            false = replace(right, correct=False, text=right.text.upper())  # what holds, in other letters
            seen["holds"] += bool(list(holding_as_well(page, [replace(question, choices=(false,))])))
            seen["values"] += 1
    assert min(seen["often"], seen["overlap"]) > 100
    assert seen["holds"] > 0.99 * seen["values"] > 100


def test_every_reason_follows_from_a_choice_of_the_same_option_by_needs_with_its_own(banks):
    reasons = 0
    for _, _, questions in banks:
        chosen = [question for question in questions if question.kind == CHOOSE]
        for reason in (question for question in questions if question.kind == REASON):
            table, _, need = reason.key.removeprefix("reason/").rpartition("/")
            follows = [one for one in chosen if one.key.startswith(f"choose/{table}/")]
            follows = [one for one in follows if need in one.key.rpartition("/")[2].split("+")]
            assert follows, reason.key
            rows = {key.rpartition("/")[2] for key in reason.facts}
            assert all(rows & {key.rpartition("/")[2] for key in one.facts} for one in follows), "no enemies in an exam"
            reasons += 1
    assert reasons > 200


def test_every_refusal_of_the_library_is_by_a_law_that_is_known(generated):
    for read, bank in generated:
        counted = by_law(bank.refusals)
        assert sum(counted.values()) == len(bank.refusals)
        assert counted[OTHER] == 0, read.source.slug
