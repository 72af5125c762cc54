"""One day of a plan: the cards that gain most, for the date and by the second. Pure.

A review now changes what a fact will be worth on the date: with the chance r of recall now, it makes it what it is
worth after a success, else what it is after a miss. Less what it would be without the review, this is the *gain*. A
fact is worth its recall on the date; or, where that is more, what it would be after one review more, less the time that
this takes, by the *price* of a second. Without that second look a fact would be asked today whose review could as well
wait, and bring more then; and one that will be asked again anyway would seem to gain what the later review brings. A
fact not begun yet gains all that will be recalled. The day takes the cards with the most gain for each second that they
cost, until the minutes are used.

Days are numbers: today is 0, the date is so many days ahead. A date that has passed has nothing to gain, so nothing is
planned on it or after it. Recall on the date counts at least one day after the last evidence, as everywhere
(`quizzes.reviews.expected`).

New facts gain alike, so they are begun in the order in which they stand: that of the path. What is to be read for a new
fact costs time, but does not change that order: else pages with little to read would come first.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from quizzes.reviews.planning.curves import Curves
from quizzes.reviews.planning.own import Own

# Less is no reason to ask: with time to spare, a fact that will be recalled anyway is left alone.
WORTH = 0.003
# New facts are spread over this share of the days that are left, while others are worth asking. A new fact nearly
# always gains most: without this all would be begun before any is asked again, too late to see that somebody forgets
# sooner than their model says. Beginning early pays by the reviews in between, so the share is larger for whom it pays
# less: by what they lose until the date of what the model says they keep, and by a part of the growth that is not real.
SPREAD, SPREADS = 0.7, (0.6, 0.98)
UNREAL = 0.25
NONE: frozenset[int] = frozenset()
# When one review more may come, as shares of the days that are left: about half-way, or near the end.
LATER = (0.5, 0.85)
# The price of time where it is just enough: what the seconds of one right answer have to bring, in facts recalled on
# the date. It rises with a power of the time that is wanted for each second that there is; below a share of that it
# falls no further: were time to cost nothing, all reviews would be put off to the last days, where they pile up.
PRICE, STEEP, LEAST = 0.045, 1.5, 0.75
NEW_ASKS, SEEN_ASKS = 4, 1  # right answers that are wanted of a fact until the date
REMEMBERED = 200_000  # gains that are kept before they are forgotten: some 30 MB


@dataclass(frozen=True, slots=True)
class Costs:
    """Seconds that a learner takes for a fact seen the first time, for a right answer and for a wrong one; and the
    share of facts that the first grade says were understood at once."""

    new: float = 30.0
    right: float = 12.0
    wrong: float = 30.0
    first: float = 1.0


class Goal(NamedTuple):
    """A day on which a card is wanted, and what it is worth then."""

    date: int
    weight: float


@dataclass(frozen=True, slots=True)
class Item:
    """A card as the planner sees it.

    ``date`` is the day that it is wanted on, ``weight`` what it is worth then, ``group`` what it is counted with (a
    phase, say). ``stability`` is None while it is new; ``seen`` is the day of its last evidence (0 is today), ``opens``
    the first day on which it may be asked, ``reading`` the seconds that are read for it while it is new. With a
    ``sooner`` goal it is studied for that one until its day. Among equals, those that stand first are taken first.
    """

    key: int
    date: int
    weight: float = 1.0
    group: int = 0
    stability: float | None = None
    difficulty: float = 0.0
    seen: int = 0
    opens: int = 0
    reading: float = 0.0
    sooner: Goal | None = None

    def goal(self, day: int) -> Goal:
        """What the card is studied for on a day."""
        if self.sooner is not None and self.sooner.date > day:
            return self.sooner
        return Goal(self.date, self.weight)


class Gain(NamedTuple):
    """What asking a card today brings to the date, and the seconds that it costs on average."""

    gain: float
    seconds: float
    new: bool = False


class Chosen(NamedTuple):
    """A card that a day takes: where it stands among the items, its gain (weighed), its seconds on average, and whether
    it is new."""

    place: int
    gain: float
    seconds: float
    new: bool


class Gains:
    """The gains of one learner's cards. Many cards share a state, and many futures pass through it: it is worked out
    once."""

    def __init__(self, curves: Curves, costs: Costs, price: float = 0.0) -> None:
        self.curves, self.costs, self.price = curves, costs, price
        self._least = price * min(costs.right, costs.wrong)  # that a review costs
        self._known: dict[tuple[float, float, int, int], Gain] = {}
        self._fresh: dict[int, Gain] = {}
        self._spreads: dict[int, float] = {}

    def at(self, price: float, own: Own | None = None) -> "Gains":
        """The same at another price of time (`price_of`), perhaps for a learner who forgets like that."""
        return Gains(Curves(self.curves.model, own) if own else self.curves, self.costs, price)

    def of(self, stability: float | None, difficulty: float, ago: int, left: int) -> Gain:
        """The gain of a card whose last evidence is ``ago`` days old, for a date ``left`` days ahead."""
        if stability is None:
            if left not in self._fresh:
                self._fresh[left] = self._new(left)
            return self._fresh[left]
        state = (stability, difficulty, ago, left)
        found = self._known.get(state)
        if found is None:
            if len(self._known) >= REMEMBERED:
                self._known.clear()
            found = self._known[state] = self._seen(*state)
        return found

    def spread(self, left: int) -> float:
        """The share of the days until a date over which new facts are begun."""
        if left not in self._spreads:
            lost = 1 - self.curves.kept(left, self.curves.first[0])
            share = SPREAD + lost + UNREAL * (1 - self.curves.power)
            self._spreads[left] = min(max(share, SPREADS[0]), SPREADS[1])
        return self._spreads[left]

    def _seen(self, stability: float, difficulty: float, ago: int, left: int) -> Gain:
        grown = self.curves.grown(ago, stability, difficulty)
        r = grown.recall
        asked = r * self.worth(grown.stability, grown.difficulty, 0, left) + (1 - r) * self.worth(
            grown.stability_lost, grown.difficulty_lost, 0, left
        )
        return Gain(asked - self.worth(stability, difficulty, ago + 1, left - 1), self._seconds(r))

    def worth(self, stability: float, difficulty: float, ago: int, left: int) -> float:
        """What a fact will be worth on the date if it is asked once more at most, and not today where its last evidence
        is of today (``ago`` is 0)."""
        recall = self.curves.recall
        best = recall(max(ago + left, 1), stability)
        if best >= 1 - self._least:  # no recall would pay
            return best
        for share in LATER:
            wait = max(int(share * left), 0 if ago else 1)
            if wait < left:
                kept, lost = self.curves.kept_or_lost(ago + wait, stability, difficulty)
                r = recall(ago + wait, stability)
                then = r * recall(left - wait, kept) + (1 - r) * recall(left - wait, lost)
                best = max(best, then - self.price * self._seconds(r))
        return best

    def _seconds(self, r: float) -> float:
        return r * self.costs.right + (1 - r) * self.costs.wrong

    def _new(self, left: int) -> Gain:
        curves, first = self.curves, self.costs.first
        then = first * curves.recall(left, curves.first[0]) + (1 - first) * curves.recall(left, curves.first_lost[0])
        return Gain(then, self.costs.new, new=True)


def price_of(
    items: Iterable[tuple[Item, float | None]],
    *,
    day: int,
    seconds: float,
    costs: Costs,
    breaks: frozenset[int] = NONE,
) -> float:
    """What a second is worth on a day, in facts recalled on the date: the more, the less time there is until the last
    of the dates for what is wanted of the items, each with its stability of that day. ``seconds`` are those of a day.
    """
    wanted, last = 0.0, day
    for item, held in items:
        if item.date > day:
            wanted += SEEN_ASKS * costs.right if held is not None else costs.new + NEW_ASKS * costs.right + item.reading
            last = max(last, item.date)
    there = seconds * (last - day - sum(day < one < last for one in breaks))
    return PRICE / costs.right * float(max(wanted / there, LEAST) ** STEEP) if there > 0 else 0.0


def choose(
    items: Sequence[Item], *, day: int, seconds: float, gains: Gains, breaks: frozenset[int] = NONE
) -> list[Chosen]:
    """What a day takes, the best first. The seconds are passed by one card at most. On the days of ``breaks`` nothing
    is studied."""
    new = (item for item in items if item.stability is None)
    fresh = fresh_seconds(new, day=day, gains=gains, breaks=breaks)
    return taken(ranked(items, day=day, gains=gains), seconds, fresh)


def ranked(items: Sequence[Item], *, day: int, gains: Gains) -> list[Chosen]:
    """All that is worth asking on a day, the most gain by the second first. A card is asked once a day."""
    wanted = ((index, item, item.goal(day)) for index, item in enumerate(items))
    return rank(
        (index, item, goal.weight, gains.of(item.stability, item.difficulty, day - item.seen, goal.date - day))
        for index, item, goal in wanted
        if item.date > day and item.opens <= day and (item.stability is None or item.seen < day)
    )


def rank(scored: Iterable[tuple[int, Item, float, Gain]]) -> list[Chosen]:
    """Cards (place, item, weight, gain) in the order in which a day takes them; what is not worth it is left out."""
    found = [
        (-weight * gain / seconds, place, weight * gain, seconds + item.reading if new else seconds, new)
        for place, item, weight, (gain, seconds, new) in scored
        if weight and gain > WORTH
    ]
    found.sort()
    return [Chosen(*one[1:]) for one in found]


def fresh_seconds(new: Iterable[Item], *, day: int, gains: Gains, breaks: frozenset[int] = NONE) -> float:
    """The seconds of a day that are for new facts, of all these that are not begun yet."""
    away = sorted(one for one in breaks if one > day)
    found = 0.0
    for item in new:
        date = item.goal(day).date
        if date > day:
            days = max(date - day - bisect_left(away, date), 1)
            found += (gains.costs.new + item.reading) / (gains.spread(date - day) * days)
    return found


def taken(ranking: Sequence[Chosen], seconds: float, fresh: float) -> list[Chosen]:
    """As many as the seconds allow; the last may pass them. New facts take what is theirs (``fresh``), by one card at
    most more, and what the others leave."""
    chosen, waiting = list[Chosen](), list[Chosen]()
    spent = begun = 0.0
    for one in ranking:
        if spent >= seconds:
            return chosen
        if one.new and begun >= fresh:
            waiting.append(one)
            continue
        chosen.append(one)
        spent += one.seconds
        begun += one.seconds if one.new else 0.0
    for one in waiting:
        if spent >= seconds:
            break
        chosen.append(one)
        spent += one.seconds
    return chosen
