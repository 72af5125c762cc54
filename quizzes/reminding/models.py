"""The private address of somebody's calendar."""

import secrets

from django.conf import settings
from django.db import models


def new_token() -> str:
    """The secret part of an address: 192 bits, which nobody guesses."""
    return secrets.token_urlsafe(24)


class CalendarAddress(models.Model):
    """Who knows the token reads the calendar, without a login; a learner without a row has none."""

    learner = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="calendar_address"
    )
    token = models.CharField(max_length=40, unique=True, default=new_token)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.learner_id}"
