"""What asking a card on a day gains, for the date and by the second. Pure.

A review now changes what a fact will be worth on the date: with the chance r of recall now, it makes it what it is
worth after a success, else what it is after a miss. Less what it would be without the review, this is the *gain*. A
fact is worth its recall on the date; or, where that is more, what it would be after one review more, less the time that
this takes, by the *price* of a second. Without that second look a fact would be asked today whose review could as well
wait, and bring more then; and one that will be asked again anyway would seem to gain what the later review brings. A
fact not begun yet gains all that will be recalled.

Days are numbers: today is 0, the date is so many days ahead. A date that has passed has nothing to gain, so nothing is
planned on it or after it. Recall on the date counts at least one day after the last evidence, as everywhere
(`quizzes.reviews.expected`).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from quizzes.reviews.planning.curves import Curves
from quizzes.reviews.planning.own import Own

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
REMEMBERED = 20_000  # gains, and later reviews, that are kept before they are forgotten: some 12 MB


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


State = tuple[float, float, int, int]  # stability, difficulty, days since the last evidence, days until the date
# One review more: days from the last evidence until it, from it until the date, and the stability after either answer.
# Plain tuples are nothing to the collector of garbage, which would walk through all that are kept.
Later = tuple[int, int, float, float]


class Gains:
    """The gains of one learner's cards. Many cards share a state, and many futures pass through it: it is worked out
    once; what later reviews make of it, once for all prices and learners (`at`)."""

    def __init__(self, curves: Curves, costs: Costs, price: float = 0.0) -> None:
        self.curves, self.costs, self.price = curves, costs, price
        self._least = price * min(costs.right, costs.wrong)  # that a review costs
        self._known: dict[State, Gain] = {}
        self._later: dict[State, tuple[Later, ...]] = {}
        self._fresh: dict[int, Gain] = {}
        self._spreads: dict[int, float] = {}

    def at(self, price: float, own: Own | None = None) -> "Gains":
        """The same at another price of time (`price_of`), perhaps for a learner who forgets like that."""
        other = Gains(self.curves.by(own) if own else self.curves, self.costs, price)
        other._later = self._later
        return other

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
        kept, easy, lost, hard = self.curves.grown(ago, stability, difficulty)
        right, wrong, waited = self.worths(
            ((kept, easy, 0, left), (lost, hard, 0, left), (stability, difficulty, ago + 1, left - 1))
        )
        r = self.curves.recall(ago, stability)
        return Gain(r * right + (1 - r) * wrong - waited, self._seconds(r))

    def worths(self, states: Iterable[State]) -> list[float]:
        """What facts will be worth on the date if they are asked once more at most, and not today where the last
        evidence is of today. A forecast is mostly this, so recalls are written out as `Curves.recall` has them."""
        bend, power, decay = self.curves.bend, self.curves.power, self.curves.decay
        right, wrong, price = self.costs.right, self.costs.wrong, self.price
        found = []
        for state in states:
            stability, _, ago, left = state
            held = stability**power
            best: float = (1 + bend * max(ago + left, 1) / held) ** decay
            if best < 1 - self._least:  # else no recall would pay
                for days, rest, kept, lost in self._later.get(state) or self._reviews(state):
                    r = (1 + bend * days / held) ** decay
                    then = r * (1 + bend * rest / kept**power) ** decay
                    then += (1 - r) * (1 + bend * rest / lost**power) ** decay
                    then -= price * (r * right + (1 - r) * wrong)
                    if then > best:
                        best = then
            found.append(best)
        return found

    def _reviews(self, state: State) -> tuple[Later, ...]:
        """When one review more may come, and what it would make of the fact."""
        stability, difficulty, ago, left = state
        found = []
        for share in LATER:
            wait = max(int(share * left), 0 if ago else 1)
            if wait < left:
                kept, lost = self.curves.kept_or_lost(ago + wait, stability, difficulty)
                found.append((ago + wait, left - wait, kept, lost))
        if len(self._later) >= REMEMBERED:
            self._later.clear()
        self._later[state] = tuple(found)
        return self._later[state]

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
    seen, new = SEEN_ASKS * costs.right, costs.new + NEW_ASKS * costs.right
    ahead = [(item, held) for item, held in items if item.date > day]
    wanted = sum([seen if held is not None else new + item.reading for item, held in ahead])
    last = max([item.date for item, _ in ahead], default=day)
    there = seconds * (last - day - sum(day < one < last for one in breaks))
    return PRICE / costs.right * float(max(wanted / there, LEAST) ** STEEP) if there > 0 else 0.0
