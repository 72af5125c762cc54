"""Which question a placement asks next, and what its answers say of each phase. Pure.

Of each phase there is a belief about how much better or worse its questions are answered than wording and others'
answers let expect (in log odds, on a grid). What is asked next is what narrows a belief most on average; the first
questions are easy ones, of kinds that need no working out. The answers say the rest, so that the same answers always
lead to the same question.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp, log

from quizzes.bank.facility import EASY_FROM

MOST = 12
EASY_FIRST = 4  # questions
GRID = tuple(place / 4 for place in range(-16, 17))
BEGINS = {1: -1.0, 2: 0.0, 3: 1.0}  # by what the learner says of themselves: where the belief begins
SPREAD = 1.2  # how far people, and phases of one person, lie apart


@dataclass(frozen=True)
class Probe:
    """A question that may be asked: its version (id), where it belongs, the share of marks to be ``expected`` of
    others, the chance that a guess hits, and whether it is ``plain``: read and answered, with nothing to work out."""

    version: int
    phase: int
    topic: int
    expected: float
    luck: float
    rows: frozenset[object] = frozenset()
    plain: bool = True


@dataclass(frozen=True)
class Told:
    """A question that was asked, and whether it was right; None where the answer was a guess."""

    probe: Probe
    right: bool | None


def chance(probe: Probe, ability: float) -> float:
    """The chance of a right answer, 0 to 1, of somebody so many log odds above what is expected."""
    known = min(max((probe.expected - probe.luck) / (1 - probe.luck), 0.02), 0.98)
    return probe.luck + (1 - probe.luck) / (1 + exp(-log(known / (1 - known)) - ability))


def following(probes: Sequence[Probe], told: Sequence[Told], level: int) -> Probe | None:
    """The question to ask next; None where enough were asked, or none is left. No two are about one row, and none comes
    from a topic that was asked while its phase has others. The first of those that tell equally much is taken."""
    if len(told) >= MOST:
        return None
    used = frozenset[object]().union(*(one.probe.rows for one in told))
    asked, topics = {one.probe.version for one in told}, {one.probe.topic for one in told}
    free = [one for one in probes if one.version not in asked and not one.rows & used]
    if len(told) < EASY_FIRST:
        free = [one for one in free if one.expected >= EASY_FROM and one.plain] or free
    untouched = {one.phase for one in free if one.topic not in topics}
    free = [one for one in free if one.topic not in topics or one.phase not in untouched]
    beliefs = {phase: belief(told, phase, level) for phase in {one.phase for one in free}}
    gains: dict[tuple[int, float, float], float] = {}
    for one in free:
        kind = _kind(one)
        if kind not in gains:
            gains[kind] = round(_narrowed(one, beliefs[one.phase]), 6)
    return max(free, key=lambda one: gains[_kind(one)], default=None)


def belief(told: Sequence[Told], phase: int, level: int) -> Mapping[float, float]:
    """The chances of each ability in a phase: it begins with what all answers say, and goes by the phase's own."""
    overall = _updated(_bell(BEGINS[level]), told)
    return _updated(_bell(_mean(overall)), [one for one in told if one.probe.phase == phase])


def _kind(probe: Probe) -> tuple[int, float, float]:
    """Questions of one kind tell as much as each other, nearly."""
    return probe.phase, round(probe.expected, 1), probe.luck


def _bell(middle: float) -> dict[float, float]:
    return _scaled({x: exp(-((x - middle) ** 2) / (2 * SPREAD**2)) for x in GRID})


def _updated(before: Mapping[float, float], told: Sequence[Told]) -> dict[float, float]:
    after = dict(before)
    for one in told:
        if one.right is not None:
            after = _after(after, one.probe, right=one.right)
    return after


def _after(before: Mapping[float, float], probe: Probe, *, right: bool) -> dict[float, float]:
    hits = {x: chance(probe, x) for x in before}
    return _scaled({x: p * (hits[x] if right else 1 - hits[x]) for x, p in before.items()})


def _narrowed(probe: Probe, before: Mapping[float, float]) -> float:
    """By how much the variance of a belief falls on average once this is answered."""
    hit = sum(p * chance(probe, x) for x, p in before.items())
    right, wrong = _after(before, probe, right=True), _after(before, probe, right=False)
    return _variance(before) - hit * _variance(right) - (1 - hit) * _variance(wrong)


def _mean(chances: Mapping[float, float]) -> float:
    return sum(x * p for x, p in chances.items())


def _variance(chances: Mapping[float, float]) -> float:
    return sum(x * x * p for x, p in chances.items()) - _mean(chances) ** 2


def _scaled(weights: Mapping[float, float]) -> dict[float, float]:
    total = sum(weights.values())
    return {x: weight / total for x, weight in weights.items()}
