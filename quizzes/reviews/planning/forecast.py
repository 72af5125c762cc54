"""What a plan leads to by the date, from simulated futures. Pure.

In each future the learner answers as the model says, by chance, and every day is planned from what was answered before.
The chances hang on the future and on the card alone, so that the same cards always give the same forecast, and that two
forecasts (ten minutes more, say) differ by what was changed and not by luck.

The plan of each day learns from the answers how its learner forgets, and the futures do so too: who is unlucky in the
first days is planned for as one who forgets sooner, and ends half as far again from the middle as by luck alone.

The futures are few and their means lie close to a normal distribution, so the interval in which one more of them falls
with `SURE` is taken from Student's t.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from math import sqrt
from statistics import fmean, stdev

from quizzes.reviews.planning.day import Day, Memories
from quizzes.reviews.planning.greedy import Gains, Item, price_of
from quizzes.reviews.planning.own import OwnPace

FUTURES = 16  # with fewer it is chance how wide the interval is: of 9 it held .63 to .95 of learners, meant to be .8
SURE = 0.8
STUDENT = {16: 1.341, 5: 1.533, 3: 1.886}  # by the number of futures: the t that 80 % lie within
SEED = 50_000  # far from those of the benchmarks' learners, who must not be among the futures


@dataclass(frozen=True, slots=True)
class Budget:
    """Seconds of study on each day, and the days on which there is none."""

    seconds: float
    breaks: frozenset[int] = field(default_factory=frozenset)

    def on(self, day: int) -> float:
        return 0.0 if day in self.breaks else self.seconds


@dataclass(frozen=True, slots=True)
class Forecast:
    """Mean recall on the date (each fact by its weight), with the ends of its interval; the same by group; and the
    seconds that each day's cards are planned to take. ``begun`` is the share of the facts that is begun by then, of all
    and by group; ``each`` is mean recall by group in each of the futures."""

    recall: float
    low: float
    high: float
    groups: dict[int, float]
    loads: tuple[float, ...]
    begun: float
    begun_groups: dict[int, float]
    each: tuple[dict[int, float], ...]


def forecast(
    items: Sequence[Item], *, budget: Budget, gains: Gains, pace: OwnPace | None = None, futures: int = FUTURES
) -> Forecast:
    """Where studying by the plan leads. With what is known of the learner's ``pace`` they answer by it, and the plan
    goes on learning it; else both go by the curves of ``gains``. Raises ValueError without items: there is nothing to
    recall."""
    if not items:
        raise ValueError("There is nothing to plan.")
    days = max(item.date for item in items)
    lived = [_Future(items, budget=budget, gains=gains, pace=pace, seed=SEED + number) for number in range(futures)]
    # Day by day, not future by future: on one day they meet the same memories and answers, which are remembered.
    loads = tuple(fmean([one.study(day) for one in lived]) for day in (Day(items, number) for number in range(days)))
    means = [one.mean() for one in lived]
    middle = fmean(means)
    reach = STUDENT.get(futures, STUDENT[FUTURES]) * stdev(means) * sqrt(1 + 1 / futures) if futures > 1 else 0.0
    groups = sorted({item.group for item in items})
    each = tuple({group: one.mean(group) for group in groups} for one in lived)
    return Forecast(
        recall=middle,
        low=max(middle - reach, 0.0),
        high=min(middle + reach, 1.0),
        groups={group: fmean(one[group] for one in each) for group in groups},
        loads=loads,
        begun=fmean(one.begun() for one in lived),
        begun_groups={group: fmean(one.begun(group) for one in lived) for group in groups},
        each=each,
    )


def stopping(items: Sequence[Item], *, gains: Gains, pace: OwnPace | None = None) -> dict[int, float]:
    """Mean recall on the date by group if nothing is studied any more, in the same terms as `Forecast.groups`."""
    none = _Future(items, budget=Budget(0.0), gains=gains, pace=pace, seed=SEED)
    return {group: none.mean(group) for group in sorted({item.group for item in items})}


class _Future:
    """One way in which things may go: the learner answers by ``curves``, and is planned for by ``gains``."""

    def __init__(
        self, items: Sequence[Item], *, budget: Budget, gains: Gains, seed: int, pace: OwnPace | None = None
    ) -> None:
        self.items, self.budget, self.gains, self.seed = items, budget, gains, seed
        self.curves = gains.curves if pace is None else gains.curves.by(pace.own)
        self.pace = pace.copy() if pace else None
        self.held = Memories.of(items)
        self.stability, self.difficulty, self.seen = self.held
        self.luck: dict[int, random.Random] = {}

    def study(self, day: Day) -> float:
        """Study on a day, each after the one before; the seconds that it is planned to take."""
        seconds = self.budget.on(day.day)
        if seconds <= 0:
            return 0.0
        held, breaks = zip(self.items, self.stability, strict=True), self.budget.breaks
        price = price_of(held, day=day.day, seconds=self.budget.seconds, costs=self.gains.costs, breaks=breaks)
        gains = self.gains.at(price, self.pace.cautious if self.pace else None)
        chosen = day.take(self.held, seconds=seconds, gains=gains, breaks=breaks)
        for one in chosen:
            self._answer(one.place, day.day)
        return sum(one.seconds for one in chosen)

    def mean(self, group: int | None = None) -> float:
        """Mean recall, of all facts or of a group's, each on its date and by its weight."""
        total = worth = 0.0
        for index, item in enumerate(self.items):
            if group is None or item.group == group:
                worth += item.weight
                total += item.weight * self._recall(index, item)
        return total / worth if worth else 0.0

    def begun(self, group: int | None = None) -> float:
        """The share of facts that is begun, of all or of a group's."""
        those = [n for n, item in enumerate(self.items) if group is None or item.group == group]
        return sum(self.stability[n] is not None for n in those) / len(those)

    def _recall(self, index: int, item: Item) -> float:
        stability = self.stability[index]
        if stability is None:
            return 0.0
        return self.curves.recall(max(item.date - self.seen[index], 1), stability)

    def _answer(self, index: int, day: int) -> None:
        curves = self.curves
        chance, stability = self._chance(index), self.stability[index]
        if stability is None:
            first = curves.first if chance < self.gains.costs.first else curves.first_lost
            self.stability[index], self.difficulty[index] = first
            self.seen[index] = day
            return
        grown = curves.grown(day - self.seen[index], stability, self.difficulty[index])
        right = chance < curves.recall(day - self.seen[index], stability)
        if self.pace:
            self.pace.add(day - self.seen[index], stability, right=right)
        self.stability[index] = grown.stability if right else grown.stability_lost
        self.difficulty[index] = grown.difficulty if right else grown.difficulty_lost
        self.seen[index] = day

    def _chance(self, index: int) -> float:
        key = self.items[index].key
        luck = self.luck.get(key)
        if luck is None:
            luck = self.luck[key] = random.Random(self.seed * 1_000_003 + key)
        return luck.random()
