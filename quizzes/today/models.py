"""The day's plan, and when each learner's next day begins."""

from typing import ClassVar

from django.conf import settings
from django.db import models


class LearnerClock(models.Model):
    """The instant at which a learner's next local day begins; the sweep that opens days claims by it."""

    learner = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="clock")
    opens_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.learner_id}: {self.opens_at}"


class DayPlan(models.Model):
    """What a learner's day holds as it begins: reviews due, new facts, and about how many minutes that takes."""

    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="plans", db_index=False)
    day = models.DateField()
    due = models.PositiveIntegerField()
    fresh = models.PositiveIntegerField()
    minutes = models.PositiveIntegerField()
    opened_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["learner", "day"], name="plan_once_a_day")]

    def __str__(self) -> str:
        return f"{self.learner_id}: {self.day}"
