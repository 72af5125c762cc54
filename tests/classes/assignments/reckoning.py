"""What an assignment comes to for one learner, reckoned from their log by the words of the feature alone.

Nothing of the site is asked here: days, recall, requirements and dates are worked out anew, in plain Python.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

DAY, INSTANT = timedelta(days=1), timedelta(microseconds=1)
DECAY = 0.1542  # of FSRS-6 with its default parameters
READ, INTRODUCED, RECALL, QUIZ, ANSWERED = "read", "introduced", "recall", "quiz", "answered"
AGAIN, GOOD, EASY = 1, 3, 4
PAGES = 2


@dataclass(frozen=True)
class Said:
    """One piece of evidence about a fact: a grade, or an answer in a quiz, which weighs less or has another source."""

    at: datetime
    fact: int
    rating: int
    stability: float
    source: str = "review"
    weight: int = 100
    undone: datetime | None = None

    @property
    def of_quiz(self) -> bool:
        return self.source != "review" or self.weight < 100


@dataclass(frozen=True)
class Sitting:
    """A quiz that was handed in, or closed at its deadline, with marks; perhaps its first mark was changed later."""

    handed_in: datetime
    marks: tuple[float, ...]
    deadline: datetime | None = None
    changed: tuple[datetime, float] | None = None

    def share(self, at: datetime, marked: datetime) -> float | None:
        """Of the marks, as they were at ``marked``; None where it was not handed in by ``at``."""
        if min(self.handed_in, self.deadline or self.handed_in) > at:
            return None
        marks = list(self.marks)
        if self.changed and self.changed[0] <= marked:
            marks[0] = self.changed[1]
        return sum(marks) / len(marks)


@dataclass(eq=False)
class Log:
    """All that a learner did. A fact is suspended from an instant, until another if any; begun anew at one."""

    zone: str
    decay: float = DECAY
    said: list[Said] = field(default_factory=list)
    suspended: dict[int, tuple[datetime, datetime | None]] = field(default_factory=dict)
    anew: dict[int, datetime] = field(default_factory=dict)
    read: dict[int, datetime] = field(default_factory=dict)
    sat: list[Sitting] = field(default_factory=list)

    def stands(self, fact: int, at: datetime) -> list[Said]:
        """The evidence about a fact that there is at an instant."""
        begun = self.anew.get(fact)
        begun = begun if begun and begun <= at else None
        rows = [one for one in self.said if one.fact == fact and one.at <= at and not (one.undone and one.undone <= at)]
        return [one for one in rows if begun is None or one.at > begun]

    def asleep(self, fact: int, at: datetime) -> bool:
        start, end = self.suspended.get(fact, (None, None))
        return start is not None and start <= at and (end is None or end > at)


@dataclass(frozen=True)
class Figures:
    introduced: int
    recalled: float
    quizzed: float
    answered: int
    read: int
    quiz: float


@lru_cache(maxsize=4096)
def figures(
    log: Log, at: datetime, *, facts: int, marked: datetime | None = None, decay: float | None = None
) -> Figures:
    """What the log says as of an instant; ``decay`` where all curves are of another kind by now."""
    introduced, answered, recalled, quizzed = 0, 0, 0.0, 0.0
    tomorrow = local_date(at, log.zone) + DAY
    for fact in range(facts):
        rows = log.stands(fact, at)
        introduced += bool(rows)
        claimed = len(rows) == 1 and rows[0].rating == EASY and not rows[0].of_quiz
        if not rows or rows[-1].rating == AGAIN or claimed or log.asleep(fact, at):
            continue
        days = max((tomorrow - local_date(rows[-1].at, log.zone)).days, 1)
        chance = recall(days, rows[-1].stability, decay or log.decay)
        recalled += chance
        if any(one.of_quiz and one.rating > AGAIN for one in rows):
            answered, quizzed = answered + 1, quizzed + chance
    shares = [share for one in log.sat if (share := one.share(at, marked or at)) is not None]
    read = sum(when <= at for when in log.read.values())
    return Figures(introduced, recalled, quizzed, answered, read, max(shares, default=0.0))


def recall(days: int, stability: float, decay: float) -> float:
    """The published curve of FSRS-6, which is at .9 after as many days as the stability says."""
    return float((1 + (0.9 ** (-1 / decay) - 1) * days / stability) ** -decay)


def value(kind: str, found: Figures, *, facts: int) -> float:
    shares = {
        READ: found.read / PAGES,
        INTRODUCED: found.introduced / facts,
        RECALL: found.recalled / facts,
        QUIZ: found.quiz,
        ANSWERED: found.answered,
    }
    return shares[kind]


def local_date(at: datetime, zone: str) -> date:
    """Days begin at four in the morning."""
    local = at.astimezone(ZoneInfo(zone))
    return local.date() - DAY if local.hour < 4 else local.date()


def last_instant(day: date, zone: str) -> datetime:
    """Of a calendar day in a zone."""
    return datetime.combine(day + DAY, time(), ZoneInfo(zone)).astimezone(UTC) - INSTANT
