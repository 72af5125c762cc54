"""What the pages about a class's quiz show to the staff of its class."""

from typing import Any

from quizzes.attempts.deadlines import replayed
from quizzes.attempts.models import Answer, Attempt, Grading, Terms
from quizzes.attempts.paper import asked
from quizzes.attempts.terms import personal_of
from quizzes.classes.models import Membership
from quizzes.classes.queries import role_of
from quizzes.classes.setting import queries
from quizzes.classes.setting.models import ClassQuiz
from quizzes.classes.setting.words import log_of, time_of
from sdwiki.typing import MemberRequest


def about(request: MemberRequest, one: ClassQuiz) -> dict[str, Any]:
    """What each of these pages is about, and as what whoever asks is in the class."""
    return {"one": one, "quiz": one.quiz, "cohort": one.cohort, "role": role_of(one.cohort, request.user)}


def terms_page(one: ClassQuiz, member: Membership) -> dict[str, Any]:
    """What holds for one person in the quiz, what held before, and their attempts."""
    personal = personal_of(quiz=one.quiz, learner=member.learner)
    return {
        "member": member,
        "personal": personal,
        "time": time_of(one.quiz, personal),
        "history": Terms.objects.filter(quiz=one.quiz, learner=member.learner).select_related("by"),
        "attempts": queries.attempts_of(one).filter(learner=member.learner).order_by("started_at"),
    }


def attempt_page(attempt: Attempt) -> dict[str, Any]:
    """One attempt: why it ends when it does, what happened in it, and its answers once it has ended."""
    answers = Answer.objects.filter(question__attempt=attempt).select_related("question")
    marks = Grading.objects.filter(question__attempt=attempt).select_related("question", "by")
    return {
        "attempt": attempt,
        "receipt": replayed(attempt.receipt) if attempt.receipt else None,
        "log": log_of(attempt, answers, marks),
        "questions": asked(attempt, reveal=True) if attempt.submitted_at else (),
    }
