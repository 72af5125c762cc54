"""Who asks to join a class, and who is invited by mail."""

import secrets
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from quizzes.classes.models import Cohort
from sdwiki.inbox.models import Outgoing


def new_token() -> str:
    """The secret part of an invitation's link."""
    return secrets.token_urlsafe(24)


class JoinRequest(models.Model):
    """That somebody asks to join a class. It goes once they are in; one that was declined stays, so that the same link
    does not ask again."""

    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="join_requests")
    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    real_name = models.CharField(max_length=120)
    token = models.CharField(max_length=40, help_text="The link of the class when it was asked.")
    asked_at = models.DateTimeField()
    declined_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["asked_at", "pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["cohort", "learner"], name="join_request_once")]

    def __str__(self) -> str:
        return f"{self.cohort_id}: {self.learner_id} asks"


class Invitation(Outgoing):
    """That an address is invited to a class: the row first, then its one mail, whose link is good for one person."""

    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="invitations")
    email = models.CharField(max_length=254, help_text="In lower case.")
    name = models.CharField(max_length=120, blank=True, help_text="What the list called them.")
    token = models.CharField(max_length=40, unique=True, default=new_token)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    made_at = models.DateTimeField()
    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    accepted_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["email"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["cohort", "email"], name="invitation_once"),
            models.CheckConstraint(
                condition=Q(state__in=["pending", "claimed", "sent", "refused", "unknown", "dropped"]),
                name="invitation_state",
            ),
        ]
        indexes: ClassVar = [
            # What the mailer asks every few seconds, as of other mails.
            models.Index(fields=["due_at"], name="invitation_pending", condition=Q(state="pending")),
            models.Index(fields=["claimed_at"], name="invitation_claimed", condition=Q(state="claimed")),
        ]

    def __str__(self) -> str:
        return f"{self.cohort_id}: invitation {self.pk}, {self.state}"
