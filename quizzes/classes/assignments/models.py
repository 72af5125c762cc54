"""What a class is given to do, what was agreed with one person about it, and how everybody stood when it was due."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from content.models import Phase, Topic
from quizzes.attempts.models import Quiz
from quizzes.classes.models import Cohort, Group


class Assignment(models.Model):
    """Something to do by a due date. It covers phases and topics, and asks for its requirements, all of them.

    ``opens``, ``due`` and ``closes`` are instants, said and chosen in the class's zone. It is a draft until it is
    published, and stays as a record once it is taken back (``withdrawn_at``). It goes to ``persons`` and ``groups``, or
    to the whole class where none is named.
    """

    class Late(models.TextChoices):
        NONE = "none", "Late work counts like any other"
        MARKED = "marked", "Late work counts, and is marked late"
        CLOSED = "closed", "Late work does not count"

    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="assignments")
    title = models.CharField(max_length=120)
    phases = models.ManyToManyField(Phase, blank=True, related_name="+")
    topics = models.ManyToManyField(Topic, blank=True, related_name="+")
    persons = models.ManyToManyField(settings.AUTH_USER_MODEL, blank=True, related_name="+")
    groups = models.ManyToManyField(Group, blank=True, related_name="+")
    opens = models.DateTimeField(null=True, blank=True)
    due = models.DateTimeField(null=True, blank=True)
    closes = models.DateTimeField(null=True, blank=True)
    late = models.CharField(max_length=6, choices=Late, default=Late.NONE, db_default=Late.NONE)
    created_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    settle_at = models.DateTimeField(null=True, editable=False, help_text="When somebody’s state is kept next.")
    tell_at = models.DateTimeField(null=True, editable=False, help_text="When there is something to tell next.")
    told_until = models.DateTimeField(null=True, editable=False, help_text="What happened before was told.")
    key = models.UUIDField(null=True, blank=True, help_text="Idempotency key of its making.")

    class Meta:
        ordering: ClassVar = ["due", "pk"]
        indexes: ClassVar = [
            models.Index(fields=["settle_at"], name="assignment_to_settle", condition=Q(settle_at__isnull=False)),
            models.Index(fields=["tell_at"], name="assignment_to_tell", condition=Q(tell_at__isnull=False)),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["cohort", "key"], name="assignment_made_once"),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True) | Q(due__isnull=False), name="assignment_given_has_due"
            ),
            models.CheckConstraint(
                condition=(Q(opens__isnull=True) | Q(due__isnull=True) | Q(opens__lt=F("due")))
                & (Q(closes__isnull=True) | Q(due__isnull=True) | Q(closes__gte=F("due"))),
                name="assignment_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Requirement(models.Model):
    """One thing that an assignment asks for; each of a kind once, each quiz once.

    ``share`` is the least share of what its kind counts (for pages read and facts introduced 1 is all of them);
    ``number`` the least number of facts that were answered in a quiz.
    """

    class Kind(models.TextChoices):
        READ = "read", "Pages read"
        INTRODUCED = "introduced", "Facts introduced"
        RECALL = "recall", "Expected recall on the due date"
        QUIZ = "quiz", "A quiz"
        ANSWERED = "answered", "Facts answered in a quiz"

    assignment = models.ForeignKey(Assignment, models.CASCADE, related_name="requirements", db_index=False)
    kind = models.CharField(max_length=12, choices=Kind)
    share = models.FloatField(null=True, blank=True)
    number = models.PositiveIntegerField(null=True, blank=True)
    quiz = models.ForeignKey(Quiz, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["assignment", "kind", "quiz"], name="requirement_once", nulls_distinct=False
            ),
            models.CheckConstraint(
                condition=Q(kind="answered", number__gte=1, share__isnull=True)
                | (~Q(kind="answered") & Q(share__gt=0, share__lte=1, number__isnull=True)),
                name="requirement_measure",
            ),
            models.CheckConstraint(
                condition=Q(kind="quiz", quiz__isnull=False) | (~Q(kind="quiz") & Q(quiz__isnull=True)),
                name="requirement_quiz",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assignment_id}: {self.kind}"


class Arrangement(models.Model):
    """What was agreed with one learner about an assignment, and why. Rows are added, never changed: of each kind the
    latest holds, and of excused and lifted together."""

    class Kind(models.TextChoices):
        EXTENDED = "extended", "Another due date"
        EXTRA_TIME = "extra_time", "More time in its quizzes"
        EXCUSED = "excused", "Excused"
        LIFTED = "lifted", "No longer excused"

    assignment = models.ForeignKey(Assignment, models.CASCADE, related_name="arrangements", db_index=False)
    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    due = models.DateTimeField(null=True, blank=True)
    factor = models.FloatField(null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    why = models.CharField(max_length=500)
    at = models.DateTimeField()
    key = models.UUIDField(unique=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        indexes: ClassVar = [models.Index(fields=["assignment", "learner"], name="arrangement_that_holds")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind="extended", due__isnull=False) | (~Q(kind="extended") & Q(due__isnull=True)),
                name="arrangement_due",
            ),
            models.CheckConstraint(
                condition=Q(kind="extra_time", factor__gte=1, factor__lte=10)
                | (~Q(kind="extra_time") & Q(factor__isnull=True)),
                name="arrangement_factor",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assignment_id}, {self.learner_id}: {self.kind}"


class DateChange(models.Model):
    """What the dates of an assignment were until ``at``, when whoever teaches the class moved some of them. Rows are
    added, never changed: what was moved back is a further row."""

    assignment = models.ForeignKey(Assignment, models.CASCADE, related_name="date_changes", db_index=False)
    opens = models.DateTimeField(null=True)
    due = models.DateTimeField()
    closes = models.DateTimeField(null=True)
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["pk"]
        # What was moved lately, and since somebody was told of the dates.
        indexes: ClassVar = [models.Index(fields=["assignment", "at"], name="date_change_of_assignment")]

    def __str__(self) -> str:
        return f"{self.assignment_id}: moved {self.at:%Y-%m-%d}"


class Snapshot(models.Model):
    """How one learner stood with an assignment at an instant (``at``), as the log says. Rows are added, never changed:
    the latest counts, the first stays.

    ``score`` is the share of the requirements that was fulfilled, each in part; ``recall`` the expected share of the
    facts, ``quizzed`` what of it rests on answers in quizzes. ``parts`` has what each requirement came to.
    """

    class Reason(models.TextChoices):
        DUE = "due", "It was due"
        CLOSING = "closing", "It closed"
        EXTENDED = "extended", "The due date was moved"
        EXCUSED = "excused", "The learner was excused"
        LIFTED = "lifted", "The learner is no longer excused"
        REGRADED = "regraded", "A quiz was graded anew"

    class State(models.TextChoices):
        MET = "met", "Done"
        LATE = "late", "Done late"
        MISSED = "missed", "Not done"
        EXCUSED = "excused", "Excused"

    assignment = models.ForeignKey(Assignment, models.CASCADE, related_name="snapshots", db_index=False)
    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    reason = models.CharField(max_length=8, choices=Reason)
    state = models.CharField(max_length=7, choices=State)
    at = models.DateTimeField()
    made_at = models.DateTimeField()
    score = models.FloatField()
    recall = models.FloatField()
    quizzed = models.FloatField()
    parts = models.JSONField(default=list)
    why = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        indexes: ClassVar = [models.Index(fields=["assignment", "learner", "-id"], name="snapshot_that_counts")]
        constraints: ClassVar = [
            # one of each settlement, however many sweeps there are; what staff did can bring the same instant again
            models.UniqueConstraint(
                fields=["assignment", "learner", "reason", "at"],
                condition=Q(reason__in=["due", "closing"]),
                name="snapshot_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assignment_id}, {self.learner_id}: {self.state}"
