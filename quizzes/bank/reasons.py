"""Why something cannot be: a code, and what its sentence names.

Pure. `quizzes.bank.words` has the sentence of each code; whoever shows a reason asks for it there.
"""

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Reason:
    """A code with what its sentence names, in the order in which that was given; a reason within one is its cause."""

    code: str
    named: tuple[tuple[str, "str | int | Reason"], ...] = ()


def because(code: str, **named: str | int | Reason) -> Reason:
    """The reason of this code, which names these things."""
    return Reason(code, tuple(named.items()))
