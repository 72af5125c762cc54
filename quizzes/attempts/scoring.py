"""What an attempt is worth, and what guessing alone would have given.

Pure. One mark a question. The guess score of a single choice among k is 1/k (the random guess score of classical test
theory), so that a score can be read against chance.
"""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Mark:
    """One question: how many choices it had, and whether the answer was right (None: not answered)."""

    choices: int
    right: bool | None


@dataclass(frozen=True)
class Score:
    """Marks reached, marks possible, and the expected marks of somebody who only guesses."""

    points: float
    most: float
    guess: float


def score(marks: Iterable[Mark]) -> Score:
    """The sum over the questions; one that was not answered counts as wrong.

    Raises ValueError for a question without choices.
    """
    points = most = guess = 0.0
    for mark in marks:
        if mark.choices < 1:
            raise ValueError("a question needs a choice")
        points += 1.0 if mark.right else 0.0
        most += 1.0
        guess += 1 / mark.choices
    return Score(points, most, guess)
