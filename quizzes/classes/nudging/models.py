"""A word to one learner who will miss what is asked, from who teaches the class."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from quizzes.classes.assignments.models import Assignment


class Nudge(models.Model):
    """What was said to one learner about one assignment, and why. It goes out at ``goes_at``, a few seconds after it
    was sent; a sweep puts it into the inbox and marks it as told. Until then it can be taken back."""

    assignment = models.ForeignKey(Assignment, models.CASCADE, related_name="nudges", db_index=False)
    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    why = models.CharField(max_length=300, help_text="Why they were thought to be at risk, as it stood then.")
    title = models.CharField(max_length=200)
    text = models.TextField()
    at = models.DateTimeField()
    goes_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)
    taken_back_at = models.DateTimeField(null=True)
    key = models.UUIDField(help_text="Idempotency key of its form.")

    class Meta:
        ordering: ClassVar = ["-at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["by", "key"], name="nudge_once"),
            models.CheckConstraint(
                condition=Q(told_at__isnull=True) | Q(taken_back_at__isnull=True), name="nudge_told_or_taken_back"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["assignment", "learner", "-at"], name="nudge_latest"),
            # What the sweep asks every minute.
            models.Index(fields=["goes_at"], name="nudge_untold", condition=Q(told_at=None, taken_back_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.assignment_id}, {self.learner_id}: {self.title}"
