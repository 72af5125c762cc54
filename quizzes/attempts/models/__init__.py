"""Quizzes, attempts at them with the answers as they were given, and what they were worth."""

from quizzes.attempts.models.attempts import (
    Answer,
    AnswerPart,
    Attempt,
    AttemptQuestion,
    Placement,
    Presence,
)
from quizzes.attempts.models.claims import SpellingClaim
from quizzes.attempts.models.gradings import Grading
from quizzes.attempts.models.quizzes import Announcement, PaperQuestion, Quiz
from quizzes.attempts.models.terms import Extension, Terms

__all__ = [
    "Announcement",
    "Answer",
    "AnswerPart",
    "Attempt",
    "AttemptQuestion",
    "Extension",
    "Grading",
    "PaperQuestion",
    "Placement",
    "Presence",
    "Quiz",
    "SpellingClaim",
    "Terms",
]
