"""What staff agreed with one person about a quiz, and what they did to one attempt. Both only ever grow."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from quizzes.attempts import deadlines
from quizzes.attempts.models.attempts import Attempt
from quizzes.attempts.models.quizzes import Quiz


class Terms(models.Model):
    """One person's own opening, closing, limit, factor and attempts for a quiz; what is null is as the quiz says.

    The latest row holds, whole: a later change is a new row. A ``limit`` of 0 lifts the clock.
    """

    quiz = models.ForeignKey(Quiz, models.CASCADE, related_name="terms", db_index=False)
    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    opens = models.DateTimeField(null=True, blank=True)
    closes = models.DateTimeField(null=True, blank=True)
    limit = models.PositiveIntegerField(null=True, blank=True)
    factor = models.FloatField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    why = models.CharField(max_length=500)
    at = models.DateTimeField()
    key = models.UUIDField(unique=True)

    class Meta:
        ordering: ClassVar = ["-pk"]
        indexes: ClassVar = [models.Index(fields=["quiz", "learner", "-id"], name="terms_that_hold")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(opens__isnull=True) | Q(closes__isnull=True) | Q(opens__lt=models.F("closes")),
                name="terms_open_before_they_close",
            ),
            models.CheckConstraint(
                condition=Q(factor__isnull=True) | Q(factor__gte=0.25, factor__lte=10), name="terms_factor"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quiz_id} for {self.learner_id}"

    @property
    def personal(self) -> deadlines.Personal:
        return deadlines.Personal(self.opens, self.closes, self.limit, self.factor, self.attempts)


class Extension(models.Model):
    """What staff did to the end of one attempt: so many ``seconds`` more, or, reopened, from ``at`` on.

    ``ended_at`` is when an attempt that was reopened had ended. The database lets no attempt be open again without such
    a row (trigger ``attempt_opens_again``).
    """

    class Kind(models.TextChoices):
        EXTENDED = deadlines.EXTENDED, "Given more time"
        REOPENED = deadlines.REOPENED, "Reopened"
        CLOSED = deadlines.CLOSED_EARLY, "Closed"

    attempt = models.ForeignKey(Attempt, models.CASCADE, related_name="extensions")
    kind = models.CharField(max_length=8, choices=Kind)
    seconds = models.PositiveIntegerField(default=0)
    ended_at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    why = models.CharField(max_length=500)
    at = models.DateTimeField()
    key = models.UUIDField(unique=True)

    class Meta:
        ordering: ClassVar = ["at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind="reopened", ended_at__isnull=False) | (~Q(kind="reopened") & Q(ended_at__isnull=True)),
                name="extension_reopens_what_ended",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.attempt_id}: {self.kind}"

    @property
    def change(self) -> deadlines.Change:
        return deadlines.Change(self.kind, self.at, self.seconds)
