"""What people say about questions: decisions of editors, notes, aliases, and reports of problems.

All of it is append-only but for the resolution of a report, and for spellings, which can be taken back.
"""

from typing import ClassVar

from django.conf import settings
from django.db import models

from quizzes.bank.models.facts import Flashcard
from quizzes.bank.models.questions import Question, QuestionVersion

OWN = "own/"  # how the keys of questions begin that people wrote; the wiki's tables do not make or retire them
OF_OWNER = "class/"  # and of those that are their owner's alone


class QuestionDecision(models.Model):
    """An editor's word on a question: rejected, to be looked at again, or live. The last one stands in its state."""

    question = models.ForeignKey(Question, models.CASCADE, related_name="decisions")
    state = models.CharField(max_length=12, choices=Question.State)
    reason = models.CharField(max_length=500, blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True)
    at = models.DateTimeField()
    key = models.UUIDField()

    class Meta:
        ordering: ClassVar = ["-at", "-pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["question", "key"], name="decision_once")]

    def __str__(self) -> str:
        return f"{self.question_id}: {self.state}"


class QuestionNote(models.Model):
    """An explanation shown after answering. The latest counts; an empty one takes the earlier ones away.

    ``html`` is the sanitised rendering of ``text``.
    """

    question = models.ForeignKey(Question, models.CASCADE, related_name="notes")
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True)
    at = models.DateTimeField()
    key = models.UUIDField()

    class Meta:
        ordering: ClassVar = ["-at", "-pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["question", "key"], name="note_once")]

    def __str__(self) -> str:
        return self.text


class QuestionAlias(models.Model):
    """Another spelling that counts as right where the answer is typed."""

    question = models.ForeignKey(Question, models.CASCADE, related_name="aliases")
    text = models.CharField(max_length=200)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True)
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["text"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["question", "text"], name="alias_once")]

    def __str__(self) -> str:
        return self.text


class QuestionReportQuerySet(models.QuerySet["QuestionReport"]):
    def open(self) -> "QuestionReportQuerySet":
        return self.filter(resolved_at__isnull=True)


class CardReportQuerySet(models.QuerySet["CardReport"]):
    def open(self) -> "CardReportQuerySet":
        return self.filter(resolved_at__isnull=True)


class Report(models.Model):
    """A problem with a question or a flashcard, by a learner or found in the statistics; open until it is resolved."""

    class Source(models.TextChoices):
        LEARNER = "learner", "a learner"
        STATISTICS = "statistics", "the statistics"

    class Reason(models.TextChoices):
        WRONG = "wrong", "The answer given as right is wrong"
        AMBIGUOUS = "ambiguous", "More than one answer is right"
        UNCLEAR = "unclear", "I cannot tell what is asked"
        OUTDATED = "outdated", "It is out of date"
        OTHER = "other", "Something else"
        NEGATIVE = "negative", "Strong learners do worse on it than weak ones"
        LURE = "lure", "Strong learners choose a wrong answer more often than the right one"
        CHANCE = "chance", "It is answered right less often than guessing would"

    LEARNERS_REASONS = (Reason.WRONG, Reason.AMBIGUOUS, Reason.UNCLEAR, Reason.OUTDATED, Reason.OTHER)

    source = models.CharField(max_length=10, choices=Source, default=Source.LEARNER)
    reason = models.CharField(max_length=9, choices=Reason)
    words = models.CharField(max_length=500, blank=True)
    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    key = models.UUIDField()
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    resolution = models.CharField(max_length=500, blank=True)

    class Meta:
        abstract = True
        ordering: ClassVar = ["at", "pk"]

    def __str__(self) -> str:
        return self.get_reason_display()


class QuestionReport(Report):
    """A problem with a question, as it was worded in ``version``."""

    question = models.ForeignKey(Question, models.CASCADE, related_name="reports")
    version = models.ForeignKey(QuestionVersion, models.CASCADE, related_name="+")

    objects: ClassVar = QuestionReportQuerySet.as_manager()

    class Meta(Report.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["question", "reason"],
                condition=models.Q(source="statistics", resolved_at__isnull=True),
                name="report_once_by_statistics",
            ),
            models.UniqueConstraint(fields=["learner", "key"], name="report_once"),
        ]
        indexes: ClassVar = [
            # the queue, and the filter of the list of questions
            models.Index(fields=["question"], name="report_open", condition=models.Q(resolved_at__isnull=True)),
            # how much a learner has reported today
            models.Index(fields=["learner", "at"], name="report_of_learner"),
        ]


class CardReport(Report):
    """A problem with a flashcard."""

    flashcard = models.ForeignKey(Flashcard, models.CASCADE, related_name="reports")

    objects: ClassVar = CardReportQuerySet.as_manager()

    class Meta(Report.Meta):
        constraints: ClassVar = [models.UniqueConstraint(fields=["learner", "key"], name="card_report_once")]
        indexes: ClassVar = [models.Index(fields=["learner", "at"], name="card_report_of_learner")]
