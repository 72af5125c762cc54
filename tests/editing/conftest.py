import signal
from contextlib import contextmanager

import pytest


@pytest.fixture
def deadline():
    """A guard against work that explodes: seconds of this process's own time, so that a busy machine does not fail."""

    @contextmanager
    def within(seconds):
        def stop(number, frame):
            raise TimeoutError(f"more than {seconds} s of processor time")

        before = signal.signal(signal.SIGPROF, stop)
        signal.setitimer(signal.ITIMER_PROF, seconds)
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
            signal.signal(signal.SIGPROF, before)

    return within
