"""What the last plan said, for every page that says how far the day is ahead of it or behind."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import TYPE_CHECKING

from quizzes.reviews.models import DayPlan
from quizzes.reviews.outlook import Outlook, read

if TYPE_CHECKING:
    from sdwiki.accounts.models import User

WEEK = 7


def plans_of(learner: "User", day: date) -> list[DayPlan]:
    """The plans of the last days. One statement."""
    return list(DayPlan.objects.filter(learner=learner, day__gt=day - timedelta(days=WEEK), day__lte=day))


def said_before(plans: Iterable[DayPlan], today: DayPlan) -> Outlook | None:
    """The forecast of the last plan before today's for the same date, if it had one. A day off is in its own plan, so
    one that says the same since then leaves nothing to say."""
    earlier = [one for one in plans if one.day < today.day and one.date == today.date and one.cards is not None]
    last = max(earlier, key=lambda one: one.day, default=None)
    if last is None or not last.worked_out or not last.outlook or (last.off and last.outlook == today.outlook):
        return None
    return read(last.outlook)
