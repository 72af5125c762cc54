"""Why a question looks broken, in words. Pure."""

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
