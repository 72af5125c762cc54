"""When a notice that comes by itself is due: once a day, or once a week, at an hour of the learner's own. Pure."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from quizzes.reviews.days import day_begins, local_day
from sdwiki.inbox.kinds import CLASS_DIGEST, DIGEST

DAY = timedelta(days=1)
WEEKLY = (DIGEST, CLASS_DIGEST)


@dataclass(frozen=True)
class Period:
    """The learner's day or week that an instant lies in: its first day, and whether the chosen hour has struck."""

    first: date
    reached: bool


def period(kind: str, now: datetime, *, time_zone: str, day_start: int, hour: int) -> Period:
    """The day of a reminder, or the week, from Monday on, of a digest.

    For a reminder, an hour before the day's start belongs to the learner's day that began the evening before. Weeks are
    the calendar's: on a Monday a digest comes at any hour that is a Monday's. Where the clocks skip the hour it strikes
    as much later as they skip; where they show it twice, the first time. A zone that does not exist is UTC, as
    everywhere.
    """
    day_start = 0 if kind in WEEKLY else day_start
    today = local_day(now, time_zone, day_start)
    first = today - today.weekday() * DAY if kind in WEEKLY else today
    return Period(first, reached=now >= strikes(first, time_zone=time_zone, day_start=day_start, hour=hour))


def strikes(day: date, *, time_zone: str, day_start: int, hour: int) -> datetime:
    """The instant (UTC) at which a learner's day reaches an hour."""
    return day_begins(day if hour >= day_start else day + DAY, time_zone, hour)
