"""Figures about questions, choices and exams: caches of the answers, which computing them again gives again.

Every figure stands with ``n``, the people it is about. What their data cannot give is null.
"""

from typing import ClassVar

from django.db import models

from content.models import Phase
from quizzes.bank.models import Choice, Question


class ItemStatistics(models.Model):
    """A question's figures, over the members who met it in its present wording, each at their first meeting.

    ``facility`` and ``guess`` are shares, ``discrimination``, ``efficiency`` and ``weight`` percent; ``weight`` is
    among the questions of the phase; ``covariance`` is that of the mark with the share of marks in all. ``seconds`` is
    the median of what it took those ``timed`` people who answered it in an exam, each at their first answer to it.
    """

    question = models.OneToOneField(Question, models.CASCADE, related_name="statistics")
    n = models.PositiveIntegerField()
    facility = models.FloatField(null=True)
    deviation = models.FloatField(null=True)
    guess = models.FloatField(null=True)
    discrimination = models.FloatField(null=True)
    efficiency = models.FloatField(null=True)
    covariance = models.FloatField(null=True)
    weight = models.FloatField(null=True)
    timed = models.PositiveIntegerField(default=0, db_default=0)
    seconds = models.FloatField(null=True)
    computed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.question_id}, n = {self.n}"


class ChoiceStatistics(models.Model):
    """How often a choice was taken; shares are of all its question's people and of their strong half."""

    choice = models.OneToOneField(Choice, models.CASCADE, related_name="statistics")
    chosen = models.PositiveIntegerField()
    share = models.FloatField()
    strong_share = models.FloatField(null=True)

    def __str__(self) -> str:
        return f"{self.choice_id}: {self.chosen}"


class QuizStatistics(models.Model):
    """The figures of a phase's exams, over the people who took one, each at their first."""

    phase = models.OneToOneField(Phase, models.CASCADE, related_name="+")
    n = models.PositiveIntegerField()
    mean = models.FloatField(null=True)
    deviation = models.FloatField(null=True)
    skewness = models.FloatField(null=True)
    kurtosis = models.FloatField(null=True)
    consistency = models.FloatField(null=True)
    error_ratio = models.FloatField(null=True)
    standard_error = models.FloatField(null=True)
    computed_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["phase__position"]

    def __str__(self) -> str:
        return f"{self.phase_id}, n = {self.n}"


class StatisticsRun(models.Model):
    """One computation of all figures. The nightly one asks when the last was."""

    at = models.DateTimeField(db_index=True)
    questions = models.PositiveIntegerField()
    reported = models.PositiveIntegerField()

    class Meta:
        get_latest_by = "at"

    def __str__(self) -> str:
        return f"{self.at}: {self.questions}"
