"""Why a question is not stored, or a report not taken."""

from quizzes.bank.authored.rules import Flaw
from sdwiki.errors import DomainError, Words


class Unfair(DomainError):
    """The linter forbids the question; ``faults`` says why, part by part."""

    code = "question-unfair"
    status = 422
    words = Words(
        "This question cannot be asked fairly",
        "Nothing was stored.",
        "Go back and mend what stands beside its parts.",
    )

    def __init__(self, faults: list[Flaw]) -> None:
        super().__init__("; ".join(flaw.why.code for flaw in faults))
        self.faults = faults


class RevisedMeanwhile(DomainError):
    """Somebody else has changed the question since it was opened."""

    code = "question-revised-meanwhile"
    status = 409
    words = Words(
        "Somebody else has changed this question meanwhile",
        "Their version is live, yours is not stored.",
        "Go back, copy what you wrote, and open the question again.",
    )


class TooMany(DomainError):
    """The learner has reported as much as a day allows."""

    code = "too-many-reports"
    status = 429
    words = Words(
        "You have reported as much as a day allows",
        "Your earlier reports are kept.",
        "Send this one tomorrow.",
    )
