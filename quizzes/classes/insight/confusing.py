"""What a class takes for what, in words: answers pooled by row and pair of options, with how sure that is. Pure.

At twenty or thirty learners a single question says little. What was asked for is pooled over all questions about its
row, and each pair comes with the number of answers and Wilson's interval.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from quizzes.statistics.privacy import shown
from quizzes.statistics.theory import wilson
from sdwiki.rounding import percent

LEAST = 2  # answers, below which a pair is one person's slip

Row = tuple[str, str, str]  # a topic (slug), a group and a label


@dataclass(frozen=True)
class Pooled:
    """How often the option ``chosen`` was taken where ``right`` was asked for, in a row, and how many different people
    were asked for ``right`` in it at all."""

    row: Row
    dimension: str
    right: str
    chosen: str
    times: int
    people: int


@dataclass(frozen=True)
class Confusion:
    """``times`` of ``n`` answers took one option for another; ``low`` and ``high`` are the ends of the interval."""

    row: Row
    dimension: str
    taken: str
    right: str
    times: int
    n: int
    low: float
    high: float

    @property
    def share(self) -> float:
        return self.times / self.n

    @property
    def figures(self) -> str:
        """The figures in words: "38 % (n = 21, 20–59 %)"."""
        return f"{percent(self.share)} % (n = {self.n}, {percent(self.low)}–{percent(self.high)} %)"

    @property
    def words(self) -> str:
        """The whole in words: "38 % (n = 21, 20–59 %) take Event streaming for Message queue in Ordering"."""
        return f"{self.figures} take {self.taken} for {self.right} in {self.dimension}"


def confusions_of(pooled: Iterable[Pooled]) -> list[Confusion]:
    """What is taken for what, the surest first: by the lower end of the interval. Of what fewer than five people were
    asked nothing is said, nor of what happened once."""
    asked: dict[tuple[Row, str], list[Pooled]] = defaultdict(list)
    for one in pooled:
        asked[one.row, one.right].append(one)
    found = []
    for answers in asked.values():
        n = sum(one.times for one in answers)
        for one in answers:
            if one.chosen != one.right and one.times >= LEAST and shown(one.people):
                low, high = wilson(one.times, n)
                found.append(Confusion(one.row, one.dimension, one.chosen, one.right, one.times, n, low, high))
    return sorted(found, key=lambda one: (-one.low, -one.n, one.row, one.right, one.taken))
