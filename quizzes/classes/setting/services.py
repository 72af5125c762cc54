"""What can happen to a quiz of a class: it is made, changed, given to the learners, taken back, removed."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid5

from django.db import transaction
from django.db.models import ProtectedError

from content.models import Phase, Topic
from quizzes.attempts import terms
from quizzes.attempts.errors import Closed
from quizzes.attempts.models import Announcement, Attempt, PaperQuestion, Quiz
from quizzes.attempts.scope import paper_of
from quizzes.bank.assemble import Blueprint, Shortage
from quizzes.bank.models import Question
from quizzes.classes.models import Cohort
from quizzes.classes.setting.errors import BegunAlready, NothingToAsk, OutOfDate
from quizzes.classes.setting.models import ClassQuiz
from quizzes.classes.setting.queries import attempts_of
from sdwiki.events import event

if TYPE_CHECKING:
    from sdwiki.accounts.models import User

MOST_ON_PAPER = 100
SCOPE = ("phases", "topics")


@dataclass(frozen=True)
class Sheet:
    """The rules of a quiz as they are set. ``limit`` in seconds; instants are aware; what is None is not wanted."""

    title: str
    phases: Sequence[Phase]
    topics: Sequence[Topic]
    tables: Sequence[str]
    fixed: bool
    number: int
    kinds: Sequence[str]
    difficulty: int
    graded: bool
    limit: int | None
    opens: datetime | None
    closes: datetime | None
    attempts_allowed: int
    counts: str
    pass_mark: float | None
    feedback: str
    forward: bool
    shuffled: bool

    def columns(self) -> dict[str, Any]:
        """As the row keeps them; the scope is kept beside it."""
        found = {one.name: getattr(self, one.name) for one in fields(self) if one.name not in SCOPE}
        return found | {"tables": list(self.tables), "kinds": list(self.kinds)}


@transaction.atomic
def make(*, cohort: Cohort, sheet: Sheet, by: "User", key: UUID, now: datetime) -> ClassQuiz:
    """Set a quiz for a class, as a draft; said again with its key, it is the one that was made.

    Raises NothingToAsk, and OutOfDate for a key that has made another quiz.
    """
    Cohort.objects.select_for_update(no_key=True).get(pk=cohort.pk)  # two presses at once make one
    if made := ClassQuiz.objects.filter(cohort=cohort, quiz__key=key.hex).first():
        return made
    if Quiz.objects.filter(key=key.hex).exists():
        raise OutOfDate
    quiz = Quiz.objects.create(key=key.hex, for_class=True, created_at=now, **sheet.columns())
    _cover(quiz, sheet)
    one = ClassQuiz.objects.create(cohort=cohort, quiz=quiz, made_by=by)
    event("quiz.set", quiz=quiz.pk, cohort=cohort.pk, by=by.pk)
    return one


@transaction.atomic
def change(*, one: ClassQuiz, sheet: Sheet) -> None:
    """Set its rules anew: attempts from now on run by them, those that have begun by their own. Raises NothingToAsk."""
    quiz = Quiz.objects.select_for_update().get(pk=one.quiz_id)
    for name, value in sheet.columns().items():
        setattr(quiz, name, value)
    if quiz.fixed:
        quiz.number = max(1, quiz.paper.count())
    quiz.save()
    _cover(quiz, sheet)


@transaction.atomic
def lay_out(*, one: ClassQuiz, questions: Sequence[int], by: "User") -> None:
    """Set the questions (ids) of a fixed paper, in this order. Those that are not asked any more, or twice, are left
    out, and so are those that ``by`` may not see, but what is on the paper stays there."""
    quiz = Quiz.objects.select_for_update().get(pk=one.quiz_id)
    known = set(Question.objects.visible_to(by).filter(pk__in=questions).values_list("pk", flat=True))
    known |= set(quiz.paper.values_list("question", flat=True))
    wanted = [pk for pk in dict.fromkeys(questions) if pk in known][:MOST_ON_PAPER]
    quiz.paper.all().delete()
    PaperQuestion.objects.bulk_create(
        PaperQuestion(quiz=quiz, position=place, question_id=pk) for place, pk in enumerate(wanted, 1)
    )
    quiz.number = max(1, len(wanted))
    quiz.save(update_fields=["number"])


@transaction.atomic
def take_out(*, cohort: Cohort, person: "User") -> None:
    """Take what somebody wrote for their own classes off the papers of a class that they do not teach any more. What
    was asked stays."""
    kept_alone = ClassQuiz.objects.filter(cohort=cohort, quiz__paper__question__owner=person)
    for one in kept_alone.order_by("quiz").distinct():
        Quiz.objects.select_for_update().get(pk=one.quiz_id)
        rest = one.quiz.paper.exclude(question__owner=person).order_by("position")
        lay_out(one=one, questions=list(rest.values_list("question", flat=True)), by=person)


@transaction.atomic
def change_paper(*, one: ClassQuiz, question: int, act: str, by: "User") -> None:
    """Put a question (id) on a fixed paper, take it off, or move it by a place ("add", "drop", "up", "down"), from how
    the paper stands when its turn comes: of two who change it at once, neither undoes what the other did."""
    Quiz.objects.select_for_update().get(pk=one.quiz_id)
    before = list(one.quiz.paper.order_by("position").values_list("question", flat=True))
    lay_out(one=one, questions=moved(before, question, act), by=by)


def moved(before: list[int], question: int, act: str) -> list[int]:
    """The order after a question came to the end, went, or changed places with its neighbour."""
    rest = [pk for pk in before if pk != question]
    if act == "drop":
        return rest
    if act == "add" or question not in before:
        return before if question in before or act != "add" else [*before, question]
    place = min(max(before.index(question) + (1 if act == "down" else -1), 0), len(rest))
    return [*rest[:place], question, *rest[place:]]


@transaction.atomic
def give(*, one: ClassQuiz, by: "User", now: datetime) -> None:
    """Let the learners of the class see and take it. Raises NothingToAsk for a paper without questions."""
    if short_of(one.quiz):
        raise NothingToAsk(short_of(one.quiz))
    if ClassQuiz.objects.filter(pk=one.pk, given_at=None).update(given_at=now):
        event("quiz.given", quiz=one.quiz_id, cohort=one.cohort_id, by=by.pk)


def take_back(*, one: ClassQuiz) -> None:
    """Make it a draft again: nobody else begins it. What has begun goes on."""
    ClassQuiz.objects.filter(pk=one.pk).update(given_at=None)


@transaction.atomic
def remove(*, one: ClassQuiz) -> None:
    """Remove a quiz that nobody has begun and no work asks for. Raises BegunAlready."""
    quiz = Quiz.objects.select_for_update().get(pk=one.quiz_id)
    if Attempt.objects.filter(quiz=quiz).exists():
        raise BegunAlready
    try:
        with transaction.atomic():
            quiz.delete()
    except ProtectedError as why:
        raise BegunAlready from why


def announce(*, one: ClassQuiz, text: str, by: "User", key: UUID, now: datetime) -> Announcement:
    """Say something to all who sit at the quiz now; repeated with its key, once."""
    said = {"quiz": one.quiz, "text": text, "by": by, "at": now}
    made, fresh = Announcement.objects.get_or_create(key=key, defaults=said)
    if fresh:
        event("quiz.announced", quiz=one.quiz_id, by=by.pk)
    return made


@transaction.atomic
def extend_all(
    *, one: ClassQuiz, seconds: int, by: "User", why: str, key: UUID, now: datetime
) -> list[tuple[Attempt, UUID]]:
    """Give everybody who sits it against a clock so many seconds more; repeated with its key, once. Each attempt that
    has them, with the key of its own extension."""
    given = []
    for pk in (
        attempts_of(one).filter(submitted_at=None, deadline__isnull=False).order_by("pk").values_list("pk", flat=True)
    ):
        own = uuid5(key, str(pk))
        try:
            given.append((terms.extend(attempt_id=pk, seconds=seconds, by=by, why=why, key=own, now=now), own))
        except Closed:  # its time was over before the press
            continue
    return given


def short_of(quiz: Quiz) -> Shortage | None:
    """What a quiz lacks of the questions that it asks for; None where it can be taken."""
    rules = quiz.rules
    plan = Blueprint(rules.number, frozenset(rules.kinds), rules.difficulty, graded=rules.graded)
    drawn = paper_of(quiz)(blueprint=plan, seed="as set", lately=())
    found = len(drawn.versions)
    if found >= rules.number:
        return None
    narrowed = bool(rules.kinds) or bool(rules.difficulty)
    return drawn.short or Shortage("used-up", found, rules.number, found, found, narrowed)


def _cover(quiz: Quiz, sheet: Sheet) -> None:
    """Keep what a quiz is about; one that is drawn must have enough to draw from."""
    quiz.phases.set(sheet.phases)
    quiz.topics.set(sheet.topics)
    if not quiz.fixed and (short := short_of(quiz)):
        raise NothingToAsk(short)
