"""What somebody remembers of a card, as Anki keeps it: FSRS's stability and difficulty, the due day, and the log. Pure.

Anki counts due days from its collection's beginning and keeps steps that are due within the day by the second.
Source: https://docs.ankiweb.net/deck-options.html#fsrs and the schema of Anki's own collection (`cards`, `revlog`).
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

NEW, LEARNING, REVIEW, RELEARNING = range(4)  # Anki's types of cards, and our states
_SUSPENDED, _STEPS = -1, 1  # queues
_FACTOR = 2500  # SM-2's ease in thousandths; FSRS does not read it, but nothing is no ease
_LEFT = 1001  # one step is left, today and in all


@dataclass(frozen=True)
class Seen:
    """A review: when, graded 1 to 4, the ``interval`` in days that it led to and the one before it (0 within steps),
    how long it took, and whether the card was new, in steps or learnt before it (`NEW` …)."""

    at: datetime
    rating: int
    interval: int
    before: int
    milliseconds: int
    state: int


@dataclass(frozen=True)
class Memory:
    """A card's memory: ``due`` the instant, ``due_day`` in days from the package's beginning, ``interval`` in days.

    ``words`` are the learner's own, as they typed them, and ``worded`` the instant at which they did.
    """

    state: int
    due: datetime
    due_day: int
    interval: int
    stability: float | None
    difficulty: float | None
    reps: int
    lapses: int
    suspended: bool
    seen: Sequence[Seen] = ()
    flag: bool = False
    words: Sequence[str] = ()
    worded: datetime | None = None


def begin(cursor: Any, at: datetime) -> None:
    """Let the package's days count from this instant, and its log be read as it is written: without the version of the
    scheduler Anki takes the grades of steps for those of its first one, which had three."""
    conf = json.loads(cursor.execute("SELECT conf FROM col").fetchone()[0])
    cursor.execute("UPDATE col SET crt = ?, conf = ?", [int(at.timestamp()), json.dumps(conf | {"schedVer": 2})])


def remember(cursor: Any, card: int, memory: Memory) -> None:
    """Give the card (its id in the package) this memory and its log."""
    steps = memory.state in (LEARNING, RELEARNING)
    queue = _SUSPENDED if memory.suspended else _STEPS if steps else memory.state
    due = 0 if memory.state == NEW else int(memory.due.timestamp()) if steps else memory.due_day
    known = memory.stability is not None and memory.difficulty is not None
    data = {"s": round(memory.stability or 0, 4), "d": round(memory.difficulty or 0, 3)} if known else {}
    cursor.execute(
        "UPDATE cards SET type=?, queue=?, due=?, ivl=?, factor=?, reps=?, lapses=?, left=?, data=?, flags=?"
        " WHERE id=?",
        [
            memory.state, queue, due, memory.interval, _FACTOR if memory.state != NEW else 0, memory.reps,
            memory.lapses, _LEFT if steps else 0, json.dumps(data) if known else "", int(memory.flag), card,
        ],
    )  # fmt: skip
    for seen in memory.seen:
        _log(cursor, card, seen)


def _log(cursor: Any, card: int, seen: Seen) -> None:
    """A line of the log, whose id is its time in milliseconds; the next free one where two came at once."""
    wanted = int(seen.at.timestamp() * 1000)
    while cursor.execute("SELECT 1 FROM revlog WHERE id = ?", [wanted]).fetchone():
        wanted += 1
    kind = {NEW: 0, LEARNING: 0, REVIEW: 1, RELEARNING: 2}[seen.state]
    values = [wanted, card, -1, seen.rating, seen.interval, seen.before, _FACTOR, seen.milliseconds, kind]
    cursor.execute("INSERT INTO revlog VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", values)
