"""A clock that runs: said on every page, so that nobody forgets a quiz in another tab.

The statement that reads a session brings it along (`settings.SESSION_RUNNING`), as one row of a unique index that holds
nothing but such attempts: whoever has none pays for one look into it, and a page for no statement of its own.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse

from quizzes.attempts import deadlines

# Of the person ``u``.
RUNNING = """(
    SELECT json_build_object('pk', a.id, 'title', a.title, 'deadline', a.deadline) FROM quizzes_attempt a
    WHERE a.learner_id = u.id AND a.deadline IS NOT NULL AND a.submitted_at IS NULL
)"""


@dataclass(frozen=True)
class Running:
    """A timed quiz that goes on, with the whole seconds that are left."""

    pk: int
    title: str
    remaining: int

    @property
    def address(self) -> str:
        return reverse("quizzes:attempt", args=[self.pk])

    @property
    def clock(self) -> str:
        """Where a browser asks what is left."""
        return reverse("quizzes:clock", args=[self.pk])

    @property
    def left(self) -> str:
        """What is left, as clocks say it: 7:12, or 1:07:12."""
        minutes, seconds = divmod(self.remaining, 60)
        hours, rest = divmod(minutes, 60)
        return f"{hours}:{rest:02}:{seconds:02}" if hours else f"{rest}:{seconds:02}"


def running(brought: Mapping[str, Any] | None, now: datetime) -> Running | None:
    """What a session brought along, while its time is not over."""
    if not brought:
        return None
    left = deadlines.remaining(now, datetime.fromisoformat(brought["deadline"]))
    return Running(brought["pk"], brought["title"], left) if left else None
