"""One day of a plan: the cards that gain most for each second that they cost, until the minutes are used. Pure.

New facts gain alike, so they are begun in the order in which they stand: that of the path. What is to be read for a new
fact costs time, but does not change that order, else pages with little to read would come first: each counts as much as
they do on average, beside what is asked again.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from heapq import merge
from typing import NamedTuple

from quizzes.reviews.planning.greedy import NONE, Gains, Item

# Less is no reason to ask: with time to spare, a fact that will be recalled anyway is left alone.
WORTH = 0.003

# New facts may take this share of a day, and what the others leave. Where there is no time for all, a new fact always
# gains most by the second; but a plan that asked nothing again would never hear how its learner forgets. And the last
# days go over what was begun: what is learned then will be known on the date, says the model, which nobody can check.
MOST_NEW, MOST_NEW_AT_LAST, LAST = 0.9, 0.34, 2


class Chosen(NamedTuple):
    """A card that a day takes: where it stands among the items, its gain (weighed), its seconds on average, and whether
    it is new."""

    place: int
    gain: float
    seconds: float
    new: bool


class Memories(NamedTuple):
    """What is held of each item, in their order: as the fields of `Item`."""

    stability: list[float | None]
    difficulty: list[float]
    seen: list[int]

    @classmethod
    def of(cls, items: Sequence[Item]) -> "Memories":
        return cls(
            [item.stability for item in items], [item.difficulty for item in items], [item.seen for item in items]
        )


# Minus the gain by the second, and then as `Chosen`: the least is the best.
Scored = tuple[float, int, float, float, bool]


class Day:
    """What a day may ask of the items, whatever is held of them then: many futures share it."""

    def __init__(self, items: Sequence[Item], day: int) -> None:
        self.day = day
        self._share = MOST_NEW if max(item.date for item in items) - day > LAST else MOST_NEW_AT_LAST
        self._open = list[tuple[int, float, int]]()
        self._goals = list[tuple[int, int, float]]()
        # New facts of one weight and date gain alike: they need no sorting.
        self._alike = defaultdict[tuple[float, int], list[tuple[int, float]]](list)
        for place, item in enumerate(items):
            date, weight = item.goal(day)
            if date > day:
                self._goals.append((place, date - day, item.reading))
            if item.date > day and item.opens <= day and weight:
                self._open.append((place, weight, date - day))
                self._alike[weight, date - day].append((place, item.reading))

    def take(self, held: Memories, *, seconds: float, gains: Gains, breaks: frozenset[int] = NONE) -> list[Chosen]:
        """What the day takes, the best first. The seconds are passed by one card at most. On the days of ``breaks``
        nothing is studied."""
        new = [(left, reading) for place, left, reading in self._goals if held.stability[place] is None]
        fresh = min(fresh_seconds(new, day=self.day, gains=gains, breaks=breaks), self._share * seconds)
        return taken(self.seen(held, gains), self.new(held, gains), seconds, fresh)

    def seen(self, held: Memories, gains: Gains) -> list[Scored]:
        """Of what is begun, all that is worth asking, the most gain by the second first. A card is asked once a day."""
        found, day, of, (stability, difficulty, seen) = list[Scored](), self.day, gains.of, held
        for place, weight, left in self._open:
            known, last = stability[place], seen[place]
            if known is not None and last < day:
                gain, seconds, _ = of(known, difficulty[place], day - last, left)
                if gain > WORTH:
                    found.append((-weight * gain / seconds, place, weight * gain, seconds, False))
        found.sort()
        return found

    def new(self, held: Memories, gains: Gains) -> Iterator[Scored]:
        """The same of what is new."""
        return merge(*(self._new(weight, left, held, gains) for weight, left in self._alike))

    def _new(self, weight: float, left: int, held: Memories, gains: Gains) -> Iterator[Scored]:
        gain, seconds, _ = gains.of(None, 0.0, 0, left)
        if gain > WORTH:
            new = [one for one in self._alike[weight, left] if held.stability[one[0]] is None]
            each = seconds + sum([reading for _, reading in new]) / max(len(new), 1)
            for place, reading in new:
                yield -weight * gain / each, place, weight * gain, seconds + reading, True


def choose(
    items: Sequence[Item], *, day: int, seconds: float, gains: Gains, breaks: frozenset[int] = NONE
) -> list[Chosen]:
    """What a day takes of items as they stand: `Day.take`."""
    return Day(items, day).take(Memories.of(items), seconds=seconds, gains=gains, breaks=breaks)


def ranked(items: Sequence[Item], *, day: int, gains: Gains) -> list[Chosen]:
    """All that is worth asking on a day, the most gain by the second first."""
    those, held = Day(items, day), Memories.of(items)
    return [Chosen(*one[1:]) for one in merge(those.seen(held, gains), those.new(held, gains))]


def fresh_seconds(new: Sequence[tuple[int, float]], *, day: int, gains: Gains, breaks: frozenset[int] = NONE) -> float:
    """The seconds of a day that are for new facts: those not begun yet are so many days (at least 1) from their dates,
    and have so many seconds to be read."""
    away = sorted(one for one in breaks if one > day)
    over = {
        left: gains.spread(left) * max(left - bisect_left(away, day + left), 1) for left in {left for left, _ in new}
    }
    return sum([(gains.costs.new + reading) / over[left] for left, reading in new])


def taken(seen: Iterable[Scored], new: Iterable[Scored], seconds: float, fresh: float) -> list[Chosen]:
    """As many as the seconds allow, the best first; the last may pass them. New facts take what is theirs (``fresh``),
    by one card at most more, and what the others leave."""
    chosen, spent, begun = list[Chosen](), 0.0, 0.0
    asks, begins = iter(seen), iter(new)
    ask, begin = next(asks, None), next(begins, None)
    while spent < seconds:
        if begin and (ask is None or (begun < fresh and begin < ask)):
            one, begin = Chosen(*begin[1:]), next(begins, None)
            begun += one.seconds
        elif ask:
            one, ask = Chosen(*ask[1:]), next(asks, None)
        else:
            break
        chosen.append(one)
        spent += one.seconds
    return chosen


def mixed(chosen: Sequence[Chosen]) -> list[Chosen]:
    """The same with what is new evenly among what is asked again, each in its order: who stops half-way has done half
    of both."""
    parts = [[one for one in chosen if one.new is new] for new in (False, True)]
    placed = [((place + 0.5) / len(part), one.new, one) for part in parts for place, one in enumerate(part)]
    return [one for *_, one in sorted(placed, key=lambda each: each[:2])]
