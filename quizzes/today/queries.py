"""What the front page shows: to members their day, to visitors a question."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Literal

from django.db.models import Case, F, Value, When
from django.db.models.functions import MD5, Concat

from content.models import Topic
from quizzes.bank.kinds import CHOOSE, KINDS, Evidence, Shape
from quizzes.bank.models import Choice, Fact, Question, QuestionVersion
from quizzes.bank.records import Row
from quizzes.bank.rows import rows_of
from quizzes.classes.assignments.tasks import Task, tasks
from quizzes.classes.models import Cohort
from quizzes.classes.queries import taught
from quizzes.progress.coming import asked
from quizzes.progress.queries import (
    PhaseStanding,
    forecast,
    interview_ahead,
    path_of,
    reviews_by_day,
    today_of,
    topic_progress,
)
from quizzes.progress.standing import Standing, together
from quizzes.reviews.counting import dated, load
from quizzes.reviews.dated import HELPING
from quizzes.reviews.load import Load
from quizzes.reviews.models import DayPlan
from quizzes.reviews.outlook import read
from quizzes.reviews.paths import Way, way_of
from quizzes.today.before import WEEK, plans_of, said_before
from quizzes.today.curve import Curve, begun_by
from quizzes.today.path import ToRead, to_read
from quizzes.today.planning import Mark, Work, marks
from quizzes.today.promise import behind, course
from quizzes.today.visitor_questions import INVITING

if TYPE_CHECKING:
    from sdwiki.accounts.models import User

# What a visitor may be asked on the front page.
ASKED = [code for code, kind in KINDS.items() if kind.shape is Shape.ONE and kind.evidence is Evidence.PROBED]

State = Literal["away", "first", "open", "waiting", "done", "free"]


@dataclass(frozen=True)
class Today:
    """A member's day.

    ``state`` is "away" on a day off, "first" before any fact was taken up, "open" while there is something to answer,
    "waiting" while cards in learning are all that is left, "done" after the day's work, "free" on a day that brought
    none. ``load`` is the work still to do, ``planned`` what the day held as it began, ``tomorrow`` what the next one
    brings as things stand (only once this one is done or free). ``dated``: the day is planned for the interview, and
    tomorrow will be; ``promise`` is what that leads to, of the plan before while this one's is still worked out
    (``waiting``), ``course`` in words how far that is behind the last plan, if it is, and ``reading`` what to read for
    the plan's new facts, ``skimmed`` the topics whose sheets were, today; ``over`` says that a quiz of today has
    brought more than the minutes hold. ``taught`` are the running classes of an instructor.
    """

    state: State
    load: Load
    planned: int
    standing: Standing
    path: Sequence[PhaseStanding]
    tasks: Sequence[Task]
    taught: Sequence[Cohort]
    marks: Sequence[Mark]
    interview: date | None
    days_left: int | None
    dated: bool
    promise: float | None
    waiting: bool
    course: str
    tomorrow: Work | None
    next_topic: Topic | None
    next_phase: str
    reading: Sequence[ToRead]
    skimmed: Sequence[Topic]
    over: bool

    @property
    def counted(self) -> Sequence[ToRead]:
        """What there is to read of what is left in the day's minutes."""
        return [one for one in self.reading if one.seconds and self.load.left]

    @property
    def spare(self) -> Sequence[ToRead]:
        """What more there is to read, beside that and the first, which the page's button names."""
        return [one for one in self.reading[1:] if one not in self.counted]

    @property
    def waits(self) -> bool:
        """Whether the plan asks new facts alone, though others were learned: a later day brings more of these."""
        asked = self.load.due + self.load.learning + self.load.done
        return self.dated and self.state == "open" and not asked and self.standing.seen > 0


def today(learner: "User", now: datetime) -> Today:
    """Everything the Today page says, in a fixed number of queries."""
    day = today_of(learner, now)
    way = way_of(learner)
    path = path_of(topic_progress(learner, now), way.phases)
    standing = together(part.standing for part in path)
    left = load(learner, now)
    rows = plans_of(learner, day)
    plans = {row.day: 0 if row.off else row.due + row.fresh for row in rows} | (
        {day: left.done + left.left} if left.left else {}
    )
    by_date, row = dated(learner, day), next((row for row in rows if row.day == day), None)
    interview = interview_ahead(learner, day)
    skimmed = list(Topic.objects.topics().filter(pk__in=row.skimmed)) if row and row.skimmed else []
    next_phase, next_topic = _next_topic(path, way, skimmed)
    state = _state(standing, left)
    promised, behind_by = _promised(rows, day) if by_date else (None, "")
    return Today(
        state=state,
        load=left,
        planned=plans.get(day, left.done + left.left),
        standing=standing,
        path=path,
        tasks=tasks(learner, now),
        taught=[one for one in taught(learner) if one.archived_at is None] if learner.is_instructor else (),
        marks=marks(reviews_by_day(learner, now, days=WEEK), plans, day),
        interview=interview,
        days_left=(interview - day).days if interview else None,
        dated=by_date,
        promise=promised,
        waiting=by_date and not (row and row.worked_out),
        course=behind_by,
        tomorrow=_tomorrow(learner, left) if state in ("done", "free") and not by_date else None,
        next_topic=next_topic,
        next_phase=next_phase,
        reading=to_read(learner, row, way) if by_date else (),
        skimmed=skimmed,
        over=by_date and row is not None and _over(learner, left, row),
    )


def _over(learner: "User", left: Load, row: DayPlan) -> bool:
    """Whether a day that nobody has begun takes longer than was asked for, by what a quiz has put beside its list. As
    long as that begins new facts, it had room to make (`quizzes.reviews.making_room`)."""
    beside = left.due + left.learning > row.due and not left.fresh
    return not left.answers and beside and left.minutes > (learner.minutes_per_day or 0)


def _tomorrow(learner: "User", left: Load) -> Work:
    """What the next day brings if nothing more happens today."""
    one = asked(learner, left, forecast(learner, left.at, days=2))[1]
    return Work(one.due, one.fresh, one.minutes)


def _promised(rows: Sequence[DayPlan], day: date) -> tuple[float | None, str]:
    """Where today's plan leads, and in words how far that is behind the last plan for the same date, if it is."""
    found = next((row for row in rows if row.day == day and row.outlook), None)
    if found is None or not found.outlook:
        return None, ""
    now, before = read(found.outlook), said_before(rows, found)
    return now.recall, course(now, before) if behind(now, before) else ""


def _state(standing: Standing, left: Load) -> State:
    if left.away:
        return "away"
    if left.left:
        return "open" if left.ready else "waiting"
    if left.answers:
        return "done"
    return "free" if standing.added else "first"


def _next_topic(path: Sequence[PhaseStanding], way: Way, skimmed: Sequence[Topic]) -> tuple[str, Topic | None]:
    """The first topic on the path that was not taken up yet, nor ``skimmed`` today, with its phase's title."""
    for part in path:
        for topic, standing in part.topics:
            if standing.total and topic not in skimmed and not _taken_up(standing, way):
                return part.phase.title, topic
    return "", None


def _taken_up(standing: Standing, way: Way) -> bool:
    """Whether somebody is past the beginning of a topic. One fact of it that a quiz has asked about is none; where a
    little of every topic comes first, that little is one."""
    if way.breadth_first:
        return 2 * standing.added >= min(HELPING, standing.total)
    return standing.added > 0 and (standing.read or 2 * standing.added >= standing.total)


# --- The visitors' question --------------------------------------------------------------------------------


@dataclass(frozen=True)
class TryChoice:
    """A choice on the front page; ``correct``, ``reason`` and ``source`` are told once one was chosen."""

    choice: Choice
    letter: str
    chosen: bool


@dataclass(frozen=True)
class TryQuestion:
    """The question of the day, perhaps answered; ``row`` is the row of the table that it comes from."""

    version: QuestionVersion
    choices: tuple[TryChoice, ...]
    chosen: Choice | None = None
    row: Row | None = None

    @property
    def ask(self) -> str:
        return self.version.ask[:1].upper() + self.version.ask[1:]

    @property
    def right(self) -> Choice | None:
        return next((one.choice for one in self.choices if one.choice.correct), None)

    @property
    def curve(self) -> Curve | None:
        """The memory that the answer would begin."""
        return begun_by(right=self.chosen.correct, choices=len(self.choices)) if self.chosen else None


def question_of_the_day(day: date) -> TryQuestion | None:
    """One live question made from a table's cell, the same for everybody on a day; None while the bank is empty.

    One that was chosen for visitors goes first (`INVITING`), then a decision about a core fact, then any other.
    """
    inviting = Case(When(key__in=INVITING, then=0), When(kind=CHOOSE, facts__core=True, then=1), default=2)
    question = (
        Question.objects.graded()
        .filter(kind__in=ASKED, facts__kind=Fact.Kind.CELL, current__isnull=False)
        .order_by(inviting, MD5(Concat(F("key"), Value(day.isoformat()))), "key")
        .select_related("current")
        .first()
    )
    return _try(question.current) if question and question.current else None


def answered(version_id: int, choice_id: int) -> TryQuestion | None:
    """A live question with the choice that was made; None if there is no such question or choice."""
    version = QuestionVersion.objects.filter(
        pk=version_id, current_of__state=Question.State.LIVE, current_of__kind__in=ASKED
    ).first()
    shown = _try(version, choice_id) if version else None
    return shown if shown and shown.chosen else None


def _try(version: QuestionVersion, chosen: int | None = None) -> TryQuestion:
    def place(choice: Choice) -> str:
        return hashlib.sha256(f"{version.pk}/{choice.pk}".encode()).hexdigest()

    choices = sorted(version.choices.all(), key=place)
    picked = next((choice for choice in choices if choice.pk == chosen), None)
    right = next((choice for choice in choices if choice.correct), None)
    row = None
    if picked and right:
        facts = Fact.objects.live().filter(key=right.fact, kind=Fact.Kind.CELL)
        row = next((row.marked(right={right.fact}) for row in rows_of(facts).values()), None)
    shown = tuple(TryChoice(c, letter, c.pk == chosen) for c, letter in zip(choices, "ABCDEFGH", strict=False))
    return TryQuestion(version, shown, picked, row)
