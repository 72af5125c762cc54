"""Facts, and the questions and flashcards derived from them.

Nothing here is deleted: what its source no longer gives is retired, what changed is a new version, and what a
learner once saw stays as it was seen.
"""

from quizzes.bank.models.facts import Checkpoint, Fact, FactVersion, Flashcard
from quizzes.bank.models.questions import Choice, Question, QuestionVersion

__all__ = ["Checkpoint", "Choice", "Fact", "FactVersion", "Flashcard", "Question", "QuestionVersion"]
