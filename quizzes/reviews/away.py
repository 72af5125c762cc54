"""Days on which a learner does not study: a planned break, and a day of which they said “not today”.

Such a day asks nothing. What it would have asked stays due, and the days after it take it up within their minutes.
"""

from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sdwiki.accounts.models import User


def resting(learner: "User", day: date) -> bool:
    """Whether this local day asks nothing."""
    return day == learner.day_off or break_over(learner, day) is not None


def back_on(learner: "User", day: date) -> date:
    """The first day after this local day that is none without study."""
    coming = day + timedelta(1)
    while (last := break_over(learner, coming)) is not None:
        coming = last + timedelta(1)
    return coming


def break_over(learner: "User", day: date) -> date | None:
    """The last day of the planned break that this local day lies in; None where it lies in none."""
    begins, ends = learner.break_from, learner.break_until
    return ends if begins is not None and ends is not None and begins <= day <= ends else None


def rests(learner: "User", day: date) -> frozenset[int]:
    """The days without study from a local day on, counted from it: 0 is that day itself."""
    begins, ends = learner.break_from, learner.break_until
    found = {0} if day == learner.day_off else set()
    if begins is not None and ends is not None:
        found.update(range(max((begins - day).days, 0), (ends - day).days + 1))
    return frozenset(found)
