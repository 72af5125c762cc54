"""A learner's memory of each fact, and the append-only evidence it is computed from."""

from datetime import date, datetime, timedelta
from typing import ClassVar, NamedTuple

from django.conf import settings
from django.db import models

from content.addresses import address_of
from quizzes.bank.models import Fact
from quizzes.reviews.askable import askable_card
from quizzes.reviews.models.parameters import ParameterSet
from quizzes.reviews.scheduling import FULL

# what of a card is its memory (`quizzes.reviews.scheduling.Memory`)
MEMORY = ("state", "stability", "difficulty", "step", "last_day", "reps", "lapses", "missed")


class Near(NamedTuple):
    """A sibling that is due (`quizzes.reviews.siblings`): its card (id), and what its memory says of its interval."""

    card: int
    stability: float
    last_day: date


class CardQuerySet(models.QuerySet["Card"]):
    def due(self, now: datetime) -> "CardQuerySet":
        """Seen cards whose time has come, the longest overdue first."""
        return self.filter(due__lte=now, suspended=False).exclude(state=Card.State.NEW).order_by("due", "pk")

    def seen(self) -> "CardQuerySet":
        return self.exclude(state=Card.State.NEW)

    def askable(self) -> "CardQuerySet":
        """Cards that may be shown."""
        return self.filter(askable_card())


class Card(models.Model):
    """One learner's memory of one fact: a cache of what replaying its reviews gives.

    ``stability`` is in days, ``difficulty`` from 1 to 10 (both null until the first review), ``due`` an instant. A
    card is new until its first evidence. `quizzes.reviews.services` keeps every field.
    """

    class State(models.IntegerChoices):
        NEW = 0, "new"
        LEARNING = 1, "learning"
        REVIEW = 2, "review"
        RELEARNING = 3, "relearning"

    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="cards", db_index=False)
    fact = models.ForeignKey(Fact, models.PROTECT, related_name="cards", db_index=False)
    state = models.PositiveSmallIntegerField(choices=State, default=State.NEW)
    due = models.DateTimeField()
    stability = models.FloatField(null=True)
    difficulty = models.FloatField(null=True)
    step = models.PositiveSmallIntegerField(default=0)
    last_day = models.DateField(null=True, help_text="The learner's local day of the last evidence.")
    reps = models.PositiveIntegerField(default=0)
    lapses = models.PositiveIntegerField(default=0)
    missed = models.BooleanField(default=False, db_default=False, help_text="The latest evidence is a miss.")
    suspended = models.BooleanField(default=False)
    changed = models.BooleanField(default=False, help_text="The fact's meaning changed since the last review.")
    buried_until = models.DateField(null=True, help_text="The local day to which it was put off; its due is that day.")
    flag = models.BooleanField(default=False, db_default=False, help_text="The learner has marked it.")

    # Whether it may not be asked, and its siblings that are due: only `quizzes.reviews.queries.card_of` says so.
    laid_aside = False
    near: tuple[Near, ...] = ()

    objects: ClassVar = CardQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["learner", "fact"], name="card_once")]
        indexes: ClassVar = [
            # the due queue: ids only, then rows by primary key
            models.Index(
                fields=["learner", "due"], include=["id", "state"], name="card_due",
                condition=models.Q(suspended=False),
            ),
            # the memories of a fact, for an edit that changes its meaning: those with evidence, as new ones learn
            # of no change (`mark_changed`, and what publishing would touch)
            models.Index(fields=["fact"], name="card_of_fact", condition=~models.Q(state=0)),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.learner_id}: {self.fact_id}"


class ReviewQuerySet(models.QuerySet["Review"]):
    def effective(self) -> "ReviewQuerySet":
        """Evidence that has not been taken back."""
        return self.filter(rating__isnull=False, undone_by__isnull=True)

    def remembered(self) -> "ReviewQuerySet":
        """Evidence that makes a memory: without what came before a card was begun anew."""
        anew = CardAct.objects.filter(card=models.OuterRef("card"), undone_by=None, forgets__gte=models.OuterRef("pk"))
        return self.effective().exclude(models.Exists(anew))


class Review(models.Model):
    """One piece of evidence about a card, or the taking back of one. Never changed, never deleted.

    An undo is a row of its own that names the review it takes back. What the card became is stored on the row (due date
    and fuzz included), so that replay is exact. ``day`` is the learner's local day, ``due_day`` the one that ``due``
    begins; the day holds where the learner changes zone or day start, the instant does not.
    """

    class Rating(models.IntegerChoices):
        AGAIN = 1, "Again"
        HARD = 2, "Hard"
        GOOD = 3, "Good"
        EASY = 4, "Easy"

    class Source(models.TextChoices):
        REVIEW = "review", "flashcard"
        PRACTICE = "practice", "practice quiz"
        EXAM = "exam", "timed quiz"

    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="reviews", db_index=False)
    card = models.ForeignKey(Card, models.CASCADE, related_name="reviews")
    fact_version = models.PositiveIntegerField()
    source = models.CharField(max_length=8, choices=Source)
    rating = models.PositiveSmallIntegerField(choices=Rating, null=True, help_text="Empty for an undo.")
    undoes = models.OneToOneField("self", models.CASCADE, null=True, blank=True, related_name="undone_by")
    at = models.DateTimeField()
    day = models.DateField()
    weight = models.SmallIntegerField(default=FULL, db_default=FULL, help_text="In per cent; of a success alone.")
    duration_ms = models.PositiveIntegerField(null=True, blank=True)
    key = models.UUIDField()
    state = models.PositiveSmallIntegerField(choices=Card.State)
    due = models.DateTimeField()
    due_day = models.DateField(null=True, help_text="The local day on which the card is due; empty within steps.")
    stability = models.FloatField(null=True)
    difficulty = models.FloatField(null=True)
    step = models.PositiveSmallIntegerField(default=0)
    parameter_set = models.ForeignKey(
        ParameterSet, models.RESTRICT, null=True, related_name="+", db_index=False,
        help_text="What stability and difficulty were computed by; empty for the default parameters.",
    )  # fmt: skip

    objects: ClassVar = ReviewQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["learner", "key"], name="review_once"),
            models.CheckConstraint(
                condition=models.Q(rating__isnull=True, undoes__isnull=False)
                | models.Q(rating__range=(1, 4), undoes__isnull=True),
                name="review_grades_or_undoes",
            ),
            models.CheckConstraint(condition=models.Q(weight__range=(1, FULL)), name="review_weighs"),
        ]
        indexes: ClassVar = [
            # a learner's days, and their pace from the index alone
            models.Index(fields=["learner", "at"], include=["duration_ms", "state"], name="review_by_time"),
            # what still names a set, when its learner goes
            models.Index(
                fields=["parameter_set"], name="review_of_set", condition=models.Q(parameter_set__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.card_id}: {self.rating or 'undo'}"


class Tick(models.Model):
    """A checkpoint of an answer given aloud, as it was shown, and whether it was ``said``. Never changed."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="ticks", db_index=False)
    position = models.PositiveSmallIntegerField()
    text = models.TextField()
    place = models.CharField(max_length=400, blank=True)
    said = models.BooleanField()

    class Meta:
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["review", "position"], name="tick_once")]

    def __str__(self) -> str:
        return self.text

    @property
    def address(self) -> str:
        """Where what it says is shown; empty where no place is known."""
        return address_of(self.place) if self.place else ""


class CardNote(models.Model):
    """What a learner has written to a card: a ``note``, and a ``mnemonic``, the fact in words of their own.

    Beside the card and not in it: the rows of the queue stay narrow. ``version`` counts the writings, so that one made
    in another window is not overwritten unseen.
    """

    card = models.OneToOneField(Card, models.CASCADE, primary_key=True, related_name="own")
    note = models.TextField(blank=True)
    mnemonic = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.mnemonic or self.note


class CardAct(models.Model):
    """What a learner did with a card without saying how well they know it, or the taking back of that. Never changed.

    One press that reaches several cards is a row for each, of one key. ``was_due`` and ``was_buried_until`` say what an
    undo gives back, ``to_day`` to which local day the card was moved; empty in rows from before it was kept, which are
    of cards put off by a day. ``forgets`` is the latest review that a card begins anew after: that one and those before
    it stay in the log and make no memory any more, as long as the act stands.
    """

    class Kind(models.TextChoices):
        SUSPEND = "suspend", "suspended"
        RESUME = "resume", "taken up again"
        BURY = "bury", "put off until tomorrow"
        MOVE = "move", "due on another day"
        APART = "apart", "put off for the sake of a sibling"
        FORGET = "forget", "begun anew"
        UNDO = "undo", "taken back"

    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False)
    card = models.ForeignKey(Card, models.CASCADE, related_name="acts")
    kind = models.CharField(max_length=8, choices=Kind)
    undoes = models.OneToOneField("self", models.CASCADE, null=True, blank=True, related_name="undone_by")
    key = models.UUIDField(help_text="Idempotency key of the press.")
    at = models.DateTimeField()
    day = models.DateField()
    was_due = models.DateTimeField()
    was_buried_until = models.DateField(null=True)
    to_day = models.DateField(null=True)
    forgets = models.ForeignKey(Review, models.CASCADE, null=True, related_name="+", db_index=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["learner", "key", "card"], name="card_act_once"),
            models.CheckConstraint(
                condition=models.Q(kind="undo", undoes__isnull=False)
                | (~models.Q(kind="undo") & models.Q(undoes__isnull=True)),
                name="card_act_undoes",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["learner", "at"], name="card_act_by_time"),  # what an undo takes back
            # for whoever deletes reviews: the database looks for what names them
            models.Index(fields=["forgets"], name="card_act_forgets", condition=models.Q(forgets__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.card_id}: {self.kind}"

    @property
    def until(self) -> date:
        """The local day to which it has put the card."""
        return self.to_day or self.day + timedelta(days=1)
