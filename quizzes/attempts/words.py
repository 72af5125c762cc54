"""What a quiz says of its clock, its answers and its findings, and why it cannot start, in words. Pure."""

from collections.abc import Sequence
from math import ceil

from quizzes.attempts.breakdown import Pace
from quizzes.attempts.deadlines import CLOSED_EARLY, CLOSING, EXTENDED, LIMIT, REOPENED, Receipt
from quizzes.attempts.rules import CLOSED, NEVER

_TOLD = {
    "sure": "You were sure.",
    "unsure": "You were unsure.",
    "guess": "You called it a guess.",
    "unknown": "You said that you don’t know.",
}


def too_few(available: int, needed: int) -> str:
    """Why there is no such quiz, and what to do instead."""
    if needed == 1:
        return "There is no such question about this yet. Choose other topics, or more kinds."
    return f"An exam needs {needed} questions that can be graded; this phase has {available}. You can practise it."


def too_few_in(title: str, available: int, needed: int) -> str:
    """Why a quiz that is kept or ready-made cannot be started."""
    if not available:
        return f"“{title}” holds no question that can be asked now. Choose another quiz."
    return f"“{title}” asks {needed} questions, and what it is about holds {available} now. Choose another quiz."


def told(sureness: str) -> str:
    """What a learner said of an answer (`Answer.Sureness`); empty where they said nothing."""
    return _TOLD[sureness] if sureness else ""


def took(seconds: int) -> str:
    """How long something took: “48 s”, “2 min 5 s”; what was left for hours is told in whole minutes."""
    minutes, rest = divmod(seconds, 60)
    if not minutes:
        return f"{rest} s"
    return f"{minutes} min {rest} s" if minutes < 60 and rest else f"{minutes:,} min"


def told_pace(seconds: int | None, pace: Pace | None) -> str:
    """How long a question took somebody, beside what it usually takes; empty where they gave no answer."""
    if seconds is None:
        return ""
    others = f" People usually take {took(pace.seconds)} (median, n = {pace.people})." if pace else ""
    return f"It took you {took(seconds)}.{others}"


def told_limit(seconds: int, factor: float) -> str:
    """A limit and what it becomes for somebody with more time: “60 min (30 × 2)”."""
    minutes, usual = (f"{round(one / 60, 2):g}" for one in (ceil(round(seconds * factor, 6)), seconds))
    return f"{minutes} min" if factor == 1 else f"{minutes} min ({usual} × {factor:g})"


def told_end(receipt: Receipt, who: str = "") -> str:
    """Which rule set the end of an attempt, and ``who`` changed it, where somebody did and is known."""
    time = f"You had {told_limit(receipt.limit, receipt.factor)}" if receipt.limit else ""
    by = f" by {who}" if who else ""
    return {
        LIMIT: f"{time}.",
        CLOSING: f"{time}, until the quiz closed." if time else "You had until the quiz closed.",
        EXTENDED: f"{time}, and more time was added{by}." if time else f"More time was added{by}.",
        REOPENED: f"It was opened again for you{by}.",
        CLOSED_EARLY: f"It was closed{by} before its time was over.",
    }.get(receipt.rule, "There was no clock.")


def told_facts(facts: int, *, wrong: int, left: bool = False, guessed: bool = False, bare: bool = False) -> str:
    """What waits among today's cards: ``facts`` behind questions of which so many were ``wrong`` or open. Where the
    numbers differ it says why, as far as that is known: some were ``left`` open or ``guessed``, or rest on no fact
    (``bare``)."""
    one, why = facts == 1, ""
    if facts > wrong:
        why = " A question can rest on several facts."
    elif facts < wrong and (left or guessed or bare):
        none = ("what you left open", left), ("a guess", guessed), ("a sum or another question without a card", bare)
        said = " or ".join(name for name, there in none if there)
        why = f" For {said} no fact comes back."
    behind = f"The {'fact' if one else f'{facts} facts'} behind what you had wrong"
    return f"{behind} {'is' if one else 'are'} among your flashcards of today.{why}"


def told_groups(names: Sequence[str]) -> str:
    """What a fold of scores holds: “By topic, phase and kind of question”."""
    *first, last = names
    return f"By {', '.join(first)} and {last}" if first else f"By {last}"


def told_taken(seconds: float, most: float) -> str:
    """How much of its time an attempt took (both in seconds), as its clock would show it."""
    used, had = (f"{int(one) // 60}:{int(one) % 60:02}" for one in (max(0, min(seconds, most)), most))
    return f"You took {used} of {had}."


def told_scope(about: Sequence[str], kinds: Sequence[str], difficulty: str) -> str:
    """What a kept quiz asks: what it is ``about``, the kinds of its questions and their difficulty, in a line; empty
    parts are left out."""
    parts = [
        *(f"{', '.join(some[:3])}{f' and {len(some) - 3} more' if len(some) > 3 else ''}" for some in (about, kinds))
    ]
    return " · ".join(part for part in (*parts, difficulty) if part)


def told_after(feedback: str) -> str:
    """What whoever hands in sees then, by when reasons are told (`Rules.feedback`)."""
    return {
        CLOSED: "The result comes once the quiz has closed.",
        NEVER: "After this you see your score; what is right is not told in this quiz.",
    }.get(feedback, "After this you see the result with a reason for every choice.")


def told_finding(right: int, answered: int, guessed: int = 0) -> str:
    """What a placement found of a phase; ``guessed`` answers were right by a guess, and are none of the ``right``."""
    if not answered:
        return "Not asked, so nothing is known of it."
    if right == answered:
        return f"You knew what was asked: {right} of {answered}."
    knew = f"You knew {right or 'none'} of {answered}"
    return f"{knew}, and guessed {guessed} right, which does not count." if guessed else f"{knew}."
