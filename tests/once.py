"""What one process of a run makes for all of them."""

import fcntl
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

# Which of pytest-xdist's processes this is; none where it is not used.
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")


def number() -> int:
    """The number of this process among those of the run."""
    return int(WORKER.removeprefix("gw") or 0)


def once(folders: pytest.TempPathFactory, name: str, make: Callable[[Path], Any]) -> tuple[Path, Any]:
    """A folder that all processes of a run share, and what its maker told of it, as JSON has it.

    The first process that asks makes it; whoever asks meanwhile waits. What is in the folder is to be copied, not
    changed. A maker that fails leaves it to the next.
    """
    base = folders.getbasetemp()
    root = base.parent if WORKER else base
    folder, told = root / name, root / f"{name}.json"
    with (root / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not told.exists():
            told.write_text(json.dumps(make(folder)))
        return folder, json.loads(told.read_text())
