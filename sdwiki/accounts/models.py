"""People: one user model for learners, instructors, editors and staff."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

from sdwiki.accounts.break_field import BreaksField
from sdwiki.accounts.breaks import Breaks
from sdwiki.accounts.names import clean

FORMER_MEMBER = "a former member"  # in place of the name of who has left
SHORTEST_MAXIMUM, LONGEST_INTERVAL = 7, 18_250  # days, which are at most 50 years


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        rights = {"is_staff": True, "is_superuser": True, "is_editor": True, "is_instructor": True}
        return self.create_user(email, password, **(rights | fields))

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(AbstractBaseUser, PermissionsMixin):
    """Someone who logs in with an e-mail address. Everyone is a learner; the flags add roles."""

    class Theme(models.TextChoices):
        AUTO = "auto", "Same as my device"
        LIGHT = "light", "Light"
        DARK = "dark", "Dark"

    email = models.EmailField("e-mail address", unique=True)
    name = models.CharField(max_length=80, blank=True, help_text="What others in your class see.")
    time_zone = models.CharField(max_length=64, default="UTC")
    day_start = models.PositiveSmallIntegerField(
        default=4, help_text="The hour at which your day begins; reviews before it belong to the day before."
    )
    theme = models.CharField(max_length=5, choices=Theme, default=Theme.AUTO)
    shortcuts = models.BooleanField("keyboard shortcuts", default=True)
    desired_retention = models.FloatField(default=0.9, help_text="The chance of recall at which a card comes back.")
    maximum_interval = models.PositiveSmallIntegerField(
        default=LONGEST_INTERVAL, db_default=LONGEST_INTERVAL, help_text="The most days until a card comes back."
    )
    siblings_apart = models.BooleanField(
        "facts of one table on different days", default=True, db_default=True, help_text="Where there is room for it."
    )
    type_answers = models.BooleanField(
        "type answers", default=False, db_default=False, help_text="On cards whose answer is a term that can be typed."
    )
    new_per_day = models.PositiveSmallIntegerField(
        "new facts a day", default=10, help_text="How many facts you have not seen yet a day brings."
    )
    interview_on = models.DateField("interview date", null=True, blank=True)
    minutes_per_day = models.PositiveSmallIntegerField(
        "minutes a day", null=True, blank=True, help_text="How long you study on a day."
    )
    breaks = BreaksField(editable=False, default=Breaks, db_default=Breaks(), help_text="The planned breaks.")
    day_off = models.DateField(null=True, editable=False, help_text="The local day of which you said “not today”.")
    time_factor = models.FloatField(
        "more time in quizzes", default=1.0, db_default=1.0, help_text="In those that you set for yourself."
    )
    # How they forget, where that was fitted: the set's id, model and parameters, so that no page asks once more.
    memory_set = models.BigIntegerField(null=True, editable=False)
    memory_model = models.CharField(max_length=16, blank=True, editable=False, default="", db_default="")
    memory_parameters = ArrayField(models.FloatField(), null=True, editable=False)
    is_instructor = models.BooleanField("instructor", default=False, help_text="May make classes.")
    is_editor = models.BooleanField("editor", default=False, help_text="May edit the wiki and the questions.")
    is_staff = models.BooleanField("staff", default=False, help_text="May use the administration pages.")
    is_active = models.BooleanField("active", default=True)
    date_joined = models.DateTimeField(default=timezone.now)
    told_until = models.DateTimeField(
        null=True, editable=False, help_text="Up to when you were told which of your cards are asked no more."
    )
    leaves_at = models.DateTimeField(null=True, editable=False, help_text="When the account goes, if it was asked to.")
    left_at = models.DateTimeField(null=True, editable=False, help_text="The person has left; the row is a tombstone.")

    # Where the session has brought its person along: how many notices wait, and the quiz whose clock runs.
    unread: int = 0
    running: dict[str, Any] | None = None

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="user_email_ci"),
            models.CheckConstraint(condition=models.Q(day_start__lte=23), name="user_day_start_hour"),
            models.CheckConstraint(
                condition=models.Q(desired_retention__gte=0.7, desired_retention__lte=0.97),
                name="user_desired_retention_range",
            ),
            models.CheckConstraint(
                condition=models.Q(maximum_interval__range=(SHORTEST_MAXIMUM, LONGEST_INTERVAL)),
                name="user_maximum_interval_range",
            ),
            models.CheckConstraint(condition=models.Q(time_factor__gte=1, time_factor__lte=4), name="user_time_factor"),
            models.CheckConstraint(
                condition=models.Q(memory_set=None, memory_parameters=None, memory_model="")
                | ~models.Q(memory_set=None) & ~models.Q(memory_parameters=None) & ~models.Q(memory_model=""),
                name="user_memory_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.display_name

    @property
    def display_name(self) -> str:
        """The name others see: never the whole e-mail address, and nothing unseen, whenever the name was given."""
        if self.left_at is not None:
            return FORMER_MEMBER
        return clean(self.name) or self.email.partition("@")[0]


class SetupUse(models.Model):
    """A set-up link was used. Links count these, so that every one made before is dead for good."""

    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"Set up on {self.at:%Y-%m-%d}"


class AuditEntry(models.Model):
    """An event that administrators can look up later. It names accounts by number only, and is never changed; whoever
    leaves is a number that says nothing from then on."""

    at = models.DateTimeField()
    name = models.CharField(max_length=60)
    by = models.BigIntegerField(null=True, help_text="Number of the account that did it; none for what runs by itself.")
    request_id = models.CharField(max_length=64, blank=True)
    fields = models.JSONField(default=dict)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["-at", "-id"], name="audit_newest")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.name}"
