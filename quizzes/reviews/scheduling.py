"""When to ask again: FSRS-6's memory model with steps, intervals and fuzz of our own. Pure.

A memory has a *stability* S (days after which the chance of recall has fallen to 0.9) and a *difficulty* D (1 to 10).
`fsrs` computes how a grade changes them; it is used for nothing else, and only here. It counts elapsed time in whole
days between instants, so it is given noon, UTC, of the learner's local days: elapsed days are differences of dates.

Around it, as Anki does: a new fact passes the learning steps (1 and 10 minutes) before its first interval in days, a
forgotten one the relearning step (10 minutes). An interval in days is the time in which recall falls to the desired
retention (`quizzes.reviews.forgetting`).

Evidence has a *weight* in per cent. A right answer to a question of k choices may be a lucky hit, with 1/k, so it moves
the stability only 1 − 1/k of the way that Good would: S' = S + weight · (S_good − S), or weight · S₀(Good) where it is
the first. Difficulty and steps are those of Good: they say how hard a fact is and what comes next, not how well it is
known. A wrong answer is Again in full, as no luck makes one. A grade is full too: whoever gives it has seen the answer.

Sources: open-spaced-repetition, "The Algorithm" (FSRS-6); Anki's manual, "Deck options", for steps and fuzz.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import IntEnum
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple, Protocol

import fsrs

from quizzes.reviews.forgetting import FSRS_6, Model, days_until

# For whoever has no parameters of their own. Only `quizzes.reviews.queries.model_of` gives it to anybody.
DEFAULT_MODEL = Model(FSRS_6, tuple(fsrs.Scheduler().parameters))
MAXIMUM = 36_500  # days
FULL = 100  # the weight of evidence that is no luck, in per cent

MINUTE = timedelta(minutes=1)
LEARNING_STEPS = (1 * MINUTE, 10 * MINUTE)
RELEARNING_STEPS = (10 * MINUTE,)

FAR_TIMES, FAR_DAYS = 3, 60

# From 2.5 days on an interval may move by a day, and by these shares of its parts beyond (Anki's ranges).
FUZZ_FROM = 2.5
FUZZ_SHARES = ((2.5, 7.0, 0.15), (7.0, 20.0, 0.10), (20.0, float("inf"), 0.05))


class State(IntEnum):
    """The same numbers as `Card.State`."""

    NEW = 0
    LEARNING = 1
    REVIEW = 2
    RELEARNING = 3


class Rating(IntEnum):
    """The same numbers as `Review.Rating`."""

    AGAIN = 1
    HARD = 2
    GOOD = 3
    EASY = 4


@dataclass(frozen=True, slots=True)
class Memory:
    """One fact's memory. ``step`` counts from 0 within learning or relearning; ``last_day`` is the latest local day
    of its evidence, which never goes back; ``missed``: the latest evidence is a miss."""

    state: State = State.NEW
    stability: float | None = None
    difficulty: float | None = None
    step: int = 0
    last_day: date | None = None
    reps: int = 0
    lapses: int = 0
    missed: bool = False


class Evidence(NamedTuple):
    """What replay takes: a grade on a local day, and its weight in per cent."""

    rating: Rating
    day: date
    weight: int = FULL


class Remembered(Protocol):
    """A row that holds a memory: a card, or what was read of one."""

    @property
    def state(self) -> int: ...
    @property
    def stability(self) -> float | None: ...
    @property
    def difficulty(self) -> float | None: ...
    @property
    def step(self) -> int: ...
    @property
    def last_day(self) -> date | None: ...
    @property
    def reps(self) -> int: ...
    @property
    def lapses(self) -> int: ...
    @property
    def missed(self) -> bool: ...


def memory_of(card: Remembered) -> Memory:
    """What the scheduler needs to know of a card."""
    return Memory(
        state=State(card.state),
        stability=card.stability,
        difficulty=card.difficulty,
        step=card.step,
        last_day=card.last_day,
        reps=card.reps,
        lapses=card.lapses,
        missed=card.missed,
    )


@dataclass(frozen=True, slots=True, order=True)
class Wait:
    """How long until the fact is asked again: whole local days, or minutes within a session (then ``days`` is 0)."""

    days: int
    minutes: float = 0.0


@dataclass(frozen=True, slots=True)
class Scheduled:
    """What a grade makes of a memory, and the wait that follows."""

    memory: Memory
    wait: Wait


def review(
    memory: Memory,
    rating: Rating,
    *,
    model: Model,
    day: date,
    retention: float,
    chance: float | None = None,
    weight: int = FULL,
    maximum: int = MAXIMUM,
    promised: int | None = None,
    far: bool = False,
) -> Scheduled:
    """Grade a memory on a local day. ``chance`` in [0, 1) places the interval in its fuzz range; None means no fuzz.

    ``promised`` is the interval that its button said; it holds where it lies in the fuzz range. No interval is longer
    than ``maximum`` days. ``far`` is for what is known well: the interval is `FAR_TIMES` as long, and `FAR_DAYS` at
    least.
    """
    graded, minutes = _graded(memory, rating, model, day, weight)
    if minutes is not None:
        return Scheduled(graded, Wait(0, minutes / MINUTE))
    assert graded.stability is not None
    days = next_interval(graded.stability, retention, model=model, maximum=maximum)
    days = min(max(FAR_TIMES * days, FAR_DAYS), maximum) if far else days
    if chance is None:
        return Scheduled(graded, Wait(days))
    low, high = fuzz_range(days, maximum=maximum)
    kept = promised is not None and low <= promised <= high
    return Scheduled(graded, Wait(promised if kept and promised else fuzzed(days, chance, maximum=maximum)))


def replay(evidence: Iterable[tuple[Rating, date, int]], *, model: Model) -> Memory:
    """The memory that weighted grades on local days lead to, from the first one on."""
    memory = Memory()
    for rating, day, weight in evidence:
        memory, _ = _graded(memory, rating, model, day, weight)
    return memory


def _graded(memory: Memory, rating: Rating, model: Model, day: date, weight: int) -> tuple[Memory, timedelta | None]:
    """The memory after a grade, and the step's wait; None once the fact has left the steps."""
    state, step, minutes = _advance(memory.state, memory.step, rating)
    return replace(remember(memory, rating, model=model, day=day, weight=weight), state=state, step=step), minutes


def remember(memory: Memory, rating: Rating, *, model: Model, day: date, weight: int = FULL) -> Memory:
    """The memory after a grade, its state and step left alone: stability and difficulty by FSRS-6.

    ``weight`` is for successes; a miss counts in full.
    Raises ValueError for a model of another version, or with parameters outside its bounds.
    """
    # A day before the last one happens where a learner travels west; it counts as the same day. The last day stays, or
    # a right answer would be longer ago than the one before it.
    day = max(memory.last_day or day, day)
    card = fsrs.Card(
        card_id=0,  # without one the library sleeps a millisecond to make its own
        state=fsrs.State.Learning if memory.stability is None else fsrs.State.Review,
        stability=memory.stability,
        difficulty=memory.difficulty,
        due=_noon(day),
        last_review=_noon(memory.last_day) if memory.last_day else None,
    )
    graded, _ = _scheduler(model).review_card(card, fsrs.Rating(rating), _noon(day))
    assert graded.stability is not None
    return replace(
        memory,
        stability=_moved(memory.stability or 0.0, graded.stability, FULL if rating is Rating.AGAIN else weight),
        difficulty=graded.difficulty,
        last_day=day,
        reps=memory.reps + 1,
        lapses=memory.lapses + (memory.state is State.REVIEW and rating is Rating.AGAIN),
        missed=rating is Rating.AGAIN,
    )


def _moved(before: float, graded: float, weight: int) -> float:
    """The stability as far on its way to that of the grade as the evidence weighs."""
    return graded if weight == FULL else before + weight / FULL * (graded - before)


def next_interval(stability: float, retention: float, *, model: Model, maximum: int = MAXIMUM) -> int:
    """Days until the chance of recall has fallen to ``retention``: at least 1, at most ``maximum``."""
    return int(min(max(round(days_until(retention, stability, model=model)), 1), maximum))


def chance(card_id: int, reps: int) -> float:
    """A number in [0, 1) that looks like chance and is the same for the same card at the same count of reviews."""
    digest = hashlib.blake2b(f"{card_id}/{reps}".encode(), digest_size=6).digest()
    return int.from_bytes(digest) / 2**48


def fuzz_range(days: int, *, maximum: int = MAXIMUM) -> tuple[int, int]:
    """The shortest and the longest interval that fuzz may make of one of at most ``maximum`` days."""
    if days < FUZZ_FROM:
        return days, days
    delta = 1.0 + sum(share * max(min(days, end) - start, 0.0) for start, end, share in FUZZ_SHARES)
    return max(2, round(days - delta)), min(round(days + delta), maximum)


def fuzzed(days: int, chance: float, *, maximum: int = MAXIMUM) -> int:
    """An interval moved within its fuzz range.

    Both ends of the range grow with the interval, so for one chance a longer interval never comes before a shorter.
    """
    low, high = fuzz_range(days, maximum=maximum)
    return low + int(chance * (high - low + 1))


def _advance(state: State, step: int, rating: Rating) -> tuple[State, int, timedelta | None]:
    """The state and step after a grade, and the step's wait; None once the fact has left the steps."""
    if state is State.REVIEW:
        if rating is Rating.AGAIN:
            return State.RELEARNING, 0, RELEARNING_STEPS[0]
        return State.REVIEW, 0, None
    relearning = state is State.RELEARNING
    stays = State.RELEARNING if relearning else State.LEARNING
    steps = RELEARNING_STEPS if relearning else LEARNING_STEPS
    if rating is Rating.AGAIN:
        return stays, 0, steps[0]
    if rating is Rating.HARD:
        return stays, step, _hard(steps, step)
    if rating is Rating.GOOD and step + 1 < len(steps):
        return stays, step + 1, steps[step + 1]
    return State.REVIEW, 0, None


def _hard(steps: tuple[timedelta, ...], step: int) -> timedelta:
    """Hard repeats a step; the first one lies half-way to the second, or is half as long again if it is alone."""
    if step > 0:
        return steps[step]
    return sum(next(pairwise(steps)), timedelta()) / 2 if len(steps) > 1 else steps[0] * 1.5


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), UTC)


@lru_cache(maxsize=1024)
def _scheduler(model: Model) -> fsrs.Scheduler:
    """The library's scheduler without steps and fuzz."""
    if model.version != FSRS_6:
        raise ValueError(f"{model.version} is not {FSRS_6}, the model that is scheduled by here")
    return fsrs.Scheduler(parameters=model.parameters, learning_steps=(), relearning_steps=(), enable_fuzzing=False)
