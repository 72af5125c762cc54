"""FSRS-6 in plain numbers, for what asks it millions of times. Pure.

The library that schedules (`quizzes.reviews.scheduling`) makes objects and dates for each grade: a plan looks at every
card on every day until a date, in many simulated futures. These are the published formulas for what a plan needs: the
first grade, and one grade a day. A test holds them to the library.

Source: open-spaced-repetition, "The Algorithm", FSRS-6.
"""

from copy import copy
from math import exp
from typing import NamedTuple

from quizzes.reviews.forgetting import FSRS_6, Model, bend
from quizzes.reviews.planning.own import Own

EASIEST, HARDEST = 1.0, 10.0
SHORTEST = 0.001  # days of stability, as the library has it
REMEMBERED = 10_000  # memories of which it is kept what a review makes of them: some 3 MB


class Grown(NamedTuple):
    """What one review may make of a memory: stability and difficulty after either answer."""

    stability: float
    difficulty: float
    stability_lost: float
    difficulty_lost: float


class Curves:
    """A learner's model, ready to be asked often. Raises ValueError for a model of another version.

    ``own`` is how the learner forgets beside the model: it changes what is recalled, not what a card holds. So what a
    review makes of a memory is worked out once for all curves of a model that are made from each other (`by`).
    """

    def __init__(self, model: Model, own: Own | None = None) -> None:
        if model.version != FSRS_6:
            raise ValueError(f"{model.version} is not {FSRS_6}, the model that is planned by here")
        self.model = model
        w = model.parameters
        self._shape(own or Own(1.0, model.decay))
        self._decay, self._bend = -model.decay, model.factor
        self._w = w
        self._toward = self._first_difficulty(4)
        self._gain, self._ceiling = exp(w[8]), exp(w[17] * w[18])
        self.first = w[2], self._bounded(self._first_difficulty(3))
        self.first_lost = w[0], self._bounded(self._first_difficulty(1))
        self._grown: dict[tuple[int, float, float], Grown] = {}

    def by(self, own: Own) -> "Curves":
        """The same model's, for a learner who forgets like that."""
        other = copy(self)
        other._shape(own)
        return other

    def _shape(self, own: Own) -> None:
        self.decay, self.power = -own.decay, own.power
        self.bend = bend(own.decay) / own.stability(1.0)

    def recall(self, days: int, stability: float) -> float:
        """The chance of recall so many days after the last evidence."""
        return float((1 + self.bend * days / stability**self.power) ** self.decay)

    def kept(self, days: int, stability: float) -> float:
        """The same chance as a part of what the model alone would say."""
        return self.recall(days, stability) / float((1 + self._bend * days / stability) ** self._decay)

    def kept_or_lost(self, days: int, stability: float, difficulty: float) -> tuple[float, float]:
        """The stability after Good, and after Again, ``days`` (at least 1) after the last evidence."""
        w, forgot = self._w, 1 - float((1 + self._bend * days / stability) ** self._decay)
        lost = w[11] * difficulty ** -w[12] * ((stability + 1) ** w[13] - 1) * exp(w[14] * forgot)
        spaced = self._gain * (11 - difficulty) * stability ** -w[9] * (exp(w[10] * forgot) - 1)
        return stability * (1 + spaced), max(min(lost, stability / self._ceiling), SHORTEST)

    def grown(self, days: int, stability: float, difficulty: float) -> Grown:
        """What Good or Again makes of a memory, ``days`` (at least 1) after its last evidence."""
        memory = (days, stability, difficulty)
        found = self._grown.get(memory)
        if found is None:
            if len(self._grown) >= REMEMBERED:
                self._grown.clear()
            kept, lost = self.kept_or_lost(days, stability, difficulty)
            harder = self._reverted(difficulty + 2 * self._w[6] * (HARDEST - difficulty) / 9)
            found = self._grown[memory] = Grown(kept, self._reverted(difficulty), lost, harder)
        return found

    def _first_difficulty(self, rating: int) -> float:
        return self._w[4] - exp(self._w[5] * (rating - 1)) + 1

    def _reverted(self, difficulty: float) -> float:
        return self._bounded(self._w[7] * self._toward + (1 - self._w[7]) * difficulty)

    @staticmethod
    def _bounded(difficulty: float) -> float:
        return min(max(difficulty, EASIEST), HARDEST)
