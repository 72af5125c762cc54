"""The one place that tells what time it is. Views, tasks and commands ask here and pass it on; services are given it.

So a test can live ten days in a minute: where `SDWIKI_CLOCK` names a file, every process of the app (web, worker, beat,
commands) adds the seconds that stand in it, and reads it anew each time, so that all move together while they run. The
settings refuse the variable in a process that no test run has started: see `sdwiki.environment.clock`.

Not moved: beat's schedule, limits of rates and the cache (they protect this machine, at its pace), the log, and what
packages note for themselves (allauth's notes of logins). `tests/test_clock.py` lists who else asks the machine.
"""

from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return timezone.now() + shift()


def shift() -> timedelta:
    """How far this clock is ahead of the machine's: nothing but in tests."""
    file: Path | None = settings.CLOCK_FILE
    if file is None:
        return timedelta(0)
    try:
        return timedelta(seconds=float(file.read_text()))
    except FileNotFoundError:  # nobody has moved it yet
        return timedelta(0)
