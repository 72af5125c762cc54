"""Questions that must not stand in one quiz."""

from quizzes.bank.records import Choice, Question
from tests.bank.enemies import enemies
from tests.bank.generate.written_tables import extra_questions, read, table

ROWS = [("Bark", ["Smooth grey", "Deep ridges", "Thin flakes"]), ("Leaf", ["Toothed", "Lobed", "Needle"])]


def question(key, facts, ask, texts, kind="value"):
    choices = tuple(Choice(text, n == 0, "", facts[0], "") for n, text in enumerate(texts))
    return Question(key, kind, "topic", "Trees · Bark", ask, choices, "", tuple(facts))


def pairs(questions, facts):
    return {frozenset((one, other)) for one, others in enemies(questions, facts).items() for other in others}


def test_questions_that_share_a_fact_are_enemies():
    facts = read(table(["Elm", "Oak", "Yew"], ROWS))
    a = question("a", ["topic/t/elm/bark"], "for Elm?", ["Smooth grey", "x"])
    b = question("b", ["topic/t/elm/bark", "topic/t/oak/leaf"], "which?", ["y", "z"])
    c = question("c", ["topic/t/oak/leaf"], "for Oak?", ["Lobed", "w"])
    d = question("d", ["topic/t/yew/leaf"], "for the last?", ["Needle", "v"])
    assert pairs([a, b, c, d], facts) == {frozenset("ab"), frozenset("bc")}


def test_a_question_that_shows_anothers_answer_in_the_same_row_is_its_enemy():
    facts = read(table(["Elm", "Oak", "Yew"], ROWS))
    a = question("a", ["topic/t/elm/bark"], "for Elm?", ["Smooth grey", "x"])
    by_choice = question("b", ["topic/t/oak/bark"], "for Oak?", ["Deep ridges", "The smooth grey"])
    by_stem = question("c", ["topic/t/yew/bark"], "not “smooth grey” but?", ["Thin flakes", "z"])
    elsewhere = question("d", ["topic/t/yew/leaf"], "for Yew?", ["Needle", "Smooth grey"])
    assert pairs([a, by_choice, by_stem, elsewhere], facts) == {frozenset("ab"), frozenset("ac")}


def test_true_or_false_is_told_by_its_value_and_not_by_the_word_true():
    facts = read(table(["Elm", "Oak", "Yew"], ROWS))
    a = question("a", ["topic/t/elm/bark"], "true or false?", ["True", "False"], kind="true-false")
    b = question("b", ["topic/t/oak/bark"], "true or false?", ["True", "False"], kind="true-false")
    c = question("c", ["topic/t/yew/bark"], "for Yew?", ["Thin flakes", "Deep ridges"])
    assert pairs([a, b, c], facts) == {frozenset("bc")}


def test_enmity_in_the_library_goes_both_ways_and_covers_shared_facts(library):
    for title, facts in library:
        questions, _ = extra_questions(title, facts, {})
        found = enemies(questions, facts)
        assert set(found) == {q.key for q in questions}
        by_fact: dict[str, set[str]] = {}
        for one in questions:
            assert one.key not in found[one.key]
            for key in one.facts:
                by_fact.setdefault(key, set()).add(one.key)
        assert all(one in found[other] for other, others in found.items() for one in others)
        for sharing in by_fact.values():
            assert all(sharing - {key} <= found[key] for key in sharing)
