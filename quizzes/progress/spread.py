"""Scales that memories are spread over, and shares with how sure they are. Pure."""

from dataclasses import dataclass

from quizzes.statistics.theory import wilson
from sdwiki import rounding

MATURE = 21  # days of interval from which a memory is called mature, as Anki does


@dataclass(frozen=True, slots=True)
class Scale:
    """Buckets by their lower ``edges``, the last one open, and what each is called."""

    edges: tuple[float, ...]
    labels: tuple[str, ...]
    unit: str


# Of days: the third of them ends where a memory becomes mature.
DAYS = Scale(
    (0, 1, 3, 7, MATURE, 60, 180, 365),
    ("under 1", "1 to 3", "3 to 7", "7 to 21", "21 to 60", "60 to 180", "180 to 365", "a year and more"),
    "days",
)
SHORT_DAYS = ("<1", "1+", "3+", "7+", "21+", "60+", "180+", "365+")
DIFFICULTY = Scale(tuple(range(1, 11)), tuple(str(n) for n in range(1, 11)), "of 10")


@dataclass(frozen=True, slots=True)
class Spread:
    """How many cards lie in each bucket of a scale, and the middle one's value; None where there are none."""

    scale: Scale
    counts: tuple[int, ...]
    median: float | None

    @property
    def total(self) -> int:
        return sum(self.counts)

    @property
    def rows(self) -> list[tuple[str, int]]:
        return list(zip(self.scale.labels, self.counts, strict=True))


@dataclass(frozen=True, slots=True)
class Kept:
    """Of so many ``asked`` facts so many were ``recalled``."""

    asked: int
    recalled: int

    def __add__(self, other: "Kept") -> "Kept":
        return Kept(self.asked + other.asked, self.recalled + other.recalled)

    @property
    def share(self) -> float | None:
        """From 0 to 1; None where nothing was asked."""
        return self.recalled / self.asked if self.asked else None

    @property
    def percent(self) -> int | None:
        return None if self.share is None else rounding.percent(self.share)

    @property
    def range(self) -> tuple[int, int] | None:
        """Between which per cents the share lies in the long run, with 95 % certainty; None where nothing was asked."""
        if not self.asked:
            return None
        low, high = wilson(self.recalled, self.asked)
        return rounding.percent(low), rounding.percent(high)
