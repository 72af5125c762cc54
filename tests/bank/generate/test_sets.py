"""Match, multiple response, odd one out and categorise on tables written for one rule each."""

import dataclasses
from collections import Counter

import pytest

from quizzes.bank.generate.categorise import buckets
from quizzes.bank.generate.questions import possible
from tests.bank.generate.fairness_of_kinds import Law
from tests.bank.generate.written_tables import extra_questions, lists, read, table

TREES = ["Elm", "Oak", "Yew", "Fig"]


def made(text, kind):
    facts = read(text)
    questions, refusals = extra_questions("Trees", facts, {})
    return [q for q in questions if q.kind == kind], [r for r in refusals if r.kind == kind]


def test_match_pairs_each_option_with_its_value():
    (question,), _ = made(
        table(TREES, [("Bark", ["Smooth grey", "Deep ridges", "Thin flakes", "Pale rings"])]), "match"
    )
    assert question.key == "match/topic/t/bark"
    assert question.ask == "What holds for each option in “Bark”? Match each one with its answer."
    assert {(c.text, c.target) for c in question.choices} == {
        ("Elm", "Smooth grey"), ("Oak", "Deep ridges"), ("Yew", "Thin flakes"), ("Fig", "Pale rings"),
    }  # fmt: skip
    assert sorted(question.targets) == ["Deep ridges", "Pale rings", "Smooth grey", "Thin flakes"]
    assert question.choices[0].reason == f"{question.choices[0].text} · Bark: {question.choices[0].target}."


def test_match_leaves_out_ties_and_values_that_name_an_option():
    row = ("Bark", ["Smooth grey", "Deep ridges", "Like an elm", "Pale rings", "The smooth grey", "Dark plates"])
    (question,), _ = made(table([*TREES, "Ash", "Gum"], [row]), "match")
    assert {c.text for c in question.choices} == {"Oak", "Fig", "Gum"}


def test_match_leaves_out_what_another_row_says_of_another_option():
    rows = [("Bark", ["Smooth grey", "Deep ridges", "Thin flakes"]), ("Old bark", ["Deep ridges", "Cracks", "Plates"])]
    questions, refusals = made(table(TREES[:3], rows), "match")
    assert [q.key for q in questions] == ["match/topic/t/old-bark"] or not questions
    assert "match/topic/t/bark" not in [q.key for q in questions]
    assert ("topic/t/bark", "few") in [(r.fact, r.code) for r in refusals]


def test_values_that_speak_of_other_choices_are_not_asked():
    rows = [
        ("Bark", ["Smooth grey", "None of the above", "None of the above", "Pale rings"]),
        ("Leaf", ["a", "b", "c"]),
    ]
    facts = read(table(TREES, rows))
    shown = repr([(q.ask, q.choices, q.targets) for q in extra_questions("Trees", facts, {})[0] if q.kind != "order"])
    assert "None of the above" not in shown.replace("Bark: None of the above.", "")


def test_match_leaves_out_a_value_that_stands_out_by_length():
    long = "A bark that goes on and on about its colour, depth and age"
    (question,), _ = made(table(TREES, [("Bark", ["Smooth grey", "Deep ridges", long, "Pale rings"])]), "match")
    assert {c.text for c in question.choices} == {"Elm", "Oak", "Fig"}


def test_multiple_asks_which_options_share_a_value():
    (question,), _ = made(table(TREES, [("Leaf", ["Toothed", "Lobed", "toothed (fine)", "Needle"])]), "multiple")
    assert question.key == "multiple/topic/t/leaf/toothed"
    assert (
        question.ask
        == "What holds for this option in “Leaf”? Answer: “Toothed”. Choose each option of which this is true."
    )
    assert {c.text for c in question.choices if c.correct} == {"Elm", "Yew"}
    assert {c.text for c in question.choices if not c.correct} == {"Oak", "Fig"}
    assert question.facts == ("topic/t/elm/leaf", "topic/t/yew/leaf")


def test_multiple_leaves_out_an_option_of_which_it_is_open():
    row = ("Leaf {exclusive}", ["Toothed edge", "Lobed", "Toothed edge", "Wide toothed edge"])
    (question,), _ = made(table(TREES, [row]), "multiple")
    assert {c.text for c in question.choices} == {"Elm", "Oak", "Yew"}


def test_multiple_leaves_out_an_option_whose_value_begins_alike():
    row = ("Downtime {exclusive}", ["Nothing, if drained", "Nothing: nobody is on it", "Nothing, if drained", "A gap"])
    (question,), _ = made(table(TREES, [row]), "multiple")
    assert {c.text for c in question.choices} == {"Elm", "Yew", "Fig"}


def test_multiple_takes_a_value_with_more_after_its_words_as_holding_it():
    (question,), _ = made(
        table(TREES, [("Cost {exclusive}", ["Nothing", "Nothing, it grows", "Much gold", "Some"])]), "multiple"
    )
    assert {c.text for c in question.choices if c.correct} == {"Elm", "Oak"}


def test_nothing_is_multiple_when_all_share_the_value():
    assert made(table(TREES, [("Leaf", ["Toothed"] * 4)]), "multiple") == ([], [])


def test_odd_asks_for_the_one_that_differs():
    (question,), _ = made(table(TREES, [("Leaf", ["Lobed", "Lobed", "Needle", "Lobed"])]), "odd")
    assert question.key == "odd/topic/t/leaf"
    assert question.ask == "What holds for each option in “Leaf”? All but one have the same answer. Which one differs?"
    assert [c.text for c in question.choices if c.correct] == ["Yew"]


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        (["Lobed", "Lobed", "Needle", "Toothed"], None),
        (["Lobed", "Lobed", "Lobed", "Lobed"], None),
        (["Lobed edge", "Lobed edge", "Wide lobed edge", "Lobed edge"], "overlap"),
    ],
)
def test_odd_is_not_asked_unless_exactly_one_differs(cells, code):
    questions, refusals = made(table(TREES, [("Leaf", cells)]), "odd")
    assert questions == []
    assert [r.code for r in refusals] == ([code] if code else [])


def test_odd_is_refused_when_the_page_says_the_same_of_the_odd_one_elsewhere():
    rows = [("Leaf", ["Lobed", "Lobed", "Needle", "Lobed"]), ("Young leaf", ["Round", "Oval", "Lobed", "Long"])]
    questions, refusals = made(table(TREES, rows), "odd")
    assert questions == []
    assert [(r.fact, r.code) for r in refusals] == [("topic/t/leaf", "claimed")]


def test_a_condition_is_shown_with_its_option_or_once_when_all_share_it():
    mixed = table(TREES[:3], [("Bark", ["Smooth grey", "Deep ridges {if: when old}", "Thin flakes"])])
    (question,), _ = made(mixed, "match")
    assert {c.text for c in question.choices} == {"Elm", "Oak (when old)", "Yew"}
    shared = [f"{value} {{if: when old}}" for value in ("Smooth grey", "Deep ridges", "Thin flakes")]
    (question,), _ = made(table(TREES[:3], [("Bark", shared)]), "match")
    assert question.ask == "When old, what holds for each option in “Bark”? Match each one with its answer."
    assert {c.text for c in question.choices} == {"Elm", "Oak", "Yew"}


BINARY = [
    ("Bark", ["Smooth grey", "Deep ridges"]),
    ("Leaf", ["Toothed edge", "Lobed edges"]),
    ("Fruit", ["Winged seed", "Acorn in cup"]),
    ("Wood", ["Tough, twisted", "Heavy, lasting"]),
]


def test_a_table_of_two_is_sorted_with_one_statement_of_each_row():
    (question,), _ = made(table(TREES[:2], BINARY), "categorise")
    assert question.key == "categorise/topic/t/elm+oak"
    assert question.graded
    assert question.context == "Trees · Some ways"
    assert sorted(question.targets) == ["Elm", "Oak"]
    assert len({c.text.split(":")[0] for c in question.choices}) == len(question.choices) == 4
    assert set(Counter(c.target for c in question.choices).values()) == {2}


def test_categorise_sorts_the_bullets_of_one_label():
    needs = {
        "Elm": ["A bank beside a river", "A row along a road"],
        "Oak": ["A park that is to last", "A refuge for many insects"],
    }
    text = lists({name: {"Best for": items, "Limits": [f"One {name}", "Two"]} for name, items in needs.items()})
    questions, refusals = made(text, "categorise")
    (question,) = questions
    assert question.key == "categorise/topic/lists/options/best-for/elm+oak"
    assert (question.context, question.ask) == (
        "Trees · Options",
        "Put each point (best for) under the option that it describes best.",
    )
    assert {(c.target, c.text) for c in question.choices} == {(k, v) for k, vs in needs.items() for v in vs}
    assert [(r.fact, r.code) for r in refusals] == [("topic/lists/options/limits", "overlap")]


def test_match_leaves_out_a_value_that_its_condition_tells():
    bark = ["Smooth grey", "Deep ridges", "Thin flakes", "Pale rings {if: growing in rings}"]
    (question,), _ = made(table(TREES, [("Bark", bark)]), "match")
    assert set(question.targets) == {"Smooth grey", "Deep ridges", "Thin flakes"}
    kept = [*bark[:3], "Pale rings {if: old}"]
    (question,), _ = made(table(TREES, [("Bark", kept)]), "match")
    assert "Pale rings" in question.targets


def test_a_bullet_that_a_sibling_shares_is_put_under_neither():
    strengths = {
        "Elm": ["Bends without a break", "Lives beside rivers", "Gives cool shade {overlaps}"],
        "Oak": ["Feeds many insects", "Stands for ages"],
    }
    (question,), _ = made(lists({name: {"Best for": items} for name, items in strengths.items()}), "categorise")
    assert len(question.choices) == 4
    assert "Gives cool shade" not in {choice.text for choice in question.choices}
    needs = {"Elm": ["A wet bank", "A hot yard {overlaps}"], "Oak": ["A park"], "Yew": ["A hedge"]}
    bank = possible("Trees", read(lists({name: {"Best for": items} for name, items in needs.items()})))
    asked = {question.facts for question in bank.questions if question.kind == "scenario"}
    assert asked == {
        (f"topic/lists/{place}",)
        for place in ("elm/best-for/a-wet-bank", "oak/best-for/a-park", "yew/best-for/a-hedge")
    }
    refused = [(r.fact, r.code) for r in bank.refusals if r.kind == "scenario"]
    assert refused == [("topic/lists/elm/best-for/a-hot-yard", "overlap")]


def test_what_is_sorted_says_afterwards_why_its_row_differs():
    text = table(TREES[:2], BINARY) + f"\n**Why**\n\n- {BINARY[0][0]}: bark grows from within.\n"
    (question,), _ = made(text, "categorise")
    told = [c.reason for c in question.choices if c.text.startswith(f"{BINARY[0][0]}:")]
    assert told
    assert all(reason.endswith("Bark grows from within.") for reason in told)


def test_a_large_table_is_sorted_by_threes_that_survive_a_new_option():
    facts = read(table([f"Tree {n}" for n in "ABCDEFGH"], [("Bark", list("abcdefgh"))]))
    more = read(table([f"Tree {n}" for n in "ABCDEFGHI"], [("Bark", list("abcdefghi"))]))
    before, after = set(buckets(facts)), set(buckets(more))
    assert all(len(options) == 3 for options in before)
    assert {option for options in before for option in options} == {f"tree-{n}" for n in "abcdefgh"}
    assert len(before & after) >= len(before) / 2


def test_keys_do_not_move_with_rows_and_columns():
    rows = [*BINARY, ("Cost", ["Low", "High"])]
    turned = table(["Oak", "Elm"], [(name, cells[::-1]) for name, cells in reversed(rows)])
    assert extra_questions("Trees", read(turned), {}) == extra_questions("Trees", read(table(["Elm", "Oak"], rows)), {})


def chi_square(counts, places):
    expected = sum(counts.values()) / places
    return sum((counts[place] - expected) ** 2 / expected for place in range(places))


@pytest.mark.parametrize("kind", ["odd", "multiple"])
def test_the_place_of_the_key_is_uniform(kind):
    places: Counter[int] = Counter()
    for n in range(600):
        cells = ["Lobed"] * 4 if kind == "odd" else ["Lobed", "Lobed", "Toothed", "Round"]
        cells[n % 4 if kind == "odd" else 3] = "Needle"
        facts = read(table(TREES, [("Leaf", cells)]), topic=f"topic-{n}")
        (question,) = [q for q in extra_questions("Trees", facts, {})[0] if q.kind == kind]
        places.update(place for place, choice in enumerate(question.choices) if choice.correct)
    assert chi_square(places, 4) < 16.3  # 3 degrees of freedom, p = 0.001


def wrong(question, **changes):
    first, *rest = question.choices
    return dataclasses.replace(question, choices=(dataclasses.replace(first, **changes), *rest))


def test_the_law_notices_a_wrong_key():
    rows = [("Bark", ["Smooth", "Ridges", "Flakes", "Rings"]), ("Leaf", ["Lobed", "Lobed", "Needle", "Lobed"])]
    facts = read(table(TREES, [*rows, ("Cost", ["Low", "High", "Medium", "None"])]))
    law = Law("Trees", facts)
    for question in extra_questions("Trees", facts, {})[0]:
        law.check(question)
        if question.targets:
            other = next(t for t in question.targets if t != question.choices[0].target)
            broken = wrong(question, target=other)
        elif question.kind == "cloze":
            broken = wrong(question, text="Ash")
        else:
            broken = wrong(question, correct=not question.choices[0].correct)
        with pytest.raises((AssertionError, ValueError)):
            law.check(broken)
