"""The memory model as a value, and its forgetting curve. Pure.

FSRS-6's curve gives the chance R of recalling a fact t days after the last evidence, from its stability S (the days
after which R is 0.9):

    R = (1 + F · t / S) ** -decay        F = 0.9 ** (-1 / decay) - 1

Source: open-spaced-repetition, "The Algorithm", FSRS-6. ``t`` counts the learner's local days. `recall_sql` is the same
curve for PostgreSQL; tests hold the two together.
"""

from dataclasses import dataclass

FSRS_6 = "FSRS-6"
AT_STABILITY = 0.9  # the chance of recall after as many days as the stability says


@dataclass(frozen=True, slots=True)
class Model:
    """How somebody forgets: the version of the model, and the parameters that it is given.

    Whoever schedules, replays, previews or counts takes one, so that all speak of the same curve. No parameter means
    anything without the version.
    """

    version: str
    parameters: tuple[float, ...]

    @property
    def decay(self) -> float:
        """How steeply the curve falls in the long run: the last of FSRS-6's 21 parameters."""
        return self.parameters[20]

    @property
    def factor(self) -> float:
        """F, which makes the chance 0.9 when the stability has passed."""
        return bend(self.decay)


def bend(decay: float) -> float:
    """F by the decay."""
    return float(AT_STABILITY ** (-1 / decay) - 1)


def recall_after(days: int, stability: float, *, model: Model) -> float:
    """The chance of recall ``days`` after the last evidence; days before it count as none."""
    return float((1 + model.factor * max(days, 0) / stability) ** -model.decay)


def days_until(retention: float, stability: float, *, model: Model) -> float:
    """The curve solved for time: the days in which the chance of recall falls to ``retention``."""
    return float(stability / model.factor * (retention ** (-1 / model.decay) - 1))


def recall_sql(day: str, *, curve: str) -> str:
    """`recall_after` in SQL for a card ``c`` on the date ``day`` (an expression).

    ``curve`` names what holds the learner's ``decay`` and ``factor`` (`FACTOR_SQL`).
    """
    return f"power(1 + {curve}.factor * greatest({day} - c.last_day, 0) / c.stability, -{curve}.decay)"


FACTOR_SQL = f"power({AT_STABILITY}::float8, -1 / decay) - 1"  # `Model.factor` from a column ``decay``
