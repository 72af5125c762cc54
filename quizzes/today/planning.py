"""What a day's work is called, and how its days are marked. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from math import ceil
from typing import Literal

# Seconds for a review and for a fact seen the first time, until the learner's own medians are known.
REVIEW_SECONDS, FRESH_SECONDS = 12.0, 30.0

State = Literal["done", "part", "none"]


@dataclass(frozen=True)
class Pace:
    """Seconds that a learner takes for a review, and for a fact seen the first time."""

    review: float = REVIEW_SECONDS
    fresh: float = FRESH_SECONDS

    def work(self, due: int, fresh: int) -> "Work":
        """These reviews and new facts, with the minutes they take, rounded up."""
        return Work(due, fresh, ceil((due * self.review + fresh * self.fresh) / 60))


@dataclass(frozen=True)
class Work:
    """Reviews due, new facts, and about how many minutes both take."""

    due: int = 0
    fresh: int = 0
    minutes: int = 0

    @property
    def total(self) -> int:
        return self.due + self.fresh

    @property
    def parts(self) -> str:
        """ "12 reviews and 5 new facts"; what there is none of is left out."""
        named = [_count(self.due, "review"), _count(self.fresh, "new fact")]
        return " and ".join(part for part in named if part)

    @property
    def promise(self) -> str:
        """ "12 reviews and 5 new facts, about 9 minutes"."""
        return f"{self.parts}, about {_count(self.minutes, 'minute')}" if self.total else ""


@dataclass(frozen=True)
class Mark:
    """A day with what was reviewed on it. It is done if that was at least what its plan held, if it had one."""

    day: date
    reviews: int
    planned: int | None
    today: bool = False

    @property
    def state(self) -> State:
        if not self.reviews:
            return "none"
        return "done" if self.reviews >= (self.planned or 0) else "part"

    @property
    def words(self) -> str:
        """What the mark shows, for those who do not see it."""
        done = _count(self.reviews, "review") or "none"
        if self.planned and self.reviews < self.planned and self.reviews:
            done = f"{self.reviews} of {_count(self.planned, 'review')}"
        return f"{self.day:%A}{', today' if self.today else ''}: {done}"


def marks(days: Iterable[tuple[date, int]], plans: dict[date, int], today: date) -> list[Mark]:
    """A mark for each (day, reviews), with the plans by day."""
    return [Mark(day, reviews, plans.get(day), today=day == today) for day, reviews in days]


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}" if number else ""
