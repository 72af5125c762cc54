"""Cloze, true or false, and reverse cards."""

import re

import pytest

from tests.bank.generate.written_tables import both_ways, extra_questions, read, table


def test_cloze_takes_short_names_and_what_else_they_are_called():
    rows = [("Bark", ["Smooth grey", "Deep ridges", "Thin flakes"])]
    terms = {"SSE": ["server-sent events"], "full jitter": ["jitter"]}
    options = ['Event stream {aliases="SSE, EventSource"}', "Full jitter", "Equal jitter"]
    questions, refusals = made(table(options, rows), "cloze", terms)
    accepted = {q.choices[0].text: [c.text for c in q.choices[1:]] for q in questions}
    assert accepted == {"Event stream": ["SSE", "server-sent events", "EventSource"], "Full jitter": ["jitter"]}
    assert [(r.fact, r.code) for r in refusals] == [("topic/t/equal-jitter/bark", "coined")]


def test_cloze_is_refused_where_an_alias_is_another_options_name():
    first = table(['CDN edge {aliases="CDN"}', "Browser"], [("Bark", ["Smooth grey", "Deep ridges"])])
    second = table(["CDN", "Server"], [("Leaf", ["Lobed edges", "Needles"])], key="u")
    questions, refusals = made(first + second, "cloze")
    assert ("topic/t/cdn-edge/bark", "tie") in [(r.fact, r.code) for r in refusals]
    assert [q.choices[0].text for q in questions] == ["CDN"]


def test_cloze_is_refused_where_the_author_says_that_other_names_would_fit_too():
    rows = [("Bark", ["Smooth grey {untyped}", "Deep ridges", "Thin flakes"])]
    options = [f'{name} {{aliases="{name} tree"}}' for name in ("Elm", "Oak", "Yew")]
    text = table(options, rows)
    questions, refusals = made(text, "cloze")
    assert [q.key for q in questions] == ["cloze/topic/t/oak/bark", "cloze/topic/t/yew/bark"]
    assert [(r.fact, r.code) for r in refusals] == [("topic/t/elm/bark", "open")]
    assert "topic/t/elm/bark" in {key for q in made(text, "true-false")[0] for key in q.facts}


CELLS = [("Bark", ["Smooth grey", "Deep ridges", "Thin flakes"]), ("Leaf", ["Lobed", "Lobed", "Needle"])]


def made(text, kind, terms=None):
    questions, refusals = extra_questions("Trees", read(text), terms or {})
    return [q for q in questions if q.kind == kind], [r for r in refusals if r.kind == kind]


def test_cloze_asks_for_the_option_that_alone_has_the_value():
    questions, refusals = made(table(["Elm", "Oak", "Yew"], CELLS), "cloze", {"Yew": ["Taxus"]})
    assert [q.key for q in questions] == ["cloze/topic/t/yew/bark", "cloze/topic/t/yew/leaf"]
    ask = "What holds for this option in “Leaf”? Answer: “Needle”. Which one is it? Type its name."
    assert questions[1].stem == f"Trees · Some ways: {ask}"
    assert [choice.text for choice in questions[1].choices] == ["Yew", "Taxus"]
    assert {r.code for r in refusals} == {"coined"}


def test_a_title_that_holds_the_name_does_not_stand_above_it():
    text = table(["Elm", "Oak", "Yew"], CELLS)
    asked, _ = extra_questions("Oak vs elm", read(text), {"Yew": ["Taxus"], "Oak": ["Quercus"]})
    assert {q.choices[0].text: q.context for q in asked if q.kind == "cloze"} == {
        "Oak": "Some ways",
        "Yew": "Oak vs elm · Some ways",
    }


def test_cloze_asks_for_a_value_that_is_a_term():
    rows = [("Group", ["Rosids", "Rosids", "Conifers"])]
    questions, _ = made(table(["Elm", "Oak", "Yew"], rows), "cloze", {"Rosids": ["rosid clade"]})
    assert questions[0].ask == "What holds for Elm in “Group”? Type the term."
    assert [choice.text for choice in questions[0].choices] == ["Rosids", "rosid clade"]


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (["Synchronous", "Oak"], "term"),
        (["A name of five words", "Oak"], "term"),
        (['Barks {aliases="rinds"}', "Oak"], "leak"),
    ],
)
def test_cloze_is_refused_for_names_that_nobody_could_type_or_all_could_guess(options, code):
    _, refusals = made(table(options, [CELLS[0], ("Leaf", ["Lobed", "Needle"])]).replace(" | Thin flakes", ""), "cloze")
    key = options[0].split(" {")[0].lower().replace(" ", "-")
    assert (f"topic/t/{key}/bark", code) in [(r.fact, r.code) for r in refusals]


def test_cloze_is_refused_where_another_option_would_be_accepted_too():
    both = table(['Elm {aliases="wych"}', "Oak"], [("Bark", ["Smooth grey", "Deep ridges"])])
    other = table(['Elms {aliases="field"}', "Figs"], [("Sap", ["Clear juice", "Milk"])], key="u")
    _, refusals = made(both + other, "cloze")
    tied = {r.fact for r in refusals if r.code == "tie"}
    assert tied == {"topic/t/elm/bark", "topic/u/elms/sap"}


def test_a_statement_is_true_or_borrowed_from_a_sibling():
    rows = [(f"Bark {n}", ["Smooth grey", "Deep ridges", "Thin flakes"]) for n in "abcdefgh"]
    questions, _ = made(table(["Elm", "Oak", "Yew"], rows), "true-false")
    assert len(questions) == 24
    seen = {question.choices[0].correct for question in questions}
    assert seen == {True, False}
    own = {"Elm": "Smooth grey", "Oak": "Deep ridges", "Yew": "Thin flakes"}
    for question in questions:
        said = re.fullmatch(r"True or false\? What holds for (\w+) in “Bark .”\? Answer: “(.*)”\.", question.ask)
        option, statement = said.groups()
        assert (statement == own[option]) is question.choices[0].correct
        assert statement in own.values()
        assert not question.graded


def test_a_statement_with_a_negation_is_refused():
    questions, refusals = made(table(["Elm", "Oak"], [("Bark", ["No ridges", "Deep ridges"])]), "true-false")
    assert questions == []
    assert [r.code for r in refusals] == ["negation", "few"]


def test_a_false_statement_is_never_what_the_page_says_elsewhere():
    rows = [("Bark", ["Smooth grey", "Deep ridges"]), ("Old bark", ["Deep ridges", "Smooth grey"])]
    questions, refusals = made(table(["Elm", "Oak"], rows), "true-false")
    assert questions == []
    assert {r.code for r in refusals} == {"few"}


def test_cards_are_asked_both_ways_where_the_value_is_of_one_option():
    cards, refusals = both_ways("Trees", read(table(["Elm", "Oak", "Yew"], CELLS)))
    assert [(card.fact, card.prompt, card.answer) for card in cards] == [
        ("topic/t/elm/bark", "What holds for Elm in “Bark”?", "Smooth grey"),
        ("topic/t/oak/bark", "What holds for Oak in “Bark”?", "Deep ridges"),
        ("topic/t/yew/bark", "What holds for Yew in “Bark”?", "Thin flakes"),
        ("topic/t/yew/leaf", "What holds for Yew in “Leaf”?", "Needle"),
    ]
    assert cards[3].prompt_back == "What holds for this option in “Leaf”? Answer: “Needle”. Which one is it?"
    assert [(r.kind, r.fact, r.code) for r in refusals] == [
        ("reverse", "topic/t/elm/leaf", "tie"),
        ("reverse", "topic/t/oak/leaf", "tie"),
    ]


def test_spellings_of_several_options_are_accepted_for_none():
    rows = [("Bark", ["Smooth grey", "Deep ridges", "Thin flakes"])]
    terms = {"trees": ["ELM", "OAK"], "yew tree": ["Yew", "ground hemlock"]}
    questions, _ = made(table(["ELM", "OAK", "Yew"], rows), "cloze", terms)
    accepted = {q.choices[0].text: [c.text for c in q.choices] for q in questions}
    assert accepted == {"ELM": ["ELM"], "OAK": ["OAK"], "Yew": ["Yew", "yew tree", "ground hemlock"]}
