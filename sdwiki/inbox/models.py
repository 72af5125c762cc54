"""The inbox of each person, and the mails that copy what is in it.

A notice is an entry of the inbox first; whether its mail goes out, fails or gets lost, the entry stands.
"""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from sdwiki.inbox.kinds import KINDS

LONGEST_TITLE = 200


class Outgoing(models.Model):
    """One mail, as the mailer sees it.

    It is `PENDING` until a sweep claims it, which is committed before the mail server hears of it. What became of it
    then is known (`SENT`, `REFUSED`; `PENDING` again where the server has certainly not taken it) or it is not: then
    it is `UNKNOWN`, and never sent again. `DROPPED` was not to go any more: too late, or not wanted.
    """

    class State(models.TextChoices):
        PENDING = "pending"
        CLAIMED = "claimed"
        SENT = "sent"
        REFUSED = "refused"
        UNKNOWN = "unknown"
        DROPPED = "dropped"

    state = models.CharField(max_length=8, choices=State, default=State.PENDING)
    due_at = models.DateTimeField(help_text="Not to be sent before.")
    until = models.DateTimeField(help_text="Of no use from here on.")
    claimed_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True


class MailCopy(Outgoing):
    """A mail with what an inbox was told: at most one for each person, kind and local date, whatever happens."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="mail_copies", db_index=False)
    kind = models.CharField(max_length=24)
    day = models.DateField(help_text="The person's local date.")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "kind", "day"], name="mail_once_a_day"),
            models.CheckConstraint(
                condition=Q(state__in=["pending", "claimed", "sent", "refused", "unknown", "dropped"]),
                name="mail_state",
            ),
        ]
        indexes: ClassVar = [
            # What the mailer asks every few seconds: which is next, and which was claimed long ago.
            models.Index(fields=["due_at"], name="mail_pending", condition=Q(state="pending")),
            models.Index(fields=["claimed_at"], name="mail_claimed", condition=Q(state="claimed")),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.kind} of {self.day}, {self.state}"


class Notice(models.Model):
    """An entry of somebody's inbox, told once for its kind and key: a local date, or the name of an event."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices", db_index=False)
    kind = models.CharField(max_length=24)
    key = models.CharField(max_length=120)
    title = models.CharField(max_length=LONGEST_TITLE)
    text = models.TextField(blank=True)
    link = models.CharField(max_length=300, blank=True, help_text="An address of this site, from its first slash.")
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    copy = models.ForeignKey(MailCopy, models.SET_NULL, null=True, related_name="notices")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["person", "kind", "key"], name="notice_once")]
        indexes: ClassVar = [
            models.Index(fields=["person", "-id"], name="notice_newest"),
            # The header of every page counts these.
            models.Index(fields=["person"], name="notice_unread", condition=Q(read_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.title}"

    @property
    def label(self) -> str:
        """What its kind is called; a kind that is gone says nothing."""
        return KINDS[self.kind].label if self.kind in KINDS else ""


class Subscription(models.Model):
    """What somebody has chosen for a kind: its hour, where it has one, and whether it comes by mail too.

    ``last_day`` is the first day of the last period (a day, a week) that a sweep has looked at.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="subscriptions", db_index=False)
    kind = models.CharField(max_length=24)
    hour = models.PositiveSmallIntegerField(null=True)
    mailed = models.BooleanField()
    last_day = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "kind"], name="subscription_once"),
            models.CheckConstraint(condition=Q(hour=None) | Q(hour__lte=23), name="subscription_hour"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.kind}"
