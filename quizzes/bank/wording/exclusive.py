"""Whether the values of a row rule each other out, so that one of them can be wrong of an option that has another.

Pure. An author's word counts; where there is none, a value that leaves room ("PostgreSQL or MySQL"), or whose words
stand within another's, makes the row an overlapping one.
"""

import re
from collections.abc import Sequence
from itertools import permutations

from quizzes.bank.reasons import Reason, because
from quizzes.bank.wording.ranks import rank
from quizzes.bank.wording.sameness import words

_ROOM = re.compile(
    r"\b(or|also|either|optional|optionally|depends|depending|varies|varying|usually|often|sometimes|mostly|might)\b"
    r"|^(any|all|both)\b",
    re.IGNORECASE,
)


def overlap(values: Sequence[str], declared: bool | None) -> Reason | None:
    """Why more than one of these values may hold for an option; None where they rule each other out."""
    if declared is not None:
        return None if declared else because("overlaps")
    if room := next((value for value in values if _ROOM.search(value)), ""):
        return because("leaves-room", value=room)
    for one, other in permutations(dict.fromkeys(values), 2):
        if words(one) and words(one) < words(other):
            return because("within-another", value=one, other=other)
    return None


def graded(values: Sequence[str], scale: tuple[str, ...]) -> bool:
    """Whether a row's values are grades: most of them stand on a scale."""
    return 2 * sum(rank(value, scale) is not None for value in values) > len(values)
