"""On which day of its fuzz range a card comes back: that with the fewest siblings, then with the least work. Pure.

Fuzz alone names a day (`quizzes.reviews.scheduling.fuzzed`); balance looks at most `REACH` days to either side of it,
never outside of the range, and among days that are alike takes the nearest. Both ends of what it looks at grow with the
interval, and what a day costs does not hang on the interval: so for one card and one calendar a better grade never
comes before a worse one, and a higher retention never later than a lower one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from quizzes.reviews.scheduling import fuzz_range, fuzzed

REACH = 7  # days


class Work(NamedTuple):
    """What a day holds already: ``siblings`` of the card, and cards in all."""

    siblings: int = 0
    cards: int = 0


NONE = Work()


@dataclass(frozen=True, slots=True)
class Calendar:
    """What the coming days hold. Of days after ``until`` nobody has counted the cards: they are taken for usual ones.

    ``usual`` is what a counted day holds on average, so that what is not counted draws no card and repels none.
    """

    work: Mapping[date, Work]
    until: date
    usual: int = 0

    def costs(self, day: date) -> Work:
        """What decides about a day; the less, the better."""
        work = self.work.get(day, NONE)
        return work if day <= self.until else Work(work.siblings, self.usual)


def choices(days: int, chance: float, *, maximum: int) -> range:
    """The intervals that balance chooses among."""
    low, high = fuzz_range(days, maximum=maximum)
    around = fuzzed(days, chance, maximum=maximum)
    return range(max(low, around - REACH), min(high, around + REACH) + 1)


def balanced(days: int, chance: float, *, maximum: int, today: date, calendar: Calendar) -> int:
    """The interval that the calendar has most room for."""
    around = fuzzed(days, chance, maximum=maximum)
    return min(
        choices(days, chance, maximum=maximum),
        key=lambda wait: (*calendar.costs(today + timedelta(wait)), abs(wait - around), wait),
    )
