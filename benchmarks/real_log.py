"""Do fitted parameters, and a plan's idea of its learner, foretell a real person? `python -m benchmarks.real_log FILE`.

FILE is a log with the columns card_id, review_rating (1–4) and review_time (ISO 8601 with an offset) in the order of
time, such as the one that the tests of the Python package fsrs read. None comes with this project.

Two tables of mean log losses, each of an answer on a later day than the card's last one, foretold from what was
answered on days before:

- The log cut at three quarters, as at night (`quizzes.reviews.fitting.trial`): what is fitted to the first, by our own
  replay and by the reference library's own evaluation of the same items, the default parameters, what a plan
  makes of these day by day (`quizzes.reviews.planning.own`), and a moving average, all on the rest.
- The same after so many answers, tried on up to a thousand that come next: what a learner would have had at that time.
"""

import argparse
import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from statistics import fmean

import fsrs_rs_python

from quizzes.reviews.fitting.library import fitted, items
from quizzes.reviews.fitting.losses import losses, moving_average
from quizzes.reviews.fitting.trial import TRIED, Given, Outcome, measured, tried
from quizzes.reviews.forgetting import Model, recall_after
from quizzes.reviews.planning.own import HEARD, own_pace
from quizzes.reviews.scheduling import DEFAULT_MODEL, Memory, Rating, remember

SIZES = (64, 128, 256, 512, 1000, 2000, 3000, 4000, 5000)  # answers that are fitted to
NEXT = 1000
DAY_BEGINS = 8  # UTC; four in the morning on the eastern coast of America


@dataclass(frozen=True)
class Foretold:
    """Losses of all measuring answers of a log: by the default parameters, the plan's correction of them, the moving
    average; and the mean chance that a plan gave them."""

    default: list[float]
    plan: list[float]
    average: list[float]
    said: float
    was: float


def read(path: Path, day_begins: int) -> list[Given]:
    """The log. Raises ValueError that names the line of what cannot be read."""
    cards: dict[str, int] = {}
    given = []
    with path.open(newline="") as file:
        for number, row in enumerate(csv.DictReader(file), 2):
            try:
                at = datetime.fromisoformat(row["review_time"]) - timedelta(hours=day_begins)
                card = cards.setdefault(row["card_id"], len(cards))
                given.append(Given(card, Rating(int(row["review_rating"])), at.date()))
            except (KeyError, TypeError, ValueError) as error:
                raise ValueError(f"{path}, line {number}: {error!r}") from error
    return given


def foretold(log: Sequence[Given]) -> Foretold:
    """What was to be expected of each answer on the morning of its day."""
    own, today, answers = own_pace([], DEFAULT_MODEL).own, None, list[tuple[int, float, bool]]()
    memories: dict[int, Memory] = {}
    chances, said = [], []
    for one in log:
        memory = memories.get(one.card, Memory())
        if memory.last_day and memory.stability and one.day > memory.last_day:
            if one.day != today:
                own, today = own_pace(answers[-HEARD:], DEFAULT_MODEL).own, one.day
            days, right = (one.day - memory.last_day).days, one.rating is not Rating.AGAIN
            answers.append((days, memory.stability, right))
            decayed = Model(DEFAULT_MODEL.version, (*DEFAULT_MODEL.parameters[:-1], own.decay))
            chances.append((recall_after(days, memory.stability, model=DEFAULT_MODEL), right))
            said.append((recall_after(days, own.stability(memory.stability), model=decayed), right))
        memories[one.card] = remember(memory, one.rating, model=DEFAULT_MODEL, day=one.day, weight=one.weight)
    rights = [right for _, right in chances]
    average = zip(moving_average(rights), rights, strict=True)
    means = fmean(chance for chance, _ in said), fmean(rights)
    return Foretold(losses(chances), losses(said), losses(average), *means)


def _by(model: Model, log: Sequence[Given]) -> list[float]:
    return losses((one.chance, one.recalled) for one in measured(log, model))


def _row(cells: Sequence[object]) -> str:
    return f"| {' | '.join(str(cell) for cell in cells)} |"


def cut_once(log: Sequence[Given], found: Foretold) -> Iterator[str]:
    """The first table, as Markdown."""
    trial = tried(log, in_use=DEFAULT_MODEL, fit=fitted)
    if trial is None:
        raise ValueError("There are too few answers to fit to.")
    usual = measured(log, DEFAULT_MODEL)
    first = len(usual) - round(TRIED * len(usual))
    raw = fitted(log[: usual[first].place])
    assert raw is not None  # as it was tried
    own, theirs = fsrs_rs_python.FSRS(list(trial.model.parameters)), items(log)[first:]
    library = fmean(own.evaluate([item]).log_loss for item in theirs)
    yield _row(["as the site draws it", "the library’s own figure", "fitted", "default", "as a plan corrects it",
                "moving average", "answers"])  # fmt: skip
    yield _row(["---"] * 7)
    means = [trial.loss, library, *(fmean(one[first:]) for one in (_by(raw, log), found.default, found.plan))]
    yield _row([*(f"{one:.4f}" for one in (*means, trial.average)), len(theirs)])


def by_size(log: Sequence[Given], found: Foretold) -> Iterator[str]:
    """The second table, as Markdown."""
    usual = measured(log, DEFAULT_MODEL)
    yield _row(
        ["after", "tried on", "fitted", "as the site takes it", "default", "as a plan corrects it", "moving average"]
    )
    yield _row(["---"] * 7)
    for size in (size for size in SIZES if size < len(usual)):
        first, then = log[: usual[size].place], slice(size, size + NEXT)
        raw, trial = fitted(first), tried(first, in_use=DEFAULT_MODEL, fit=fitted)
        assert raw is not None  # 64 suffice for both
        assert trial is not None
        kept = trial.outcome is Outcome.KEPT
        taken = _by(trial.model, log) if kept else found.default
        means = [fmean(one[then]) for one in (_by(raw, log), taken, found.default, found.plan, found.average)]
        cells = [f"{one:.4f}" for one in means]
        cells[1] += "" if kept else " (default)"
        yield _row([f"{size:,}", f"{len(usual[then]):,}", *cells])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--day-begins", type=int, default=DAY_BEGINS, help="UTC hour at which the learner’s day begins")
    chosen = parser.parse_args()
    try:
        log = read(chosen.file, chosen.day_begins)
        found = foretold(log)
        print(
            f"{len(log):,} reviews of {len({one.card for one in log}):,} cards, {len(found.default):,} measure a memory"
        )
        for line in (*cut_once(log, found), "", *by_size(log, found)):
            print(line, flush=True)
    except (OSError, ValueError) as error:
        parser.error(str(error))
    whole = [fmean(one) for one in (found.default, found.plan, found.average)]
    print("\nof all: default {:.4f}, as a plan corrects it {:.4f}, moving average {:.4f}".format(*whole))
    print(f"mean recall as a plan foretold it {found.said:.3f}, as it was {found.was:.3f}")


if __name__ == "__main__":
    main()
