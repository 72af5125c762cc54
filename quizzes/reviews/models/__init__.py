"""A learner's memory of each fact, and the append-only evidence it is computed from."""

from quizzes.reviews.models.cards import (
    MEMORY,
    Card,
    CardAct,
    CardNote,
    CardQuerySet,
    Near,
    Review,
    ReviewQuerySet,
    Tick,
)
from quizzes.reviews.models.days import DayPlan, LearnerPath, MoreFacts
from quizzes.reviews.models.parameters import ParameterSet

__all__ = [
    "MEMORY",
    "Card",
    "CardAct",
    "CardNote",
    "CardQuerySet",
    "DayPlan",
    "LearnerPath",
    "MoreFacts",
    "Near",
    "ParameterSet",
    "Review",
    "ReviewQuerySet",
    "Tick",
]
