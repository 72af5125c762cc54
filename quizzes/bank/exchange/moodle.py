"""Questions as Moodle XML, which keeps more than GIFT: feedback of every answer, and order as its own type.

Pure. Texts are written as plain text, so that a "<" in a cell stays one.
Source: https://docs.moodle.org/en/Moodle_XML_format; for the type "ordering", Moodle's question/type/ordering.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from itertools import groupby
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from quizzes.bank.exchange.numbers import middle, stem_of
from quizzes.bank.exchange.records import ExchangeChoice, ExchangeQuestion, filed, percent, short_id, weights
from quizzes.bank.kinds import Shape

TYPES = {
    Shape.ONE: "multichoice",
    Shape.SEVERAL: "multichoice",
    Shape.PAIRS: "matching",
    Shape.BUCKETS: "matching",
    Shape.SEQUENCE: "ordering",
    Shape.TYPED: "shortanswer",
    Shape.NUMBER: "numerical",
    Shape.JUDGED: "truefalse",
}
LONGEST_NAME = 255  # characters of a question's name in Moodle

# What XML 1.0 cannot hold, even escaped.
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write(questions: Iterable[ExchangeQuestion]) -> str:
    """The questions by category, as one document."""
    parts = ['<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n']
    for category, group in groupby(filed(questions), key=lambda question: question.category):
        filing = Element("question", type="category")
        _text(SubElement(filing, "category"), category)
        parts += [_serialised(filing), *(_serialised(_question(question)) for question in group)]
    return "".join([*parts, "</quiz>\n"])


def _serialised(element: Element) -> str:
    """One question at a time: the tree of a whole bank would take some ten times the text."""
    indent(element, level=1)
    return f"  {tostring(element, encoding='unicode')}\n"


def _question(q: ExchangeQuestion) -> Element:
    element = Element("question", type=TYPES[q.shape])
    name = q.title if len(q.title) <= LONGEST_NAME else f"{q.title[: LONGEST_NAME - 1]}…"
    _text(SubElement(element, "name"), name)
    _plain(element, "questiontext", stem_of(q))
    _plain(element, "generalfeedback", q.explanation)
    for field, value in (
        ("defaultgrade", "1"),
        ("penalty", "0.3333333" if q.shape is not Shape.JUDGED else "1"),
        ("hidden", "0"),
        ("idnumber", short_id(q.key)),
    ):
        SubElement(element, field).text = _clean(value)
    forms = {"multichoice": _multichoice, "matching": _matching, "ordering": _ordering, "numerical": _numerical}
    forms.get(TYPES[q.shape], _typed)(element, q)
    if q.tags:
        tags = SubElement(element, "tags")
        for tag in q.tags:
            _text(SubElement(tags, "tag"), tag)
    return element


def _multichoice(element: Element, q: ExchangeQuestion) -> None:
    several = q.shape is Shape.SEVERAL
    SubElement(element, "single").text = "false" if several else "true"
    SubElement(element, "shuffleanswers").text = "true"
    SubElement(element, "answernumbering").text = "abc"
    for choice, weight in zip(q.choices, weights(q), strict=True):
        # one wrong pick costs nothing where there is only one to make
        _answer(element, choice, percent(weight) if several else "100" if choice.correct else "0")


def _matching(element: Element, q: ExchangeQuestion) -> None:
    SubElement(element, "shuffleanswers").text = "true"
    for choice in q.choices:
        pair = _plain(element, "subquestion", choice.text)
        _text(SubElement(pair, "answer"), choice.target)


def _ordering(element: Element, q: ExchangeQuestion) -> None:
    """The answers in their order; here a fraction is the place, from 1."""
    for field, value in (
        ("layouttype", "VERTICAL"),
        ("selecttype", "ALL"),
        ("selectcount", str(len(q.choices))),
        ("gradingtype", "ABSOLUTE_POSITION"),
        ("showgrading", "SHOW"),
        ("numberingstyle", "none"),
    ):
        SubElement(element, field).text = value
    for place, choice in enumerate(sorted(q.choices, key=lambda choice: int(choice.target)), 1):
        _answer(element, choice, f"{place}.0000000")


def _typed(element: Element, q: ExchangeQuestion) -> None:
    """Short answers, upper and lower case alike; or true and false, whose answers are these very words.

    In a short answer a * stands for any letters, but for one behind a backslash.
    """
    if q.shape is Shape.TYPED:
        SubElement(element, "usecase").text = "0"
    for choice in q.choices:
        text = choice.text.replace("*", "\\*") if q.shape is Shape.TYPED else choice.text.casefold()
        shown = ExchangeChoice(text, choice.correct, choice.feedback)
        _answer(element, shown, "100" if choice.correct else "0", form="moodle_auto_format")


def _numerical(element: Element, q: ExchangeQuestion) -> None:
    """A number and how far an answer may be from it. A unit may be typed, and earns nothing of its own."""
    for choice in q.choices:
        value, margin = middle(choice)
        answer = _answer(element, replace(choice, text=value), "100", form="moodle_auto_format")
        SubElement(answer, "tolerance").text = margin
    unit = next((choice.target for choice in q.choices if choice.target), "")
    if unit:
        named = SubElement(SubElement(element, "units"), "unit")
        SubElement(named, "multiplier").text = "1"
        SubElement(named, "unit_name").text = _clean(unit)
    for field, value in (
        ("unitgradingtype", "0"),
        ("unitpenalty", "0.1000000"),
        ("showunits", "0" if unit else "3"),
        ("unitsleft", "0"),
    ):
        SubElement(element, field).text = value


def _answer(element: Element, choice: ExchangeChoice, fraction: str, *, form: str = "plain_text") -> Element:
    answer = SubElement(element, "answer", fraction=fraction, format=form)
    SubElement(answer, "text").text = _clean(choice.text)
    _plain(answer, "feedback", choice.feedback)
    return answer


def _plain(parent: Element, name: str, text: str) -> Element:
    element = SubElement(parent, name, format="plain_text")
    _text(element, text)
    return element


def _text(parent: Element, text: str) -> None:
    SubElement(parent, "text").text = _clean(text)


def _clean(text: str) -> str:
    return _FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", text)
