"""The learner's days: a local date that begins at the learner's own hour, whatever the clocks do. Pure.

A day *d* lasts from `day_begins(d)` until `day_begins(d + 1)`. `local_day` is defined by these instants and not by
the wall clock, so that every instant belongs to exactly one day and days never run backwards, even where clocks are
put back across the start of a day. A date that a zone skipped (Samoa's 30 December 2011) is a day of no length.
"""

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

ONE = timedelta(days=1)
FIRST_OF_ALL = timedelta(hours=14)  # Kiritimati is so far ahead of UTC, and no zone is farther


def local_day(now: datetime, time_zone: str, day_start: int) -> date:
    """The learner's date at an instant; before the hour ``day_start`` it is still the day before."""
    wall = now.astimezone(_zone(time_zone)).replace(tzinfo=None)
    day = (wall - timedelta(hours=day_start)).date()
    while now < day_begins(day, time_zone, day_start):
        day -= ONE
    while now >= day_begins(day + ONE, time_zone, day_start):
        day += ONE
    return day


@lru_cache(maxsize=4096)
def day_begins(day: date, time_zone: str, day_start: int) -> datetime:
    """The instant (UTC) at which a day begins.

    Where the clocks show that hour twice it is the first time; where they skip it, as much later as they skip
    (PEP 495, fold 0).
    """
    return datetime.combine(day, time(day_start), _zone(time_zone)).astimezone(UTC)


def begins_nowhere_before(day: date) -> datetime:
    """The instant (UTC) at which a date begins where it does so first. Evidence of a day that was given before the
    learner travelled may lie outside that day where they are now, but none lies before this."""
    return datetime.combine(day, time(), UTC) - FIRST_OF_ALL


def _zone(name: str) -> tzinfo:
    """The zone, or UTC for a name that this machine does not know: a wrong setting must not stop reviews."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return UTC
