"""The story's clock, and names for what is sent only once."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid5

START = datetime(2026, 10, 5, tzinfo=UTC)  # a Monday
_KEYS = UUID("3dc3dc80-0000-4000-8000-000000000000")


class Clock:
    """An instant that the story moves; `now` stands in for `django.utils.timezone.now`."""

    def __init__(self) -> None:
        self.at = START

    def now(self) -> datetime:
        return self.at

    def set(self, day: int, hour: float) -> datetime:
        """Go to an hour (UTC) of a day of the story, from 0; never back."""
        self.at = max(self.at, START + timedelta(days=day, hours=hour))
        return self.at

    def pass_by(self, **time: float) -> datetime:
        """Let some time go by."""
        self.at += timedelta(**time)
        return self.at


clock = Clock()
_made: Counter[str] = Counter()


def key(name: str) -> UUID:
    """An idempotency key: the n-th of a name is the same in each run."""
    _made[name] += 1
    return uuid5(_KEYS, f"{name}/{_made[name]}")
