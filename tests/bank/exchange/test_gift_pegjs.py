"""GIFT: a parser that others wrote reads what we write."""

import html
import re

from quizzes.bank.exchange.gift import write
from quizzes.bank.exchange.numbers import stem_of
from quizzes.bank.exchange.records import filed
from quizzes.bank.kinds import AMOUNT, CLOZE, NUMBER, TRUE_FALSE
from tests.bank.exchange.sample_questions import BY_HAND, PAIRS, SEVERAL, SINGLE

ENTITIES = {"092": "\\", "058": ":", "035": "#", "061": "=", "123": "{", "125": "}", "126": "~", "010": "\n"}


def flat(text):
    """As this parser shows a plain text: runs of blanks are one."""
    return re.sub(r"[ \t]{2,}", " ", text)


def shown(part):
    if part is None:
        return ""
    return html.unescape(part["text"].replace("<br>", "\n")) if part["format"] == "html" else part["text"]


def answer(text):
    """The right side of a pair, in which this parser leaves its marks for escaped signs."""
    return re.sub(r"&&(\d{3});?", lambda match: ENTITIES[match[1]], text)


def check(question, read):
    assert read["title"] == question.key
    assert shown(read["stem"]) == flat(stem_of(question))
    assert shown(read["globalFeedback"]) == flat(question.explanation)
    assert read["tags"] == list(question.tags)
    if question.kind in PAIRS:
        assert read["type"] == "Matching"
        pairs = [(shown(pair["subquestion"]), answer(pair["subanswer"])) for pair in read["matchPairs"]]
        assert pairs == [(flat(choice.text), flat(choice.target)) for choice in question.choices]
    elif question.kind == TRUE_FALSE:
        right, wrong = sorted(question.choices, key=lambda choice: not choice.correct)
        assert read["type"] == "TF"
        assert read["isTrue"] == (right.text == "True")
        # this parser's names are off: the first is for a wrong answer, whatever that is
        assert shown(read["trueFeedback"]) == flat(wrong.feedback)
        assert shown(read["falseFeedback"]) == flat(right.feedback)
    elif question.kind in (AMOUNT, NUMBER):
        [choice], [found] = question.choices, read["choices"]
        assert (read["type"], found["isCorrect"], shown(found["feedback"])) == ("Numerical", True, choice.feedback)
        number = found["text"]
        bounds = {
            "simple": lambda: f"{number['number']}",
            "range": lambda: f"{number['number']} ± {number['range']}",
            "high-low": lambda: f"{number['numberLow']}..{number['numberHigh']}",
        }
        alone = re.sub(r".* \((.*)\)", r"\1", choice.text)  # uneven bounds are a range without its number
        assert bounds[number["type"]]() == alone
    else:
        assert read["type"] == ("Short" if question.kind == CLOZE else "MC")
        right = [c["weight"] > 0 if question.kind in SEVERAL else c["isCorrect"] for c in read["choices"]]
        assert right == [choice.correct for choice in question.choices]
        texts = [(shown(c["text"]), shown(c["feedback"])) for c in read["choices"]]
        assert texts == [(flat(choice.text), flat(choice.feedback)) for choice in question.choices]
        if question.kind in SEVERAL:
            assert abs(sum(c["weight"] for c in read["choices"] if c["weight"] > 0) - 100) < 0.001


def test_every_kind_by_hand(gift_pegjs):
    read = [item for item in gift_pegjs(write(BY_HAND)) if item["type"] != "Category"]
    for question, item in zip(filed(BY_HAND), read, strict=True):
        check(question, item)


def test_the_shipped_bank(gift_pegjs, shipped):
    read = [item for item in gift_pegjs(write(shipped)) if item["type"] != "Category"]
    assert len(shipped) > 500
    assert {question.kind for question in shipped} > SINGLE
    for question, item in zip(filed(shipped), read, strict=True):
        check(question, item)


def test_categories_name_phase_and_topic(gift_pegjs):
    [category] = [item for item in gift_pegjs(write(BY_HAND)) if item["type"] == "Category"]
    assert category["title"] == "sdwiki/one/queues"
