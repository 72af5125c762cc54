"""What cannot be done to a quiz of a class as things stand."""

from quizzes.bank.assemble import Shortage
from sdwiki.errors import DomainError, Words


class NothingToAsk(DomainError):
    """What the quiz is about holds fewer questions than it asks for, or its paper has none that are asked today."""

    code = "too-few-questions-in-scope"
    status = 422
    words = Words(
        "This quiz has too few questions",
        "Nothing was changed.",
        "Ask for fewer, choose more topics or kinds, or put questions on its paper.",
    )

    def __init__(self, short: Shortage | None) -> None:
        super().__init__(f"{short.found if short else 0} questions")
        self.short = short


class BegunAlready(DomainError):
    """Somebody has begun the quiz, or an assignment asks for it: it stays."""

    code = "quiz-has-begun"
    status = 409
    words = Words(
        "This quiz cannot be removed", "Nothing was changed.", "Somebody has begun it, or it is assigned. Take it back."
    )


class OutOfDate(DomainError):
    """The form has been used already, for another quiz."""

    code = "quiz-form-spent"
    status = 409
    words = Words("This page is out of date", "Nothing was made.", "Open the page of the class again and set the quiz.")
