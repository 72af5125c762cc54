"""How hard a question is likely to be: the more alike what must be told apart, the harder."""

from collections import Counter

import pytest
from django.conf import settings

from content.importing.files import read_path
from quizzes.bank.generate.difficulty import EASY, HARD, MEDIUM, difficulty, similarity
from quizzes.bank.generate.questions import possible
from tests.bank.generate.written_tables import read, table


def asked(rows, *, aliases=False):
    names = ["Elm", "Oak", "Yew", "Fig"]
    facts = read(table([f'{name} {{aliases="{name} tree"}}' if aliases else name for name in names], rows))
    bank = possible("Trees", facts)
    by_key = {fact.key: fact for fact in facts}
    return {q.key: (similarity(q, by_key), difficulty(q, by_key)) for q in bank.questions}


def test_values_that_are_alike_make_a_harder_question():
    apart = [("Bark", ["Smooth grey", "Ridges, deep", "Thin flakes", "White milk"])]
    alike = [("Bark", ["Grey in spring", "Grey in autumn", "Grey in winter", "Grey in summer"])]
    for key in ("value/topic/t/elm/bark", "option/topic/t/elm/bark"):
        (low, easier), (high, harder) = asked(apart)[key], asked(alike)[key]
        assert low < high
        assert easier < harder == HARD


def test_what_must_be_typed_is_hard_and_a_judgement_is_easy():
    found = asked([("Bark", ["Smooth grey", "Ridges, deep", "Thin flakes", "White milk"])], aliases=True)
    assert {level for key, (_, level) in found.items() if key.startswith("cloze/")} == {HARD}
    assert {level for key, (_, level) in found.items() if key.startswith("true-false/")} == {EASY}


@pytest.mark.parametrize("kind", ["option", "value", "match", "scenario"])
def test_library_has_questions_of_each_difficulty(kind):
    found = Counter()
    for topic in read_path(settings.LIBRARY_DIR).topics:
        bank = possible(topic.source.title, topic.facts)
        found.update(question.difficulty for question in bank.questions if question.kind == kind)
    assert set(found) == {EASY, MEDIUM, HARD}
    assert min(found.values()) > 0.05 * found.total()
