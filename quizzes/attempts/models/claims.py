"""What learners say of typed answers that were refused."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from quizzes.attempts.models.attempts import Answer
from quizzes.bank.models import Question


class SpellingClaim(models.Model):
    """Somebody's word that what they typed, and what was refused, means the same as what is accepted.

    ``text`` is as it was typed, ``spelling`` the form in which typed answers are compared, by which editors find the
    claims of several people as one. An editor accepts it, which makes it an accepted spelling, or says why not.
    """

    class State(models.TextChoices):
        OPEN = "open", "Waits for an editor"
        ACCEPTED = "accepted", "Accepted"
        DISMISSED = "dismissed", "Not accepted"

    answer = models.OneToOneField(Answer, models.CASCADE, related_name="claim")
    question = models.ForeignKey(Question, models.CASCADE, related_name="claims", db_index=False)
    text = models.CharField(max_length=200)
    spelling = models.CharField(max_length=200)
    at = models.DateTimeField()
    state = models.CharField(max_length=9, choices=State, default=State.OPEN)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering: ClassVar = ["at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(state="open", decided_at__isnull=True)
                | (~models.Q(state="open") & models.Q(decided_at__isnull=False)),
                name="claim_decided_has_time",
            )
        ]
        indexes: ClassVar = [
            # the editors' queue, and what else was said of a spelling
            models.Index(fields=["question", "spelling", "state"], name="claim_of_spelling"),
        ]

    def __str__(self) -> str:
        return self.text
