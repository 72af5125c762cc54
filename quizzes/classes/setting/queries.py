"""Reads about the quizzes of a class: which there are, who may sit them, who sits them now, how their items do."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet

from content.models import Topic
from quizzes.attempts import deadlines
from quizzes.attempts.models import Attempt, Grading, PaperQuestion, Quiz, Terms
from quizzes.bank.models import Question
from quizzes.classes.models import Cohort, Membership
from quizzes.classes.setting.models import ClassQuiz
from sdwiki.accounts.names import order

if TYPE_CHECKING:
    from sdwiki.accounts.models import User

SILENT = timedelta(seconds=75)  # a page says every half a minute that it is there


def of_class(cohort: Cohort) -> list[ClassQuiz]:
    """The quizzes of a class for its staff, the newest first, with how many people have begun each."""
    begun = Count("quiz__attempts__learner", distinct=True)
    return list(ClassQuiz.objects.filter(cohort=cohort).select_related("quiz").annotate(begun=begun))


def takeable(user: "User") -> QuerySet[ClassQuiz]:
    """The quizzes that somebody may sit as a learner of a running class: given to all, or on terms of their own."""
    mine = Membership.objects.present().filter(learner=user, cohort__archived_at__isnull=True)
    agreed = Terms.objects.filter(quiz=OuterRef("quiz"), learner=user)
    return ClassQuiz.objects.filter(Q(given_at__isnull=False) | Exists(agreed), cohort__in=mine.values("cohort"))


def given_in(cohort: Cohort, user: "User") -> list[ClassQuiz]:
    """Those of one class."""
    return list(takeable(user).filter(cohort=cohort).select_related("quiz"))


def members(cohort: Cohort) -> list[Membership]:
    """The learners of a class today, by the names that its staff know."""
    present = Membership.objects.present().filter(cohort=cohort).select_related("learner")
    return sorted(present, key=lambda one: order(one.known_as))


def attempts_of(one: ClassQuiz) -> QuerySet[Attempt]:
    """The attempts at a quiz that its staff may see: those of today's learners of the class."""
    present = Membership.objects.present().filter(cohort=one.cohort_id)
    return Attempt.objects.filter(quiz=one.quiz_id, learner__in=present.values("learner"))


@dataclass(frozen=True)
class Seat:
    """One learner and the attempt they are at, or their last one; None where they have not begun.

    ``left`` is whole seconds to the end, None without one; ``offline_since`` an instant, where a page that should be
    heard of has fallen silent.
    """

    member: Membership
    attempt: Attempt | None
    left: int | None = None
    offline_since: datetime | None = None
    overdue: bool = False

    @property
    def state(self) -> str:
        """ "waiting", "sitting", "closing" (its time is over, and the sweep comes) or "ended"."""
        if self.attempt is None:
            return "waiting"
        if self.attempt.submitted_at:
            return "ended"
        return "closing" if self.overdue else "sitting"

    @property
    def clock(self) -> str:
        """What is left, as a clock says it."""
        return "" if self.left is None else f"{self.left // 60}:{self.left % 60:02d}"


def watch(one: ClassQuiz, now: datetime) -> list[Seat]:
    """Every learner of the class at the quiz: those who sit it first, then who has not begun, then who has ended. As
    many statements whatever the class."""
    latest: dict[int | None, Attempt] = {}
    found = attempts_of(one).select_related("presence").order_by("started_at", "pk")
    for attempt in found.annotate(
        asked=Count("questions", distinct=True),
        answered=Count("questions", distinct=True, filter=Q(questions__answers__isnull=False)),
        saved_at=Max("questions__answers__at"),
    ):
        latest[attempt.learner_id] = attempt
    seats = [_seat(member, latest.get(member.learner_id), now) for member in members(one.cohort)]
    return sorted(seats, key=lambda seat: ("closing", "sitting", "waiting", "ended").index(seat.state))


def _seat(member: Membership, attempt: Attempt | None, now: datetime) -> Seat:
    if attempt is None or attempt.submitted_at:
        return Seat(member, attempt)
    left = deadlines.remaining(now, attempt.deadline) if attempt.deadline else None
    presence = getattr(attempt, "presence", None)
    silent = presence.seen_at if presence and now - presence.seen_at > SILENT else None
    return Seat(member, attempt, left, silent, overdue=left == 0)


def laid_out(quiz: Quiz) -> QuerySet[PaperQuestion]:
    """The questions of a fixed paper in their order."""
    laid = quiz.paper.select_related("question__current", "question__topic").order_by("position")
    return laid.defer(*Topic.texts_of("question__topic"))


def to_pick(quiz: Quiz, by: "User", *, words: str = "", topic: Topic | None = None) -> QuerySet[Question]:
    """The questions that somebody may put on the paper and that are not on it yet: those with these words in them, and
    of this topic; their own for their classes come first."""
    found = Question.objects.visible_to(by).filter(current__isnull=False)
    found = found.exclude(pk__in=quiz.paper.values("question"))
    if words:
        found = found.filter(Q(current__ask__icontains=words) | Q(current__context__icontains=words))
    if topic:
        found = found.filter(topic=topic)
    own_first = F("owner").asc(nulls_last=True)
    listed = found.select_related("current", "topic").order_by(own_first, "topic__position", "key")
    return listed.defer(*Topic.texts_of("topic"))


def terms_of(quiz: Quiz) -> dict[int, Terms]:
    """The terms that hold for each person (id) who has some."""
    held = Terms.objects.filter(quiz=quiz).order_by("learner_id", "-pk").distinct("learner_id").select_related("by")
    return {one.learner_id: one for one in held}


def marks_by_question(one: ClassQuiz) -> dict[int, list[tuple[int, float]]]:
    """By question of the bank (id): who (id) earned which share of the mark in their first ended attempt, in the order
    in which they handed in. What does not count is left out."""
    rows = (
        Grading.objects.filter(question__attempt__in=attempts_of(one).filter(submitted_at__isnull=False))
        .order_by("question_id", "-pk")
        .distinct("question_id")
        .values_list(
            "question__version__question",
            "question__attempt__learner",
            "share",
            "question__attempt__submitted_at",
            "question__attempt",
        )
    )
    found: dict[int, list[tuple[int, float]]] = defaultdict(list)
    for question, learner, share, _, _ in sorted(rows, key=lambda row: (row[3], row[4])):
        if share is not None and learner not in {who for who, _ in found[question]}:
            found[question].append((learner, share))
    return found
