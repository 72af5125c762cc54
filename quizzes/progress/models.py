"""What a learner has read."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from content.models import Revision, Topic


class Reading(models.Model):
    """That a learner marked a topic as read, and in which revision."""

    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="readings", db_index=False)
    topic = models.ForeignKey(Topic, models.CASCADE)
    revision = models.ForeignKey(Revision, models.CASCADE)
    at = models.DateTimeField()
    first_at = models.DateTimeField(null=True, help_text="When it was first marked, in whichever revision.")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["learner", "topic"], name="reading_once")]

    def __str__(self) -> str:
        return f"{self.learner_id}: {self.topic_id}"
