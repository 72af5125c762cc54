"""Does the plan for a date keep what it promises? `python -m benchmarks.planner [CASE …] --json FILE`.

Simulated learners study a number of facts until a date, some minutes a day, by the planner (`quizzes.reviews.planning`)
and by what else one could do: review when recall has fallen to a fixed retention (.70 to .95; FSRS at .90 is what the
site does without a date), and FSRS at .90 with a sweep through everything on the last three days. What counts is the
mean chance of recall on the date, as it truly is, over all facts.

The minutes are the same for all: a day ends when they are used; that of the plan with its list, which takes them on
average. All policies see the same luck, too: whether the nth answer about a fact is right, hangs on the seed, the fact
and n alone. All believe the default parameters; the plan also takes how the learner forgets from the answers so far
(`quizzes.reviews.planning.own`). A share of the facts is not understood at once: their first grade is Again. The
learners are of three kinds:

- *as the model*: they forget by those parameters.
- *forgetful*: FSRS-6 with other parameters, which nobody knows: half the first stabilities, and a steeper curve.
- *half-lives*: no FSRS at all, but half-life regression (Settles and Meeder 2016): recall halves in a half-life that
  hangs on the numbers of right and wrong answers alone, 2 ** (2 + 1.5 √right − 0.5 √wrong) days.
"""

import argparse
import json
import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path
from statistics import fmean, stdev
from typing import Protocol

from benchmarks.planner_learners import BELIEVED, KINDS, Truth
from quizzes.reviews.forgetting import days_until
from quizzes.reviews.planning.curves import Curves
from quizzes.reviews.planning.day import choose
from quizzes.reviews.planning.forecast import Budget, forecast
from quizzes.reviews.planning.greedy import Costs, Gains, Item, price_of
from quizzes.reviews.planning.own import OwnPace
from quizzes.reviews.scheduling import DEFAULT_MODEL

SEEDS = 30
COSTS = Costs(new=25.0, right=12.0, wrong=30.0, first=0.6)
GRID = (0.70, 0.75, 0.80, 0.85, 0.90, 0.95)
SWEEP = 3  # days
PLAN, STANDARD, SWEPT = "plan", "FSRS at .90", "FSRS at .90, then a sweep"


@dataclass(frozen=True)
class Case:
    """So many facts, days and minutes a day. ``tight``: the time does not suffice for all of it at .90."""

    facts: int
    days: int
    minutes: int
    tight: bool

    def __str__(self) -> str:
        return f"{self.facts} facts, {self.days} days, {self.minutes} min"


CASES = (
    Case(300, 30, 10, tight=True),
    Case(600, 30, 15, tight=True),
    Case(300, 14, 15, tight=True),
    Case(600, 60, 15, tight=False),
    Case(300, 60, 20, tight=False),
)


# --- Policies -------------------------------------------------------------------------------------------------


Answered = tuple[int, float, bool]  # days since the evidence before, the stability that it left, whether it was right


class Policy(Protocol):
    """Names the facts that it would ask on a day, the first of them first; it sees what is believed of each, and all
    answers so far."""

    def __call__(self, believed: Sequence[Item], day: int, log: Sequence[Answered]) -> Iterator[int]: ...


class Planned:
    """By the planner, as the site uses it. One for each learner, from whose answers it learns."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.pace, self.heard = OwnPace(DEFAULT_MODEL), 0

    def __call__(self, believed: Sequence[Item], day: int, log: Sequence[Answered]) -> Iterator[int]:
        for days, stability, right in log[self.heard :]:
            self.pace.add(days, stability, right=right)
        self.heard = len(log)
        held = [(item, item.stability) for item in believed]
        price = price_of(held, day=day, seconds=self.seconds, costs=COSTS)
        gains = Gains(Curves(DEFAULT_MODEL, self.pace.cautious), COSTS, price)
        yield from (one.place for one in choose(believed, day=day, seconds=self.seconds, gains=gains))


def fixed(retention: float) -> Policy:
    """What is due first, the most at risk before the others; then what is new."""

    def asks(believed: Sequence[Item], day: int, log: Sequence[Answered]) -> Iterator[int]:
        due = []
        for index, item in enumerate(believed):
            if item.stability is not None and day >= item.seen + interval(item.stability):
                due.append((BELIEVED.recall(day - item.seen, item.stability), index))
        yield from (index for _, index in sorted(due))
        yield from (index for index, item in enumerate(believed) if item.stability is None)

    def interval(stability: float) -> int:
        return max(round(days_until(retention, stability, model=DEFAULT_MODEL)), 1)

    return asks


def swept(retention: float) -> Policy:
    """A fixed retention, and on the last days everything, what would be recalled least on the date first."""
    usual = fixed(retention)

    def asks(believed: Sequence[Item], day: int, log: Sequence[Answered]) -> Iterator[int]:
        if believed[0].date - day > SWEEP:
            yield from usual(believed, day, log)
            return
        seen = [
            (BELIEVED.recall(item.date - item.seen, item.stability), index)
            for index, item in enumerate(believed)
            if item.stability is not None and item.seen < day
        ]
        yield from (index for _, index in sorted(seen))

    return asks


def policies(case: Case) -> dict[str, Callable[[], Policy]]:
    """How to begin each of them with a new learner."""
    grid = {(STANDARD if r == 0.9 else f"fixed {r:.2f}"): partial(fixed, r) for r in GRID}
    return {PLAN: partial(Planned, case.minutes * 60.0), **grid, SWEPT: partial(swept, 0.9)}


# --- The trial ------------------------------------------------------------------------------------------------


def begun(case: Case) -> list[Item]:
    """The facts as they are believed to stand on the first day: all new."""
    return [Item(key=number, date=case.days) for number in range(case.facts)]


def study(case: Case, kind: str, policy: Policy, seed: int) -> tuple[float, float]:
    """Mean true recall on the date of one learner who studies by a policy, and the minutes of a day on average."""
    believed, truths = begun(case), dict[int, Truth]()
    log, total = list[Answered](), 0.0
    luck = {number: random.Random(seed * 1_000_003 + number) for number in range(case.facts)}
    for day in range(case.days):
        spent, seconds = 0.0, case.minutes * 60.0
        for index in policy(tuple(believed), day, log):
            if spent >= seconds and not isinstance(policy, Planned):
                break
            item = believed[index]
            if item.stability is None:
                understood = luck[index].random() < COSTS.first
                truths[index] = KINDS[kind](day, understood)
                stability, difficulty = BELIEVED.first if understood else BELIEVED.first_lost
                spent += COSTS.new
            else:
                right = luck[index].random() < truths[index].recall(day)
                truths[index].answer(day, right=right)
                log.append((day - item.seen, item.stability, right))
                grown = BELIEVED.grown(day - item.seen, item.stability, item.difficulty)
                stability = grown.stability if right else grown.stability_lost
                difficulty = grown.difficulty if right else grown.difficulty_lost
                spent += COSTS.right if right else COSTS.wrong
            believed[index] = replace(item, stability=stability, difficulty=difficulty, seen=day)
        total += spent
    recall = sum(truth.recall(case.days) for truth in truths.values()) / case.facts
    return recall, total / case.days / 60


@dataclass(frozen=True)
class Outcome:
    """What a case gave for a kind of learner: mean recall by policy, the mean and the half-width (95 %) of what the
    plan is ahead of FSRS at .90, what it promised, the minutes of its days on average, and the share of learners whom
    its interval of 80 % held."""

    case: str
    tight: bool
    kind: str
    recall: dict[str, float]
    ahead: float
    within: float
    promised: float
    minutes: float
    covered: float
    seeds: int

    @property
    def best_fixed(self) -> tuple[str, float]:
        """The best of the fixed retentions and the sweep, in hindsight."""
        return max(((name, r) for name, r in self.recall.items() if name != PLAN), key=lambda one: one[1])


def trial(case: Case, kind: str, learners: range) -> Outcome:
    """All policies, for the same learners (seeds)."""
    lived = {name: [study(case, kind, begin(), seed) for seed in learners] for name, begin in policies(case).items()}
    found = {name: [recall for recall, _ in each] for name, each in lived.items()}
    pace = OwnPace(DEFAULT_MODEL)
    gains = Gains(Curves(DEFAULT_MODEL, pace.cautious), COSTS)
    promise = forecast(begun(case), budget=Budget(case.minutes * 60.0), gains=gains, pace=pace)
    ahead = [plan - usual for plan, usual in zip(found[PLAN], found[STANDARD], strict=True)]
    return Outcome(
        case=str(case),
        tight=case.tight,
        kind=kind,
        recall={name: fmean(values) for name, values in found.items()},
        ahead=fmean(ahead),
        within=1.96 * stdev(ahead) / len(learners) ** 0.5,
        promised=promise.recall,
        minutes=fmean(minutes for _, minutes in lived[PLAN]),
        covered=fmean(promise.low <= value <= promise.high for value in found[PLAN]),
        seeds=len(learners),
    )


def table(outcomes: Sequence[Outcome]) -> str:
    """The outcomes as a Markdown table."""
    head = (
        "case",
        "learners",
        STANDARD,
        "best in hindsight",
        "**plan**",
        "ahead of .90",
        "promised",
        "80 % interval held",
        "min a day",
    )
    rows = [head, ("---",) * len(head)]
    for one in outcomes:
        name, best = one.best_fixed
        rows.append((
            one.case + (", tight" if one.tight else ""), one.kind, _share(one.recall[STANDARD]),
            f"{_share(best)} ({name.replace('fixed 0', '')})", f"**{_share(one.recall[PLAN])}**",
            f"{one.ahead:+.3f} ± {one.within:.3f}", _share(one.promised), _share(one.covered)[:-1],
            f"{one.minutes:.1f}",
        ))  # fmt: skip
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _share(value: float) -> str:
    return f"{value:.3f}".removeprefix("0")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cases", nargs="*", type=int, help=f"0 to {len(CASES) - 1}; all unless named")
    parser.add_argument("--seeds", type=int, default=SEEDS)
    parser.add_argument("--first", type=int, default=0, metavar="SEED", help="of the first learner of each kind")
    parser.add_argument("--json", type=Path, metavar="FILE", help="add the outcomes to this file, for the chart")
    chosen = parser.parse_args()
    outcomes = []
    for number in chosen.cases or range(len(CASES)):
        for kind in KINDS:
            began = time.perf_counter()
            outcomes.append(trial(CASES[number], kind, range(chosen.first, chosen.first + chosen.seeds)))
            print(table(outcomes[-1:]).splitlines()[-1], f"{time.perf_counter() - began:.0f} s", flush=True)
            if chosen.json:
                keep(outcomes[-1], chosen.json)
    print(table(outcomes))


def keep(outcome: Outcome, file: Path) -> None:
    """Add an outcome to a file, or put it in the place of what the same case gave before."""
    stored = json.loads(file.read_text()) if file.exists() else []
    others = [row for row in stored if (row["case"], row["kind"]) != (outcome.case, outcome.kind)]
    cases = [str(case) for case in CASES]
    rows = sorted(
        [*others, asdict(outcome)], key=lambda row: (cases.index(row["case"]), list(KINDS).index(row["kind"]))
    )
    file.write_text(json.dumps(rows, indent=1) + "\n")


if __name__ == "__main__":
    main()
