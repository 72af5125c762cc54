"""What stands around the topics: glossary terms, estimation drills, mock interviews."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse

from content.addresses import address_of
from content.reading.prompts import FOLLOW_UP, anchor, place
from content.reading.words import singular


class Term(models.Model):
    """A glossary entry; ``also`` are other spellings that mean it."""

    slug = models.SlugField(max_length=100, unique=True)
    term = models.CharField(max_length=80)
    also = ArrayField(models.CharField(max_length=80), default=list)
    definition = models.CharField(max_length=300)
    topic = models.ForeignKey("content.Topic", models.SET_NULL, null=True, blank=True)

    class Meta:
        ordering: ClassVar = [Lower("term")]

    def __str__(self) -> str:
        return self.term

    @property
    def letter(self) -> str:
        return self.term[:1].upper()

    @property
    def synonyms(self) -> list[str]:
        """The other spellings, but for plurals and hyphens that a reader would expect."""
        kept: dict[str, str] = {_form(self.term): ""}
        for spelling in self.also:
            kept.setdefault(_form(spelling), spelling)
        return [spelling for spelling in kept.values() if spelling]


def _form(spelling: str) -> str:
    """A spelling in small letters without hyphens and without the ending of its plural."""
    return singular(spelling.casefold().replace("-", " "))


class Drill(models.Model):
    """An estimation drill: ``prompt``, ``steps`` and ``design`` hold ``{name}`` and ``{formula}`` places, ``tolerance``
    is relative. Of its topics ``lead`` is the one in which it is asked what of the design breaks first.
    """

    slug = models.SlugField(max_length=100, unique=True)
    title = models.CharField(max_length=120)
    position = models.PositiveSmallIntegerField()
    prompt = models.TextField()
    formula = models.CharField(max_length=500)
    unit = models.CharField(max_length=80, blank=True)
    tolerance = models.FloatField()
    steps = ArrayField(models.TextField())
    hint = models.TextField(blank=True)
    topics = models.ManyToManyField("content.Topic", related_name="drills")
    lead = models.ForeignKey("content.Topic", models.SET_NULL, null=True, related_name="+", db_index=False)
    design = models.TextField(blank=True, default="", db_default="")

    class Meta:
        ordering: ClassVar = ["position"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"{reverse('content:drills')}#{self.slug}"


class DrillInput(models.Model):
    """A number that a drill draws: one of ``choices``, or from ``low`` to ``high`` in steps."""

    drill = models.ForeignKey(Drill, models.CASCADE, related_name="inputs")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=40)
    label = models.CharField(max_length=120)
    unit = models.CharField(max_length=40, blank=True)
    low = models.FloatField()
    high = models.FloatField()
    step = models.FloatField()
    choices = ArrayField(models.FloatField(), default=list)

    class Meta:
        ordering: ClassVar = ["position"]

    def __str__(self) -> str:
        return self.label


class DrillLimit(models.Model):
    """A resource of a drill's design (`content.practice.records.Limit`). ``do`` is empty where nothing raises it."""

    drill = models.ForeignKey(Drill, models.CASCADE, related_name="limits")
    position = models.PositiveSmallIntegerField()
    key = models.SlugField(max_length=60)
    resource = models.CharField(max_length=60)
    need = models.CharField(max_length=500)
    capacity = models.CharField(max_length=500)
    unit = models.CharField(max_length=40)
    because = models.CharField(max_length=200)
    do = models.CharField(max_length=60, blank=True)
    things = models.CharField(max_length=30, blank=True)
    each = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["drill", "key"], name="drill_limit_key")]

    def __str__(self) -> str:
        return self.resource


class Interview(models.Model):
    """A mock interview: timed stages that fill its minutes, and a rubric."""

    slug = models.SlugField(max_length=100, unique=True)
    title = models.CharField(max_length=120)
    position = models.PositiveSmallIntegerField()
    prompt = models.TextField()
    scale = ArrayField(models.TextField())
    minutes = models.PositiveSmallIntegerField()
    brief = models.TextField(blank=True, default="", db_default="")

    class Meta:
        ordering: ClassVar = ["position"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("content:interview", args=[self.slug])

    @property
    def figures(self) -> list[tuple[str, str]]:
        """The scale's numbers, each with its name."""
        return [(name, value) for name, _, value in (line.partition(": ") for line in self.scale)]


class Stage(models.Model):
    """A timed part of a mock interview."""

    interview = models.ForeignKey(Interview, models.CASCADE, related_name="stages")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120)
    minutes = models.PositiveSmallIntegerField()
    aim = models.TextField()
    questions = ArrayField(models.TextField(), default=list)

    class Meta:
        ordering: ClassVar = ["position"]

    def __str__(self) -> str:
        return self.title


class RubricPoint(models.Model):
    """Something a good answer does that a grader can tick; ``topic`` is where it is explained."""

    interview = models.ForeignKey(Interview, models.CASCADE, related_name="points")
    position = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=80)
    tag = models.CharField(max_length=20)
    text = models.TextField()
    topic = models.ForeignKey("content.Topic", models.PROTECT, related_name="+")
    weight = models.PositiveSmallIntegerField(default=1)
    says = models.TextField(blank=True, default="", db_default="")
    because = models.TextField(blank=True, default="", db_default="")

    class Meta:
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["interview", "key"], name="rubric_point_key")]

    def __str__(self) -> str:
        return self.text


class FollowUp(models.Model):
    """A question that comes after the design; with an answer it is asked aloud among the cards of ``topic``."""

    interview = models.ForeignKey(Interview, models.CASCADE, related_name="follow_ups")
    position = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=80)
    question = models.TextField()
    answer = models.TextField(blank=True)
    topic = models.ForeignKey("content.Topic", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["interview", "key"], name="follow_up_key")]

    def __str__(self) -> str:
        return self.question

    @property
    def anchor(self) -> str:
        """Its id on the interview's page."""
        return anchor(FOLLOW_UP, self.key)


class FollowUpCheckpoint(models.Model):
    """Something that a good answer says; ``cell`` is the topic's cell that shows it, or empty."""

    follow_up = models.ForeignKey(FollowUp, models.CASCADE, related_name="checkpoints")
    position = models.PositiveSmallIntegerField()
    text = models.TextField()
    cell = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["position"]

    def __str__(self) -> str:
        return self.text

    @property
    def address(self) -> str:
        """Where the cell is shown."""
        return address_of(place(self.cell, "")) if self.cell else ""


class Mistake(models.Model):
    """A common mistake: as a part of a design (``says``), what then happens, and the points (keys) that it replaces."""

    interview = models.ForeignKey(Interview, models.CASCADE, related_name="mistakes")
    position = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=80)
    text = models.TextField()
    says = models.TextField(blank=True, default="")
    consequence = models.TextField(blank=True, default="")
    replaces = ArrayField(models.CharField(max_length=80), default=list, blank=True)

    class Meta:
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["interview", "key"], name="mistake_key")]

    def __str__(self) -> str:
        return self.text
