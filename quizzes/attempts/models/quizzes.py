"""A quiz: what it asks, and by which rules."""

from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from content.models import Phase, Topic
from quizzes.attempts import rules
from quizzes.bank.models import Question

if TYPE_CHECKING:
    from sdwiki.accounts.models import User

EXAM_KEY = "exam/"  # before the slug of a phase


class QuizQuerySet(models.QuerySet["Quiz"]):
    def visible_to(self, user: "User | AnonymousUser") -> "QuizQuerySet":
        """What is ready-made, and what somebody made for themselves."""
        own = Q(owner=user) if user.is_authenticated else Q(pk__in=())
        return self.filter(own | Q(owner=None, for_class=False))


class Quiz(models.Model):
    """A row of rules by which attempts are made. Attempts keep those under which they began (`Attempt.rules`).

    What it asks about is the sum of its phases, topics and tables ("topic/table"); the whole path where none is named.
    A ``fixed`` one asks the questions of its paper in their order, any other draws ``number`` of them. ``key`` is
    "exam/" and a slug for the exam of a phase, the name of what is ready-made, or what the form carried that made it.
    What is ready-made has no owner, nor has what was set for a class: who may take that, the class says.
    """

    class Counts(models.TextChoices):
        BEST = rules.BEST, "The best attempt"
        LAST = rules.LAST, "The last attempt"

    class Feedback(models.TextChoices):
        AT_ONCE = rules.AT_ONCE, "After each answer"
        HANDED_IN = rules.HANDED_IN, "After submitting"
        CLOSED = rules.CLOSED, "After closing"
        NEVER = rules.NEVER, "Never what is right"

    key = models.CharField(max_length=64, unique=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="quizzes")
    for_class = models.BooleanField(default=False, db_default=False)
    title = models.CharField(max_length=200)
    phases = models.ManyToManyField(Phase, blank=True, related_name="+")
    topics = models.ManyToManyField(Topic, blank=True, related_name="+")
    tables = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    fixed = models.BooleanField(default=False)
    number = models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(100)])
    kinds = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    difficulty = models.PositiveSmallIntegerField(default=0)
    graded = models.BooleanField(default=False, help_text="Only questions that may count in an exam.")
    followed = models.BooleanField(default=False, help_text="What was decided is followed by what decides it.")
    limit = models.PositiveIntegerField(null=True, blank=True, help_text="Seconds; none: no clock.")
    opens = models.DateTimeField(null=True, blank=True)
    closes = models.DateTimeField(null=True, blank=True)
    attempts_allowed = models.PositiveSmallIntegerField(default=0, help_text="0: any number.")
    counts = models.CharField(max_length=4, choices=Counts, default=Counts.BEST)
    pass_mark = models.FloatField(null=True, blank=True, help_text="A share of the marks.")
    feedback = models.CharField(max_length=9, choices=Feedback, default=Feedback.HANDED_IN)
    forward = models.BooleanField(default=False, help_text="Nobody goes back to an earlier question.")
    shuffled = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    objects: ClassVar = QuizQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["created_at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(number__gte=1, number__lte=100), name="quiz_asks_something"),
            models.CheckConstraint(condition=Q(difficulty__lte=3), name="quiz_difficulty"),
            models.CheckConstraint(condition=Q(limit__isnull=True) | Q(limit__gte=1), name="quiz_limit_is_time"),
            models.CheckConstraint(
                condition=Q(opens__isnull=True) | Q(closes__isnull=True) | Q(opens__lt=models.F("closes")),
                name="quiz_opens_before_it_closes",
            ),
            models.CheckConstraint(
                condition=Q(pass_mark__isnull=True) | Q(pass_mark__gt=0, pass_mark__lte=1), name="quiz_pass_mark"
            ),
            # a clock beside reasons would time the reading of reasons
            models.CheckConstraint(
                condition=~Q(feedback="at-once") | Q(limit__isnull=True, closes__isnull=True),
                name="quiz_at_once_untimed",
            ),
            models.CheckConstraint(
                condition=~Q(feedback="closed") | Q(closes__isnull=False), name="quiz_tells_after_closing"
            ),
            models.CheckConstraint(
                condition=Q(for_class=False) | Q(owner__isnull=True), name="quiz_of_class_or_person"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def rules(self) -> rules.Rules:
        """As they stand now."""
        return rules.Rules(
            number=self.number,
            limit=self.limit,
            opens=self.opens,
            closes=self.closes,
            attempts=self.attempts_allowed,
            counts=self.counts,
            pass_mark=self.pass_mark,
            feedback=self.feedback,
            forward=self.forward,
            shuffled=self.shuffled,
            graded=self.graded,
            followed=self.followed,
            kinds=tuple(self.kinds),
            difficulty=self.difficulty,
        )

    @property
    def at_once(self) -> bool:
        """Whether each answer is told at once, as in practice."""
        return self.feedback == self.Feedback.AT_ONCE

    @property
    def minutes(self) -> int | None:
        """The limit in whole minutes, rounded up; None without a clock."""
        return -(-self.limit // 60) if self.limit else None


class PaperQuestion(models.Model):
    """A question of a fixed paper, at its place. Each attempt asks its version of the day."""

    quiz = models.ForeignKey(Quiz, models.CASCADE, related_name="paper")
    position = models.PositiveSmallIntegerField()
    question = models.ForeignKey(Question, models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["quiz", "position"], name="paper_position"),
            models.UniqueConstraint(fields=["quiz", "question"], name="paper_question_once"),
        ]

    def __str__(self) -> str:
        return f"{self.quiz_id}, question {self.position}"


class Announcement(models.Model):
    """What staff said to everybody who sat at a quiz at that moment."""

    quiz = models.ForeignKey(Quiz, models.CASCADE, related_name="announcements")
    text = models.CharField(max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    key = models.UUIDField(unique=True)

    class Meta:
        ordering: ClassVar = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.quiz_id}: {self.text}"
