"""What the pages about a class's quiz show to the staff of its class, and to a learner before they sit it."""

from datetime import datetime
from typing import Any

from quizzes.attempts.closing import with_closing
from quizzes.attempts.deadlines import replayed
from quizzes.attempts.models import Answer, Attempt, Grading, Terms
from quizzes.attempts.paper import asked
from quizzes.attempts.terms import personal_of
from quizzes.classes.models import Membership
from quizzes.classes.queries import role_of
from quizzes.classes.setting import queries
from quizzes.classes.setting.door import door_of
from quizzes.classes.setting.models import ClassQuiz
from quizzes.classes.setting.words import log_of, rules_for, time_of
from quizzes.statistics.beside import mean_of
from sdwiki.accounts.models import User
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


def sit_page(one: ClassQuiz, learner: User, now: datetime) -> dict[str, Any]:
    """The rules as they hold for a learner, their attempts with whether each score may be told, and the way in."""
    rules = rules_for(one.quiz, personal_of(quiz=one.quiz, learner=learner))
    made = list(with_closing(Attempt.objects.filter(quiz=one.quiz_id, learner=learner)).order_by("started_at"))
    attempts = [(attempt, attempt.scores(now)) for attempt in made]
    return rules | {
        "one": one,
        "quiz": one.quiz,
        "cohort": one.cohort,
        "attempts": attempts,
        "now": now,
        "door": door_of(made, opens=rules["opens"], closes=rules["closes"], allowed=rules["allowed"], now=now),
        "mean": mean_of(one.quiz_id) if any(told for _, told in attempts) else None,
    }
