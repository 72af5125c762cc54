"""When an answer counts. The server's clock decides; nothing a browser says about the time is read.

Pure: instants come in, a verdict goes out. `AttemptQuerySet.overdue` is the twin of `CLOSED` in SQL.
"""

from datetime import datetime, timedelta
from enum import Enum

EXAM_TIME = timedelta(minutes=10)


class Arrival(Enum):
    """How an answer stands to the deadline: in time, inside the network grace after it, or after both."""

    IN_TIME = "in time"
    LATE = "late"
    CLOSED = "closed"


def arrival(now: datetime, deadline: datetime | None, grace: timedelta) -> Arrival:
    """How something that arrives now stands to the deadline; without one, everything is in time.

    Both limits belong to the better side: at the deadline is in time, at its grace's last instant is late.
    """
    if deadline is None or now <= deadline:
        return Arrival.IN_TIME
    return Arrival.LATE if now <= deadline + grace else Arrival.CLOSED


def remaining(now: datetime, deadline: datetime) -> int:
    """Whole seconds until the deadline, rounded up; 0 from the deadline on."""
    left = (deadline - now) / timedelta(seconds=1)
    return max(0, -int(-left // 1))
