"""How far chances were off: the log loss, and the least that is worth beating. Pure.

- log loss: the mean of −ln p, p being the chance that was given to what happened, kept `EDGE` away from 0 and 1;
- moving average: the share recalled of the learner's `WINDOW` answers before, with one success and one miss added to
  begin with.

Source: open-spaced-repetition, "SRS benchmark", for both.
"""

from collections import deque
from collections.abc import Iterable
from math import log
from statistics import fmean

WINDOW = 100
EDGE = 1e-4


def losses(answers: Iterable[tuple[float, bool]]) -> list[float]:
    """Of each answer (the chance of recall that was given, whether it was recalled): −ln of what happened."""
    given = (chance if recalled else 1 - chance for chance, recalled in answers)
    return [-log(min(max(chance, EDGE), 1 - EDGE)) for chance in given]


def log_loss(answers: Iterable[tuple[float, bool]]) -> float:
    """The mean of the `losses` of at least one answer. Lower is better."""
    return fmean(losses(answers))


def moving_average(recalled: Iterable[bool]) -> list[float]:
    """What the learner's own answers before would have let one expect of each."""
    before: deque[bool] = deque(maxlen=WINDOW)
    chances = []
    for one in recalled:
        chances.append((sum(before) + 1) / (len(before) + 2))
        before.append(one)
    return chances
