"""Simulated learners for `benchmarks.planner`: how a fact is really remembered, by the model or otherwise."""

import random
from collections.abc import Callable
from functools import partial
from math import exp
from typing import Protocol

from fsrs.scheduler import LOWER_BOUNDS_PARAMETERS, UPPER_BOUNDS_PARAMETERS

from quizzes.reviews.forgetting import Model
from quizzes.reviews.planning.curves import Curves
from quizzes.reviews.scheduling import DEFAULT_MODEL


class Truth(Protocol):
    """How one fact is really remembered."""

    def recall(self, day: int) -> float: ...
    def answer(self, day: int, *, right: bool) -> None: ...


class Remembers:
    """By FSRS-6, with some parameters."""

    def __init__(self, curves: Curves, day: int, understood: bool) -> None:
        self.curves, self.day = curves, day
        self.stability, self.difficulty = curves.first if understood else curves.first_lost

    def recall(self, day: int) -> float:
        return self.curves.recall(day - self.day, self.stability)

    def answer(self, day: int, *, right: bool) -> None:
        grown = self.curves.grown(day - self.day, self.stability, self.difficulty)
        self.stability = grown.stability if right else grown.stability_lost
        self.difficulty = grown.difficulty if right else grown.difficulty_lost
        self.day = day


class Halves:
    """By half-life regression."""

    def __init__(self, day: int, understood: bool) -> None:
        self.right, self.wrong, self.day = int(understood), int(not understood), day

    def recall(self, day: int) -> float:
        half_life = 2.0 ** (2 + 1.5 * self.right**0.5 - 0.5 * self.wrong**0.5)
        return float(2.0 ** -((day - self.day) / half_life))

    def answer(self, day: int, *, right: bool) -> None:
        self.right += right
        self.wrong += not right
        self.day = day


_W = DEFAULT_MODEL.parameters
FORGETFUL = Model(DEFAULT_MODEL.version, (*(s / 2 for s in _W[:4]), *_W[4:20], 0.25))
# How far the parameters of real people lie apart (standard deviations), as the published optimiser takes it to be.
# Source: open-spaced-repetition/fsrs-optimizer 6.5, the tensor of its penalty. First stabilities are given there in
# days, of which few are very long; here they are log-normal, so that none is below nothing.
APART = (0.57, 0.28, 0.6, 0.12, 0.39, 0.18, 0.33, 0.3, 0.09, 0.16, 0.57, 0.25, 1.03, 0.31, 0.32, 0.14, 0.27)
APART_FIRST = 1.0  # of the logarithm


def somebody(seed: int) -> Model:
    """Parameters of one's own, about the default ones and within the bounds of FSRS-6; those of a seed are the same."""
    chance = random.Random(seed)
    factor = exp(chance.gauss(0, APART_FIRST))  # who holds one first grade for long, holds others for long
    first = (stability * factor for stability in _W[:4])
    rest = (chance.gauss(usual, apart) for usual, apart in zip(_W[4:], APART, strict=True))
    drawn = zip((*first, *rest), LOWER_BOUNDS_PARAMETERS, UPPER_BOUNDS_PARAMETERS, strict=True)
    return Model(DEFAULT_MODEL.version, tuple(min(max(number, low), high) for number, low, high in drawn))


BELIEVED, OTHER = Curves(DEFAULT_MODEL), Curves(FORGETFUL)
KINDS: dict[str, Callable[[int, bool], Truth]] = {
    "as the model": partial(Remembers, BELIEVED),
    "forgetful": partial(Remembers, OTHER),
    "half-lives": Halves,
}
