"""Questions with one right choice: which are asked of a row, and in which words."""

from dataclasses import replace

import pytest

from quizzes.bank.generate.asking import which_has
from quizzes.bank.generate.questions import generate, possible
from tests.bank.generate.written_tables import read, table

OPTIONS = ["Elm", "Oak", "Yew"]


def asked(dimension, cells):
    found = possible("Trees", read(table(OPTIONS, [(dimension, cells)]))).questions
    return {(q.kind, q.facts[0].split("/")[2]): q.ask for q in found if q.kind in ("option", "value", "scenario")}


CELLS = ["Smooth grey", "Deep ridges", "Thin flakes"]


def test_a_row_without_its_question_is_asked_by_its_label():
    found = asked("Bark", CELLS)
    assert found["option", "oak"] == "What holds for this option in “Bark”? Answer: “Deep ridges”. Which one is it?"
    assert found["value", "elm"] == "What holds for Elm in “Bark”?"
    assert {kind for kind, _ in found} == {"option", "value"}


def test_a_row_asks_its_own_question_of_what_its_options_are():
    text = table(OPTIONS, [('Bark {ask="How does the bark of … look?"}', CELLS)])
    facts = read(text.replace("columns}", 'columns option="tree"}'))
    found = {q.key: q.stem for q in possible("Trees", facts).questions}
    assert found["value/topic/t/elm/bark"] == "Trees: How does the bark of Elm look?"
    assert (
        found["option/topic/t/elm/bark"]
        == "Trees: How does the bark of this tree look? Answer: “Smooth grey”. Which one is it?"
    )


@pytest.mark.parametrize(
    ("condition", "asked"),
    [
        ('it is old case="Once it is old"', "Once it is old, what holds for Elm in “Bark”?"),
        ("without lichen", "Without lichen, what holds for Elm in “Bark”?"),
        ("as seen in 2013", "As seen in 2013, what holds for Elm in “Bark”?"),
        ("no moss on it", "With no moss on it, what holds for Elm in “Bark”?"),
        ("it is old", "Condition: it is old. What holds for Elm in “Bark”?"),
        ("since 2020; before, only young ones", "Condition: since 2020; before, only young ones. What holds for Elm"),
    ],
)
def test_a_question_begins_with_its_condition(condition, asked):
    facts = read(table(OPTIONS, [("Bark", [f"{cell} {{if: {condition}}}" for cell in CELLS])]))
    (ask,) = [q.ask for q in possible("Trees", facts).questions if q.key == "value/topic/t/elm/bark"]
    assert ask.startswith(asked)
    assert {fact.qualifier for fact in facts} == {condition.partition(" case=")[0]}


def test_a_bullet_is_told_with_its_condition():
    made = replace(read(table(OPTIONS, [("Bark", CELLS)]))[0], kind="trait", dimension="Limits", value="Slow growth")
    said = "Limits, in sidecar mode: “Slow growth”. Which option is meant?"
    assert which_has(replace(made, qualifier="sidecar mode", case="In sidecar mode")) == said
    assert (
        which_has(replace(made, qualifier="small")) == "Condition: small. Limits: “Slow growth”. Which option is meant?"
    )


@pytest.mark.parametrize(
    ("label", "cells", "code"),
    [
        ("Bark {overlaps}", CELLS, "overlap"),
        ("Bark", ["Smooth or grey", "Deep ridges", "Thin flakes"], "overlap"),
        ("Bark", ["Smooth", "Smooth ridges", "Thin flakes"], "overlap"),
        ("Thirst", ["Low", "Medium", "High"], "grade"),
        ('Thirst {exclusive scale="some < more < most"}', ["some", "more", "most"], "grade"),
    ],
)
def test_rows_whose_values_do_not_rule_each_other_out_have_no_single_answer(label, cells, code):
    bank = possible("Trees", read(table(OPTIONS, [(label, cells)])))
    assert not [q for q in bank.questions if q.kind in ("option", "value", "cloze", "true-false", "multiple", "odd")]
    assert {r.code for r in bank.refusals if r.kind in ("option", "value", "true-false")} == {code}
    assert len(bank.flashcards) == 3


def test_an_authors_word_counts_more_than_signs():
    bank = possible("Trees", read(table(OPTIONS, [("Bark {exclusive}", ["Smooth or grey", "Ridges", "Thin flakes"])])))
    assert "value" in {q.kind for q in bank.questions}


def test_what_is_not_to_be_asked_is_neither_asked_nor_offered():
    rows = [("Bark {noask}", CELLS), ("Leaf", ["Toothed", "Lobed", "Needles"])]
    bank = possible("Trees", read(table(["Elm", "Oak", "Yew", "Fig {noask}"], [(n, [*c, "Else"]) for n, c in rows])))
    shown = repr(bank.questions + bank.flashcards)
    assert "Fig" not in shown
    assert "Else" not in shown
    assert "Smooth" not in shown
    assert "Lobed" in shown
    assert sum(r.code == "noask" for r in bank.refusals) == 5


@pytest.mark.parametrize(
    ("options", "cells"),
    [
        (["Serializable", "Snapshot", "Committed"], ["Some serial order", "Its own past", "Nothing odd"]),
        (["Three copies", "Erasure code", "Tape"], ["Losses of 3 disks", "Lost disks", "Weeks"]),
        (['Lists {aliases="role-based rules"}', "Graphs", "Flags"], ["What your role allows", "Paths", "Bits"]),
    ],
)
def test_a_value_that_gives_its_option_away_is_not_asked(options, cells):
    found = possible("Trees", read(table(options, [("Rule {exclusive}", cells)]))).questions
    first = options[0].split(" {")[0].lower().replace(" ", "-")
    assert not [q.key for q in found if q.key == f"option/topic/t/{first}/rule"]
    assert [q.key for q in found if q.key.startswith("option/")]


def test_a_cell_that_its_author_says_tells_is_not_asked_by():
    rows = [("Bark {exclusive}", ["Smooth grey {tells}", "Deep ridges", "Thin flakes", "Pale rings", "Dark plates"])]
    bank = possible("Trees", read(table([*OPTIONS, "Fig", "Ash"], rows)))
    assert not [q.key for q in bank.questions if "topic/t/elm/bark" in q.facts]
    assert {card.fact for card in bank.flashcards} >= {"topic/t/elm/bark"}


def test_the_reason_of_a_row_follows_its_cell():
    text = table(OPTIONS, [("Bark", CELLS)]) + "**Why**\n\n- Bark: it grows as the trunk does.\n"
    (question,) = [q for q in possible("Trees", read(text)).questions if q.key == "value/topic/t/elm/bark"]
    assert question.explanation == "Elm · Bark: Smooth grey. It grows as the trunk does."


def test_a_fact_is_asked_in_two_forms_and_the_rest_is_refused():
    facts = read(table([f'{name} {{aliases="{name} tree"}}' for name in OPTIONS], [("Bark", CELLS)]))
    every, asked = possible("Trees", facts), generate("Trees", facts)
    forms = {"option", "value", "cloze", "true-false"}
    for fact in facts:
        all_forms = {q.kind for q in every.questions if q.facts[0] == fact.key and q.kind in forms}
        kept = {q.kind for q in asked.questions if q.facts[0] == fact.key and q.kind in forms}
        assert (len(all_forms), len(kept)) == (4, 2)
        assert "value" in kept
    assert sum(r.code == "enough" for r in asked.refusals) == 6


@pytest.mark.parametrize("dimension", ["Suits", "Suitable data", "Good when", "Choose it when", "Typical use", "Fits"])
def test_what_an_option_is_good_for_is_a_need(dimension):
    found = asked(dimension, ["Pages changing at random", "Scripts and styles", "Profile edits"])
    assert set(found) == {("scenario", key) for key in ("elm", "oak", "yew")}
    assert found["scenario", "elm"] == "Which option fits this need best: “Pages changing at random”?"
