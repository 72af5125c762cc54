"""How the people of the demonstration study: no persons, but ways of going about it. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random

RATINGS, SHARES = (2, 3, 4), (12, 75, 13)  # of what is recalled: with effort, well, at once
DAYS = 60


@dataclass(frozen=True)
class Habit:
    """``days`` are the places in each seven days on which there is a sitting, with ``fresh`` facts; ``right`` is
    the share that is recalled; ``away`` are the days ago (first, last) without any, ``slow_from`` since when few facts
    are taken up."""

    name: str
    days: frozenset[int]
    fresh: int
    right: float
    away: tuple[int, int] | None = None
    slow_from: int | None = None

    def sits(self, ago: int) -> bool:
        """Whether there is a sitting so many days ago."""
        gone = self.away is not None and self.away[0] >= ago >= self.away[1]
        return ago % 7 in self.days and not gone

    def takes(self, ago: int) -> int:
        """New facts of a sitting so many days ago."""
        return 2 if self.slow_from is not None and ago <= self.slow_from else self.fresh

    def rating(self, chance: Random) -> int:
        """What comes of one card."""
        return chance.choices(RATINGS, SHARES)[0] if chance.random() < self.right else 1

    def sittings(self) -> Iterator[int]:
        """How many days ago each was, the first first."""
        return (ago for ago in range(DAYS, -1, -1) if self.sits(ago))


DAILY = Habit("every day", frozenset(range(7)), 4, 0.9)
FIVE = Habit("five days a week", frozenset((0, 1, 3, 4, 6)), 5, 0.87)
THREE = Habit("three days a week", frozenset((0, 2, 4)), 8, 0.85)
TWO = Habit("two days a week", frozenset((1, 4)), 12, 0.82)
FADING = replace(DAILY, name="away for sixteen days", away=(16, 0))
SLOWING = replace(FIVE, name="slower and slower", slow_from=8)
EXCUSED = replace(DAILY, name="was ill for weeks", away=(35, 10))
LATE = replace(DAILY, name="began late", fresh=9, away=(30, 8))
# One for each learner. The first are those whom the README names.
HABITS = (*[DAILY] * 8, *[FIVE] * 6, *[THREE] * 4, *[TWO] * 2, FADING, SLOWING, EXCUSED, LATE)
