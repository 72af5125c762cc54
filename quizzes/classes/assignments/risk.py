"""Who will miss what is asked if they go on as they do, and why. Pure.

It is a reckoning of the simplest kind, made to be said in one sentence: what one would recall on the due date without
doing anything more, and the new facts that the present pace brings until then.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from quizzes.classes.assignments import judging, words
from quizzes.classes.assignments.judging import Found, Part

SILENT = timedelta(days=7)
PACE_DAYS = 7
SETTLING = timedelta(days=2)  # so long, or a quarter of the time there is, nobody is behind with what has just begun
WORTH = 0.9  # of a new fact on the due date: what a fact is worth at the interval that it is given
TOO_LATE = timedelta(days=2)  # so short before the due date a quiz that was not taken is named


@dataclass(frozen=True)
class Activity:
    """What somebody did lately: when last, on how many of the last days, and the new facts of these days; ``before`` is
    on how many of as many days before them."""

    last: datetime | None = None
    days: int = 0
    fresh: int = 0
    before: int = 0

    @property
    def trend(self) -> str:
        """How the last days are beside those before, in words; nothing where neither had any."""
        if self.days == self.before:
            return "as before" if self.days else ""
        return f"{'up' if self.days > self.before else 'down'} from {self.before}"

    @property
    def pace(self) -> float:
        """New facts a day."""
        return self.fresh / PACE_DAYS


@dataclass(frozen=True)
class Risk:
    """``weight`` orders learners, the highest first. ``code`` and ``figures`` say why: missed, not-begun, silent (for
    so many days), too-slow (at so many new facts a day, so many will be missing), quiz-short or quiz-left."""

    weight: float
    code: str
    figures: tuple[int, ...] = ()

    @property
    def why(self) -> str:
        """In words."""
        return words.why(self.code, self.figures)


def risk_of(
    *,
    found: Found,
    parts: Sequence[Part],
    state: str,
    since: datetime,
    due: datetime,
    activity: Activity,
    now: datetime,
) -> Risk | None:
    """Whether one assignment, asked of somebody ``since``, will be missed at the present pace; None where not, where it
    has just begun, and where it is over or excused."""
    if due <= since:  # they came after it was due
        return None
    if state == judging.MISSED:
        return Risk(2.0 - judging.score(parts), "missed")
    if state != judging.OPEN or now < since + min(SETTLING, (due - since) / 4):
        return None
    missing = [part for part in parts if not part.met]
    days = max((due - now) / timedelta(days=1), 0.0)
    short = max((_short(part, found, activity.pace, days) for part in missing), default=0.0)
    silent = activity.last is None or now - activity.last > SILENT
    if silent and missing and (short > 0 or any(part.kind != judging.RECALL for part in missing)):
        return _silence(1.0 + short, activity.last, now)
    if short > 0:
        lacking = ceil(round(short * found.total, 6)) if found.total else 0
        return Risk(short, "too-slow", (round(activity.pace), lacking))
    if any(part.kind == judging.QUIZ and part.value for part in missing):
        return Risk(0.2, "quiz-short")
    if days <= TOO_LATE.days and any(part.kind == judging.QUIZ and not part.value for part in missing):
        return Risk(0.1, "quiz-left")
    return None


def _short(part: Part, found: Found, pace: float, days: float) -> float:
    """By which share of the facts a requirement will be missed; 0 where it will be met, or no facts are in it."""
    if not found.total:
        return 0.0
    fresh = min(pace * days, found.total - found.introduced)
    if part.kind == judging.RECALL:
        return max(part.need - (found.then + WORTH * fresh) / found.total, 0.0)
    if part.kind == judging.INTRODUCED:
        return max(part.need - (found.introduced + fresh) / found.total, 0.0)
    return 0.0


def _silence(weight: float, last: datetime | None, now: datetime) -> Risk:
    return Risk(weight, "not-begun") if last is None else Risk(weight, "silent", ((now - last).days,))
