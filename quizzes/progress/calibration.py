"""How well what was expected fits what was measured. Pure.

Counted is the first evidence about a fact on a day, with the chance of recall that the model gave it for that day: a
second look at a fact measures the first. Beside the model stands the least that is worth beating, the learner's own
moving average (`quizzes.reviews.fitting.losses`).

- log loss: the mean of −ln p, p being the chance that was given to what happened;
- RMSE: the root of the mean square of expected less measured, over the bins of `EDGES`, weighted by their answers.

Lower is better for both. Source: open-spaced-repetition, "SRS benchmark", for both measures and for bins.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import fmean

from quizzes.reviews.fitting.losses import log_loss, moving_average
from sdwiki.rounding import percent

ENOUGH = 50  # answers; with fewer, chance would be told as a finding
EDGES = (0.0, 0.5, 0.7, 0.8, 0.9, 1.0)


@dataclass(frozen=True, slots=True)
class Asked:
    """A fact that was asked for on a day: the chance that the model gave it, whether it was recalled, and whether the
    evidence before was a miss."""

    expected: float
    recalled: bool
    missed: bool = False


@dataclass(frozen=True, slots=True)
class Share:
    """How many of ``n`` answers were right; ``expected`` is what the model gave them on average. Both are shares, None
    without answers."""

    n: int
    expected: float | None = None
    measured: float | None = None

    @property
    def percent_expected(self) -> int | None:
        return None if self.expected is None else percent(self.expected)

    @property
    def percent_measured(self) -> int | None:
        return None if self.measured is None else percent(self.measured)


@dataclass(frozen=True, slots=True)
class Bin:
    """The answers to which a chance from ``low`` up to ``high`` was given; the last bin holds its ``high`` too."""

    low: float
    high: float
    share: Share

    @property
    def percents(self) -> tuple[int, int]:
        return percent(self.low), percent(self.high)


@dataclass(frozen=True, slots=True)
class Fit:
    """How far expected and measured are apart."""

    log_loss: float
    rmse: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """Expected beside measured. ``missed`` are the answers about facts whose evidence before was a miss."""

    n: int
    bins: tuple[Bin, ...]
    model: Fit
    average: Fit
    missed: Share


def calibrated(asked: Sequence[Asked]) -> Calibration | None:
    """Expected beside measured, for answers in the order in which they came; None for fewer than `ENOUGH`."""
    if len(asked) < ENOUGH:
        return None
    average = [
        Asked(chance, one.recalled)
        for chance, one in zip(moving_average(one.recalled for one in asked), asked, strict=True)
    ]
    return Calibration(
        n=len(asked),
        bins=binned(asked),
        model=fit(asked),
        average=fit(average),
        missed=shared([one for one in asked if one.missed]),
    )


def binned(asked: Sequence[Asked]) -> tuple[Bin, ...]:
    """The answers by the chance that they were given."""
    inner = EDGES[1:-1]
    held: list[list[Asked]] = [[] for _ in range(len(EDGES) - 1)]
    for one in asked:
        held[sum(one.expected >= edge for edge in inner)].append(one)
    return tuple(Bin(low, high, shared(h)) for low, high, h in zip(EDGES[:-1], EDGES[1:], held, strict=True))


def shared(asked: Sequence[Asked]) -> Share:
    """These answers together."""
    if not asked:
        return Share(0)
    return Share(len(asked), fmean(one.expected for one in asked), fmean(one.recalled for one in asked))


def fit(asked: Sequence[Asked]) -> Fit:
    """Log loss and RMSE of at least one answer."""
    loss = log_loss((one.expected, one.recalled) for one in asked)
    squares = sum(
        part.share.n * (part.share.expected - part.share.measured) ** 2
        for part in binned(asked)
        if part.share.expected is not None and part.share.measured is not None
    )
    return Fit(loss, sqrt(squares / len(asked)))
