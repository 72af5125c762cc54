"""What cannot be done to a quiz or an attempt as things stand."""

from quizzes.attempts.models import Attempt
from sdwiki.errors import DomainError, Words


class TooFew(DomainError):
    """The scope holds fewer questions than this quiz needs."""

    code = "too-few-questions"
    status = 422
    words = Words(
        "There are too few questions for this quiz",
        "Nothing was started.",
        "Choose more topics, or more kinds of questions.",
    )

    def __init__(self, available: int, needed: int) -> None:
        super().__init__(f"{available} questions, {needed} needed")
        self.available, self.needed = available, needed


class TooManyStarts(DomainError):
    """A visitor, or an address that visitors come from, has started as many quizzes as we keep for people unknown."""

    code = "too-many-starts"
    status = 429
    words = Words(
        "You have started many quizzes without an account",
        "Those that you have started are still there.",
        "Sign up, or log in, to go on; or come back tomorrow.",
    )


class Conflict(DomainError):
    """Another attempt stands in the way: its key, used by somebody else."""

    code = "attempt-conflict"
    status = 409
    words = Words("This page is out of date", "Nothing was started.", "Open the page of quizzes again and choose.")


class AlreadyOpen(DomainError):
    """The learner has an open timed quiz; there is one try at a time."""

    code = "attempt-already-open"
    status = 409
    words = Words(
        "A quiz is still open",
        "Every answer that was saved is there.",
        "There is one try at a time, so finish it first.",
    )

    def __init__(self, attempt: Attempt) -> None:
        super().__init__(f"attempt {attempt.pk} is open")
        self.attempt = attempt


class NotOpen(DomainError):
    """The quiz has not opened yet, or has closed: nobody starts it now."""

    code = "quiz-not-open"
    status = 409
    words = Words("This quiz is not open now", "Nothing was started.", "Look at its times, or choose another quiz.")


class NoneLeft(DomainError):
    """Every attempt that the quiz allows has been made."""

    code = "no-attempt-left"
    status = 409
    words = Words(
        "You have used every attempt that this quiz allows",
        "Your results are kept.",
        "Look at them, or choose another quiz.",
    )


class Closed(DomainError):
    """The attempt has ended, or its deadline and grace have passed: nothing more is accepted."""

    code = "attempt-closed"
    status = 409
    words = Words("This quiz has ended", "What was saved before is counted.", "Reload the page to see the result.")


class StillRuns(DomainError):
    """The attempt has not ended, or tells each answer at once: there is nothing to reopen."""

    code = "attempt-still-runs"
    status = 409
    words = Words("This attempt still runs", "Nothing was changed.", "Give it more time, or close it first.")


class AnsweredMeanwhile(DomainError):
    """Another answer has been saved since the one this answer was meant to follow."""

    code = "answered-meanwhile"
    status = 409
    words = Words(
        "This question was answered in another window",
        "The other answer is saved, this one is not.",
        "Reload the page to see it.",
    )


class GoneOn(DomainError):
    """The learner stands at another question, in a quiz in which nobody goes back or leaves one out."""

    code = "gone-on"
    status = 409
    words = Words(
        "You have gone past this question",
        "What was saved before is counted.",
        "Reload the page to go on where you stand.",
    )


class UnknownChoice(DomainError):
    """The answer is none to this question, or the question does not belong to the attempt."""

    code = "unknown-choice"
    status = 404
    words = Words(
        "There is no such question or choice here",
        "What was saved before is safe.",
        "Reload the page and answer again.",
    )


class Incomplete(DomainError):
    """Something of the question is left open, where that is not an answer yet."""

    code = "answer-incomplete"
    status = 422
    words = Words(
        "This answer is not complete",
        "Nothing was saved of it.",
        "Fill in what is still open, then send it again.",
    )


class NotRefused(DomainError):
    """Nothing that was typed has been refused here, or it is not to be told yet."""

    code = "nothing-refused"
    status = 409
    words = Words(
        "There is no refused answer here",
        "What was saved before is safe.",
        "Reload the page to see how the question stands.",
    )


class TooManyKept(DomainError):
    """Somebody keeps as many quizzes of their own as there is room for."""

    code = "too-many-quizzes"
    status = 409
    words = Words(
        "You keep as many quizzes as there is room for", "Nothing was kept.", "Remove one that you no longer take."
    )


class NoMark(DomainError):
    """What was given is no mark for a question of this attempt, or has no comment."""

    code = "no-mark"
    status = 422
    words = Words(
        "This mark cannot be given",
        "Nothing was changed.",
        "Give a share from 0 to 1 for a question of this quiz, and say why.",
    )


class TooManyClaims(DomainError):
    """Somebody has put as many spellings to the editors as a day allows."""

    code = "too-many-claims"
    status = 429
    words = Words(
        "You have put as many answers to the editors as a day allows",
        "Those that you sent are with them; this one was not sent.",
        "Say it again tomorrow.",
    )
