"""Facts with their versions, and the flashcard of each."""

from typing import ClassVar

from django.db import models

from content.addresses import address_of, place_of
from content.models import Topic
from quizzes.bank.askable import askable_fact


class FactQuerySet(models.QuerySet["Fact"]):
    def live(self) -> "FactQuerySet":
        return self.filter(retired_at__isnull=True)

    def askable(self) -> "FactQuerySet":
        """What a review may ask."""
        return self.filter(askable_fact())


class Fact(models.Model):
    """What one option is like in one dimension, under a key made of slugs; or a question to answer aloud, which stands
    as the option, with its answer as the value.

    The row holds the current version. ``group`` names the siblings it is compared with; ``anchor`` leads to its cell.
    """

    class Kind(models.TextChoices):
        CELL = "cell", "table cell"
        TRAIT = "trait", "bullet of a list"
        PROMPT = "prompt", "question to answer aloud"

    key = models.CharField(max_length=420, unique=True)
    topic = models.ForeignKey(Topic, models.PROTECT, related_name="facts", db_index=False)
    kind = models.CharField(max_length=6, choices=Kind)
    group = models.CharField(max_length=110)
    caption = models.CharField(max_length=300, blank=True)
    option_key = models.CharField(max_length=100)
    option = models.CharField(max_length=300)
    label = models.CharField(max_length=100)
    dimension = models.CharField(max_length=300)
    value = models.TextField()
    qualifier = models.CharField(max_length=300, blank=True)
    anchor = models.CharField(max_length=320, blank=True)
    core = models.BooleanField(default=True, help_text="What everybody should know of the topic; progress counts it.")
    position = models.PositiveIntegerField()
    version = models.PositiveIntegerField(default=1)
    retired_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = FactQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            # the siblings of a card that is shown or graded; and a topic's facts
            models.Index(fields=["topic", "group"], name="fact_of_group"),
            # progress counts a topic's live facts
            models.Index(
                fields=["topic", "position"], name="fact_live_of_topic", condition=models.Q(retired_at__isnull=True)
            ),
            # what no review asks (`UNASKABLE_FACTS`)
            models.Index(fields=["id"], name="fact_retired", condition=models.Q(retired_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.option} · {self.dimension}: {self.value}"

    @property
    def source(self) -> str:
        """Where this fact stands: its topic and the anchor of its cell, as a choice keeps it."""
        return place_of(self.topic.slug, self.anchor)

    @property
    def address(self) -> str:
        """The address of the page and cell this fact stands in."""
        return address_of(self.source)


class FactVersion(models.Model):
    """A fact's wording from one edit to the next; ``cosmetic`` where only case, punctuation or markup changed."""

    fact = models.ForeignKey(Fact, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    option = models.CharField(max_length=300)
    dimension = models.CharField(max_length=300)
    value = models.TextField()
    qualifier = models.CharField(max_length=300, blank=True)
    cosmetic = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["fact", "number"], name="fact_version_number")]

    def __str__(self) -> str:
        return f"{self.fact_id}, version {self.number}"


class Checkpoint(models.Model):
    """Something that a good answer says, as it is now; ``place`` ("slug#anchor") shows it, or is empty."""

    fact = models.ForeignKey(Fact, models.CASCADE, related_name="checkpoints", db_index=False)
    position = models.PositiveSmallIntegerField()
    text = models.TextField()
    place = models.CharField(max_length=400, blank=True)
    at = models.DateTimeField(help_text="When it was last worded or moved.")

    class Meta:
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["fact", "position"], name="checkpoint_position")]

    def __str__(self) -> str:
        return self.text


class Flashcard(models.Model):
    """How a fact is asked in a review: ``reverse`` shows the value and asks for the option.

    With ``both_ways`` one that asks for the value is at times asked the other way round, with ``prompt_back``: the
    value is its option's alone. The memory is one and the same. ``why`` is the reason of its answer.
    """

    fact = models.OneToOneField(Fact, models.CASCADE, related_name="flashcard")
    context = models.CharField(max_length=500)
    prompt = models.TextField()
    answer = models.TextField()
    reverse = models.BooleanField(default=False)
    both_ways = models.BooleanField(default=False, db_default=False)
    prompt_back = models.TextField(default="", db_default="", blank=True)
    why = models.TextField(default="", db_default="", blank=True)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [
            # what no review asks (`UNASKABLE_FACTS`)
            models.Index(fields=["fact"], name="flashcard_retired", condition=models.Q(retired_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.prompt
