"""What the staff of a class say to its learners."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from quizzes.classes.models import Cohort, Group


class ClassMessage(models.Model):
    """A text for a class, or for a group of it. A sweep puts it into each inbox, once, and then marks it as told."""

    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="messages")
    group = models.ForeignKey(Group, models.SET_NULL, null=True, related_name="+")
    for_group = models.CharField(max_length=80, blank=True, help_text="What the group was called; empty for the class.")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    title = models.CharField(max_length=120)
    text = models.TextField()
    at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)
    key = models.UUIDField(help_text="Idempotency key of its form.")

    class Meta:
        ordering: ClassVar = ["-at", "-pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["author", "key"], name="class_message_once")]
        indexes: ClassVar = [
            # What the sweep asks every minute.
            models.Index(fields=["at"], name="class_message_untold", condition=Q(told_at=None)),
        ]

    def __str__(self) -> str:
        return self.title
