"""How a learner forgets beside what the model says: two numbers, from their own answers. Pure.

The parameters of a model take many reviews to fit. A plan that trusts them leaves a fact alone for too long if its
learner forgets sooner, and nothing corrects it before the date. So what was answered is held against what was expected:
a factor of all stabilities, and a steepness of the curve (its decay). Of some pairs of these, each weighs as much as it
makes the answers likely, and as it lies near to the model to begin with.
"""

from collections.abc import Iterable
from math import exp, log, log2
from typing import NamedTuple

from quizzes.reviews.forgetting import Model, bend

STEPS = (-4.0, -3.0, -2.0, -1.0, 0.0, 1.0, 2.0)  # of the factor, in powers of 2
DECAYS = (0.1, 0.1542, 0.25, 0.4, 0.8)  # the bounds that FSRS-6 sets, and between
SPREAD = 1.0  # how far both are thought to lie from the model's: standard deviations in powers of 2
SUREST = 0.995  # no answer is so sure that another one would say everything


class Own(NamedTuple):
    """A learner's stabilities as parts of the model's, and the decay of their curve."""

    factor: float
    decay: float


class OwnPace:
    """A learner's own numbers, by what has been answered so far."""

    def __init__(self, model: Model) -> None:
        self._grid = [
            (
                Own(2.0**step, decay),
                bend(decay) / 2.0**step,
                -0.5 * (step**2 + log2(decay / model.decay) ** 2) / SPREAD**2,
            )
            for step in STEPS
            for decay in DECAYS
        ]
        self._likely = [prior for *_, prior in self._grid]

    def add(self, days: int, stability: float, *, right: bool) -> None:
        """An answer so many days after the evidence that left this stability."""
        waited, likely = days / stability, self._likely
        for place, (own, bent, _) in enumerate(self._grid):
            chance = min((1 + bent * waited) ** -own.decay, SUREST)
            likely[place] += log(chance if right else 1 - chance)

    @property
    def own(self) -> Own:
        """What is to be expected of both (the means of their logarithms)."""
        best = max(self._likely)
        weights = [exp(one - best) for one in self._likely]
        total = sum(weights)
        factor = sum(w * log(own.factor) for w, (own, *_) in zip(weights, self._grid, strict=True)) / total
        decay = sum(w * log(own.decay) for w, (own, *_) in zip(weights, self._grid, strict=True)) / total
        return Own(exp(factor), exp(decay))


def own_pace(answers: Iterable[tuple[int, float, bool]], model: Model) -> Own:
    """A learner's own numbers from answers: (days, stability, whether it was right)."""
    pace = OwnPace(model)
    for days, stability, right in answers:
        pace.add(days, stability, right=right)
    return pace.own
