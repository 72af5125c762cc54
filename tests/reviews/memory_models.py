"""Memory models for tests: the default applied, and another one, as fitting one learner's reviews may give it."""

from quizzes.reviews import scheduling
from quizzes.reviews.forgetting import Model
from quizzes.reviews.models import ParameterSet
from quizzes.reviews.scheduling import DEFAULT_MODEL, Evidence

_FIRST, _DECAY = tuple(s / 2 for s in DEFAULT_MODEL.parameters[:4]), 0.4
FORGETFUL = Model(DEFAULT_MODEL.version, (*_FIRST, *DEFAULT_MODEL.parameters[4:20], _DECAY))


def parameters_of(learner, model, now, **more):
    """A set of a learner's own with a model, not in use yet."""
    fields = {
        "seen": 1 + ParameterSet.objects.filter(learner=learner).count(), "fitted_on": 412, "tried_on": 137,
        "loss": 0.42, "loss_default": 0.45, "loss_average": 0.47, "outcome": ParameterSet.Outcome.KEPT,
    }  # fmt: skip
    return ParameterSet.objects.create(
        learner=learner, at=now, version=model.version, parameters=list(model.parameters), **(fields | more)
    )


def replay(evidence, *, model=DEFAULT_MODEL):
    """`scheduling.replay` of grades on days; those that say no weight have the full one."""
    return scheduling.replay((Evidence(*one) for one in evidence), model=model)
