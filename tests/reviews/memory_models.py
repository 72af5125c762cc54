"""Memory models for tests: the default applied, and another one, as fitting one learner's reviews may give it."""

from quizzes.reviews import scheduling
from quizzes.reviews.forgetting import Model
from quizzes.reviews.scheduling import DEFAULT_MODEL, Evidence

_FIRST, _DECAY = tuple(s / 2 for s in DEFAULT_MODEL.parameters[:4]), 0.4
FORGETFUL = Model(DEFAULT_MODEL.version, (*_FIRST, *DEFAULT_MODEL.parameters[4:20], _DECAY))


def replay(evidence, *, model=DEFAULT_MODEL):
    """`scheduling.replay` of grades on days; those that say no weight have the full one."""
    return scheduling.replay((Evidence(*one) for one in evidence), model=model)
