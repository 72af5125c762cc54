"""Moodle XML: a reader that knows the format, not the writer, finds every question as it was."""

import re
from xml.etree.ElementTree import fromstring

import pytest

from quizzes.bank.exchange.moodle import write
from quizzes.bank.exchange.records import filed
from quizzes.bank.kinds import AMOUNT, CLOZE, NUMBER, ORDER, TRUE_FALSE
from tests.bank.exchange.sample_questions import BY_HAND, PAIRS, SEVERAL, SINGLE, question

# What Moodle's own exporter writes for each type beside what all have, and how often.
COMMON = {"name", "questiontext", "generalfeedback", "defaultgrade", "penalty", "hidden", "idnumber", "tags"}
OWN = {
    "multichoice": {"single", "shuffleanswers", "answernumbering", "answer"},
    "matching": {"shuffleanswers", "subquestion"},
    "ordering": {
        "layouttype", "selecttype", "selectcount", "gradingtype", "showgrading", "numberingstyle", "answer",
    },
    "shortanswer": {"usecase", "answer"},
    "numerical": {"answer", "unitgradingtype", "unitpenalty", "showunits", "unitsleft"},
    "truefalse": {"answer"},
}  # fmt: skip
FORMATS = {"html", "moodle_auto_format", "plain_text", "markdown"}


def text(element, path="."):
    return element.find(f"{path}/text").text or ""


def bounds(written):
    """The least and the most that is right where a key is "250", "250 ± 10", "250 (240..265)" or "240..260"."""
    number, _, margin = written.partition(" ± ")
    low, _, high = re.sub(r".* \((.*)\)", r"\1", number).partition("..")
    return float(low) - float(margin or 0), float(high or low) + float(margin or 0)


def check_form(element):
    """As a schema would."""
    assert {child.tag for child in element} - {"units"} == COMMON | OWN[element.get("type")]
    for name in COMMON:
        assert len(element.findall(name)) == 1
    for child in element.iter():
        assert child.get("format", "html") in FORMATS
        if child.tag in ("questiontext", "generalfeedback", "feedback", "subquestion"):
            assert child.get("format")
        if child.tag in ("name", "questiontext", "feedback", "subquestion", "answer", "tag"):
            assert [part.tag for part in child].count("text") == 1
    assert len(text(element, "name")) <= 255
    assert 0 < len(element.findtext("idnumber")) <= 100


def check(q, element):
    check_form(element)
    unit = element.findtext("units/unit/unit_name")
    assert text(element, "questiontext") == (f"{q.stem} (in {unit})" if unit else q.stem)
    assert text(element, "generalfeedback") == q.explanation
    assert [text(tag) for tag in element.findall("tags/tag")] == list(q.tags)
    if len(q.key) <= 100:
        assert element.findtext("idnumber") == text(element, "name") == q.key
    answers = [(text(a), float(a.get("fraction")), text(a, "feedback")) for a in element.findall("answer")]
    if q.kind in SINGLE:
        assert element.findtext("single") == "true"
        assert answers == [(c.text, 100.0 if c.correct else 0.0, c.feedback) for c in q.choices]
    elif q.kind in SEVERAL:
        assert element.findtext("single") == "false"
        assert [(shown, share > 0, feedback) for shown, share, feedback in answers] == [
            (c.text, c.correct, c.feedback) for c in q.choices
        ]
        assert sum(share for _, share, _ in answers if share > 0) == pytest.approx(100, abs=0.001)
        assert sum(share for _, share, _ in answers if share < 0) == pytest.approx(-100, abs=0.001)
    elif q.kind == ORDER:
        ranked = sorted(q.choices, key=lambda choice: int(choice.target))
        assert answers == [(c.text, float(place), c.feedback) for place, c in enumerate(ranked, 1)]
    elif q.kind in PAIRS:
        pairs = [(text(pair), text(pair, "answer")) for pair in element.findall("subquestion")]
        assert pairs == [(c.text, c.target) for c in q.choices]
    elif q.kind == CLOZE:
        assert answers == [(c.text, 100.0, c.feedback) for c in q.choices]
        assert element.findtext("usecase") == "0"
    elif q.kind in (AMOUNT, NUMBER):
        [choice], [answer] = q.choices, element.findall("answer")
        value, margin = float(text(answer)), float(answer.findtext("tolerance"))
        assert (answer.get("fraction"), text(answer, "feedback"), unit or "") == ("100", choice.feedback, choice.target)
        assert bounds(choice.text) == pytest.approx((value - margin, value + margin))
        assert element.findtext("showunits") == ("0" if unit else "3")
    else:
        assert q.kind == TRUE_FALSE
        assert answers == [(c.text.lower(), 100.0 if c.correct else 0.0, c.feedback) for c in q.choices]
        assert {shown for shown, _, _ in answers} == {"true", "false"}


@pytest.mark.parametrize("which", ["by hand", "shipped"])
def test_every_question_is_read_as_it_was(which, shipped):
    made = BY_HAND if which == "by hand" else shipped
    quiz = fromstring(write(made))
    assert quiz.tag == "quiz"
    read = [element for element in quiz if element.get("type") != "category"]
    for q, element in zip(filed(made), read, strict=True):
        check(q, element)
    ids = [element.findtext("idnumber") for element in read]
    assert len(ids) == len(set(ids))


def test_category_comes_before_its_questions():
    elements = list(fromstring(write(BY_HAND)))
    assert elements[0].get("type") == "category"
    assert text(elements[0], "category") == "sdwiki/one/queues"
    assert [element.get("type") for element in elements].count("category") == 1


def test_what_xml_cannot_hold_is_replaced():
    q = question("option", [("a\x08b", True, ""), ("\ufffe", False, "")])
    [element] = [e for e in fromstring(write([q])) if e.get("type") != "category"]
    assert [text(answer) for answer in element.findall("answer")] == ["a\ufffdb", "\ufffd"]


def test_empty_bank_is_an_empty_quiz():
    assert list(fromstring(write([]))) == []


def test_a_star_of_a_short_answer_is_no_wildcard():
    quiz = fromstring(write([question("cloze", [("A*", True, "Because.")])]))
    assert text(quiz.find("question/answer")) == r"A\*"
