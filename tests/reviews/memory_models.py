"""Memory models for tests: the default applied, and another one, as fitting one learner's reviews may give it."""

from functools import partial

from quizzes.reviews import scheduling
from quizzes.reviews.forgetting import Model
from quizzes.reviews.scheduling import DEFAULT_MODEL

replay = partial(scheduling.replay, model=DEFAULT_MODEL)

_FIRST, _DECAY = tuple(s / 2 for s in DEFAULT_MODEL.parameters[:4]), 0.4
FORGETFUL = Model(DEFAULT_MODEL.version, (*_FIRST, *DEFAULT_MODEL.parameters[4:20], _DECAY))
