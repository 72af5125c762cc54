"""Marks for tests that make answers by hand."""

from quizzes.attempts.models import Grading
from tests.conftest import NOW


def mark(question, share, answer=None, at=NOW, rules=Grading.Rules.MARKED):
    """Give a question of an attempt this mark, as the end of an attempt does."""
    return Grading.objects.create(question=question, answer=answer, share=share, rules=rules, at=at)


def mark_of(question):
    """The mark that holds, None without one."""
    latest = question.gradings.last()
    return latest and latest.share
