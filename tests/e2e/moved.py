"""The clock of a running app."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path


class MovedClock:
    """The clock of a running app, which a test puts to any instant; it goes on from there."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.ahead = timedelta(0)

    def now(self) -> datetime:
        return datetime.now(UTC) + self.ahead

    def put(self, to: datetime) -> None:
        self.ahead = to - datetime.now(UTC)
        new = self.file.with_suffix(".new")
        new.write_text(str(self.ahead.total_seconds()))
        os.replace(new, self.file)
