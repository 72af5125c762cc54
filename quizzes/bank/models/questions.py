"""Questions with their versions and choices."""

from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from content.addresses import address_of
from content.models import Topic
from quizzes.bank import kinds
from quizzes.bank.facility import USUAL
from quizzes.bank.models.facts import Fact

if TYPE_CHECKING:
    from sdwiki.accounts.models import User


class QuestionQuerySet(models.QuerySet["Question"]):
    def shared(self) -> "QuestionQuerySet":
        """Everybody's questions, whatever their state: none that is an instructor's alone."""
        return self.filter(owner=None)

    def visible_to(self, user: "User") -> "QuestionQuerySet":
        """What somebody may put on a paper: everybody's live questions, and those of their own that they still ask."""
        mine = models.Q(owner=user, state=Question.State.OWNED)
        return self.filter(models.Q(state=Question.State.LIVE) | mine)

    def live(self) -> "QuestionQuerySet":
        return self.filter(state=Question.State.LIVE)

    def graded(self) -> "QuestionQuerySet":
        """Live questions that may count in an exam."""
        return self.live().filter(graded=True)


class Question(models.Model):
    """A question that outlives its wordings; `current` is the one that is asked now.

    One with an ``owner`` is that instructor's alone. It is asked on papers of their classes and nowhere else: it is
    never live, so that nothing which draws, counts, exports or practises live questions can meet it.
    """

    class State(models.TextChoices):
        LIVE = "live", "live"
        NEEDS_REVIEW = "needs-review", "needs review"
        REJECTED = "rejected", "rejected by an editor"
        RETIRED = "retired", "retired: its source is gone"
        OWNED = "owned", "asked in its owner’s classes alone"

    ON_PAPERS = (State.LIVE, State.OWNED)  # what a fixed paper still asks

    key = models.CharField(max_length=460, unique=True)
    topic = models.ForeignKey(Topic, models.PROTECT, related_name="questions")
    kind = models.CharField(max_length=12, choices=kinds.kind_choices)
    state = models.CharField(max_length=12, choices=State, default=State.LIVE)
    graded = models.BooleanField(default=True, help_text="May count in an exam: harder to guess than one of two.")
    prior = models.FloatField(
        default=USUAL, db_default=USUAL, help_text="The share of marks to be expected, as far as wording tells."
    )
    expected = models.FloatField(
        default=USUAL, db_default=USUAL, help_text="The same, pulled towards what members' first answers earned."
    )
    difficulty = models.PositiveSmallIntegerField(
        default=2, db_default=2, help_text="1 (easy) to 3 (hard), by what is expected."
    )
    current = models.OneToOneField("QuestionVersion", models.PROTECT, null=True, blank=True, related_name="current_of")
    facts = models.ManyToManyField(Fact, related_name="questions")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )

    objects: ClassVar = QuestionQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            # a quiz draws from a topic's live questions
            models.Index(fields=["topic", "graded"], name="question_live", condition=models.Q(state="live")),
            # what an instructor wrote for their own classes
            models.Index(fields=["owner"], name="question_of_owner", condition=models.Q(owner__isnull=False)),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(owner__isnull=True) & ~models.Q(state="owned")
                | models.Q(owner__isnull=False, state__in=["owned", "retired"]),
                name="question_owned_is_not_live",
            ),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def asked(self) -> bool:
        """Whether a paper that has it asks it."""
        return self.state in self.ON_PAPERS

    @property
    def shape(self) -> kinds.Shape:
        return kinds.KINDS[self.kind].shape


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

    ``source`` is a place ("slug#anchor"), not an address: `content.addresses` says why.
    ``target`` is where it belongs in kinds that sort (`quizzes.bank.records.Choice`); a cloze's are accepted spellings.
    Of a number the text is what is accepted (`quizzes.bank.wording.numeric`), and ``target`` its unit.
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

    @property
    def address(self) -> str:
        """The address of the page and cell it came from."""
        return address_of(self.source)
