"""Days without a date: what is due within a learner's minutes, the rest moved to the days after. Pure.

A day takes the cards most at risk first. What it does not hold is due on the next day still, where what is most at risk
comes first again: so a backlog is worked off at the pace of the minutes, and no day is a wall.
"""

from collections.abc import Iterable, Sequence
from math import ceil
from typing import NamedTuple

from quizzes.reviews.load import Pace


class Due(NamedTuple):
    """A card that is due, with the chance of recall today; 0 where the latest evidence is a miss."""

    card: int
    recall: float


class Day(NamedTuple):
    """What a day asks: reviews and new facts."""

    due: int
    fresh: int


def room(seconds: float, each: float) -> int:
    """How many of what takes ``each`` so many seconds a time holds; the last one may pass it."""
    return ceil(max(seconds, 0.0) / each)


def most_at_risk(due: Iterable[Due], seconds: float, pace: Pace) -> list[Due]:
    """The cards that so many seconds hold, the least likely to be recalled first; among equals those that stand first.
    The last one may pass the time."""
    taken = list[Due]()
    for one in sorted(due, key=lambda one: one.recall):
        if seconds <= 0:
            break
        taken.append(one)
        seconds -= pace.reviewed(one.recall)
    return taken


def levelled(
    due: Sequence[int], seconds: Sequence[float | None], *, review: float, fresh: float, unseen: int, most: int
) -> list[Day]:
    """What each of some days asks if what falls ``due`` on it is done as the minutes allow.

    ``seconds`` are those of each day, None where nothing bounds it; ``review`` and ``fresh`` are those of a review and
    of a new fact, with what comes back of them on the same day. Of ``unseen`` new facts a day begins at most so many
    (``most``), in the time that reviews leave, and none where there is no time at all.
    """
    waiting, days = 0, []
    for number, held in zip(due, seconds, strict=True):
        waiting += number
        asked = waiting if held is None else min(waiting, room(held, review))
        waiting -= asked
        begun = min(unseen, most) if held is None else min(unseen, most, room(held - asked * review, fresh))
        unseen -= begun
        days.append(Day(asked, begun))
    return days
