"""One learner in depth, for the staff of a class: what they did in its quizzes, and how they stand with what it asks.

All of it is of the class: attempts and answers in the quizzes that it set, and recall of the pages that it assigned to
this learner. What they practise for themselves is not read.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from content.models import Topic
from quizzes.attempts.models import Attempt, Grading
from quizzes.classes.assignments.evidence import Pair, Scope, now_of
from quizzes.classes.assignments.judging import Found
from quizzes.classes.assignments.tasks import Task
from quizzes.classes.models import Cohort
from sdwiki.rounding import percent

if TYPE_CHECKING:
    from sdwiki.accounts.models import User

WEAKEST = 10  # answers


@dataclass(frozen=True)
class Sitting:
    """An attempt at a quiz of the class; ``minutes`` from its begin to its end, None while it is open."""

    attempt: Attempt
    minutes: int | None


@dataclass(frozen=True)
class Weak:
    """A question of such an attempt that earned less than all of its mark."""

    attempt: int
    quiz: int
    ask: str
    context: str
    share: float


@dataclass(frozen=True)
class Standing:
    """How the learner stands with a page that is assigned; ``due`` is the last date for it, None where that is over."""

    topic: Topic
    found: Found
    due: datetime | None

    @property
    def percent(self) -> int:
        return percent(self.found.recall)

    @property
    def then_percent(self) -> int | None:
        """What is recalled on that date if nothing more is done."""
        return None if self.due is None else percent(self.found.recall_then)


@dataclass(frozen=True)
class Depth:
    sittings: tuple[Sitting, ...]
    weak: tuple[Weak, ...]
    standings: tuple[Standing, ...]

    @property
    def minutes(self) -> int:
        """All that they have spent in quizzes of the class."""
        return sum(one.minutes or 0 for one in self.sittings)


def depth_of(cohort: Cohort, learner: "User", tasks: Iterable[Task | None], now: datetime) -> Depth:
    """Four statements at most. ``tasks`` are those of the learner in this class."""
    attempts = Attempt.objects.filter(quiz__of_class__cohort=cohort, learner=learner).select_related("quiz")
    sittings = tuple(Sitting(one, _minutes(one)) for one in attempts.order_by("-started_at", "-pk"))
    ended = [one.attempt.pk for one in sittings if one.attempt.submitted_at]
    return Depth(sittings, _weak(ended), _standings(learner, [task for task in tasks if task], now))


def _minutes(attempt: Attempt) -> int | None:
    """At least one, as an attempt that was opened was looked at."""
    if attempt.submitted_at is None:
        return None
    return max(1, round((attempt.submitted_at - attempt.started_at).total_seconds() / 60))


def _weak(attempts: list[int]) -> tuple[Weak, ...]:
    """Of each question its last mark, the weakest first; what does not count is left out."""
    if not attempts:
        return ()
    found = (
        Grading.objects.filter(question__attempt__in=attempts).order_by("question_id", "-pk").distinct("question_id")
    )
    columns = ("question__attempt", "question__attempt__quiz", "question__version__ask", "question__version__context")
    marks = [Weak(*row) for row in found.values_list(*columns, "share") if row[-1] is not None and row[-1] < 1]
    return tuple(sorted(marks, key=lambda one: (one.share, -one.attempt, one.context, one.ask)))[:WEAKEST]


def _standings(learner: "User", tasks: list[Task], now: datetime) -> tuple[Standing, ...]:
    """Topic by topic, the weakest first: each page is asked about as an assignment of its own."""
    due: dict[int, datetime] = {}
    for task in tasks:
        for topic in task.given.topics:
            due[topic] = max(due.get(topic, task.dates.due), task.dates.due)
    found = now_of(
        [Pair(topic, learner, now, date, now) for topic, date in due.items()],
        {topic: Scope((topic,)) for topic in due},
    )
    pages = Topic.objects.filter(pk__in=due).defer(*Topic.TEXTS) if due else ()
    standings = [Standing(one, found[one.pk, learner.pk], due[one.pk] if due[one.pk] > now else None) for one in pages]
    return tuple(sorted(standings, key=lambda one: (one.found.recall, one.topic.title)))
