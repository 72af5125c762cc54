"""Cloze, true or false, and reverse cards."""

import re

import pytest

from tests.bank.generate.written_tables import both_ways, extra_questions, read, table


def test_cloze_takes_short_names_and_what_else_they_are_called():
    rows = [("Bark", ["Smooth grey", "Deep ridges", "Thin flakes"])]
    terms = {"SSE": ["server-sent events"], "full jitter": ["jitter"]}
    questions, _ = made(table(["SSE stream", "Full jitter", "Equal jitter"], rows), "cloze", terms)
    accepted = {q.choices[0].text: [c.text for c in q.choices[1:]] for q in questions}
    assert accepted == {
        "SSE stream": ["SSE", "server-sent events"], "Full jitter": ["Full"], "Equal jitter": ["Equal"],
    }  # fmt: skip


def test_cloze_takes_no_short_name_that_another_option_of_the_page_has():
    first = table(["CDN edge", "Browser"], [("Bark", ["Smooth grey", "Deep ridges"])])
    second = table(["CDN", "Server"], [("Leaf", ["Lobed edges", "Needles"])], key="u")
    questions, _ = made(first + second, "cloze", {"CDN": ["content network"]})
    accepted = {q.choices[0].text: [c.text for c in q.choices[1:]] for q in questions}
    assert accepted["CDN edge"] == []
    assert accepted["CDN"] == ["content network"]


CELLS = [("Bark", ["Smooth grey", "Deep ridges", "Thin flakes"]), ("Leaf", ["Lobed", "Lobed", "Needle"])]


def made(text, kind, terms=None):
    questions, refusals = extra_questions("Trees", read(text), terms or {})
    return [q for q in questions if q.kind == kind], [r for r in refusals if r.kind == kind]


def test_cloze_asks_for_the_option_that_alone_has_the_value():
    questions, refusals = made(table(["Elm", "Oak", "Yew"], CELLS), "cloze", {"Yew": ["Taxus"]})
    assert [q.key for q in questions] == [
        "cloze/topic/t/elm/bark", "cloze/topic/t/oak/bark", "cloze/topic/t/yew/bark", "cloze/topic/t/yew/leaf",
    ]  # fmt: skip
    ask = "which option of “Some ways” does “Needle” describe best? Type its name."
    assert questions[3].stem == f"Trees · Leaf: {ask}"
    assert [choice.text for choice in questions[3].choices] == ["Yew", "Taxus"]
    assert [r.code for r in refusals] == ["tie", "tie"]


def test_cloze_asks_for_a_value_that_is_a_term():
    rows = [("Group", ["Rosids", "Rosids", "Conifers"])]
    questions, _ = made(table(["Elm", "Oak", "Yew"], rows), "cloze", {"Rosids": ["rosid clade"]})
    assert questions[0].ask == "type the term that holds for Elm."
    assert [choice.text for choice in questions[0].choices] == ["Rosids", "rosid clade"]


@pytest.mark.parametrize(
    ("options", "code"),
    [(["Synchronous", "Oak"], "term"), (["A name of five words", "Oak"], "term"), (["Barks", "Oak"], "leak")],
)
def test_cloze_is_refused_for_names_that_nobody_could_type_or_all_could_guess(options, code):
    _, refusals = made(table(options, [CELLS[0], ("Leaf", ["Lobed", "Needle"])]).replace(" | Thin flakes", ""), "cloze")
    assert (f"topic/t/{options[0].lower().replace(' ', '-')}/bark", code) in [(r.fact, r.code) for r in refusals]


def test_cloze_is_refused_where_another_option_would_be_accepted_too():
    both = table(["Elm", "Oak"], [("Bark", ["Smooth grey", "Deep ridges"])])
    other = table(["Elms", "Figs"], [("Sap", ["Clear juice", "Milk"])], key="u")
    _, refusals = made(both + other, "cloze")
    assert {(r.fact, r.code) for r in refusals} == {("topic/t/elm/bark", "tie"), ("topic/u/elms/sap", "tie")}


def test_a_statement_is_true_or_borrowed_from_a_sibling():
    rows = [(f"Bark {n}", ["Smooth grey", "Deep ridges", "Thin flakes"]) for n in "abcdefgh"]
    questions, _ = made(table(["Elm", "Oak", "Yew"], rows), "true-false")
    assert len(questions) == 24
    seen = {question.choices[0].correct for question in questions}
    assert seen == {True, False}
    own = {"Elm": "Smooth grey", "Oak": "Deep ridges", "Yew": "Thin flakes"}
    for question in questions:
        said = re.fullmatch(r"true or false\? This holds for (\w+) rather than for (\w+): “(.*)”\.", question.ask)
        option, rival, statement = said.groups()
        assert statement == own[option if question.choices[0].correct else rival]
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


def test_a_statement_names_no_sibling_that_is_said_to_have_it_too():
    rows = [("Bark", ["Smooth grey", "Deep ridges", "Thin flakes"]), ("Old bark", ["Rough", "Smooth grey", "Loose"])]
    questions, _ = made(table(["Elm", "Oak", "Yew"], rows), "true-false")
    named = {question.key: question.ask for question in questions}
    assert "rather than for Yew" in named["true-false/topic/t/elm/bark"]
    assert all("for Oak" not in ask for key, ask in named.items() if key.startswith("true-false/topic/t/elm/b"))


def test_cards_are_asked_both_ways_where_the_value_is_of_one_option():
    cards, refusals = both_ways("Trees", read(table(["Elm", "Oak", "Yew"], CELLS)))
    assert [(card.fact, card.prompt, card.answer) for card in cards] == [
        ("topic/t/elm/bark", "Elm", "Smooth grey"),
        ("topic/t/oak/bark", "Oak", "Deep ridges"),
        ("topic/t/yew/bark", "Yew", "Thin flakes"),
        ("topic/t/yew/leaf", "Yew", "Needle"),
    ]
    assert [(r.kind, r.fact, r.code) for r in refusals] == [
        ("reverse", "topic/t/elm/leaf", "tie"),
        ("reverse", "topic/t/oak/leaf", "tie"),
    ]


def test_spellings_of_several_options_are_accepted_for_none():
    rows = [("Bark", ["Smooth grey", "Deep ridges", "Thin flakes"])]
    terms = {"trees": ["Elm", "Oak"], "yew tree": ["Yew", "ground hemlock"]}
    questions, _ = made(table(["Elm", "Oak", "Yew"], rows), "cloze", terms)
    accepted = {q.choices[0].text: [c.text for c in q.choices] for q in questions}
    assert accepted == {"Elm": ["Elm"], "Oak": ["Oak"], "Yew": ["Yew", "yew tree", "ground hemlock"]}
