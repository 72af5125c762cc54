"""Simulated learners for `benchmarks.planner`: how a fact is really remembered, by the model or otherwise."""

from collections.abc import Callable
from functools import partial
from typing import Protocol

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
BELIEVED, OTHER = Curves(DEFAULT_MODEL), Curves(FORGETFUL)
KINDS: dict[str, Callable[[int, bool], Truth]] = {
    "as the model": partial(Remembers, BELIEVED),
    "forgetful": partial(Remembers, OTHER),
    "half-lives": Halves,
}
