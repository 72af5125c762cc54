"""How a class is spread over what an assignment asks: how many learners are in which tenth. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median

from sdwiki.rounding import percent

TENTHS = 10


@dataclass(frozen=True)
class Bar:
    """So many learners from ``low`` to ``high`` per cent, both included."""

    low: int
    high: int
    people: int


@dataclass(frozen=True)
class Spread:
    """The shares of some learners: how many, their middle one in per cent, and bars for every tenth."""

    title: str
    people: int
    middle: int
    bars: tuple[Bar, ...]

    @property
    def most(self) -> int:
        """How many the longest bar stands for."""
        return max(bar.people for bar in self.bars)


def spread_of(title: str, shares: Iterable[float]) -> Spread | None:
    """How shares from 0 to 1 are spread; None without any."""
    found = list(shares)
    if not found:
        return None
    counts = [0] * TENTHS
    for share in found:
        counts[min(percent(share) * TENTHS // 100, TENTHS - 1)] += 1
    bars = (Bar(10 * place, 10 * place + 9 + (place == TENTHS - 1), count) for place, count in enumerate(counts))
    return Spread(title, len(found), percent(median(found)), tuple(bars))
