"""What a quiz that cannot start says, and what was said of an answer, in words."""

from quizzes.attempts.errors import TooFew
from quizzes.attempts.models import Answer

_TOLD = {
    Answer.Sureness.SURE: "You were sure.",
    Answer.Sureness.UNSURE: "You were unsure.",
    Answer.Sureness.GUESS: "You called it a guess.",
    Answer.Sureness.UNKNOWN: "You said that you don’t know.",
}


def too_few(few: TooFew) -> str:
    """Why there is no such quiz, and what to do instead."""
    if few.needed == 1:
        return "There is no such question about this yet. Choose other topics, or more kinds."
    return (
        f"An exam needs {few.needed} questions that can be graded; this phase has {few.available}. You can practise it."
    )


def told(sureness: str) -> str:
    """What a learner said of an answer (`Answer.Sureness`); empty where they said nothing."""
    return _TOLD[Answer.Sureness(sureness)] if sureness else ""


def took(seconds: int) -> str:
    """How long something took: “48 s”, “2 min 5 s”; what was left for hours is told in whole minutes."""
    minutes, rest = divmod(seconds, 60)
    if not minutes:
        return f"{rest} s"
    return f"{minutes} min {rest} s" if minutes < 60 and rest else f"{minutes:,} min"
