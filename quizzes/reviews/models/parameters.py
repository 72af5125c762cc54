"""How a learner forgets, fitted to their own log."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models


class ParameterSet(models.Model):
    """Parameters of the memory model that were fitted to one learner's log, and whether they came into use. Never
    changed.

    They were fitted to the first of the log (``fitted_on`` answers) and tried on the later ones (``tried_on``). The
    losses are mean log losses of those: of this set, of the default parameters, of the set that was in use till then
    (empty where that was the defaults), of the learner's own moving average. ``seen`` is how much evidence there was.
    """

    class Outcome(models.TextChoices):
        KEPT = "kept", "in use"
        LEFT = "left", "no better than what was in use"
        REVERTED = "reverted", "back to the defaults"

    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False)
    at = models.DateTimeField()
    version = models.CharField(max_length=16)
    parameters = ArrayField(models.FloatField())
    seen = models.PositiveIntegerField()
    fitted_on = models.PositiveIntegerField()
    tried_on = models.PositiveIntegerField()
    loss = models.FloatField()
    loss_default = models.FloatField()
    loss_before = models.FloatField(null=True)
    loss_average = models.FloatField()
    outcome = models.CharField(max_length=8, choices=Outcome)

    class Meta:
        constraints: ClassVar = [
            # the latest set of a learner; two workers that try at once make one
            models.UniqueConstraint(fields=["learner", "seen"], name="parameter_set_once"),
            models.CheckConstraint(
                condition=models.Q(outcome__in=["kept", "left", "reverted"]), name="parameter_set_outcome"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.learner_id}: {self.outcome}"
