"""What a quiz that cannot start says, in words."""

from quizzes.attempts.errors import TooFew


def too_few(few: TooFew) -> str:
    """Why there is no such quiz, and what to do instead."""
    if few.needed == 1:
        return "There is no such question about this yet. Choose other topics, or more kinds."
    return (
        f"An exam needs {few.needed} questions that can be graded; this phase has {few.available}. You can practise it."
    )
