"""Whether the last days before a date are level, and why where they are not. Pure."""

from collections.abc import Sequence
from enum import Enum

LAST = 3
LEVEL = 0.2  # the most that the last days may differ, as a share of the fullest of them


class Uneven(Enum):
    """Why the last days before a date are not alike."""

    SPARE = "There is more time than there is to gain: those days are short because little is left to do."
    BREAK = "One of the last days is a break that you planned."
    SHORT = "The date is so near that there are no three days to compare."


def uneven(loads: Sequence[float], *, breaks: frozenset[int] = frozenset()) -> Uneven | None:
    """Why the loads (seconds a day) of the last three days differ by more than a fifth; None where they do not.

    A day never holds more than its minutes and one card, so no pile can grow before the date: days differ only where
    one of them has little to do, or is a break.
    """
    last = loads[-LAST:]
    if len(loads) < LAST:
        return Uneven.SHORT
    if max(last) - min(last) <= LEVEL * max(last):
        return None
    days = range(len(loads) - LAST, len(loads))
    return Uneven.BREAK if breaks.intersection(days) else Uneven.SPARE
