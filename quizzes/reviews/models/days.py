"""What a learner wants of their days, and what those hold."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models


class MoreFacts(models.Model):
    """New facts that a learner asked for on one local day, beyond those that each day allows."""

    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False)
    day = models.DateField()
    number = models.PositiveSmallIntegerField()
    key = models.UUIDField(help_text="Idempotency key of the press.")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["learner", "key"], name="more_facts_once")]

    def __str__(self) -> str:
        return f"{self.learner_id}: {self.number} on {self.day}"


class DayPlan(models.Model):
    """What a learner's day holds as it begins: reviews due, new facts, and about how many minutes that takes.

    With an interview ahead (``date``) it is planned for that date: ``cards`` are then the day's cards (ids) in the
    order in which they are asked, and nothing else is due. Without one, a day on which more is due than the learner's
    minutes hold has ``cards`` too: the reviews that fit, those most at risk first. ``room`` is how many new facts the
    minutes of a day without a date leave room for; empty where no minutes were set.

    ``outlook`` says where the plan leads (`quizzes.reviews.outlook`); a worker makes it where the row ``wants`` it, so
    it may come later, and the cards with it, unless the learner comes first (`quizzes.today.opening`). ``beside`` are
    the seconds of those minutes that go to pages and to what is asked again; on a day without a date, 0 until the
    recall of what is due was looked at. Of these, ``pages`` has by topic (id) what goes to reading for the day's new
    facts, and ``skimmed`` what did so until the learner had skimmed its sheet, so that this can be undone. A day
    ``off`` asks nothing, whatever it holds.
    """

    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="plans", db_index=False)
    day = models.DateField()
    due = models.PositiveIntegerField()
    fresh = models.PositiveIntegerField()
    minutes = models.PositiveIntegerField()
    opened_at = models.DateTimeField()
    date = models.DateField(null=True)
    cards = ArrayField(models.BigIntegerField(), null=True)
    room = models.PositiveIntegerField(null=True)
    planned_at = models.DateTimeField(null=True)
    outlook = models.JSONField(null=True)
    wants = models.BooleanField(default=False, db_default=False)
    beside = models.FloatField(default=0.0, db_default=0.0)
    pages = models.JSONField(default=dict, db_default=models.Value({}, models.JSONField()))
    skimmed = models.JSONField(default=dict, db_default=models.Value({}, models.JSONField()))
    off = models.BooleanField(default=False, db_default=False)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["learner", "day"], name="plan_once_a_day")]
        indexes: ClassVar = [models.Index(fields=["id"], name="plan_wanted", condition=models.Q(wants=True))]

    def __str__(self) -> str:
        return f"{self.learner_id}: {self.day}"

    @property
    def worked_out(self) -> bool:
        """Whether ``outlook`` is of this plan: until a worker has looked, it is of the one before a change."""
        return self.cards is not None and not self.wants


class LearnerPath(models.Model):
    """The path through the phases that a learner has chosen, and how much they say they know; each may be changed.

    ``path`` is the path's slug, which holds over imports; empty, or of a path that is gone, it stands for page order.
    ``breadth_first``: a plan begins a little of every topic before more of each, and not topic by topic. What a learner
    says of themselves is no evidence: ``level`` only says where a placement begins.
    """

    class Level(models.IntegerChoices):
        NEW = 1, "New to it"
        SOME = 2, "I know some of it"
        SENIOR = 3, "I design systems at work"

    learner = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="+")
    path = models.CharField(max_length=50, blank=True)
    level = models.PositiveSmallIntegerField(choices=Level, default=Level.SOME)
    breadth_first = models.BooleanField(default=False, db_default=False)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.learner_id}: {self.path}"
