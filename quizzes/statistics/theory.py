"""What answers say about questions and quizzes: classical test theory, as Moodle computes it.

Pure. x is a mark, o what the rest of the quiz gave the same person, variances and covariances divide by n − 1.
Formulas: Moodle's "Quiz statistics calculations" (docs.moodle.org/dev), after Lord and Novick (1968). A figure that its
data cannot give is None: all of them for fewer than two people, those that divide by a variance also where there is
none. Twin of the SQL in `statistics_services`.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import fsum, sqrt
from typing import Literal

ENOUGH = 20  # people, before a figure alone calls a question broken
ROUNDING = 1e-12
Z = 1.959964  # of the normal distribution, for 95 %


@dataclass(frozen=True)
class Item:
    """A question's figures: facility as a share, discrimination and efficiency in percent.

    ``covariance`` is that of the mark with the total, from which `weights` come. What guessing gives does not depend
    on the answers: `quizzes.attempts.scoring.guess`.
    """

    n: int
    facility: float | None = None
    deviation: float | None = None
    discrimination: float | None = None
    efficiency: float | None = None
    covariance: float | None = None


@dataclass(frozen=True)
class Quiz:
    """A quiz's figures: mean, deviation and standard error in marks, consistency (CIC) and error ratio in percent.

    Skewness and kurtosis are the ratios of k-statistics k₃/k₂^1.5 and k₄/k₂².
    """

    n: int
    mean: float | None = None
    deviation: float | None = None
    skewness: float | None = None
    kurtosis: float | None = None
    consistency: float | None = None
    error_ratio: float | None = None
    standard_error: float | None = None


def alike(sample: Sequence[float]) -> bool:
    """Whether a sample does not vary, but for the rounding of sums of fractions."""
    least, most = min(sample), max(sample)
    return most - least <= ROUNDING * max(abs(least), abs(most))


def covariance(a: Sequence[float], b: Sequence[float]) -> float:
    """Of two samples of the same length, at least two; exactly 0 where either does not vary."""
    if alike(a) or alike(b):
        return 0.0
    mean_a, mean_b = fsum(a) / len(a), fsum(b) / len(b)
    return fsum((x - mean_a) * (y - mean_b) for x, y in zip(a, b, strict=True)) / (len(a) - 1)


def item(marks: Sequence[float], rests: Sequence[float], totals: Sequence[float], *, most: float = 1.0) -> Item:
    """The figures of one question from what each person got for it, for the rest, and in all.

    ``most`` is the highest mark. Rests and totals may be in any unit, as long as it is one for all.
    """
    n = len(marks)
    if n < 2:
        return Item(n)
    spread = covariance(marks, marks)
    scale = sqrt(spread) * sqrt(covariance(rests, rests))
    together = covariance(marks, rests)
    possible = covariance(sorted(marks), sorted(rests))
    return Item(
        n=n,
        facility=fsum(marks) / n / most if most else None,
        deviation=sqrt(spread),
        discrimination=100 * max(-1.0, min(1.0, together / scale)) if scale else None,
        efficiency=100 * together / possible if possible > 0 else None,
        covariance=covariance(marks, totals),
    )


def items(matrix: Sequence[Sequence[float]], most: Sequence[float]) -> list[Item]:
    """The figures of every question of a quiz that all took in full: one row a person, one column a question."""
    totals = [fsum(row) for row in matrix]
    columns = list(zip(*matrix, strict=True))
    return [
        item(marks, [total - x for total, x in zip(totals, marks, strict=True)], totals, most=highest)
        for marks, highest in zip(columns, most, strict=True)
    ]


def weights(covariances: Iterable[float | None]) -> list[float | None]:
    """The effective weight of each question in percent, from its covariance with the total: how much of the spread of
    the totals it makes. None where that is negative or unknown."""
    exact = [None if c is None else round(c, 12) for c in covariances]  # 0 is 0, on whichever side of it sums end
    roots = [None if c is None or c < 0 else sqrt(c) for c in exact]
    whole = fsum(root for root in roots if root)
    return [100 * root / whole if root is not None and whole else None for root in roots]


def quiz(matrix: Sequence[Sequence[float]]) -> Quiz:
    """The figures of a quiz: one row a person, one column a place in the quiz."""
    columns = zip(*matrix, strict=True)
    return quiz_of([fsum(row) for row in matrix], [covariance(c, c) for c in columns] if len(matrix) > 1 else [])


def quiz_of(totals: Sequence[float], variances: Sequence[float]) -> Quiz:
    """The figures of a quiz from each person's total and the variance of each place."""
    n, places = len(totals), len(variances)
    if n < 2:
        return Quiz(n)
    mean = fsum(totals) / n
    if alike(totals):
        return Quiz(n, mean, 0.0)
    m2, m3, m4 = (fsum((total - mean) ** power for total in totals) / n for power in (2, 3, 4))
    k2 = n * m2 / (n - 1)
    skewness = kurtosis = consistency = ratio = None
    if n > 2:
        skewness = n**2 * m3 / ((n - 1) * (n - 2)) / k2**1.5
    if n > 3:
        k4 = n**2 * ((n + 1) * m4 - 3 * (n - 1) * m2**2) / ((n - 1) * (n - 2) * (n - 3))
        kurtosis = k4 / k2**2
    if places > 1:
        consistency = 100 * places / (places - 1) * (1 - fsum(variances) / k2)
        ratio = 100 * sqrt(max(0.0, 1 - consistency / 100))
    error = None if ratio is None else ratio * sqrt(k2) / 100
    return Quiz(n, mean, sqrt(k2), skewness, kurtosis, consistency, ratio, error)


@dataclass(frozen=True)
class Evidence:
    """What is known of a question when it is asked whether it is broken; the shares are those of the strong half."""

    n: int
    facility: float | None
    guess: float | None
    discrimination: float | None
    key_share: float | None = None
    lure_share: float | None = None


@dataclass(frozen=True)
class Fault:
    """Why a question looks broken.

    ``code`` is "negative" (strong learners do worse), "lure" (they take a wrong answer more often than the right one)
    or "chance" (guessing does better); ``found`` is the figure that says so, in percent or as a share, ``against`` the
    one it falls short of.
    """

    code: Literal["negative", "lure", "chance"]
    n: int
    found: float
    against: float


def faults(found: Evidence) -> list[Fault]:
    """Why a question looks broken; nothing where too few have met it."""
    if found.n < ENOUGH:
        return []
    result = []
    discrimination = round(found.discrimination or 0.0, 1)  # a trace of rounding has no sign
    if discrimination < 0:
        result.append(Fault("negative", found.n, discrimination, 0.0))
    if found.lure_share is not None and found.key_share is not None and found.lure_share > found.key_share:
        result.append(Fault("lure", found.n, found.key_share, found.lure_share))
    if found.facility is not None and found.guess is not None and found.facility < found.guess:
        result.append(Fault("chance", found.n, found.facility, found.guess))
    return result


@dataclass(frozen=True)
class Taken:
    """How often the option ``chosen`` was taken where ``right`` was asked for."""

    right: str
    chosen: str
    times: int


@dataclass(frozen=True)
class Confusions:
    """Rows are the options that were right, columns those that were taken; each cell is a share of its row's answers.

    ``asked`` counts the answers of each row. The diagonal is what was right.
    """

    options: tuple[str, ...]
    shares: tuple[tuple[float | None, ...], ...]
    asked: tuple[int, ...]

    @property
    def pairs(self) -> list[tuple[str, str, float, int]]:
        """What was wrongly taken for what, the most frequent first: taken, right, share, answers."""
        found = [
            (self.options[taken], self.options[right], share, self.asked[right])
            for right, row in enumerate(self.shares)
            for taken, share in enumerate(row)
            if share and taken != right
        ]
        return sorted(found, key=lambda pair: (-pair[2], pair[1], pair[0]))


def confusions(taken: Iterable[Taken], options: Sequence[str] = ()) -> Confusions:
    """The matrix of what was taken for what, the options in the given order, others after them by name."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for one in taken:
        counts[one.right][one.chosen] += one.times
    seen = set(counts) | {chosen for row in counts.values() for chosen in row}
    names = tuple([name for name in options if name in seen] + sorted(seen - set(options)))
    asked = tuple(counts[name].total() if name in counts else 0 for name in names)
    shares = tuple(
        tuple(counts[right][chosen] / total if total else None for chosen in names)
        for right, total in zip(names, asked, strict=True)
    )
    return Confusions(names, shares, asked)


def rank_correlation(a: Sequence[float], b: Sequence[float]) -> float | None:
    """Spearman's ρ of two samples of the same length, −1 to 1; those that are equal share their mean rank. None for
    fewer than two pairs, or where either does not vary."""
    if len(a) < 2 or alike(a) or alike(b):
        return None
    x, y = _ranks(a), _ranks(b)
    return covariance(x, y) / sqrt(covariance(x, x) * covariance(y, y))


def _ranks(sample: Sequence[float]) -> list[float]:
    places: dict[float, list[int]] = defaultdict(list)
    for place, value in enumerate(sorted(sample), 1):
        places[value].append(place)
    return [sum(places[value]) / len(places[value]) for value in sample]


def wilson(times: int, of: int) -> tuple[float, float]:
    """Between which shares what happened so many times lies in the long run, with 95 % certainty (Wilson 1927); unlike
    the plain interval it is of use for few and for none. ``of`` is one at least."""
    p = times / of
    middle, half = p + Z**2 / (2 * of), Z * sqrt(p * (1 - p) / of + Z**2 / (4 * of**2))
    return max((middle - half) / (1 + Z**2 / of), 0.0), min((middle + half) / (1 + Z**2 / of), 1.0)
