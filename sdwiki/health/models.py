"""The sign of life of the workers, and what their jobs did last."""

from django.db import models


class Heartbeat(models.Model):
    """When a worker last ran the task of this name; readiness reads it."""

    name = models.CharField(max_length=40, primary_key=True)
    at = models.DateTimeField()

    class Meta:
        app_label = "quizzes"  # its table was made there, in a migration that has landed

    def __str__(self) -> str:
        return f"{self.name}: {self.at}"


class Job(models.Model):
    """What runs by itself: when a worker last ran it, for how long, with which outcome, and when it last failed."""

    name = models.CharField(max_length=80, primary_key=True)
    ended_at = models.DateTimeField()
    seconds = models.FloatField()
    outcome = models.CharField(max_length=10)
    failed_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "quizzes"

    def __str__(self) -> str:
        return f"{self.name}: {self.outcome}"
