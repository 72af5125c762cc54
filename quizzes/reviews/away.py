"""Days on which a learner does not study: planned breaks, and a day of which they said “not today”.

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
    found = learner.breaks.over(day)
    return found and found.last


def rests(learner: "User", day: date) -> frozenset[int]:
    """The days without study from a local day on, counted from it: 0 is that day itself."""
    found = {0} if day == learner.day_off else set()
    for first, last in learner.breaks.ahead(day):
        found.update(range(max((first - day).days, 0), (last - day).days + 1))
    return frozenset(found)
