"""Questions in GIFT, the text format of Moodle's question banks.

Pure. Every kind has a form: a choice among several, several answers with weights, pairs (match, categorise, and order
by rank), short answers, numbers with a margin, true or false. A pair has no feedback of its own there; the explanation
carries it. What GIFT can say and we could not ask as it is meant (weights that differ, wildcards, several numbers,
pictures) is refused, not bent.
Source: https://docs.moodle.org/en/GIFT_format
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby

from content.reading.text import slugify
from quizzes.bank.exchange.gift_answers import STAR, GiftFault, body
from quizzes.bank.exchange.gift_text import (
    BLANK,
    arrowless,
    escape,
    find,
    guarded,
    plain,
    split_format,
    unescape,
)
from quizzes.bank.exchange.markup import Lossy
from quizzes.bank.exchange.numbers import spread, stem_of, without_unit
from quizzes.bank.exchange.records import (
    SITE,
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
CATEGORY = "$CATEGORY:"
_SILENT = frozenset(code for code, kind in KINDS.items() if kind.shape.placed)  # a pair has no feedback of its own


def write(questions: Iterable[ExchangeQuestion]) -> str:
    """The questions by category. The title is the key; Moodle keeps the id number and the tags from the comment."""
    parts: list[str] = []
    for category, group in groupby(filed(questions), key=lambda question: question.category):
        parts.append(f"{CATEGORY} {category}\n")
        parts += map(_question, group)
    return "\n".join(parts)


def _question(q: ExchangeQuestion) -> str:
    marks = [f"[id:{_marked(short_id(q.key))}]", *(f"[tag:{_marked(tag)}]" for tag in q.tags)]
    general = f"\t####{guarded(q.explanation)}\n" if q.explanation else ""
    body = "".join(f"\t{line}\n" for line in _answers(q))
    opens = "{#" if q.shape is Shape.NUMBER else "{"
    return f"// {' '.join(marks)}\n::{escape(q.title)}::[plain]{escape(stem_of(q))} {opens}\n{body}{general}}}\n"


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
    elif q.shape is Shape.NUMBER:
        for choice in q.choices:
            yield f"={spread(choice)}" + (f"#{guarded(choice.feedback)}" if choice.feedback else "")
    elif q.shape is Shape.TYPED:
        for choice in q.choices:
            yield f"={_told(replace(choice, text=choice.text.replace('*', STAR)))}"
    else:
        for choice in q.choices:
            yield f"{'=' if choice.correct else '~'}{_told(choice)}"


def _told(choice: ExchangeChoice) -> str:
    """An answer and its feedback. An arrow in either could make a pair of it."""
    return arrowless(choice.text) + (f"#{arrowless(choice.feedback)}" if choice.feedback else "")


def read(text: str) -> Reading:
    """The questions of a file, which blank lines part. Those that nothing here can ask as meant are faults, by line."""
    found: list[Found] = []
    faults: list[Fault] = []
    for line, block, comments, category in _blocks(text):
        if len(found) + len(faults) == limits.QUESTIONS:
            faults.append(Fault(line, because("file-many", most=limits.QUESTIONS), whole=True))
            break
        try:
            question = _parse(block, comments)
            found.append(Found(line, replace(question, topic=question.topic or _filed_under(category))))
        except (GiftFault, Lossy) as fault:
            faults.append(Fault(line, fault.why))
    if not found and not faults:
        faults.append(Fault(1, because("gift-empty"), whole=True))
    return Reading(tuple(found), tuple(faults), silent=_SILENT)


def _filed_under(category: str) -> str:
    """The topic that the last part of a category names ("$course$/Networks/Load balancing")."""
    *_, last = category.strip(BLANK).rstrip("/").split("/")
    return slugify(last) if last and not category.startswith(SITE) else ""


def _blocks(text: str) -> Iterator[tuple[int, str, str, str]]:
    """Runs of lines without a blank one: their first line's number, their text, the comments before and in it, and the
    category that was named last."""
    lines: list[str] = []
    comments: list[str] = []
    category, first = "", 0
    for number, line in enumerate([*text.split("\n"), ""], 1):
        bare = line.strip(BLANK)
        if bare.startswith("//"):
            comments.append(bare)
        elif bare.startswith(CATEGORY) and not lines:
            comments, category = [], bare.removeprefix(CATEGORY).strip(BLANK)
        elif bare:
            first = first if lines else number
            lines.append(line)
        elif lines:
            yield first, "\n".join(lines), "\n".join(comments), category
            lines, comments = [], []


def _parse(block: str, comments: str) -> ExchangeQuestion:
    text, title = block.strip(BLANK), ""
    if text.startswith("::"):
        end = _title_end(text)
        title, text = unescape(text[2:end].strip(BLANK)), text[end + 2 :]
    opens = find(text, "{")
    if opens < 0:
        if find(text, "}") >= 0:
            raise GiftFault("gift-unopened")
        raise GiftFault("gift-nothing-asked")
    closes = find(text, "{}", opens + 1)
    if closes < 0 or text[closes] == "{":
        raise GiftFault("gift-unclosed")
    form, raw = split_format(text[:opens])
    tail = text[closes + 1 :].strip(BLANK)
    if find(tail, "{}") >= 0:
        raise GiftFault("gift-braces-after")
    # as one text, as an element may go on behind the gap
    gap = f" _____{'' if tail[0] in '.,;:!?)' else ' '}{tail}" if tail else ""
    stem = plain(f"[{form}]{raw}{gap}")
    if not stem:
        raise GiftFault("gift-no-question")
    shape, choices, explanation = body(text[opens + 1 : closes], form)
    tags = tuple(_TAG.findall(comments))
    if shape is Shape.TYPED:
        if any("*" in choice.text.replace(STAR, "") for choice in choices):
            raise GiftFault("gift-wildcard")
        choices = tuple(replace(choice, text=choice.text.replace(STAR, "*")) for choice in choices)
    if shape is Shape.NUMBER:
        stem, unit = without_unit(stem)
        choices = tuple(replace(choice, target=unit) for choice in choices)
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
        raise GiftFault("gift-title-unclosed")
    return place
