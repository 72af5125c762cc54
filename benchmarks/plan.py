"""How long it takes to say where plans lead: 1,000 learners with 1,000 facts each, thirty days ahead, on one core."""

import random
import time
from collections.abc import Iterator
from statistics import median

from benchmarks.measure import Result
from quizzes.reviews.outlook import outlook
from quizzes.reviews.planning.curves import Curves
from quizzes.reviews.planning.day import choose
from quizzes.reviews.planning.greedy import Costs, Gains, Item
from quizzes.reviews.planning.own import OwnPace
from quizzes.reviews.scheduling import DEFAULT_MODEL

LEARNERS, SAMPLE, FACTS, DAYS, MINUTES, PHASES = 1000, 8, 1000, 30, 15, 7


def plan() -> Iterator[Result]:
    """Minutes of one core for all learners, by the median of a sample; and the milliseconds of one day's list."""
    spent, listed = [], []
    for number in range(SAMPLE):
        items, gains = _learner(number), Gains(Curves(DEFAULT_MODEL), Costs())
        began = time.process_time()
        outlook(items, gains=gains, pace=OwnPace(DEFAULT_MODEL), minutes=MINUTES)
        spent.append(time.process_time() - began)
    yield Result("plan", median(spent) * LEARNERS / 60, "min", None, None, "minutes", SAMPLE)
    for number in range(SAMPLE):
        items, gains = _learner(number), Gains(Curves(DEFAULT_MODEL), Costs())
        began = time.process_time()
        choose(items, day=0, seconds=60.0 * MINUTES, gains=gains)
        listed.append(time.process_time() - began)
    yield Result("plan-list", 1000 * median(listed), "ms", None, None, "", SAMPLE)


def _learner(number: int) -> list[Item]:
    """Half of the facts are in memory, each in a state of its own."""
    chance = random.Random(number)
    seen = [
        Item(n, DAYS, 1.0, 1 + n % PHASES, chance.lognormvariate(2, 1), chance.uniform(1, 10), -chance.randint(1, 30))
        for n in range(FACTS // 2)
    ]
    return seen + [Item(n, DAYS, 1.0, 1 + n % PHASES) for n in range(FACTS // 2, FACTS)]
