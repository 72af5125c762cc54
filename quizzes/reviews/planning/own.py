"""How a learner forgets beside what the model says: three numbers, from their own answers. Pure.

The parameters of a model take many reviews to fit. A plan that trusts them leaves a fact alone for too long if its
learner forgets sooner, and nothing corrects it before the date. So what was answered is held against what was expected:
a factor of all stabilities, a power that says how much of their growth is real, and a steepness of the curve (its
decay). Where each success adds less than the model thinks, long stabilities are shorter and short ones longer than it
says; no factor can say that. Of some triples, each weighs as much as it makes the answers likely, and as it lies near
to the model to begin with.

What they will recall is foretold without a bias: of somebody who has answered nothing, the model is what is said. A
plan is made for one who forgets a little sooner: who does loses more by being asked too late than others by being asked
too soon.
"""

from collections.abc import Iterable, Sequence
from copy import copy
from functools import lru_cache
from itertools import product
from math import exp, expm1, log, log1p, log2
from typing import NamedTuple

from quizzes.reviews.forgetting import Model, bend

FACTORS = tuple(2.0**step for step in range(-4, 3))
POWERS = (0.3, 0.5, 0.75, 1.0, 1.3)
DECAYS = (0.1, 0.1542, 0.25, 0.4, 0.8)  # the bounds that FSRS-6 sets, and between
# How far they are thought to lie from the model's: standard deviations in powers of 2.
SPREAD, SPREAD_OF_POWER = 1.0, 0.5
LEAN, HALVINGS = 20.0, 40  # how far a prior may lean, and how often the search for it halves that
MIDDLE = 5.0  # days: a stability that no power changes
SUREST = log(0.995)  # no answer is so sure that another one would say everything
HEARD = 2000  # of a learner's latest answers: fewer are swayed by one odd week, as a real log shows
ANSWERS = 512  # of which it is remembered what they say: on one day, many futures of a plan hear the same. Some 3 MB


class Own(NamedTuple):
    """A learner's stabilities as parts of the model's, the decay of their curve, and the power by which a stability is
    farther from `MIDDLE` than the model says, or nearer."""

    factor: float
    decay: float
    power: float = 1.0

    def stability(self, stability: float) -> float:
        """What the model's stability (days) is for this learner."""
        return float(self.factor * MIDDLE * (stability / MIDDLE) ** self.power)


GRID = [Own(factor, decay, power) for factor in FACTORS for power in POWERS for decay in DECAYS]
LOGS = [[log(number) for number in numbers] for numbers in zip(*GRID, strict=True)]
CURVES = [(decay, bend(decay)) for decay in DECAYS]
NO_CAUTION = Own(1.0, 1.0)
CAUTION = Own(1.0, 1.17, 0.8)  # what a plan takes a learner for who has answered nothing, as parts of the model


class OwnPace:
    """A learner's own numbers, by what has been answered so far. What comes later is added to a `copy`."""

    def __init__(self, model: Model) -> None:
        self._fair, self._cautious = _priors(model, NO_CAUTION), _priors(model, CAUTION)
        self._likely = [0.0] * len(GRID)

    def add(self, days: int, stability: float, *, right: bool) -> None:
        """An answer so many days after the evidence that left this stability."""
        said = _said(days, stability, right)
        self._likely = [one + more for one, more in zip(self._likely, said, strict=True)]

    def copy(self) -> "OwnPace":
        """The same so far."""
        other = copy(self)
        other._likely = self._likely[:]
        return other

    @property
    def own(self) -> Own:
        """What is to be expected of the three (the means of their logarithms)."""
        return self._mean(self._fair)

    @property
    def cautious(self) -> Own:
        """What a plan is made for."""
        return self._mean(self._cautious)

    def _mean(self, prior: Sequence[float]) -> Own:
        likely = [one + before for one, before in zip(self._likely, prior, strict=True)]
        best = max(likely)
        weights = [exp(one - best) for one in likely]
        total = sum(weights)
        factor, decay, power = (
            exp(sum(w * number for w, number in zip(weights, numbers, strict=True)) / total) for numbers in LOGS
        )
        return Own(factor, decay, power)


def own_pace(answers: Iterable[tuple[int, float, bool]], model: Model) -> OwnPace:
    """What is to be said of a learner after answers: (days, stability, whether it was right)."""
    pace = OwnPace(model)
    for days, stability, right in answers:
        pace.add(days, stability, right=right)
    return pace


@lru_cache(ANSWERS)
def _said(days: int, stability: float, right: bool) -> Sequence[float]:
    """How likely each of the grid makes an answer (logarithms)."""
    held = [days / (MIDDLE * (stability / MIDDLE) ** power) for power in POWERS]
    waits = [wait / factor for factor in FACTORS for wait in held]
    # Logarithms of the chance of recall, which is less than sure.
    chances = [-decay * log1p(bent * wait) for wait in waits for decay, bent in CURVES]
    said = [one if one < SUREST else SUREST for one in chances]
    return said if right else [log(-expm1(one)) for one in said]


def _priors(model: Model, caution: Own) -> list[float]:
    """How likely each of the grid is before anything was answered (logarithms), about so many times the model's."""
    factors = _prior([log2(factor / caution.factor) for factor in FACTORS], SPREAD)
    powers = _prior([log2(power / caution.power) for power in POWERS], SPREAD_OF_POWER)
    decays = _prior([log2(decay / model.decay / caution.decay) for decay in DECAYS], SPREAD)
    return [sum(one) for one in product(factors, powers, decays)]


def _prior(steps: Sequence[float], spread: float) -> list[float]:
    """How likely steps (powers of 2) away from the middle are, as logarithms: normal, but leaning so much to one side
    that their mean is the middle, though they do not reach equally far to both."""

    def leaning(lean: float) -> list[float]:
        return [lean * step - 0.5 * (step / spread) ** 2 for step in steps]

    low, high = -LEAN, LEAN
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        ahead = sum(step * exp(one) for step, one in zip(steps, leaning(middle), strict=True))
        low, high = (low, middle) if ahead > 0 else (middle, high)
    return leaning(low)
