"""Whether a learner's own parameters are any better: fitted to the first of their log, tried on the later of it. Pure.

An answer *measures* a memory if it is the first about its fact on a later day than the evidence before: within a day
the model knows nothing. The log is cut at three quarters of these answers. What was answered before the cut is fitted
to; what comes after it, the parameters have not seen. There they have to do better than the default parameters and than
those in use, in the mean log loss that our own replay gives them, weights of evidence and all.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from quizzes.reviews.fitting.losses import log_loss, moving_average
from quizzes.reviews.forgetting import Model, recall_after
from quizzes.reviews.scheduling import DEFAULT_MODEL, FULL, Memory, Rating, remember

ENOUGH = 64  # measuring answers, and new reviews since the fit before
TRIED = 0.25  # the share of the measuring answers that a fit does not see
BETTER = 0.002  # of log loss; less may be luck, and is not worth other intervals


class Outcome(StrEnum):
    """The same words as `ParameterSet.Outcome`."""

    KEPT = "kept"
    LEFT = "left"
    REVERTED = "reverted"


class Given(NamedTuple):
    """Evidence about a card that stands: a grade on a local day, and its weight in per cent."""

    card: int
    rating: Rating
    day: date
    weight: int = FULL


class Measured(NamedTuple):
    """An answer that measures a memory: its place in the log, the chance that it was given, whether it was right."""

    place: int
    chance: float
    recalled: bool


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of it: the model that was tried, on how many answers it was fitted and tried, the mean log losses there
    (``before``: of the model in use, where that is not the default), and what follows."""

    model: Model
    fitted_on: int
    tried_on: int
    loss: float
    default: float
    before: float | None
    average: float
    outcome: Outcome


def measured(log: Sequence[Given], model: Model) -> list[Measured]:
    """The answers that measure a memory, in their order, with the chances that a model gives them."""
    memories: dict[int, Memory] = {}
    found = []
    for place, one in enumerate(log):
        memory = memories.get(one.card, Memory())
        if memory.last_day and memory.stability and one.day > memory.last_day:
            chance = recall_after((one.day - memory.last_day).days, memory.stability, model=model)
            found.append(Measured(place, chance, one.rating is not Rating.AGAIN))
        memories[one.card] = remember(memory, one.rating, model=model, day=one.day, weight=one.weight)
    return found


def tried(log: Sequence[Given], *, in_use: Model, fit: Callable[[Sequence[Given]], Model | None]) -> Trial | None:
    """Fit a model to the first of a log and try it on the later; None where too little measures, or nothing fits."""
    usual = measured(log, DEFAULT_MODEL)
    if len(usual) < ENOUGH:
        return None
    first = len(usual) - round(TRIED * len(usual))
    model = fit(log[: usual[first].place])
    if model is None:
        return None
    own = in_use if in_use != DEFAULT_MODEL else None
    average = moving_average(one.recalled for one in usual)[first:]
    loss, default = _loss(measured(log, model)[first:]), _loss(usual[first:])
    before = _loss(measured(log, own)[first:]) if own else None
    return Trial(
        model=model,
        fitted_on=first,
        tried_on=len(usual) - first,
        loss=loss,
        default=default,
        before=before,
        average=log_loss(zip(average, (one.recalled for one in usual[first:]), strict=True)),
        outcome=outcome_of(loss, default, before),
    )


def outcome_of(loss: float, default: float, before: float | None) -> Outcome:
    """What follows from the losses: a new model has to do clearly better than both others; an old one, than the default
    at all."""
    if loss < min(default, default if before is None else before) - BETTER:
        return Outcome.KEPT
    return Outcome.LEFT if before is None or before < default else Outcome.REVERTED


def _loss(answers: Sequence[Measured]) -> float:
    return log_loss((one.chance, one.recalled) for one in answers)
