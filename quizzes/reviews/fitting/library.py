"""Fitting itself, by the Rust library that Anki ships too. Pure.

It is an extra (`fit`): where it is not installed, nobody has parameters of their own. It holds the interpreter's lock
while it works, so only workers call it.

Evidence weighs alike for it: it takes a rating and a gap for each review, and no weight. What a lucky hit is worth, it
does not know. That is left so. A right choice did leave its trace in the memory, so it cannot be taken out of a card's
history; and to fit to plain answers alone (leaving out those of choices, or those that count in part) makes so many
fewer items that parameters get worse: over simulated logs with 20, 50 and 80 % of choices among four, the mean log loss
of later plain answers was .410 with all, .413 without choices, .417 without what counts in part. What is proposed is
judged by our own replay, which knows the weights (`quizzes.reviews.fitting.trial`), so a fit that guesses have led
astray is left.
"""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from quizzes.reviews.fitting.trial import Given
from quizzes.reviews.forgetting import FSRS_6, Model
from quizzes.reviews.scheduling import DEFAULT_MODEL

try:
    import fsrs_rs_python as library
except ImportError:
    AVAILABLE = False
else:
    AVAILABLE = True

if TYPE_CHECKING:
    from fsrs_rs_python import FSRSItem

LEAST = 8  # measuring answers; with fewer, it gives the default parameters back


def fitted(log: Iterable[Given]) -> Model | None:
    """The model that fits a log best, of evidence in the order in which it came; None where there is too little of it,
    or nothing to fit with."""
    if not AVAILABLE:
        return None
    found = items(log)
    if len(found) < LEAST:
        return None
    return Model(FSRS_6, tuple(library.FSRS(list(DEFAULT_MODEL.parameters)).compute_parameters(found)))


def items(log: Iterable[Given]) -> "list[FSRSItem]":
    """What the library is given: for each answer on a later day than the evidence before, the card's history to it."""
    histories: dict[int, list[tuple[date, library.FSRSReview]]] = {}
    found = []
    for one in log:
        history = histories.setdefault(one.card, [])
        gap = max((one.day - history[-1][0]).days, 0) if history else 0
        day = max(one.day, history[-1][0]) if history else one.day
        history.append((day, library.FSRSReview(int(one.rating), gap)))
        if gap:
            found.append(library.FSRSItem([review for _, review in history]))
    return found
