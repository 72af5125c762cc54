"""Whether a learner's own parameters are any better: fitted to the first of their log, tried on the later of it. Pure.

An answer *measures* a memory if it is the first about its fact on a later day than the evidence before: within a day
the model knows nothing. The log is cut at three quarters of these answers. What was answered before the cut is fitted
to; what comes after it, the parameters have not seen. There they have to do better than the default parameters and than
those in use, in the mean log loss that our own replay gives them, weights of evidence and all.

A few hundred answers can lead a fit far astray, above all where somebody studies otherwise afterwards: fitted to 384
answers of one real learner, it did worse by .25 on the next 400. So a fit is drawn towards the default parameters, the
more the fewer answers it rests on (shrinkage), and a gain has to be more than its own standard error.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from math import exp, log, sqrt
from statistics import fmean, stdev
from typing import NamedTuple

from quizzes.reviews.fitting.losses import log_loss, losses, moving_average
from quizzes.reviews.forgetting import Model, recall_after
from quizzes.reviews.scheduling import DEFAULT_MODEL, FULL, Memory, Rating, remember

ENOUGH = 64  # measuring answers, and new reviews since the fit before
TRIED = 0.25  # the share of the measuring answers that a fit does not see
BETTER = 0.002  # of log loss; less is not worth other intervals
PRIOR = 100  # measuring answers that the default parameters count as
FIRST_STABILITIES = 4  # the parameters that are days: their logarithms are what is drawn


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
    proposed = fit(log[: usual[first].place])
    if proposed is None:
        return None
    model = shrunk(proposed, first)
    own = in_use if in_use != DEFAULT_MODEL else None
    average = moving_average(one.recalled for one in usual)[first:]
    loss, default = _losses(measured(log, model)[first:]), _losses(usual[first:])
    before = _losses(measured(log, own)[first:]) if own else None
    return Trial(
        model=model,
        fitted_on=first,
        tried_on=len(usual) - first,
        loss=fmean(loss),
        default=fmean(default),
        before=fmean(before) if before else None,
        average=log_loss(zip(average, (one.recalled for one in usual[first:]), strict=True)),
        outcome=outcome_of(loss, default, before),
    )


def shrunk(model: Model, answers: int) -> Model:
    """A model that was fitted to so many measuring answers, as far from the default as these answers carry it."""
    share = answers / (answers + PRIOR)
    pairs = list(zip(DEFAULT_MODEL.parameters, model.parameters, strict=True))
    days = [exp((1 - share) * log(usual) + share * log(own)) for usual, own in pairs[:FIRST_STABILITIES]]
    others = [(1 - share) * usual + share * own for usual, own in pairs[FIRST_STABILITIES:]]
    return Model(model.version, (*days, *others))


def outcome_of(loss: Sequence[float], default: Sequence[float], before: Sequence[float] | None) -> Outcome:
    """What follows from the losses of the same answers by the new model, the default one and that in use (None: it is
    the default): a new one has to do clearly better than both others; an old one, than the default at all."""
    if all(_clearly_less(loss, other) for other in (default, before) if other is not None):
        return Outcome.KEPT
    return Outcome.LEFT if before is None or fmean(before) < fmean(default) else Outcome.REVERTED


def _clearly_less(loss: Sequence[float], other: Sequence[float]) -> bool:
    """Whether losses are smaller by more than chance would have it (one standard error), and by enough to matter."""
    gains = [theirs - own for own, theirs in zip(loss, other, strict=True)]
    return fmean(gains) > max(BETTER, stdev(gains) / sqrt(len(gains)))


def _losses(answers: Sequence[Measured]) -> list[float]:
    return losses((one.chance, one.recalled) for one in answers)
