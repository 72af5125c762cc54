"""When each learner's next day begins."""

from django.conf import settings
from django.db import models


class LearnerClock(models.Model):
    """The instant at which a learner's next local day begins; the sweep that opens days claims by it."""

    learner = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="clock")
    opens_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.learner_id}: {self.opens_at}"
