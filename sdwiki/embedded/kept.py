"""A program that is kept running: started again when it has ended, killed when it no longer answers.

The first death is mended at once; more within a minute are mended after ever longer pauses, and the fifth is the last.
"""

import time
from collections.abc import Callable
from pathlib import Path

from sdwiki.embedded.children import Child
from sdwiki.embedded.probes import Probe

MAX_DEATHS = 5
WITHIN_SECONDS = 60


class Kept:
    """One program with its log file. ``launch`` starts it without waiting; a ``probe`` tells whether it answers.

    ``child``: it runs already.
    """

    def __init__(
        self,
        name: str,
        launch: Callable[[], Child],
        log: Path,
        *,
        probe: Probe | None = None,
        child: Child | None = None,
    ) -> None:
        self.name = name
        self.launch = launch
        self.log = log
        self.probe = probe
        self.child = child
        self.start_at = 0.0
        self.deaths: list[float] = []
        self.last_code = 0

    def start(self) -> None:
        """Start it now."""
        self.child = self.launch()
        if self.probe is not None:
            self.probe.begin(time.monotonic())

    def look_after(self) -> str:
        """Start it again if it has ended and its pause is over. Returns what there is to tell, mostly nothing."""
        now = time.monotonic()
        if self.child is None:
            if now >= self.start_at:
                self.start()
            return ""
        code = self.child.exit_code()
        if code is not None:
            return self._mourn(code, now)
        if self.probe is not None and self.probe.given_up(now):
            self.child.kill()
            return f"{self.name} has not answered for {self.probe.patience_seconds} s; it is killed."
        return ""

    def _mourn(self, code: int, now: float) -> str:
        self.child, self.last_code = None, code
        self.deaths = [death for death in self.deaths if now - death < WITHIN_SECONDS] + [now]
        pause = 0 if len(self.deaths) == 1 else 2 ** (len(self.deaths) - 2)
        self.start_at = now + pause
        if self.hopeless:
            return ""
        again = f"in {pause} s" if pause else "at once"
        return f"{self.name} ended (exit code {code}); it is started again {again}. Its log: {self.log}"

    @property
    def hopeless(self) -> bool:
        """Whether it died too often within a minute to be started once more."""
        return self.child is None and len(self.deaths) >= MAX_DEATHS

    @property
    def last_words(self) -> str:
        """Why everything ends, where this is why."""
        return (
            f"sdwiki stopped: {self.name} ended {MAX_DEATHS} times within a minute, the last time with exit code "
            f"{self.last_code}. Its log: {self.log}"
        )
