"""GIFT: our own reader takes what our writer gives, and says what is wrong with the rest."""

import re
import time
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.bank.exchange.gift import read, write
from quizzes.bank.exchange.records import ExchangeChoice, filed
from quizzes.bank.kinds import AMOUNT, NUMBER
from quizzes.bank.words import said
from tests.bank.exchange.sample_questions import BY_HAND, PAIRS, question, questions


def kept(question):
    """What GIFT keeps: a pair has no feedback there, and uneven bounds are a range without the number within."""
    if question.kind not in PAIRS:
        if question.kind not in (AMOUNT, NUMBER):
            return question
        [choice] = question.choices
        return replace(question, choices=(replace(choice, text=re.sub(r"^\d+ \((.*)\)$", r"\1", choice.text)),))
    return replace(question, choices=tuple(replace(choice, feedback="") for choice in question.choices))


@pytest.mark.parametrize("question", BY_HAND, ids=lambda question: question.key)
def test_round_trip_keeps_every_kind(question):
    reading = read(write([question]))
    assert not reading.faults
    assert [found.question for found in reading.found] == [kept(question)]


@given(st.lists(questions(), min_size=1, max_size=4, unique_by=lambda question: question.key))
def test_round_trip_keeps_any_text(made):
    reading = read(write(made))
    assert not reading.faults
    assert [found.question for found in reading.found] == [kept(question) for question in filed(made)]


def test_round_trip_keeps_the_shipped_bank(shipped):
    reading = read(write(shipped))
    assert not reading.faults
    assert [found.question for found in reading.found] == [kept(question) for question in filed(shipped)]


def test_a_star_of_a_short_answer_is_no_wildcard():
    spelled = question("cloze", [("A*", True), ("A\\*b", True)])
    assert "=A\\\\*\n" in write([spelled])
    [found] = read(write([spelled])).found
    assert [choice.text for choice in found.question.choices] == ["A*", "A\\*b"]
    assert read(write([replace(spelled, tags=())]).replace("\\\\*", "*")).faults[0].why.code == "gift-wildcard"


def one(text):
    [found] = read(text).found
    return found.question


def test_read_what_others_write():
    found = one("// [id:q7] [tag:easy]\n\nWho's {=Grant ~no one #Really?\n ~%0%Lee} buried there?\n")
    assert found.key == "q7"
    assert found.stem == "Who's _____ buried there?"
    assert [(c.text, c.correct, c.feedback) for c in found.choices] == [
        ("Grant", True, ""),
        ("no one", False, "Really?"),
        ("Lee", False, ""),
    ]


@pytest.mark.parametrize(
    ("text", "stem"),
    [
        ("He was from {=Nazareth ~Rome}.", "He was from _____."),
        ("{=Two ~Three} and two {is} four.", None),
        ("{=Two ~Three} and two is four.", "_____ and two is four."),
        ("[html]<p>The <b>answer {=is ~was}</b> here.</p>", "The answer _____ here."),
        ("[markdown]The *answer {=is ~was} here*", "The answer _____ here"),
        ("[plain]<b> {=is ~was} <i>", "<b> _____ <i>"),
    ],
)
def test_read_a_gap_in_the_middle(text, stem):
    reading = read(text)
    assert [" ".join(found.question.stem.split()) for found in reading.found] == ([stem] if stem else [])


def test_read_html_as_plain_text():
    found = one("::t::[html]<p>Is 1 &lt\\; 2?<br>Say.</p>{=<b>yes</b>~[plain]<no>~5 &gt\\; 6}".replace("\\;", ";"))
    assert found.stem == "Is 1 < 2?\nSay."
    assert [choice.text for choice in found.choices] == ["yes", "<no>", "5 > 6"]


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("", 1, "holds no question"),
        ("\n\n::a::Is it? {=yes ~no", 3, "not closed"),
        ("Is it? =yes}\n", 1, "} without a {"),
        ("::a Is it? {=yes ~no}\n", 1, "title is not closed"),
        ("::a:: {=yes ~no}\n", 1, "no question before"),
        ("Is it? {=yes ~}\n", 1, "an answer is empty"),
        ("Is it? {=yes #a #b ~no}\n", 1, "two feedbacks"),
        ("Is it? {~yes ~no}\n", 1, "no answer is right"),
        ("Is it? {yes ~no}\n", 1, "stands before the first"),
        ("Is it? {T ~no}\n", 1, "true or false takes"),
        ("Is it? {=yes ~no####a####b}\n", 1, "two general feedbacks"),
        ("Is it? {=yes####a~no}\n", 1, "must come last"),
        ("A? {=a -> b =c -> }\n", 1, "nothing after its ->"),
        ("A? {=a ~b}\nB? {=a ~b}\n", 1, "braces after the answers"),
        ("A? {=a {=b} ~b}\n", 1, "not closed"),
    ],
)
def test_read_malformed_says_the_line(text, line, message):
    reading = read(text)
    assert not reading.found
    [fault] = reading.faults
    assert fault.line == line
    assert message in said(fault.why)
    assert fault.whole == (not text)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Tell me {}\n", "an essay"),
        ("Just words.\n", "asks nothing"),
        ("A? {=a ~%50%b ~c}\n", "partial credit"),
        ("A? {=%100%a =%50%b}\n", "partly right"),
        ("A? {=a =%0%b#Nearly.}\n", "partly right"),
        ("A? {=a*}\n", "a * stands for any letters"),
        ("A? {~%70%a ~%30%b ~c}\n", "share the mark evenly"),
        ("A? {~%25%a ~%25%b ~c}\n", "share the mark evenly"),
        ("A? {=a -> b =c -> d = -> e}\n", "nothing before its ->"),
        ("A? {=a -> b =c}\n", "some answers are pairs and some are not"),
        ("When? {#=1822:0#Yes. =%50%1822:2#Nearly. ~#No. ####He did.}\n", "several numbers"),
        ("When? {#=1822:0 ~#No.}\n", "several numbers"),
        ("When? {#=%50%1822:2}\n", "a part of the mark for one"),
        ("How many? {#5..1}\n", "“5..1” is no number"),
        ("How many? {#3:-1}\n", "“3:-1” is no number"),
        ("How many? {#three}\n", "“three” is no number"),
        ("How many? {#}\n", "“” is no number"),
    ],
)
def test_read_what_cannot_be_asked_as_it_is_meant_is_refused(text, message):
    reading = read(f"Which? {{=a ~b}}\n\n{text}")
    assert len(reading.found) == 1
    [fault] = reading.faults
    assert (fault.line, fault.whole) == (3, False)
    assert message in said(fault.why)


@pytest.mark.parametrize(
    ("choices", "right", "feedback"),
    [
        ("=True ~False#No.", True, ("", "No.")),
        ("~True =False", False, ("", "")),
        ("~Wahr#Nein. =Falsch#Ja.", False, ("Nein.", "Ja.")),
        ("=yes ~no", True, ("", "")),
    ],
)
def test_read_a_choice_between_true_and_false_as_such(choices, right, feedback):
    found = one(f"Red is a colour. {{{choices}}}")
    assert found.kind == "true-false"
    assert [(c.text, c.correct) for c in found.choices] == [("True", right), ("False", not right)]
    assert tuple(c.feedback for c in found.choices) == feedback


def test_read_two_other_choices_as_a_single_choice():
    assert one("Which? {=TCP ~UDP}").kind == one("Which? {=true ~perhaps}").kind == "option"


@pytest.mark.parametrize(
    ("answer", "stored", "feedback"),
    [
        ("3:1", "3 ± 1", ""), ("3:0", "3", ""), ("3", "3", ""), ("-1.5..2e3", "-1.5..2000", ""),
        ("=3.14:0.05#Yes.", "3.14 ± 0.05", "Yes."), (" =%100%1822\\:2 ", "1822 ± 2", ""), ("=1..5", "1..5", ""),
    ],
)  # fmt: skip
def test_read_a_number_with_its_margin(answer, stored, feedback):
    found = one(f"::n::How many (in m/s)? How long? {{#{answer}####By count.}}")
    assert (found.kind, found.stem, found.explanation) == ("number", "How many (in m/s)? How long?", "By count.")
    assert found.choices == (ExchangeChoice(stored, True, feedback),)


def test_read_the_unit_of_a_number_behind_its_question():
    found = one("::n::How many? (in requests/s) {#3}")
    assert (found.stem, found.choices[0].target) == ("How many?", "requests/s")


def test_read_feedback_of_a_pair():
    found = one("Match. {=a -> b#Because. =c -> d}")
    assert [(c.text, c.target, c.feedback) for c in found.choices] == [("a", "b", "Because."), ("c", "d", "")]


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("$CATEGORY: $course$/Networks/Load balancing\n\nA? {=a ~b}", "load-balancing"),
        ("// [tag:topic::storage]\n$CATEGORY: x/Networks\n\n// [tag:topic::storage]\nA? {=a ~b}", "storage"),
        ("$CATEGORY: sdwiki/one/queues\n\nA? {=a ~b}", ""),
        ("$CATEGORY: x/one\n\n$CATEGORY: two\nA? {=a ~b}", "two"),
    ],
)
def test_read_category_names_the_topic(text, topic):
    assert one(text).topic == topic


def test_read_texts_in_the_format_of_the_question():
    texts = "2<sup>12</sup> &lt\\;b>".replace("\\;", ";")
    for form, meant in (("", "2¹² <b>"), ("[html]", "2¹² <b>"), ("[markdown]", "2¹² <b>"), ("[plain]", texts)):
        found = one(f"{form}{texts}? {{={texts}#{texts} ~no ####{texts}}}")
        assert found.stem == f"{meant}?"
        assert (found.choices[0].text, found.choices[0].feedback, found.explanation) == (meant, meant, meant)
        assert one(f"{form}Pair. {{={texts} -> {texts} =c -> d}}").choices[0].target == meant


def test_read_typed_answers_as_they_are_typed():
    found = one("[html]<p>Which tag?</p> {=<b> =[html]<i>caf&eacute;</i> =na&iuml;ve}")
    assert [choice.text for choice in found.choices] == ["<b>", "café", "naïve"]


def test_read_a_lossy_text_wherever_it_stands():
    picture = "<img src\\=x>".replace("\\\\", "\\")
    for text in (
        f"{picture} {{=a ~b}}",
        f"A? {{={picture} ~b}}",
        f"A? {{=a#{picture} ~b}}",
        f"A? {{=a ~b####{picture}}}",
        f"A {{=a ~b}} {picture}",
        f"A? {{={picture} -> b =c -> d}}",
        f"A? {{=a -> {picture} =c -> d}}",
        f"A. {{T#{picture}}}",
    ):
        [fault] = read(text).faults
        assert fault.why.code == "markup-media", text


def test_read_one_bad_among_good_gives_both():
    reading = read("A? {=a ~b}\n\nB? {=a\n\n// c\nC? {=a ~b}\n")
    assert [found.line for found in reading.found] == [1, 6]
    assert [fault.line for fault in reading.faults] == [3]


@pytest.mark.parametrize(
    "unit",
    ["{", "}", "=a~", "#", "::", "\\", "a\n", "####", "{=a ~b}\n\n", "->", "[html]<", "// x\n"],
)
def test_read_a_megabyte_in_time(unit):
    text = unit * (1_000_000 // len(unit))
    started = time.perf_counter()
    read(text)
    assert time.perf_counter() - started < 30


@pytest.mark.parametrize("unit", ["<", "&", "<b ", "<!--", "\\(", "$$", "x<sup>1</sup>"])
@pytest.mark.parametrize("form", ["", "[html]", "[markdown]"])
def test_read_a_megabyte_of_markup_in_time(unit, form, deadline):
    with deadline(10):
        read(f"{form}{unit * (1_000_000 // len(unit))} {{=a ~b}}\n")


@pytest.mark.parametrize("name", ["sup", "pre", "ul", "p", "b", "q", r"a href\=https\://x.org"])
def test_read_a_megabyte_of_nested_markup_in_time(name, deadline):
    opens, closes = f"<{name}>x", f"</{name.split()[0]}>"
    times = 1_000_000 // len(opens + closes)
    with deadline(10):
        read(f"[html]{opens * times}{closes * times} {{=a ~b}}\n")


@pytest.mark.parametrize("mark", ["[id:", "[tag:"])
def test_read_a_megabyte_of_marks_that_are_not_closed_in_time(mark, deadline):
    with deadline(10):
        reading = read("// " + mark * (1_000_000 // len(mark)) + "\nA? {=a ~b}\n")
    assert [(found.question.key, found.question.tags) for found in reading.found] == [("", ())]
