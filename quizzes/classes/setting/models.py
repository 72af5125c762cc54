"""Quizzes that the staff of a class set."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from quizzes.attempts.models import Quiz
from quizzes.classes.models import Cohort


class ClassQuiz(models.Model):
    """That a quiz was set for a class. Its learners see it from ``given_at`` on; before, it is the staff's draft.

    Whom it is assigned to, and on which terms, is said elsewhere: who has terms for it may take it, given or not.
    """

    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="quizzes")
    quiz = models.OneToOneField(Quiz, models.CASCADE, related_name="of_class")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    given_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-pk"]

    def __str__(self) -> str:
        return f"{self.cohort_id}: {self.quiz_id}"
