"""When an attempt ends, and whether an answer counts. The server's clock decides; no browser says it.

Pure: instants come in, a verdict goes out. `AttemptQuerySet.overdue` is the twin of `CLOSED` in SQL.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from enum import Enum
from math import ceil
from typing import Any

EXAM_TIME = timedelta(minutes=10)
EXTENDED, REOPENED, CLOSED_EARLY = "extended", "reopened", "closed"
LIMIT, CLOSING, NOTHING = "limit", "closing", "nothing"


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


@dataclass(frozen=True)
class Personal:
    """What holds for one person instead of what a quiz says, each where it is given. A ``limit`` of 0 lifts the
    clock."""

    opens: datetime | None = None
    closes: datetime | None = None
    limit: int | None = None
    factor: float | None = None
    attempts: int | None = None


@dataclass(frozen=True)
class Change:
    """What staff did to a running or ended attempt: ``kind`` is extended, reopened or closed, with ``seconds`` more to
    the end or, reopened, from then on."""

    kind: str
    at: datetime
    seconds: int = 0


@dataclass(frozen=True)
class Receipt:
    """Why an attempt ends when it does: all that went into `effective`, the ``end`` (None: never by itself), and which
    rule set it last (``rule``: limit, closing, nothing, or the kind of a change)."""

    started: datetime
    limit: int | None
    factor: float
    closes: datetime | None
    changes: tuple[Change, ...]
    end: datetime | None
    rule: str

    def stored(self) -> dict[str, Any]:
        """As it is kept with an attempt."""
        found: dict[str, Any] = asdict(self)
        found["changes"] = [asdict(one) | {"at": one.at.isoformat()} for one in self.changes]
        return found | {name: at.isoformat() for name in ("started", "closes", "end") if (at := found[name])}


def effective(
    started: datetime,
    *,
    limit: int | None,
    closes: datetime | None = None,
    personal: Personal | None = None,
    own_factor: float = 1.0,
    changes: Sequence[Change] = (),
) -> Receipt:
    """When an attempt ends that began then, of a quiz with this ``limit`` (seconds) and closing.

    A person's terms replace what the quiz says, field by field. The limit is multiplied by the factor of the terms or,
    without one, by the learner's own, and rounded up to whole seconds. The end is the limit or the closing, whichever
    comes first, the limit where both come at once. Then what staff did, in the order of time: an extension moves an end
    that there is, beyond a closing as well; a reopening sets a new one; a closing moves it forward at most.
    """
    mine = personal or Personal()
    seconds = limit if mine.limit is None else mine.limit
    factor = own_factor if mine.factor is None else mine.factor
    closing = mine.closes or closes
    end, rule = _first(started, ceil(round(seconds * factor, 6)) if seconds else None, closing)
    ordered = tuple(sorted(changes, key=lambda one: one.at))
    for change in ordered:
        end, rule = _changed(end, rule, change)
    return Receipt(started, seconds or None, factor, closing, ordered, end, rule)


def _first(started: datetime, seconds: int | None, closes: datetime | None) -> tuple[datetime | None, str]:
    """What comes first of the limit and the closing."""
    limited = started + timedelta(seconds=seconds) if seconds is not None else None
    if limited and (closes is None or limited <= closes):
        return limited, LIMIT
    return (closes, CLOSING) if closes else (None, NOTHING)


def _changed(end: datetime | None, rule: str, change: Change) -> tuple[datetime | None, str]:
    if change.kind == EXTENDED:
        return (end + timedelta(seconds=change.seconds), EXTENDED) if end else (end, rule)
    if change.kind == REOPENED:
        return change.at + timedelta(seconds=change.seconds), REOPENED
    return (change.at, CLOSED_EARLY) if end is None or change.at < end else (end, rule)


def replayed(stored: Mapping[str, Any]) -> Receipt:
    """The receipt that the inputs of a stored one give today, to be held against what is stored."""
    instants = {name: datetime.fromisoformat(at) if (at := stored[name]) else None for name in ("started", "closes")}
    started = instants["started"]
    assert started is not None
    changes = [Change(**one | {"at": datetime.fromisoformat(one["at"])}) for one in stored["changes"]]
    return effective(
        started,
        limit=stored["limit"],
        closes=instants["closes"],
        own_factor=stored["factor"],
        changes=changes,
    )
