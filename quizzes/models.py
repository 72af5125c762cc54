"""Every capability's models; they share one migration chain."""

from quizzes.attempts.models import Answer, Attempt, AttemptQuestion
from quizzes.bank.models import Choice, Fact, FactVersion, Flashcard, Question, QuestionVersion
from quizzes.classes.models import Assignment, Cohort, Membership
from quizzes.progress.models import Reading
from quizzes.reviews.models import Card, Review
from quizzes.today.models import DayPlan, Heartbeat, LearnerClock

__all__ = [
    "Answer",
    "Assignment",
    "Attempt",
    "AttemptQuestion",
    "Card",
    "Choice",
    "Cohort",
    "DayPlan",
    "Fact",
    "FactVersion",
    "Flashcard",
    "Heartbeat",
    "LearnerClock",
    "Membership",
    "Question",
    "QuestionVersion",
    "Reading",
    "Review",
]
