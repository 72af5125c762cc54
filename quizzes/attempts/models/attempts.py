"""Attempts at quizzes: the questions as they were asked, and every answer as it was given."""

from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse

from content.models import Phase
from quizzes.attempts.deadlines import LIMIT, replayed
from quizzes.attempts.models.quizzes import Quiz
from quizzes.attempts.rules import AT_ONCE, CLOSED, Rules
from quizzes.attempts.words import told_after, told_end, told_taken
from quizzes.bank.assemble import Shortage
from quizzes.bank.models import Choice, QuestionVersion
from sdwiki.accounts.names import isolated

if TYPE_CHECKING:
    from sdwiki.accounts.models import User


class AttemptQuerySet(models.QuerySet["Attempt"]):
    def visible_to(self, user: "User | AnonymousUser", visitor: str = "") -> "AttemptQuerySet":
        """A member's own attempts; a visitor's are those that carry the key in their session."""
        if user.is_authenticated:
            return self.filter(learner=user)
        return self.filter(learner__isnull=True, visitor=visitor) if visitor else self.none()

    def overdue(self, now: datetime) -> "AttemptQuerySet":
        """Open attempts whose deadline and network grace have passed."""
        return self.filter(submitted_at__isnull=True, deadline__lt=now - settings.ATTEMPT_GRACE)


class Attempt(models.Model):
    """One go at a quiz. It ends once: submitted by its learner, or closed at its deadline by a sweep.

    ``submitted_at`` is null while it is open. Score and guess score (what guessing alone would give) are set when
    it ends and can be recomputed from the gradings. ``rules`` are those of its quiz as they stood when it began
    (`quizzes.attempts.rules`), whatever becomes of the quiz; ``receipt`` says why it ends when it does
    (`deadlines.Receipt`), from which ``deadline`` follows. What somebody chose for once has no quiz. ``reached`` is the
    question at which its learner stands where nobody goes back; ``taken_at`` says when what a visitor had begun went
    along into an account, which can be taken back (`along`): then it is a visitor's again, and stays so. ``untold``
    while it has ended and what is right is to be told later: till then its answers say nothing of memories (`telling`).
    """

    class Kind(models.TextChoices):
        PRACTICE = "practice", "Practice"
        EXAM = "exam", "Timed quiz"

    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="attempts")
    visitor = models.CharField(max_length=32, blank=True, help_text="For a visitor: a key kept in their session.")
    kind = models.CharField(max_length=8, choices=Kind)
    quiz = models.ForeignKey(Quiz, models.SET_NULL, null=True, blank=True, related_name="attempts", db_index=False)
    rules = models.JSONField(default=dict, db_default=models.Value({}, models.JSONField()))
    receipt = models.JSONField(default=dict, db_default=models.Value({}, models.JSONField()))
    phase = models.ForeignKey(Phase, models.PROTECT, null=True, blank=True)
    title = models.CharField(max_length=200)
    seed = models.CharField(max_length=64)
    key = models.UUIDField(unique=True, help_text="Idempotency key of the start.")
    started_at = models.DateTimeField()
    deadline = models.DateTimeField(null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    closed_by_sweep = models.BooleanField(default=False)
    reached = models.PositiveSmallIntegerField(default=1, db_default=1)
    taken_at = models.DateTimeField(null=True, blank=True)
    untold = models.BooleanField(default=False, db_default=False)
    score = models.FloatField(null=True, blank=True)
    max_score = models.FloatField(null=True, blank=True)
    guess_score = models.FloatField(null=True, blank=True)

    short: Shortage | None = None  # why it holds fewer questions than were asked for; known to the start alone

    objects: ClassVar = AttemptQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-started_at"]
        indexes: ClassVar = [
            # the sweep that closes attempts reads the open ones by deadline
            models.Index(fields=["deadline"], name="attempt_open", condition=models.Q(submitted_at__isnull=True)),
            # the oldest of visitors, to be forgotten
            models.Index(fields=["started_at"], name="attempt_of_visitor", condition=models.Q(learner__isnull=True)),
            # what somebody answered lately is read from their newest attempts on
            models.Index(fields=["learner", "started_at"], name="attempt_by_learner"),
            models.Index(
                fields=["visitor", "started_at"], name="attempt_by_visitor", condition=models.Q(learner__isnull=True)
            ),
            # how often somebody has tried a quiz, and what is left without one when it is removed
            models.Index(fields=["quiz", "learner"], name="attempt_of_quiz", condition=models.Q(quiz__isnull=False)),
            # the sweep that tells what waited for the closing of a quiz
            models.Index(fields=["quiz"], name="attempt_untold", condition=models.Q(untold=True)),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(learner__isnull=False) | ~models.Q(visitor=""), name="attempt_has_someone"
            ),
            models.CheckConstraint(
                condition=~models.Q(kind="practice") | models.Q(deadline__isnull=True), name="attempt_practice_untimed"
            ),
            # one clock runs at a time, however many tabs press "Start"
            models.UniqueConstraint(
                fields=["learner"],
                condition=models.Q(deadline__isnull=False, submitted_at__isnull=True),
                name="attempt_one_timed",
            ),
            models.UniqueConstraint(
                fields=["learner", "quiz"],
                condition=models.Q(quiz__isnull=False, submitted_at__isnull=True),
                name="attempt_one_open_of_quiz",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("quizzes:attempt", args=[self.pk])

    @property
    def called(self) -> str:
        """What sort of thing it is, in a word: an exam only where a phase is examined."""
        if self.kind == self.Kind.PRACTICE:
            return "Practice"
        return "Exam" if self.phase_id else "Timed quiz" if self.deadline else "Quiz"

    @property
    def agreed(self) -> Rules:
        """The rules that it began under. Practice, which tells each answer at once, may lack them."""
        usual = {"feedback": AT_ONCE} if self.kind == self.Kind.PRACTICE else {}
        return Rules.read(usual | self.rules)

    @property
    def told_time(self) -> str:
        """How long it took, why it ended when it did, and who has changed that; empty where nobody noted it."""
        if not self.receipt:
            return ""
        receipt, took = replayed(self.receipt), ""
        if self.deadline and self.submitted_at:
            took = told_taken(*((at - self.started_at).total_seconds() for at in (self.submitted_at, self.deadline)))
        if took and receipt.rule == LIMIT and receipt.factor == 1:
            return took
        done = self.extensions.filter(kind=receipt.rule).select_related("by") if receipt.changes else None
        last = done.last() if done else None
        end = told_end(receipt, isolated(last.by.display_name) if last and last.by else "")
        return f"{took} {end}".lstrip()

    @property
    def told_after(self) -> str:
        """What its learner sees after handing in, in words."""
        return told_after(self.agreed.feedback)

    @property
    def closing(self) -> datetime | None:
        """When its quiz closes for its learner: as it did when the attempt began or, if later, as the quiz or their
        terms say now. `closing.with_closing` brings along what it takes."""
        if self.quiz is None:
            return self.agreed.closes
        known = vars(self)
        mine = self.quiz.terms.filter(learner=self.learner_id).values_list("closes", flat=True)
        own = known["own_closing"] if "own_closing" in known else mine.first()
        return max((at for at in (self.agreed.closes, self.quiz.closes, own) if at), default=None)

    def tells(self, now: datetime) -> bool:
        """Whether what is right, and why, may be told now; not while its learner could still sit the quiz."""
        return self.agreed.tells(now, ended=self.submitted_at is not None) and self._closed(now)

    def scores(self, now: datetime) -> bool:
        """Whether the score may be told now."""
        return self.agreed.scores(now, ended=self.submitted_at is not None) and self._closed(now)

    def _closed(self, now: datetime) -> bool:
        """Whether a closing that is waited for has come, which is looked up only there. What was told stays told,
        whenever the quiz closes by now."""
        if self.agreed.feedback != CLOSED or (self.submitted_at and not self.untold):
            return True
        return (closing := self.closing) is not None and now >= closing


class Placement(models.Model):
    """That a practice is a placement: its questions come one by one, by the answers before. ``level`` is what its
    learner said of themselves as it began, 1 (new) to 3 (senior)."""

    attempt = models.OneToOneField(Attempt, models.CASCADE, primary_key=True, related_name="placement")
    level = models.PositiveSmallIntegerField()

    def __str__(self) -> str:
        return f"Placement {self.attempt_id}"


class Presence(models.Model):
    """When the page of a running attempt was last heard of, and at which question it stood then. A cache for those who
    watch: nothing is decided by it."""

    attempt = models.OneToOneField(Attempt, models.CASCADE, primary_key=True, related_name="presence")
    position = models.PositiveSmallIntegerField()
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.attempt_id} at {self.position}"


class OfAttempt(models.Model):
    """A row of an attempt, with its learner: rows are kept, and can be divided, by learner. The database sets it from
    the attempt, whoever writes, and follows it when a visitor's attempt goes along into an account (trigger
    ``learner_of_attempt``); so it is written nowhere else, and the attempt alone holds on to its learner.
    """

    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.DO_NOTHING,
        null=True,
        editable=False,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )

    class Meta:
        abstract = True


class AttemptQuestion(OfAttempt):
    """A question of an attempt, as it was asked: its version, and the order of its choices (ids)."""

    attempt = models.ForeignKey(Attempt, models.CASCADE, related_name="questions")
    position = models.PositiveSmallIntegerField()
    version = models.ForeignKey(QuestionVersion, models.PROTECT)
    order = ArrayField(models.BigIntegerField())
    flagged = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["attempt", "position"], name="attempt_position")]

    def __str__(self) -> str:
        return f"{self.attempt_id}, question {self.position}"


class Answer(OfAttempt):
    """An answer that was given. The last one by ``sequence`` counts; what was said is never changed or deleted.

    ``choice`` is what was chosen where one choice is asked for; the other kinds have ``parts``, none if the answer was
    taken back. What it is worth, its question's gradings say (`Grading`). ``late`` marks an answer that came inside the
    network grace after the deadline. ``sureness`` is what its learner says of it, if anything: a guess leaves memory
    as it was, whatever it hit; "unknown" stands alone, without a choice or parts, and is a miss.
    """

    class Sureness(models.TextChoices):
        SURE = "sure", "Sure"
        UNSURE = "unsure", "Unsure"
        GUESS = "guess", "Guess"
        UNKNOWN = "unknown", "I don’t know"

    question = models.ForeignKey(AttemptQuestion, models.CASCADE, related_name="answers")
    sequence = models.PositiveIntegerField()
    choice = models.ForeignKey(Choice, models.PROTECT, null=True, blank=True)
    sureness = models.CharField(max_length=7, choices=Sureness, blank=True, default="", db_default="")
    late = models.BooleanField(default=False)
    at = models.DateTimeField()
    key = models.UUIDField()

    class Meta:
        ordering: ClassVar = ["sequence"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["question", "sequence"], name="answer_sequence"),
            models.UniqueConstraint(fields=["question", "key"], name="answer_once"),
        ]

    def __str__(self) -> str:
        return f"{self.question_id}: {self.choice_id}"


class AnswerPart(models.Model):
    """A part of an answer: a choice that was taken, a choice and where it was put, or, without one, what was typed."""

    answer = models.ForeignKey(Answer, models.CASCADE, related_name="parts")
    choice = models.ForeignKey(Choice, models.PROTECT, null=True, blank=True)
    value = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["answer", "choice"], name="answer_part_once", nulls_distinct=False),
        ]

    def __str__(self) -> str:
        return f"{self.choice_id}: {self.value}"
