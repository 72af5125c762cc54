"""Cloze, its comparison of typed answers, true or false, and reverse cards."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.bank.page import Page
from quizzes.bank.recall import Spellings, accepts, folded, typeable
from tests.bank_kinds.making import both_ways, extra_questions, read, table


@pytest.mark.parametrize(
    ("answer", "accepted"),
    [
        ("write through", "Write-through"), ("WRITETHROUGH", "Write-through"), ("token buckets", "Token bucket"),
        ("Proxy", "proxies"), ("caches", "cache"), ("API", "APIs"), ("the  outbox ", "Outbox"), ("http/2", "HTTP/2"),
        ("naïve", "Naive"), ("leader's lease", "Leaders lease"), ("switches", "switch"),
        ("indexes", "Index"), ("DNS", "dns"), ("databases", "Database"), ("cookie", "Cookies"), ("classes", "class"),
    ],
)  # fmt: skip
def test_accepts_other_spellings_of_one_name(answer, accepted):
    assert accepts(answer, [accepted])


@pytest.mark.parametrize(
    ("answer", "accepted"),
    [
        ("", "x"), ("   ", "x"), ("-", "-"), ("write-behind", "Write-through"), ("http", "HTTPS"), ("C", "C++"),
        ("token", "Token bucket"), ("push", "pull"), ("b" * 201, "b" * 201), ("HTTP", "HTTP/2"), ("\0", "x"),
    ],
)  # fmt: skip
def test_accepts_nothing_else(answer, accepted):
    assert not accepts(answer, [accepted])


@given(st.text(max_size=60))
def test_every_name_is_accepted_for_itself_in_any_case(text):
    if folded(text):
        assert accepts(text, [text])
        assert accepts(f"  {text} ", ["other", text])
    else:
        assert not accepts(text, [text])


@pytest.mark.parametrize(
    "text", ["Low", "none", "Synchronous", "Open", "Fast", "Second", "12", "Global", "one two three four"]
)
def test_adjectives_ranks_and_long_phrases_cannot_be_asked_for(text):
    assert typeable(text)


@pytest.mark.parametrize(
    "text", ["Canary", "Sharding", "gRPC", "ACL", "Write-behind", "Token bucket", "Least recently used"]
)
def test_names_can_be_asked_for(text):
    assert not typeable(text)


def test_spellings_hold_aliases_and_abbreviations_once():
    terms = {"Token bucket": ["tokens bucket", "leaky meter"], "Other": ["x"]}
    assert Spellings(Page("Any", ()), terms).of("Token-bucket") == ["Token-bucket", "leaky meter"]
    assert Spellings(Page("Any", ()), {}).of("Time to live (TTL)") == ["Time to live (TTL)", "Time to live", "TTL"]


CELLS = [("Bark", ["Smooth grey", "Deep ridges", "Thin flakes"]), ("Leaf", ["Lobed", "Lobed", "Needle"])]


def made(text, kind, terms=None):
    questions, refusals = extra_questions("Trees", read(text), terms or {})
    return [q for q in questions if q.kind == kind], [r for r in refusals if r.kind == kind]


def test_cloze_asks_for_the_option_that_alone_has_the_value():
    questions, refusals = made(table(["Elm", "Oak", "Yew"], CELLS), "cloze", {"Yew": ["Taxus"]})
    assert [q.key for q in questions] == [
        "cloze/topic/t/elm/bark", "cloze/topic/t/oak/bark", "cloze/topic/t/yew/bark", "cloze/topic/t/yew/leaf",
    ]  # fmt: skip
    assert questions[3].stem == ("Trees · Leaf: which option of “Some ways” does “Needle” describe? Type its name.")
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
        option = question.ask.split("For ")[1].split(",")[0]
        assert (f"“{own[option]}”" in question.ask) is question.choices[0].correct
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
