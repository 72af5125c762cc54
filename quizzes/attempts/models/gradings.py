"""What answers were worth, each time that was said."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from quizzes.attempts.models.attempts import Answer, AttemptQuestion, OfAttempt


class Grading(OfAttempt):
    """A mark for one question of an attempt. Rows are added, never changed: the latest is the mark.

    ``share`` is the share of the mark that was earned, from 0 to 1; null where the question does not count. ``answer``
    is what was graded, null where it was left open. ``rules`` say how the mark came about, ``by`` and ``why`` who gave
    it and their reason, where that was a person.
    """

    class Rules(models.TextChoices):
        MARKED = "marked", "By its question"
        STORED = "stored", "As it was stored before marks were kept one by one"
        CLAIMED = "claimed", "Set aside: its spelling is with the editors"
        ACCEPTED = "accepted", "Its spelling was accepted"
        REGRADED = "regraded", "By its question as corrected"
        DROPPED = "dropped", "The question was dropped"
        CREDITED = "credited", "Full marks for everybody"
        OVERRIDDEN = "overridden", "By a person"

    question = models.ForeignKey(AttemptQuestion, models.CASCADE, related_name="gradings", db_index=False)
    answer = models.ForeignKey(Answer, models.CASCADE, null=True, blank=True, related_name="gradings")
    share = models.FloatField(null=True, blank=True)
    rules = models.CharField(max_length=10, choices=Rules)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    why = models.CharField(max_length=500, blank=True, default="", db_default="")

    class Meta:
        ordering: ClassVar = ["pk"]
        # the mark is the latest row of its question
        indexes: ClassVar = [models.Index(fields=["question", "-id"], name="grading_that_holds")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(share__isnull=True) | models.Q(share__gte=0, share__lte=1), name="grading_is_a_share"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question_id}: {self.share}"
