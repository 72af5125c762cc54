"""Questions in GIFT, the text format of Moodle's question banks.

Pure. Every kind has a form: a choice among several, several answers with weights, pairs (match, categorise, and order
by rank), short answers, true or false. A pair has no feedback of its own there; the explanation carries it. What GIFT
can say and we could not ask as it is meant (weights that differ, wildcards, numbers) is refused, not bent.
Source: https://docs.moodle.org/en/GIFT_format
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from quizzes.bank.exchange.gift_text import BLANK, arrowless, escape, find, guarded, pieces, plain, split_format
from quizzes.bank.exchange.records import (
    ExchangeChoice,
    ExchangeQuestion,
    Fault,
    Found,
    Reading,
    filed,
    kind_of,
    percent,
    short_id,
    tagged,
    weights,
)
from quizzes.bank.kinds import KINDS, Shape
from quizzes.bank.reasons import because
from sdwiki import limits

# No bracket stands in either, as `_marked` writes them: else many that are opened and not closed take quadratic time.
_ID = re.compile(r"\[id:([^\x00-\x1f\x7f\[\]]+)\]")
_TAG = re.compile(r"\[tag:([^\x00-\x1f\x7f\[\]]+)\]")
_WEIGHT = re.compile(r"\s*%(-?\d{1,3}(?:\.\d*)?)%")
_STAR = "\\*"  # in a short answer; a star alone stands for any letters
_SILENT = frozenset(code for code, kind in KINDS.items() if kind.shape.placed)  # a pair has no feedback of its own
_JUDGED = {"T": True, "TRUE": True, "F": False, "FALSE": False}

Parsed = tuple[Shape, tuple[ExchangeChoice, ...], str]  # the shape, the choices, the explanation


class _Fault(Exception):
    """Why a question could not be read; ``unsupported`` where we only cannot store it."""

    def __init__(self, code: str, *, unsupported: bool = False, **named: str) -> None:
        super().__init__(code)
        self.why, self.unsupported = because(code, **named), unsupported


def write(questions: Iterable[ExchangeQuestion]) -> str:
    """The questions by category. The title is the key; Moodle keeps the id number and the tags from the comment."""
    parts: list[str] = []
    for category, group in groupby(filed(questions), key=lambda question: question.category):
        parts.append(f"$CATEGORY: {category}\n")
        parts += map(_question, group)
    return "\n".join(parts)


def _question(q: ExchangeQuestion) -> str:
    marks = [f"[id:{_marked(short_id(q.key))}]", *(f"[tag:{_marked(tag)}]" for tag in q.tags)]
    general = f"\t####{guarded(q.explanation)}\n" if q.explanation else ""
    body = "".join(f"\t{line}\n" for line in _answers(q))
    return f"// {' '.join(marks)}\n::{escape(q.title)}::[plain]{escape(q.stem)} {{\n{body}{general}}}\n"


def _marked(text: str) -> str:
    return re.sub(r"[\x00-\x1f\x7f]", " ", text).replace("[", "(").replace("]", ")")


def _answers(q: ExchangeQuestion) -> Iterator[str]:
    if q.shape is Shape.JUDGED:
        right = next(choice for choice in q.choices if choice.correct)
        wrong = next((choice.feedback for choice in q.choices if not choice.correct), "")
        judged = "TRUE" if right.text.casefold() == "true" else "FALSE"
        # the first feedback is for a wrong answer, the second for a right one
        yield f"{judged}#{guarded(wrong)}#{guarded(right.feedback)}" if wrong or right.feedback else judged
    elif q.shape.placed:
        for choice in q.choices:
            yield f"={arrowless(choice.text)} -> {escape(choice.target)}"
    elif q.shape is Shape.SEVERAL:
        for choice, weight in zip(q.choices, weights(q), strict=True):
            yield f"~%{percent(weight)}%{_told(choice)}"
    elif q.shape is Shape.TYPED:
        for choice in q.choices:
            yield f"={_told(replace(choice, text=choice.text.replace('*', _STAR)))}"
    else:
        for choice in q.choices:
            yield f"{'=' if choice.correct else '~'}{_told(choice)}"


def _told(choice: ExchangeChoice) -> str:
    """An answer and its feedback. An arrow in either could make a pair of it."""
    return arrowless(choice.text) + (f"#{arrowless(choice.feedback)}" if choice.feedback else "")


def read(text: str) -> Reading:
    """The questions of a file, which blank lines part. Those of a kind that nothing here has are faults, by line."""
    found: list[Found] = []
    faults: list[Fault] = []
    for line, block, comments in _blocks(text):
        if len(found) + len(faults) == limits.QUESTIONS:
            faults.append(Fault(line, because("file-many", most=limits.QUESTIONS)))
            break
        try:
            found.append(Found(line, _parse(block, comments)))
        except _Fault as fault:
            faults.append(Fault(line, fault.why, unsupported=fault.unsupported))
    if not found and not faults:
        faults.append(Fault(1, because("gift-empty")))
    return Reading(tuple(found), tuple(faults), silent=_SILENT)


def _blocks(text: str) -> Iterator[tuple[int, str, str]]:
    """Runs of lines without a blank one: their first line's number, their text, and the comments before and in it."""
    lines: list[str] = []
    comments: list[str] = []
    first = 0
    for number, line in enumerate([*text.split("\n"), ""], 1):
        bare = line.strip(BLANK)
        if bare.startswith("//"):
            comments.append(bare)
        elif bare.startswith("$CATEGORY:") and not lines:
            comments = []
        elif bare:
            first = first if lines else number
            lines.append(line)
        elif lines:
            yield first, "\n".join(lines), "\n".join(comments)
            lines, comments = [], []


def _parse(block: str, comments: str) -> ExchangeQuestion:
    text, title = block.strip(BLANK), ""
    if text.startswith("::"):
        end = _title_end(text)
        title, text = plain(text[2:end]), text[end + 2 :]
    opens = find(text, "{")
    if opens < 0:
        if find(text, "}") >= 0:
            raise _Fault("gift-unopened")
        raise _Fault("gift-nothing-asked", unsupported=True)
    closes = find(text, "{}", opens + 1)
    if closes < 0 or text[closes] == "{":
        raise _Fault("gift-unclosed")
    form, raw = split_format(text[:opens])
    stem, tail = plain(raw, form), text[closes + 1 :].strip(BLANK)
    if find(tail, "{}") >= 0:
        raise _Fault("gift-braces-after")
    if tail:
        stem = f"{stem} _____ {plain(tail, form)}".strip(BLANK)
    if not stem:
        raise _Fault("gift-no-question")
    shape, choices, explanation = _body(text[opens + 1 : closes], form)
    tags = tuple(_TAG.findall(comments))
    if shape is Shape.TYPED:
        if any("*" in choice.text.replace(_STAR, "") for choice in choices):
            raise _Fault("gift-wildcard", unsupported=True)
        choices = tuple(replace(choice, text=choice.text.replace(_STAR, "*")) for choice in choices)
    number = _ID.search(comments)
    key = title or (number[1].strip() if number else "")
    return ExchangeQuestion(
        key, kind_of(shape, tags), key, stem, choices, explanation, tags=tags, topic=tagged(tags, "topic")
    )


def _title_end(text: str) -> int:
    place = find(text, ":", 2)
    while place >= 0 and not text.startswith("::", place):
        place = find(text, ":", place + 1)
    if place < 0:
        raise _Fault("gift-title-unclosed")
    return place


def _body(raw: str, form: str) -> Parsed:
    """What stands between the braces."""
    if raw.strip(BLANK).startswith("#") and not raw.strip(BLANK).startswith("####"):
        raise _Fault("gift-numerical", unsupported=True)
    (_, lead), *marked = pieces(raw)
    general = [text for mark, text in marked if mark == "####"]
    if len(general) > 1:
        raise _Fault("gift-two-general")
    explanation = plain(general[0], form) if general else ""
    if general and marked[-1][0] != "####":
        raise _Fault("gift-general-last")
    items = [(mark, text) for mark, text in marked if mark != "####"]
    word = lead.strip(BLANK)
    if word.upper() in _JUDGED:
        return Shape.JUDGED, _judged(_JUDGED[word.upper()], items, form), explanation
    if word:
        raise _Fault("gift-before-first", word=word[:40])
    if not items:
        raise _Fault("gift-essay", unsupported=True)
    answers = _grouped(items)
    arrows = [mark == "=" and _arrow(text) >= 0 for mark, text, _ in answers]
    if all(arrows):
        return Shape.PAIRS, tuple(_pair(text, form) for _, text, _ in answers), explanation
    return *_choices(answers, form), explanation


def _grouped(items: Sequence[tuple[str, str]]) -> list[tuple[str, str, str]]:
    """Each answer with its feedback: (mark, raw text, raw feedback)."""
    answers: list[tuple[str, str, str]] = []
    for mark, text in items:
        if mark != "#":
            answers.append((mark, text, ""))
        elif answers[-1][2]:
            raise _Fault("gift-two-feedbacks")
        else:
            answers[-1] = (*answers[-1][:2], text)
    return answers


def _judged(true: bool, items: Sequence[tuple[str, str]], form: str) -> tuple[ExchangeChoice, ...]:
    if len(items) > 2 or any(mark != "#" for mark, _ in items):
        raise _Fault("gift-judged")
    wrong, right = [*(plain(text, form) for _, text in items), "", ""][:2]
    return (
        ExchangeChoice("True", true, right if true else wrong),
        ExchangeChoice("False", not true, wrong if true else right),
    )


def _arrow(raw: str) -> int:
    return raw.find("->")


def _pair(raw: str, form: str) -> ExchangeChoice:
    place = _arrow(raw)
    left, right = plain(raw[:place], form), plain(raw[place + 2 :])
    if not right:
        raise _Fault("gift-pair-after")
    if not left:
        raise _Fault("gift-pair-before", unsupported=True)
    return ExchangeChoice(left, True, "", right)


def _choices(answers: Sequence[tuple[str, str, str]], form: str) -> tuple[Shape, tuple[ExchangeChoice, ...]]:
    """The shape and the choices of answers that are no pairs."""
    choices: list[ExchangeChoice] = []
    weighed: list[float] = []
    for mark, raw, feedback in answers:
        match = _WEIGHT.match(raw)
        weight = float(match[1]) if match else (100.0 if mark == "=" else 0.0)
        text = plain(raw[match.end() :] if match else raw, form)
        if not text:
            raise _Fault("gift-empty-answer")
        choices.append(ExchangeChoice(text, weight > 0, plain(feedback, form)))
        weighed += [weight] if weight > 0 else []
    marks = [mark for mark, _, _ in answers]
    partial = any(weight < 100 for weight in weighed)
    if "~" not in marks:
        if partial or not all(choice.correct for choice in choices):
            raise _Fault("gift-short-partly", unsupported=True)
        return Shape.TYPED, tuple(choices)
    if "=" not in marks:
        if not weighed:
            raise _Fault("gift-none-right")
        if max(weighed) - min(weighed) > 0.01 or abs(sum(weighed) - 100) > 1:
            raise _Fault("gift-uneven", unsupported=True)
        return Shape.SEVERAL, tuple(choices)
    if partial:
        raise _Fault("gift-partial", unsupported=True)
    return Shape.ONE, tuple(choices)
