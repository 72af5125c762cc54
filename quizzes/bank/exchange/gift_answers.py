"""What stands between the braces of a question in GIFT: its shape, its choices, its explanation. Pure."""

import re
from collections.abc import Sequence
from dataclasses import replace

from quizzes.bank.exchange.gift_text import BLANK, pieces, plain, typed, unescape
from quizzes.bank.exchange.records import ExchangeChoice
from quizzes.bank.exchange.truth import judged
from quizzes.bank.kinds import Shape
from quizzes.bank.reasons import because
from quizzes.bank.wording.numeric import wanted

STAR = "\\*"  # in a short answer; a star alone stands for any letters
_WEIGHT = re.compile(r"\s*%(-?\d{1,3}(?:\.\d*)?)%")
_JUDGED = {"T": True, "TRUE": True, "F": False, "FALSE": False}

Parsed = tuple[Shape, tuple[ExchangeChoice, ...], str]  # the shape, the choices, the explanation


class GiftFault(Exception):
    """Why a question could not be read."""

    def __init__(self, code: str, **named: str) -> None:
        super().__init__(code)
        self.why = because(code, **named)


def body(raw: str, form: str) -> Parsed:
    """What the text between the braces says, where texts are in the format ``form``.

    Raises GiftFault, or `quizzes.bank.exchange.markup.Lossy`.
    """
    bare = raw.strip(BLANK)
    number = bare.startswith("#") and not bare.startswith("####")
    (_, lead), *marked = pieces(bare[1:] if number else raw)
    general = [text for mark, text in marked if mark == "####"]
    if len(general) > 1:
        raise GiftFault("gift-two-general")
    explanation = plain(general[0], form) if general else ""
    if general and marked[-1][0] != "####":
        raise GiftFault("gift-general-last")
    items = [(mark, text) for mark, text in marked if mark != "####"]
    word = lead.strip(BLANK)
    if number:
        return Shape.NUMBER, (_numerical(word, items, form),), explanation
    if word.upper() in _JUDGED:
        return Shape.JUDGED, _judged(_JUDGED[word.upper()], items, form), explanation
    if word:
        raise GiftFault("gift-before-first", word=word[:40])
    if not items:
        raise GiftFault("gift-essay")
    answers = _grouped(items)
    # with a wrong answer among them an arrow is a sign like others
    if all(mark == "=" for mark, _, _ in answers) and any(_arrow(text) >= 0 for _, text, _ in answers):
        return Shape.PAIRS, tuple(_pair(answer, form) for answer in answers), explanation
    return *_choices(answers, form), explanation


def _numerical(lead: str, items: Sequence[tuple[str, str]], form: str) -> ExchangeChoice:
    """The one number that is asked for, with its margin or as a range ("3.14:0.05", "1..5", "=3.14:0.05#Yes.")."""
    answers = _grouped([*([("=", lead)] if lead else []), *items] if lead or items else [("=", "")])
    if len(answers) > 1 or answers[0][0] != "=":
        raise GiftFault("gift-numbers")
    _, raw, feedback = answers[0]
    match = _WEIGHT.match(raw)
    if match and float(match[1]) != 100:
        raise GiftFault("gift-numbers")
    given = unescape(raw[match.end() :] if match else raw).strip(BLANK)
    value, sign, margin = given.partition(":")
    found = wanted(f"{value} ± {margin}" if sign else given)
    if found is None or "±" in given or "%" in given:
        raise GiftFault("gift-number", given=given[:40])
    return ExchangeChoice(found.stored, True, plain(feedback, form))


def _grouped(items: Sequence[tuple[str, str]]) -> list[tuple[str, str, str]]:
    """Each answer with its feedback: (mark, raw text, raw feedback)."""
    answers: list[tuple[str, str, str]] = []
    for mark, text in items:
        if mark != "#":
            answers.append((mark, text, ""))
        elif answers[-1][2]:
            raise GiftFault("gift-two-feedbacks")
        else:
            answers[-1] = (*answers[-1][:2], text)
    return answers


def _judged(true: bool, items: Sequence[tuple[str, str]], form: str) -> tuple[ExchangeChoice, ...]:
    if len(items) > 2 or any(mark != "#" for mark, _ in items):
        raise GiftFault("gift-judged")
    wrong, right = [*(plain(text, form) for _, text in items), "", ""][:2]
    return (
        ExchangeChoice("True", true, right if true else wrong),
        ExchangeChoice("False", not true, wrong if true else right),
    )


def _arrow(raw: str) -> int:
    return raw.find("->")


def _pair(answer: tuple[str, str, str], form: str) -> ExchangeChoice:
    _, raw, feedback = answer
    place = _arrow(raw)
    if place < 0:
        raise GiftFault("gift-pair-arrow")
    left, right = plain(raw[:place], form), plain(raw[place + 2 :], form)
    if not right:
        raise GiftFault("gift-pair-after")
    if not left:
        raise GiftFault("gift-pair-before")
    return ExchangeChoice(left, True, plain(feedback, form), right)


def _choices(answers: Sequence[tuple[str, str, str]], form: str) -> tuple[Shape, tuple[ExchangeChoice, ...]]:
    """The shape and the choices of answers that are no pairs."""
    marks = [mark for mark, _, _ in answers]
    read = plain if "~" in marks else typed
    choices: list[ExchangeChoice] = []
    weighed: list[float] = []
    for mark, raw, feedback in answers:
        match = _WEIGHT.match(raw)
        weight = float(match[1]) if match else (100.0 if mark == "=" else 0.0)
        text = read(raw[match.end() :] if match else raw, form)
        if not text:
            raise GiftFault("gift-empty-answer")
        choices.append(ExchangeChoice(text, weight > 0, plain(feedback, form)))
        weighed += [weight] if weight > 0 else []
    partial = any(weight < 100 for weight in weighed)
    if "~" not in marks:
        if partial or not all(choice.correct for choice in choices):
            raise GiftFault("gift-short-partly")
        return Shape.TYPED, tuple(choices)
    if "=" not in marks:
        if not weighed:
            raise GiftFault("gift-none-right")
        if max(weighed) - min(weighed) > 0.01 or abs(sum(weighed) - 100) > 1:
            raise GiftFault("gift-uneven")
        return Shape.SEVERAL, tuple(choices)
    if partial:
        raise GiftFault("gift-partial")
    return _one_of(choices)


def _one_of(choices: Sequence[ExchangeChoice]) -> tuple[Shape, tuple[ExchangeChoice, ...]]:
    """A single choice; one between two words for true and false, in whatever language, is true or false."""
    said = [judged(choice.text) for choice in choices]
    if sorted(said, key=str) != [False, True]:
        return Shape.ONE, tuple(choices)
    named = (replace(choice, text="True" if true else "False") for choice, true in zip(choices, said, strict=True))
    return Shape.JUDGED, tuple(sorted(named, key=lambda choice: choice.text, reverse=True))
