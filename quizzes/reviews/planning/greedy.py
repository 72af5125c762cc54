"""One day of a plan: the cards that gain most, for the date and by the second. Pure.

A review now changes what will be recalled on the date: with the chance r of recall now, it raises it to that after a
success, else it makes it that after a miss. Less what it would be without the review, this is the *gain*; where a later
review would bring more, it counts by the share that it is of that. A fact not begun yet gains all that it will be
worth. The day takes the cards with the most gain for each second that they cost, until the minutes are used.

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
WORTH = 0.001
# New facts are spread over this share of the days that are left, while others are worth asking. A new fact nearly
# always gains most: without this all would be begun before any is asked again, too late to see that somebody forgets
# sooner than their model says. Beginning early pays by the reviews in between, so the share is larger for whom it pays
# less: by what they lose until the date of what the model says they keep, and by a part of the growth that is not real.
SPREAD, SPREADS = 0.7, (0.6, 0.98)
UNREAL = 0.25
NONE: frozenset[int] = frozenset()
# A review may be done on a later day instead, after this share of the days that are left. Spacing makes what it
# brings larger at first; a fact for which it does can wait, and today's minutes go to those for which it does not.
LATER = 0.5
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

    def __init__(self, curves: Curves, costs: Costs) -> None:
        self.curves, self.costs = curves, costs
        self._known: dict[tuple[float, float, int, int], Gain] = {}
        self._fresh: dict[int, Gain] = {}
        self._spreads: dict[int, float] = {}

    def knowing(self, own: Own) -> "Gains":
        """The same for a learner who forgets like that."""
        return Gains(Curves(self.curves.model, own), self.costs)

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
        """What a review brings today, times the share that this is of what a later one would bring, if that is more."""
        (gain, seconds, _), days = self.once(stability, difficulty, ago, left), int(LATER * left)
        later = self.once(stability, difficulty, ago + days, left - days).gain if days and gain > 0 else 0.0
        return Gain(gain * gain / later if later > gain > 0 else gain, seconds)

    def once(self, stability: float, difficulty: float, ago: int, left: int) -> Gain:
        """What one review brings, if there are no others until the date."""
        recall, costs = self.curves.recall, self.costs
        kept, lost = self.curves.kept_or_lost(ago, stability, difficulty)
        r = recall(ago, stability)
        then = r * recall(left, kept) + (1 - r) * recall(left, lost)
        return Gain(then - recall(ago + left, stability), r * costs.right + (1 - r) * costs.wrong)

    def _new(self, left: int) -> Gain:
        curves, first = self.curves, self.costs.first
        then = first * curves.recall(left, curves.first[0]) + (1 - first) * curves.recall(left, curves.first_lost[0])
        return Gain(then, self.costs.new, new=True)


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
