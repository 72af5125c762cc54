"""Servers for one test run, loaded with `-p` so that they stand before the settings are read.

One PostgreSQL cluster and one Valkey in shared memory, without fsync. pytest-xdist's workers inherit the addresses and
make databases of their own. Where `DATABASE_URL` and `REDIS_URL` are given, those are used.
"""

import os
import shutil
import tempfile
from collections.abc import Generator
from pathlib import Path

import pytest

from sdwiki.embedded.stack import Stack

SHARED_MEMORY = Path("/dev/shm")
SHARED_MEMORY_BYTES = 1_000_000_000
MOST_PROCESSES = 8  # each has threads with connections of their own; PostgreSQL takes a hundred in all


def throwaway_dir() -> Path:
    """A new folder for data that end with the run; in memory where there is enough (containers often have 64 MB)."""
    parent = None
    if os.access(SHARED_MEMORY, os.W_OK) and shutil.disk_usage(SHARED_MEMORY).free > SHARED_MEMORY_BYTES:
        parent = SHARED_MEMORY
    return Path(tempfile.mkdtemp(prefix="sdwiki-test-", dir=parent))


# A wrapper runs before every plain implementation of the hook, pytest-django's reading of the settings included.
@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None, object, object]:
    """Start what is not given, and have it stopped when the run ends."""
    if not (os.environ.get("DATABASE_URL") and os.environ.get("REDIS_URL")):
        early_config.add_cleanup(start())
    return (yield)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """What `-n auto` means: a process for each core that this one may use."""
    affinity = getattr(os, "sched_getaffinity", None)
    cores = len(affinity(0)) if affinity else os.cpu_count() or 1
    return min(cores, MOST_PROCESSES)


def start() -> "Cleanup":
    """Start the servers and put their addresses into the environment."""
    var = throwaway_dir()
    stack = Stack(var, durable=False)
    cleanup = Cleanup(stack, {name: os.environ.get(name) for name in ("DATABASE_URL", "REDIS_URL", "SDWIKI_VAR")})
    try:
        stack.start()
        assert stack.children is not None
        stack.children.remove_in_the_end(var)
    except BaseException:
        cleanup()
        raise
    os.environ["DATABASE_URL"] = stack.urls.database_url
    if stack.urls.redis_socket:
        os.environ["REDIS_URL"] = f"unix://{stack.urls.redis_socket}"
    os.environ["SDWIKI_VAR"] = str(var)
    return cleanup


class Cleanup:
    """Stops the servers, removes their data and puts the environment back."""

    def __init__(self, stack: Stack, before: dict[str, str | None]) -> None:
        self.stack = stack
        self.before = before

    def __call__(self) -> None:
        """Called by pytest at the very end."""
        self.stack.stop()
        shutil.rmtree(self.stack.var, ignore_errors=True)
        for name, value in self.before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
