"""What figures say of a question, in words: why it looks broken, and how hard it is. Pure."""

from quizzes.bank.facility import WORDS, band
from quizzes.statistics.theory import Fault
from sdwiki.rounding import percent


def told(fault: Fault) -> str:
    """The figures behind a fault, with the number of people they are about."""
    found, against = f"{percent(fault.found)} %", f"{percent(fault.against)} %"
    words = {
        "negative": f"Discrimination −{-fault.found:g} %",
        "lure": f"{against} of the strong half took a wrong answer, {found} the right one",
        "chance": f"{found} had it right, guessing gives {against}",
    }
    return f"{words[fault.code]} (n = {fault.n})."


def how_hard(*, prior: float, difficulty: int, facility: float | None, answers: int, partial: bool) -> str:
    """How hard a question is, with what that is known from: the first answers of so many members, or the wording where
    those are none that may be shown. ``partial``: an answer can earn a part of the mark."""
    if facility is None:
        return f"{WORDS[band(prior)]}, expected {percent(prior)} %: no answers to go by yet"
    earned = "of the marks" if partial else "right"
    return f"{WORDS[difficulty]}: {percent(facility)} % {earned}, {answers} answers"
