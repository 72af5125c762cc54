"""Questions of a file as drafts of one's own.

Pure. A file's single choices are all one kind here; what a row or an answer leaves open is refused, not guessed.
"""

import re
from collections.abc import Mapping
from dataclasses import replace

from quizzes.bank.authored.drafts import FALSE, LONGEST, TRUE, Draft, DraftChoice, unworded
from quizzes.bank.exchange.records import ExchangeQuestion
from quizzes.bank.exchange.truth import judged
from quizzes.bank.kinds import Shape, written_like
from quizzes.bank.reasons import Reason, because
from quizzes.bank.wording.numeric import wanted
from sdwiki.signs import one_line, visible

DIMENSION = "General"  # what a question is about that does not say so
_ITEM = re.compile(r"\n[-*] +(?=\S)")


def drafted(question: ExchangeQuestion, *, title: str, context: str = "", reasons: Mapping[str, str]) -> Draft | Reason:
    """The question as it would be typed, or why it could not be.

    Its stem is split where that of the stored question with this ``context`` is, or after "Topic · dimension:";
    ``title`` is its topic's. ``reasons`` (by a choice's text) are kept where the file has none.
    """
    kind, shape = written_like(question.kind), question.shape
    dimension, ask = _split(question.stem.strip(), title, context)
    choices = [
        DraftChoice(line, visible(c.feedback).strip() or reasons.get(line, ""), c.correct, _line(c.target))
        for c in question.choices
        for line in (_line(c.text),)
    ]
    for n, choice in enumerate(choices, 1):
        if shape.placed != bool(choice.target) and shape is not Shape.NUMBER:
            return because("target-missing" if shape.placed else "target-unasked", number=n)
    if shape is Shape.JUDGED:
        named = [DraftChoice(_named(c.text), c.reason, c.correct) for c in choices]
        choices = sorted(named, key=lambda choice: choice.text != TRUE)
    elif shape is Shape.NUMBER:
        choices = [replace(c, text=found.stored if (found := wanted(c.text)) else c.text) for c in choices]
    elif shape is Shape.SEQUENCE:
        ranks = [choice.target for choice in choices]
        if sorted(ranks) != sorted(str(n) for n, _ in enumerate(ranks, 1)):
            return because("targets-no-places", last=len(ranks), given=", ".join(ranks))
        choices.sort(key=lambda choice: int(choice.target))
        choices = [DraftChoice(choice.text, choice.reason, choice.correct) for choice in choices]
    groups = tuple(dict.fromkeys(choice.target for choice in choices)) if shape is Shape.BUCKETS else ()
    return Draft(
        _line(dimension),
        _line(unworded(kind, ask)),
        visible(question.explanation).strip(),
        tuple(choices),
        kind,
        groups,
    )


def _split(stem: str, title: str, context: str) -> tuple[str, str]:
    """What a question is about, and what it asks."""
    prefix = f"{title} · "
    if context.startswith(prefix) and stem.startswith(f"{context}: "):
        return context.removeprefix(prefix), stem.removeprefix(f"{context}: ")
    if stem.startswith(prefix) and ": " in stem:
        dimension, _, ask = stem.removeprefix(prefix).partition(": ")
        return dimension, ask
    return DIMENSION, stem


def _named(text: str) -> str:
    """The word for true or false in whatever language as the one that is asked."""
    said = judged(text)
    return text if said is None else TRUE if said else FALSE


def _line(text: str) -> str:
    """The text on one line, on which the items of a list still stand apart."""
    return one_line(_ITEM.sub(" • ", text))


def too_long(draft: Draft) -> list[Reason]:
    """What the form on the site would not take, so that what came in can be edited there."""
    texts = [
        ("long-dimension", draft.dimension, LONGEST["dimension"]),
        ("long-ask", draft.ask, LONGEST["ask"]),
        ("long-explanation", draft.explanation, LONGEST["explanation"]),
        *(("long-text", choice.text, LONGEST["text"]) for choice in draft.choices),
        *(("long-target", choice.target, LONGEST["target"]) for choice in draft.choices),
        *(("long-reason", choice.reason, LONGEST["reason"]) for choice in draft.choices),
    ]
    found = [because(code, characters=len(text), most=most) for code, text, most in texts if len(text) > most]
    return found + ([] if draft.ask else [because("no-question")])
