"""What a day's work takes, and how its days are marked. Pure; `quizzes.today.words` says it in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal, Protocol

State = Literal["done", "part", "none"]
MOST_MINUTES = 600  # of a day
ASKS = 30  # every four seconds: a worker looks each minute, and takes some seconds


@dataclass(frozen=True)
class Work:
    """Reviews due, new facts, and what to read for them, in words. All take about so many ``minutes``, of which
    ``reading`` are for what is to be read."""

    due: int = 0
    fresh: int = 0
    minutes: int = 0
    read: str = ""
    reading: int = 0

    @property
    def total(self) -> int:
        return self.due + self.fresh


class Done(Protocol):
    """A day with the facts reviewed on it, and its answers."""

    @property
    def day(self) -> date: ...
    @property
    def count(self) -> int: ...
    @property
    def answers(self) -> int: ...


@dataclass(frozen=True)
class Mark:
    """A day with the facts that were ``reviewed`` on it, some of them more than once. It is done if these were at least
    those that its plan held, if it had one; a part of it, if anything was answered."""

    day: date
    reviewed: int
    planned: int | None
    answers: int
    today: bool = False

    @property
    def state(self) -> State:
        if not self.answers:
            return "none"
        return "done" if self.reviewed >= (self.planned or 0) else "part"


def next_ask(waited: str) -> int:
    """The how manieth time a page asks next for what is being worked out, by what its address says; 0 for no more."""
    asks = int(waited) + 1 if waited.isdecimal() and len(waited) <= len(str(ASKS)) else 0
    return asks if asks <= ASKS else 0


def marks(days: Iterable[Done], plans: dict[date, int], today: date) -> list[Mark]:
    """A mark for each day, with the plans by day."""
    return [Mark(one.day, one.count, plans.get(one.day), one.answers, today=one.day == today) for one in days]
