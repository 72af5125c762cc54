"""The rules that an attempt runs under, as they stood when it began.

Pure. A quiz may be changed afterwards; what has begun goes on under what was agreed. Stored with the attempt as JSON,
whose names are those below; what a stored one lacks has the value that it has here, so old attempts stay readable.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any

AT_ONCE, HANDED_IN, CLOSED, NEVER = "at-once", "handed-in", "closed", "never"
BEST, LAST = "best", "last"
_INSTANTS, _TUPLES = ("opens", "closes"), ("kinds",)


@dataclass(frozen=True)
class Rules:
    """What a quiz asks, and how.

    ``number`` of questions at most; of ``kinds``, or of all where none is named; of one ``difficulty`` (1 to 3) or of
    any (0); with ``graded`` those alone that may count in an exam. Where it is ``followed``, what was decided is
    followed by what decides it. ``limit`` in seconds, None for no clock; ``opens``
    and ``closes`` are instants. So many ``attempts`` are allowed (0: any number), of which the best or the last
    ``counts``. ``pass_mark`` is a share, None where nobody passes or fails. ``feedback`` says from when on reasons are
    told. With ``forward`` nobody goes back; with ``shuffled`` choices stand in an order of the attempt's own.
    ``factor`` is the learner's own time factor as it stood when they began, where they set the quiz for themselves.
    """

    number: int
    limit: int | None = None
    opens: datetime | None = None
    closes: datetime | None = None
    attempts: int = 0
    counts: str = BEST
    pass_mark: float | None = None
    feedback: str = HANDED_IN
    forward: bool = False
    shuffled: bool = True
    graded: bool = False
    followed: bool = False
    kinds: tuple[str, ...] = ()
    difficulty: int = 0
    factor: float = 1.0

    def stored(self) -> dict[str, Any]:
        """As it is kept with an attempt."""
        found = asdict(self) | {"kinds": list(self.kinds)}
        return found | {name: at.isoformat() for name in _INSTANTS if (at := getattr(self, name))}

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> "Rules":
        """From what is kept with an attempt; what is not known here is left out."""
        found = {field.name: stored[field.name] for field in fields(cls) if field.name in stored}
        found |= {name: datetime.fromisoformat(found[name]) for name in _INSTANTS if found.get(name)}
        found |= {name: tuple(found[name]) for name in _TUPLES if name in found}
        return cls(**{"number": 0} | found)

    def tells(self, now: datetime, *, ended: bool) -> bool:
        """Whether what is right and why may be told of an attempt that has, or has not, ended."""
        if self.feedback == AT_ONCE:
            return True
        if self.feedback == CLOSED:
            return ended and self.closes is not None and now >= self.closes
        return ended and self.feedback == HANDED_IN

    def scores(self, now: datetime, *, ended: bool) -> bool:
        """Whether the score may be told: of what never tells what is right, too, as one sum."""
        return ended and (self.feedback == NEVER or self.tells(now, ended=ended))
