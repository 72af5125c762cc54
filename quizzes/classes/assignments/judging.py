"""Whether an assignment is done: what is asked held against what was found, and the dates that hold for one person.

Pure. What is found is found as of an instant; `quizzes.classes.assignments.evidence` finds it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import lru_cache

from quizzes.reviews.days import day_begins, local_day
from sdwiki.rounding import percent

READ, INTRODUCED, RECALL, QUIZ, ANSWERED = "read", "introduced", "recall", "quiz", "answered"
NONE, MARKED, CLOSED = "none", "marked", "closed"
MET, LATE, MISSED, EXCUSED, OPEN, DRAFT = "met", "late", "missed", "excused", "open", "draft"
WAITING = "waiting"  # what its learner sees till a quiz tells whether it is done
REGRADED_WITHIN = timedelta(days=90)  # so long after a mark was changed what was kept follows
LAST_INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True)
class Need:
    """One thing that is asked: at least a ``share`` of what its kind counts, or a ``number`` of facts answered in a
    quiz; ``title`` is what its quiz is called."""

    kind: str
    share: float | None = None
    number: int | None = None
    quiz: int | None = None
    title: str = ""


@dataclass(frozen=True)
class Found:
    """What one learner's evidence says of what an assignment covers, as of an instant.

    Of ``total`` facts, suspended ones among them, ``introduced`` have evidence; ``recalled`` is how many one is
    expected to recall, ``quizzed`` how many of these rest on answers in quizzes, ``answered`` how many facts are known
    by a right answer in a quiz, ``then`` what is recalled on the due date if nothing more is done. ``quizzes`` are
    shares of marks by quiz, without those that were never handed in; of those ``waiting`` their learner may not be told
    yet.
    """

    total: int = 0
    introduced: int = 0
    recalled: float = 0.0
    quizzed: float = 0.0
    answered: int = 0
    then: float = 0.0
    pages: int = 0
    pages_read: int = 0
    quizzes: Mapping[int, float] = field(default_factory=dict)
    waiting: frozenset[int] = frozenset()

    @property
    def recall(self) -> float:
        return self.recalled / self.total if self.total else 0.0

    @property
    def recall_then(self) -> float:
        return self.then / self.total if self.total else 0.0

    @property
    def quizzed_share(self) -> float:
        """What part of the facts recalled rests on quizzes, from 0 to 1."""
        return min(self.quizzed / self.recalled, 1.0) if self.recalled else 0.0


@dataclass(frozen=True)
class Part:
    """What one requirement came to: ``value`` of ``need``, both shares or both numbers of facts. Of a quiz that
    ``waits`` its learner is told that it was handed in, and nothing more. ``url`` leads to what was handed in last."""

    kind: str
    value: float
    need: float
    quiz: int | None = None
    title: str = ""
    waits: bool = False
    url: str = ""

    @property
    def met(self) -> bool:
        return self.value >= self.need

    @property
    def fulfilled(self) -> float:
        """How much of it is there, from 0 to 1."""
        return min(self.value / self.need, 1.0)

    @property
    def percent(self) -> int:
        return percent(self.value)

    @property
    def need_percent(self) -> int:
        return percent(self.need)

    def stored(self) -> dict[str, object]:
        """As a snapshot keeps it."""
        return {"kind": self.kind, "value": self.value, "need": self.need, "quiz": self.quiz, "title": self.title}


def parts_of(needs: Sequence[Need], found: Found) -> tuple[Part, ...]:
    """Each requirement with what it came to."""
    return tuple(
        Part(need.kind, _value(need, found), need.number or need.share or 1.0, need.quiz, need.title) for need in needs
    )


def _value(need: Need, found: Found) -> float:
    if need.kind == RECALL:
        return found.recall
    if need.kind == READ:
        return found.pages_read / found.pages if found.pages else 1.0
    if need.kind == INTRODUCED:
        return found.introduced / found.total if found.total else 1.0
    if need.kind == ANSWERED:
        return found.answered
    return found.quizzes.get(need.quiz or 0, 0.0)


def done(parts: Sequence[Part]) -> bool:
    return all(part.met for part in parts)


def score(parts: Sequence[Part]) -> float:
    """The share of what is asked that is fulfilled, each requirement in part; 1 where nothing is asked."""
    return sum(part.fulfilled for part in parts) / len(parts) if parts else 1.0


# --- Dates ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Dates:
    """When something opens, is due and closes for one person; ``closes`` is None where late work does not count, or
    counts for good (``forever``)."""

    opens: datetime | None
    due: datetime
    closes: datetime | None
    forever: bool
    marked: bool
    excused: bool = False

    def opened(self, now: datetime) -> bool:
        return self.opens is None or self.opens <= now

    def over(self, now: datetime) -> bool:
        """Whether nothing that is done from now on counts."""
        return now > (self.closes or self.due) and not self.forever


def dates_of(
    *,
    opens: datetime | None,
    due: datetime,
    closes: datetime | None,
    late: str,
    extended: datetime | None = None,
    excused: bool = False,
) -> Dates:
    """What holds for one person: an extension replaces the due date, and a closing before it moves along with it."""
    mine = extended or due
    last = max(closes, mine) if closes is not None and late != CLOSED else None
    return Dates(opens, mine, last, late != CLOSED and closes is None, late == MARKED, excused)


def state_of(dates: Dates, now: datetime, *, when_due: bool | None, later: bool) -> str:
    """How somebody stands: ``when_due`` says whether all was done when it was due, None before that; ``later`` whether
    it is done now, while that still counts."""
    if dates.excused:
        return EXCUSED
    if when_due is None or now <= dates.due:
        return MET if later else OPEN
    if when_due:
        return MET
    if dates.closes is None and not dates.forever:
        return MISSED
    if later:
        return LATE if dates.marked else MET
    return MISSED


def end_of_day(day: date, zone: str) -> datetime:
    """The last instant of a calendar day, whatever the clocks do on it: what is due on a day is due then."""
    return day_begins(day + timedelta(days=1), zone, 0) - LAST_INSTANT


def start_of_day(day: date, zone: str) -> datetime:
    return day_begins(day, zone, 0)


@lru_cache(maxsize=1024)  # of a class thousands are asked about few instants
def day_in(instant: datetime, zone: str) -> date:
    """The calendar day of an instant."""
    return local_day(instant, zone, 0)
