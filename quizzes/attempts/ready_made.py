"""The quizzes that are there for everybody: the exam of each phase, and a few over the whole path."""

from datetime import datetime
from typing import Any

from django.db import transaction

from content.models import Phase
from quizzes.attempts.deadlines import EXAM_TIME
from quizzes.attempts.models import Quiz
from quizzes.attempts.models.quizzes import EXAM_KEY

EXAM_QUESTIONS = 10
# Over the whole path, by key.
WHOLE: dict[str, dict[str, Any]] = {
    "quick": {"title": "Quick 5 minutes", "number": 5, "limit": 5 * 60},
    "interview": {"title": "Interview mix", "number": 10, "limit": 15 * 60, "followed": True},
    "path": {"title": "The whole path", "number": 20, "limit": 20 * 60, "graded": True},
}


@transaction.atomic
def prepare(*, now: datetime) -> None:
    """Have every ready-made quiz, those of phases under the names that the phases bear today. Repeated, it changes
    nothing."""
    for key, rules in WHOLE.items():
        Quiz.objects.get_or_create(key=key, defaults=rules | {"created_at": now})
    for phase in Phase.objects.order_by("position"):
        exam_of(phase, now=now)


@transaction.atomic  # nobody sees one that has no phase yet
def exam_of(phase: Phase, *, now: datetime) -> Quiz:
    """The exam of a phase: ten questions that may count, in ten minutes."""
    title, limit = f"{phase.title} exam", int(EXAM_TIME.total_seconds())
    rules = {"title": title, "number": EXAM_QUESTIONS, "limit": limit, "graded": True, "created_at": now}
    quiz, new = Quiz.objects.get_or_create(key=f"{EXAM_KEY}{phase.slug}", defaults=rules)
    if new:
        quiz.phases.add(phase)
    elif quiz.title != title:
        quiz.title = title
        quiz.save(update_fields=["title"])
    return quiz
