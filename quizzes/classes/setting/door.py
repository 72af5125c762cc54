"""Whether somebody can begin a quiz of their class now, go on with it, or has come too early or too late."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from quizzes.attempts.models import Attempt

EARLY, CLOSED, USED, RUNNING, OPEN = "early", "closed", "used", "running", "open"


@dataclass(frozen=True)
class Door:
    """The way into a quiz: ``state`` is "early", "closed", "used", "running" or "open"; ``used`` attempts have ended,
    of so many ``allowed`` (0: any number). ``attempt`` is the one that runs or, without one, the last; None before the
    first."""

    state: str
    used: int
    allowed: int
    attempt: Attempt | None


def door_of(
    made: Sequence[Attempt], *, opens: datetime | None, closes: datetime | None, allowed: int, now: datetime
) -> Door:
    """The way in for whoever made these attempts, the oldest first, as `start_quiz` will see it. What is still open is
    gone on with whatever else holds: where its time is over, its page says so and leads to the result."""
    used = sum(attempt.submitted_at is not None for attempt in made)
    running = next((attempt for attempt in made if attempt.submitted_at is None), None)
    if running:
        state = RUNNING
    elif closes and now >= closes:
        state = CLOSED
    elif allowed and used >= allowed:
        state = USED
    else:
        state = EARLY if opens and now < opens else OPEN
    return Door(state, used, allowed, running or (made[-1] if made else None))
