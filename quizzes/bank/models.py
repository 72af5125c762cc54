"""Facts, and the questions and flashcards derived from them.

Nothing here is deleted: what its source no longer gives is retired, what changed is a new version, and what a
learner once saw stays as it was seen.
"""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from content.models import Topic


class FactQuerySet(models.QuerySet["Fact"]):
    def live(self) -> "FactQuerySet":
        return self.filter(retired_at__isnull=True)

    def askable(self) -> "FactQuerySet":
        """Live facts whose flashcard, if they have one, is live too: what a review may ask."""
        return self.live().filter(flashcard__retired_at__isnull=True)


class Fact(models.Model):
    """What one option is like in one dimension, under a key made of slugs.

    The row holds the current version. ``group`` names the siblings it is compared with; ``anchor`` leads to its cell.
    """

    class Kind(models.TextChoices):
        CELL = "cell", "table cell"
        TRAIT = "trait", "bullet of a list"

    key = models.CharField(max_length=420, unique=True)
    topic = models.ForeignKey(Topic, models.PROTECT, related_name="facts")
    kind = models.CharField(max_length=5, choices=Kind)
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
            # progress counts a topic's live facts
            models.Index(
                fields=["topic", "position"], name="fact_live_of_topic", condition=models.Q(retired_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.option} · {self.dimension}: {self.value}"

    @property
    def source(self) -> str:
        """The page and cell this fact stands in."""
        return f"{self.topic.get_absolute_url()}#{self.anchor}"


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


class QuestionQuerySet(models.QuerySet["Question"]):
    def live(self) -> "QuestionQuerySet":
        return self.filter(state=Question.State.LIVE)

    def graded(self) -> "QuestionQuerySet":
        """Live questions that may count in an exam."""
        return self.live().filter(graded=True)


class Question(models.Model):
    """A question that outlives its wordings; `current` is the one that is asked now."""

    class Kind(models.TextChoices):
        OPTION = "option", "Option choice"
        VALUE = "value", "Value choice"
        SCENARIO = "scenario", "Scenario"
        CATEGORISE = "categorise", "Categorise"
        MATCH = "match", "Match"
        MULTIPLE = "multiple", "Multiple response"
        ODD = "odd", "Odd one out"
        ORDER = "order", "Order"
        CLOZE = "cloze", "Cloze"
        TRUE_FALSE = "true-false", "True or false"

    class State(models.TextChoices):
        LIVE = "live", "live"
        NEEDS_REVIEW = "needs-review", "needs review"
        REJECTED = "rejected", "rejected by an editor"
        RETIRED = "retired", "retired: its source is gone"

    key = models.CharField(max_length=460, unique=True)
    topic = models.ForeignKey(Topic, models.PROTECT, related_name="questions")
    kind = models.CharField(max_length=12, choices=Kind)
    state = models.CharField(max_length=12, choices=State, default=State.LIVE)
    graded = models.BooleanField(default=True, help_text="May count in an exam: harder to guess than one of two.")
    difficulty = models.PositiveSmallIntegerField(
        default=2, db_default=2, help_text="1 (easy) to 3 (hard), as far as wording tells."
    )
    current = models.OneToOneField("QuestionVersion", models.PROTECT, null=True, blank=True, related_name="current_of")
    facts = models.ManyToManyField(Fact, related_name="questions")

    objects: ClassVar = QuestionQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            # a quiz draws from a topic's live questions
            models.Index(fields=["topic", "graded"], name="question_live", condition=models.Q(state="live")),
        ]

    def __str__(self) -> str:
        return self.key


class QuestionVersion(models.Model):
    """A question as it is asked. Never changed after it is written; attempts point here."""

    question = models.ForeignKey(Question, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    context = models.CharField(max_length=500, help_text="Topic and dimension.")
    ask = models.TextField()
    explanation = models.TextField()
    targets = ArrayField(
        models.TextField(), default=list, blank=True, help_text="Where choices can be put, in kinds that sort."
    )
    checksum = models.CharField(max_length=64)
    created_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["question", "number"], name="question_version_number")]

    def __str__(self) -> str:
        return self.stem

    @property
    def stem(self) -> str:
        return f"{self.context}: {self.ask}"


class Choice(models.Model):
    """A choice of a question's version, with the reason shown after answering and the cell it came from.

    ``target`` is where it belongs in kinds that sort (`quizzes.bank.model.Choice`); a cloze's are accepted spellings.
    """

    version = models.ForeignKey(QuestionVersion, models.CASCADE, related_name="choices")
    position = models.PositiveSmallIntegerField()
    text = models.TextField()
    correct = models.BooleanField()
    target = models.TextField(blank=True, default="")
    reason = models.TextField()
    fact = models.CharField(max_length=420, blank=True)
    source = models.CharField(max_length=500)

    class Meta:
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["version", "position"], name="choice_position")]

    def __str__(self) -> str:
        return self.text


class Flashcard(models.Model):
    """How a fact is asked in a review: ``reverse`` shows the value and asks for the option.

    With ``both_ways`` one that asks for the value is at times asked the other way round: the value is its option's
    alone. The memory is one and the same.
    """

    fact = models.OneToOneField(Fact, models.CASCADE, related_name="flashcard")
    context = models.CharField(max_length=500)
    prompt = models.TextField()
    answer = models.TextField()
    reverse = models.BooleanField(default=False)
    both_ways = models.BooleanField(default=False, db_default=False)
    retired_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.prompt
