"""The sign of life of the workers."""

from django.db import models


class Heartbeat(models.Model):
    """When a worker last ran the task of this name; readiness reads it."""

    name = models.CharField(max_length=40, primary_key=True)
    at = models.DateTimeField()

    class Meta:
        app_label = "quizzes"  # its table was made there, in a migration that has landed

    def __str__(self) -> str:
        return f"{self.name}: {self.at}"
