"""Reads about the quizzes of a class: which there are, who may sit them, who sits them now, how their items do."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet

from content.models import Topic
from quizzes.attempts import deadlines
from quizzes.attempts.models import Answer, AnswerPart, Attempt, PaperQuestion, Quiz, Terms
from quizzes.bank.models import Question
from quizzes.classes.models import Cohort, Membership
from quizzes.classes.roll import Roll, learners, roll_of
from quizzes.classes.setting.models import ClassQuiz

if TYPE_CHECKING:
    from sdwiki.accounts.models import User

SEATS = 100  # of a page of who sits a quiz
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
        if self.attempt is None or self.attempt.submitted_at:
            return "ended" if self.attempt else "waiting"
        return "closing" if self.overdue else "sitting"

    @property
    def clock(self) -> str:
        """What is left, as a clock says it."""
        return "" if self.left is None else f"{self.left // 60}:{self.left % 60:02d}"


STATES = ("closing", "sitting", "waiting", "ended")  # as a list of seats has them


@dataclass(frozen=True)
class Watch:
    """The seats that an address asks for, and how many learners there are in each state."""

    roll: Roll[tuple[Membership, int | None]]
    seats: list[Seat]
    numbers: Counter[str]

    @property
    def busy(self) -> bool:
        """Whether anybody sits it."""
        return bool(self.numbers["sitting"] or self.numbers["closing"])


def watch(one: ClassQuiz, now: datetime, asked: Mapping[str, str]) -> Watch:
    """The learners of the class at the quiz: those who sit it first, then who has not begun, then who has ended. Three
    statements whatever the class; what is answered is counted for those alone who are shown."""
    latest = attempts_of(one).order_by("learner_id", "-started_at", "-pk").distinct("learner_id")
    begun = {row[0]: row[1:] for row in latest.values_list("learner_id", "pk", "submitted_at", "deadline")}
    states = {learner: _state(ended, deadline, now) for learner, (_, ended, deadline) in begun.items()}
    present = learners(one.cohort)
    members = sorted(present, key=lambda member: STATES.index(states.get(member.learner_id, "waiting")))
    places = [(member, begun.get(member.learner_id, (None,))[0]) for member in members]
    roll = roll_of(places, asked, lambda place: place[0].known_as, a_page=SEATS)
    shown = _looked_at(one, [pk for _, pk in roll.page if pk])
    seats = [_seat(member, shown.get(pk or 0), now) for member, pk in roll.page]
    return Watch(roll, seats, Counter(states.get(member.learner_id, "waiting") for member in present))


def _state(ended: datetime | None, deadline: datetime | None, now: datetime) -> str:
    """As `Seat.state`, of somebody who has begun."""
    if ended:
        return "ended"
    return "closing" if deadline and deadlines.remaining(now, deadline) == 0 else "sitting"


def _looked_at(one: ClassQuiz, attempts: Sequence[int]) -> dict[int, Attempt]:
    """These attempts with how much of each is answered, by their ids. The last answer to a question counts: one
    that was taken back, or says only how sure somebody is, is none."""
    later = Answer.objects.filter(question=OuterRef("question"), sequence__gt=OuterRef("sequence"))
    parts = AnswerPart.objects.filter(answer=OuterRef("pk"))
    says = Q(choice__isnull=False) | Q(sureness=Answer.Sureness.UNKNOWN) | Exists(parts)
    given = Answer.objects.filter(~Exists(later), says, question=OuterRef("questions__pk"))
    found = attempts_of(one).filter(pk__in=attempts).select_related("presence")
    counted = found.annotate(
        asked=Count("questions", distinct=True),
        answered=Count("questions", distinct=True, filter=Exists(given)),
        saved_at=Max("questions__answers__at"),
    )
    return {attempt.pk: attempt for attempt in counted}


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


def with_terms(quiz: Quiz, people: Sequence[int]) -> set[int]:
    """Those of these people (ids) who have terms of their own."""
    return set(Terms.objects.filter(quiz=quiz, learner__in=people).values_list("learner", flat=True))
