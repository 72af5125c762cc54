"""Interleaved rounds of an arm and its floor, in CPU time of this process plus its database backend."""

import random
import statistics
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from django.db import connection

ROUNDS = 15


@dataclass(frozen=True)
class Result:
    """One line of the report. ``value`` is in ``unit``; ``ratio`` is the median of per-round ratios to ``floor``."""

    name: str
    value: float
    unit: str
    floor: float | None
    ratio: float | None
    goal: str
    n: int

    def row(self) -> tuple[str, ...]:
        def show(number: float | None) -> str:
            return "" if number is None else f"{number:.3g}" if number < 1000 else f"{number:.0f}"

        return (self.name, show(self.value), self.unit, show(self.floor), show(self.ratio), self.goal, str(self.n))

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


class Clock:
    """CPU seconds of this process and of one PostgreSQL backend."""

    def __init__(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            (self.backend,) = cursor.fetchone()

    def now(self) -> float:
        return time.process_time() + self._backend()

    def _backend(self) -> float:
        """Time the backend was on a CPU (/proc/PID/schedstat, nanoseconds: ticks are too coarse); 0 without /proc."""
        try:
            with open(f"/proc/{self.backend}/schedstat") as file:
                return int(file.read().split()[0]) / 1e9
        except OSError:
            return 0.0


def compare(
    name: str, arm: Callable[[], object], floor: Callable[[], object], *, goal: str, repeats: int, rounds: int = ROUNDS
) -> Result:
    """Run both arms ``repeats`` times in each round, in random order, and judge the median of the rounds' ratios."""
    clock = Clock()
    order = random.Random(0)
    for call in (arm, floor):
        for _ in range(max(3, repeats // 4)):
            call()
    ratios, values, floors = [], [], []
    for _ in range(rounds):
        spent: dict[str, float] = {}
        arms = [("arm", arm), ("floor", floor)]
        order.shuffle(arms)
        for label, call in arms:
            begin = clock.now()
            for _ in range(repeats):
                call()
            spent[label] = (clock.now() - begin) / repeats * 1000
        values.append(spent["arm"])
        floors.append(spent["floor"])
        ratios.append(spent["arm"] / spent["floor"])
    return Result(
        name,
        statistics.median(values),
        "ms CPU",
        statistics.median(floors),
        statistics.median(ratios),
        goal,
        rounds * repeats,
    )
