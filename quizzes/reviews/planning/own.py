"""How a learner forgets beside what the model says: three numbers, from their own answers. Pure.

The parameters of a model take many reviews to fit. A plan that trusts them leaves a fact alone for too long if its
learner forgets sooner, and nothing corrects it before the date. So what was answered is held against what was expected:
a factor of all stabilities, a power that says how much of their growth is real, and a steepness of the curve (its
decay). Where each success adds less than the model thinks, long stabilities are shorter and short ones longer than it
says; no factor can say that. Of some triples, each weighs as much as it makes the answers likely, and as it lies near
to the model to begin with.
"""

from collections.abc import Iterable
from math import exp, log, log1p, log2
from typing import NamedTuple

from quizzes.reviews.forgetting import Model, bend

STEPS = (-4.0, -3.0, -2.0, -1.0, 0.0, 1.0, 2.0)  # of the factor, in powers of 2
POWERS = (0.3, 0.5, 0.75, 1.0, 1.3)
DECAYS = (0.1, 0.1542, 0.25, 0.4, 0.8)  # the bounds that FSRS-6 sets, and between
# How far they are thought to lie from the model's: standard deviations in powers of 2.
SPREAD, SPREAD_OF_POWER = 1.0, 0.5
MIDDLE = 5.0  # days: a stability that no power changes
SUREST = 0.995  # no answer is so sure that another one would say everything


class Own(NamedTuple):
    """A learner's stabilities as parts of the model's, the decay of their curve, and the power by which a stability is
    farther from `MIDDLE` than the model says, or nearer."""

    factor: float
    decay: float
    power: float = 1.0

    def stability(self, stability: float) -> float:
        """What the model's stability (days) is for this learner."""
        return float(self.factor * MIDDLE * (stability / MIDDLE) ** self.power)


class OwnPace:
    """A learner's own numbers, by what has been answered so far."""

    def __init__(self, model: Model) -> None:
        self._grid = [Own(2.0**step, decay, power) for step in STEPS for power in POWERS for decay in DECAYS]
        self._bends = [bend(own.decay) for own in self._grid]
        self._likely = [_prior(own, model) for own in self._grid]

    def add(self, days: int, stability: float, *, right: bool) -> None:
        """An answer so many days after the evidence that left this stability."""
        held = [days / Own(2.0**step, 1.0, power).stability(stability) for step in STEPS for power in POWERS]
        waits = (wait for wait in held for _ in DECAYS)
        for place, (own, bent, wait) in enumerate(zip(self._grid, self._bends, waits, strict=True)):
            chance = min(exp(-own.decay * log1p(bent * wait)), SUREST)
            self._likely[place] += log(chance if right else 1 - chance)

    @property
    def own(self) -> Own:
        """What is to be expected of the three (the means of their logarithms)."""
        best = max(self._likely)
        weights = [exp(one - best) for one in self._likely]
        factor, decay, power = (
            exp(sum(w * log(number) for w, number in zip(weights, numbers, strict=True)) / sum(weights))
            for numbers in zip(*self._grid, strict=True)
        )
        return Own(factor, decay, power)


def own_pace(answers: Iterable[tuple[int, float, bool]], model: Model) -> Own:
    """A learner's own numbers from answers: (days, stability, whether it was right)."""
    pace = OwnPace(model)
    for days, stability, right in answers:
        pace.add(days, stability, right=right)
    return pace.own


def _prior(own: Own, model: Model) -> float:
    """How likely the numbers are before anything was answered (a logarithm)."""
    factor, decay, power = log2(own.factor), log2(own.decay / model.decay), log2(own.power)
    return -0.5 * ((factor**2 + decay**2) / SPREAD**2 + power**2 / SPREAD_OF_POWER**2)
