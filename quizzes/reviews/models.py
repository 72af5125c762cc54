"""A learner's memory of each fact, and the append-only evidence it is computed from."""

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from content.addresses import address_of
from quizzes.bank.models import Fact
from quizzes.reviews.askable import askable_card
from quizzes.reviews.scheduling import FULL


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

    laid_aside = False  # whether it may not be asked; only `quizzes.reviews.queries.card_of` says so

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


class ParameterSet(models.Model):
    """Parameters of the memory model that were fitted to one learner's log, and whether they came into use. Never
    changed.

    They were fitted to the first of the log (``fitted_on`` answers) and tried on the later ones (``tried_on``). The
    losses are mean log losses of those: of this set, of the default parameters, of the set that was in use till then
    (empty where that was the defaults), of the learner's own moving average. ``seen`` is how much evidence there was.
    """

    class Outcome(models.TextChoices):
        KEPT = "kept", "in use"
        LEFT = "left", "no better than what was in use"
        REVERTED = "reverted", "back to the defaults"

    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False)
    at = models.DateTimeField()
    version = models.CharField(max_length=16)
    parameters = ArrayField(models.FloatField())
    seen = models.PositiveIntegerField()
    fitted_on = models.PositiveIntegerField()
    tried_on = models.PositiveIntegerField()
    loss = models.FloatField()
    loss_default = models.FloatField()
    loss_before = models.FloatField(null=True)
    loss_average = models.FloatField()
    outcome = models.CharField(max_length=8, choices=Outcome)

    class Meta:
        constraints: ClassVar = [
            # the latest set of a learner; two workers that try at once make one
            models.UniqueConstraint(fields=["learner", "seen"], name="parameter_set_once"),
            models.CheckConstraint(
                condition=models.Q(outcome__in=["kept", "left", "reverted"]), name="parameter_set_outcome"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.learner_id}: {self.outcome}"


class ReviewQuerySet(models.QuerySet["Review"]):
    def effective(self) -> "ReviewQuerySet":
        """Evidence that has not been taken back."""
        return self.filter(rating__isnull=False, undone_by__isnull=True)


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

    ``outlook`` says where the plan leads (`quizzes.reviews.outlook`); a worker makes it, and the cards, where the row
    ``wants`` them, so they may come later. ``beside`` are the seconds of those minutes that go to pages and to what is
    asked again.
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

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["learner", "day"], name="plan_once_a_day")]
        indexes: ClassVar = [models.Index(fields=["id"], name="plan_wanted", condition=models.Q(wants=True))]

    def __str__(self) -> str:
        return f"{self.learner_id}: {self.day}"


class LearnerPath(models.Model):
    """The path through the phases that a learner has chosen, and how much they say they know; each may be changed.

    ``path`` is the path's slug, which holds over imports; empty, or of a path that is gone, it stands for page order.
    What a learner says of themselves is no evidence: ``level`` only says where a placement begins.
    """

    class Level(models.IntegerChoices):
        NEW = 1, "New to it"
        SOME = 2, "I know some of it"
        SENIOR = 3, "I design systems at work"

    learner = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="+")
    path = models.CharField(max_length=50, blank=True)
    level = models.PositiveSmallIntegerField(choices=Level, default=Level.SOME)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.learner_id}: {self.path}"
