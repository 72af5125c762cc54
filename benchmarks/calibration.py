"""Do fitted parameters say better what will be recalled? `python -m benchmarks.calibration`.

These are simulated learners: what they show is that fitting works and is judged rightly, not how well FSRS-6 suits
people (`benchmarks.real_log` does). Each studies for some months by the default parameters, and forgets by rules that
nobody knows (`benchmarks.planner_learners`); some of the answers come from choices among four, where a guess is right
one time in four.

The first three quarters of the answers that measure a memory are fitted to, as at night
(`quizzes.reviews.fitting.trial`), the rest is what the table is about: the mean log loss of the fitted parameters by
our own replay; of the same parameters by the reference library's own evaluation of the same items; of the default
parameters; and of a moving average of the learner's own answers.
"""

import argparse
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from statistics import fmean, stdev

import fsrs_rs_python

from benchmarks.planner_learners import KINDS, Remembers, Truth, somebody
from quizzes.reviews.fitting.library import fitted, items
from quizzes.reviews.fitting.losses import log_loss
from quizzes.reviews.fitting.trial import Given, Outcome, measured, tried
from quizzes.reviews.forgetting import Model
from quizzes.reviews.planning.curves import Curves
from quizzes.reviews.scheduling import DEFAULT_MODEL, FULL, Memory, Rating, next_interval, remember

SEEDS, PEOPLE = 10, 60
LONG = 1400  # answers, of which the last are tried on
SIZES = (64, 256, 1000)  # answers that are fitted to
CARDS, DAYS, RETENTION = 200, 120, 0.9
FIRST = 0.7  # the chance that a new fact is understood at once
CHOICES = 4
SHARES = (0.0, 0.3)  # of the answers that choices among so many give
START = date(2026, 1, 5)


@dataclass(frozen=True)
class Losses:
    """Mean log losses of the later answers, and how many there were."""

    fitted: float
    library: float
    default: float
    average: float
    answers: int


Begins = Callable[[int, bool], Truth]  # how a fact is remembered from a day on, understood at once or not


def log_of(begins: Begins, *, seed: int, share: float, days: int = DAYS) -> list[Given]:
    """What somebody who remembers like that answers, in its order; the same seed gives the same log."""
    chance, truths, believed = random.Random(seed), dict[int, Truth](), dict[int, Memory]()
    due = {card: card * DAYS // (2 * CARDS) for card in range(CARDS)}
    given = []
    for number in range(days):
        for card in (card for card in range(CARDS) if due[card] <= number):
            one = _answer(card, number, begins, truths, chance, share)
            given.append(one)
            memory = remember(
                believed.get(card, Memory()), one.rating, model=DEFAULT_MODEL, day=one.day, weight=one.weight
            )
            assert memory.stability is not None  # it was just answered
            believed[card] = memory
            due[card] = number + max(next_interval(memory.stability, RETENTION, model=DEFAULT_MODEL), 1)
    return given


def _answer(
    card: int, number: int, begins: Begins, truths: dict[int, Truth], chance: random.Random, share: float
) -> Given:
    """One answer about a card on a day, which leaves its trace in the true memory. A lucky guess leaves that of a miss:
    the answer is shown."""
    known = chance.random() < (truths[card].recall(number) if card in truths else FIRST)
    if card in truths:
        truths[card].answer(number, right=known)
    else:
        truths[card] = begins(number, known)
    chosen, lucky = chance.random() < share, chance.random() < 1 / CHOICES
    right = known or (chosen and lucky)
    weight = round(FULL * (1 - 1 / CHOICES)) if chosen and right else FULL
    return Given(card, Rating.GOOD if right else Rating.AGAIN, START + timedelta(number), weight)


def losses(log: Sequence[Given]) -> Losses:
    """What fitting to the first of a log says of the later. Raises ValueError for a log that is too short."""
    trial = tried(log, in_use=DEFAULT_MODEL, fit=fitted)
    if trial is None:
        raise ValueError("There are too few answers to fit to.")
    library = fsrs_rs_python.FSRS(list(trial.model.parameters))
    later = items(log)[trial.fitted_on :]
    # All at once it would weigh the later ones more.
    theirs = fmean(library.evaluate([item]).log_loss for item in later)
    return Losses(trial.loss, theirs, trial.default, trial.average, len(later))


@dataclass(frozen=True)
class Tried:
    """Mean log losses of one person's answers after the first 1,000, by what was fitted to those before."""

    fitted: float
    taken: float
    default: float
    true: float


def by_size(person: int) -> dict[int, Tried]:
    """What fits to the first answers of somebody with parameters of their own are worth."""
    own, days = somebody(person), DAYS
    while len(usual := measured(log := _log(own, person, days), DEFAULT_MODEL)) < LONG:
        days *= 2
    log = log[: usual[LONG - 1].place + 1]
    found = {}
    for size in SIZES:
        first = log[: usual[size].place]
        trial, fit = tried(first, in_use=DEFAULT_MODEL, fit=fitted), fitted(first)
        assert trial is not None  # 64 suffice
        assert fit is not None
        taken = trial.model if trial.outcome is Outcome.KEPT else DEFAULT_MODEL
        found[size] = Tried(*(_later(log, model) for model in (fit, taken, DEFAULT_MODEL, own)))
    return found


def _log(own: Model, person: int, days: int) -> list[Given]:
    return log_of(partial(Remembers, Curves(own)), seed=person, share=0.0, days=days)


def _later(log: Sequence[Given], model: Model) -> float:
    return log_loss((one.chance, one.recalled) for one in measured(log, model)[SIZES[-1] :])


def table_by_size(people: int) -> Iterator[str]:
    """The rows of the second table, as Markdown."""
    head = (
        "answers fitted to",
        "fitted",
        "as the site takes it",
        "default",
        "their own",
        "fitted below default",
        "of them",
    )
    yield f"| {' | '.join(head)} |"
    yield f"| {' | '.join(['---'] * len(head))} |"
    found = [by_size(person) for person in range(people)]
    for size in SIZES:
        rows = [one[size] for one in found]
        means = (fmean(getattr(one, name) for one in rows) for name in ("fitted", "taken", "default", "true"))
        less = [one.default - one.fitted for one in rows]
        within = 1.96 * stdev(less) / people**0.5
        cells = (f"{size:,}", *(f"{mean:.4f}" for mean in means), f"{fmean(less):+.4f} ± {within:.4f}")
        yield f"| {' | '.join(cells)} | {sum(one > 0 for one in less)} of {people} |"


def table(seeds: int) -> Iterator[str]:
    """The rows of the table, as Markdown."""
    head = ("learners", "from choices", "fitted", "the library’s own figure", "default", "moving average", "answers")
    yield f"| {' | '.join(head)} |"
    yield f"| {' | '.join(['---'] * len(head))} |"
    for kind in KINDS:
        for share in SHARES:
            found = [losses(log_of(KINDS[kind], seed=seed, share=share)) for seed in range(seeds)]
            means = (fmean(getattr(one, name) for one in found) for name in ("fitted", "library", "default", "average"))
            cells = (kind, f"{share:.0%}", *(f"{mean:.4f}" for mean in means), f"{sum(one.answers for one in found)}")
            yield f"| {' | '.join(cells)} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=SEEDS, help="learners of each kind")
    parser.add_argument("--people", type=int, default=PEOPLE, help="people with parameters of their own")
    chosen = parser.parse_args()
    for line in (*table(chosen.seeds), "", *table_by_size(chosen.people)):
        print(line, flush=True)


if __name__ == "__main__":
    main()
