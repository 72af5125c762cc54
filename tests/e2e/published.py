"""Days by the rules of zones, memories by the published formulas of FSRS-6, steps and chance as Anki's manual has them.

Written a second time, with nothing of the app. Source of the formulas: open-spaced-repetition, "The Algorithm".
"""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from math import exp
from zoneinfo import ZoneInfo

AGAIN, HARD, GOOD, EASY = 1, 2, 3, 4
NEW, LEARNING, REVIEW, RELEARNING = "new", "learning", "review", "relearning"
# The default parameters of FSRS-6, as they are published.
W = (
    0.212, 1.2931, 2.3065, 8.2956, 6.4133, 0.8334, 3.0194, 0.001, 1.8722, 0.1666, 0.796,
    1.4835, 0.0614, 0.2629, 1.6483, 0.6014, 1.8729, 0.5425, 0.0912, 0.0658, 0.1542,
)  # fmt: skip
SHARES = ((2.5, 7, 0.15), (7, 20, 0.1), (20, 1e9, 0.05))  # by how much of an interval's parts chance may move it


# --- Days --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Habits:
    """What a learner has set, from an instant on: where they are, when their day begins, and how they study."""

    since: datetime
    zone: str
    day_start: int = 4
    new_per_day: int = 10
    retention: float = 0.9

    def begins(self, day: date) -> datetime:
        """The instant at which a local day begins."""
        return datetime.combine(day, time(self.day_start), ZoneInfo(self.zone)).astimezone(UTC)

    def day(self, at: datetime) -> date:
        """The local day of an instant: the last one that has begun."""
        guess = at.astimezone(ZoneInfo(self.zone)).date() + timedelta(1)
        while self.begins(guess) > at:
            guess -= timedelta(1)
        return guess


# --- FSRS-6 ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Memory:
    """One fact's memory after some evidence."""

    state: str = NEW
    step: int = 0
    stability: float = 0.0
    difficulty: float = 0.0
    last_day: date = date.min
    known: bool = False
    lapses: int = 0


def decayed(days: float, stability: float) -> float:
    """The chance of recall so many days after the last evidence."""
    factor = 0.9 ** (-1 / W[20]) - 1
    return float((1 + factor * days / stability) ** -W[20])


def interval(stability: float, retention: float) -> int:
    """The days in which recall falls to the desired retention."""
    factor = 0.9 ** (-1 / W[20]) - 1
    days: float = stability / factor * (retention ** (-1 / W[20]) - 1)
    return max(1, min(36500, round(days)))


def fuzz(days: int) -> tuple[int, int]:
    """Between which intervals chance may choose for one."""
    if days < 2.5:
        return days, days
    most = 1 + sum(share * max(0.0, min(days, end) - start) for start, end, share in SHARES)
    return max(2, round(days - most)), round(days + most)


def remembered(memory: Memory, rating: int, day: date, weight: int = 100) -> Memory:
    """Stability and difficulty after a grade; an answer that may be a lucky one moves the stability by its weight."""
    share = weight / 100
    if memory.state == NEW:
        stability = W[rating - 1] * (share if rating > AGAIN else 1)
        return replace(
            memory, stability=stability, difficulty=_between(_first(rating)), last_day=day, known=rating > AGAIN
        )
    day = max(day, memory.last_day)  # a day that begins again, after a flight west, is the day it was
    elapsed = (day - memory.last_day).days
    after = _after(memory, rating, elapsed)
    if rating > AGAIN:
        after = memory.stability + share * (after - memory.stability)
    step = -W[6] * (rating - 3)
    difficulty = W[7] * _first(EASY) + (1 - W[7]) * (memory.difficulty + (10 - memory.difficulty) * step / 9)
    return replace(
        memory, stability=max(after, 0.001), difficulty=_between(difficulty), last_day=day, known=rating > AGAIN
    )


def _first(rating: int) -> float:
    return W[4] - exp(W[5] * (rating - 1)) + 1


def _between(difficulty: float) -> float:
    return min(10.0, max(1.0, difficulty))


def _after(memory: Memory, rating: int, elapsed: int) -> float:
    s, d = memory.stability, memory.difficulty
    if not elapsed:
        growth = float(exp(W[17] * (rating - 3 + W[18])) * s ** -W[19])
        return s * (max(1.0, growth) if rating >= GOOD else growth)
    recall = decayed(elapsed, s)
    if rating == AGAIN:
        lapsed = W[11] * d ** -W[12] * ((s + 1) ** W[13] - 1) * exp(W[14] * (1 - recall))
        return float(min(lapsed, s / exp(W[17] * W[18])))
    factor = {HARD: W[15], GOOD: 1.0, EASY: W[16]}[rating]
    return float(s * (1 + exp(W[8]) * (11 - d) * s ** -W[9] * (exp(W[10] * (1 - recall)) - 1) * factor))


def stepped(memory: Memory, rating: int) -> tuple[str, int, float | None]:
    """State and step after a grade, and the minutes until the next step; None once the fact has left the steps."""
    if memory.state == REVIEW:
        return (RELEARNING, 0, 10) if rating == AGAIN else (REVIEW, 0, None)
    state, steps = (RELEARNING, (10,)) if memory.state == RELEARNING else (LEARNING, (1, 10))
    at = memory.step
    if rating == AGAIN:
        return state, 0, steps[0]
    if rating == HARD:
        halfway = 15 if state == RELEARNING else 5.5
        return state, at, steps[at] if at else halfway
    if rating == GOOD and at + 1 < len(steps):
        return state, at + 1, steps[at + 1]
    return REVIEW, 0, None
