"""Do fitted parameters say better what will be recalled? `python -m benchmarks.calibration`.

No log of a real learner comes with this project, nor with the packages that it uses, so these are simulated ones: what
they show is that fitting works and is judged rightly, not how well FSRS-6 suits people. Each learner studies for some
months by the default parameters, and forgets by rules that nobody knows (`benchmarks.planner_learners`); a part of the
answers comes from choices among four, where a guess is right one time in four.

The first three quarters of the answers that measure a memory are fitted to, as at night
(`quizzes.reviews.fitting.trial`), the rest is what the table is about: the mean log loss of the fitted parameters by
our own replay; of the same parameters by the reference library's own evaluation of the same items; of the default
parameters; and of a moving average of the learner's own answers.
"""

import argparse
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import fmean

import fsrs_rs_python

from benchmarks.planner_learners import KINDS, Truth
from quizzes.reviews.fitting.library import fitted, items
from quizzes.reviews.fitting.trial import Given, tried
from quizzes.reviews.scheduling import DEFAULT_MODEL, FULL, Memory, Rating, next_interval, remember

SEEDS = 10
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


def log_of(kind: str, *, seed: int, share: float) -> list[Given]:
    """What a learner of this kind answers, in its order; the same seed gives the same log."""
    chance, truths, believed = random.Random(seed), dict[int, Truth](), dict[int, Memory]()
    due = {card: card * DAYS // (2 * CARDS) for card in range(CARDS)}
    given = []
    for number in range(DAYS):
        for card in (card for card in range(CARDS) if due[card] <= number):
            one = _answer(card, number, kind, truths, chance, share)
            given.append(one)
            memory = remember(
                believed.get(card, Memory()), one.rating, model=DEFAULT_MODEL, day=one.day, weight=one.weight
            )
            assert memory.stability is not None  # it was just answered
            believed[card] = memory
            due[card] = number + max(next_interval(memory.stability, RETENTION, model=DEFAULT_MODEL), 1)
    return given


def _answer(card: int, number: int, kind: str, truths: dict[int, Truth], chance: random.Random, share: float) -> Given:
    """One answer about a card on a day, which leaves its trace in the true memory. A lucky guess leaves that of a miss:
    the answer is shown."""
    known = chance.random() < (truths[card].recall(number) if card in truths else FIRST)
    if card in truths:
        truths[card].answer(number, right=known)
    else:
        truths[card] = KINDS[kind](number, known)
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


def table(seeds: int) -> Iterator[str]:
    """The rows of the table, as Markdown."""
    head = ("learners", "from choices", "fitted", "the library’s own figure", "default", "moving average", "answers")
    yield f"| {' | '.join(head)} |"
    yield f"| {' | '.join(['---'] * len(head))} |"
    for kind in KINDS:
        for share in SHARES:
            found = [losses(log_of(kind, seed=seed, share=share)) for seed in range(seeds)]
            means = (fmean(getattr(one, name) for one in found) for name in ("fitted", "library", "default", "average"))
            cells = (kind, f"{share:.0%}", *(f"{mean:.4f}" for mean in means), f"{sum(one.answers for one in found)}")
            yield f"| {' | '.join(cells)} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=SEEDS, help="learners of each kind")
    for line in table(parser.parse_args().seeds):
        print(line, flush=True)


if __name__ == "__main__":
    main()
