"""Processes that somebody stopped with a signal and never let go on.

One of several web workers, of a pool, of a database's back ends: no question to the whole finds it, and it may hold a
lock that the others wait for. The kernel's own word for its state is sound (a debugger's stop has another letter), so
what is found stopped several times in a row is killed, and whoever owns it starts another. Linux only: elsewhere
`probes` must do.
"""

import os
import signal
from pathlib import Path

INTERVAL_SECONDS = 5
SIGHTINGS = 3
STOPPED = "T"

PROC = Path("/proc")


class Frozen:
    """Watches everything that descends from this process."""

    def __init__(self) -> None:
        self.next_at = 0.0
        self.seen: dict[tuple[int, str], int] = {}

    def thaw(self, now: float) -> list[str]:
        """Kill what has been stopped for too long; returns what there is to tell. `now`: monotonic seconds."""
        if now < self.next_at:
            return []
        self.next_at = now + INTERVAL_SECONDS
        stopped = stopped_descendants(os.getpid())
        self.seen = {process: self.seen.get(process, 0) + 1 for process in stopped}
        news = []
        for pid, born in [process for process, times in self.seen.items() if times >= SIGHTINGS]:
            name = stopped[pid, born]
            try:
                os.kill(pid, signal.SIGKILL)
            except (ProcessLookupError, PermissionError):
                continue
            news.append(f"Process {pid} ({name}) has been stopped for {SIGHTINGS * INTERVAL_SECONDS} s; it is killed.")
        return news


def stopped_descendants(root: int) -> dict[tuple[int, str], str]:
    """The names of the stopped processes below ``root``, by process id and time of birth: ids are used again."""
    parents: dict[int, int] = {}
    stopped: dict[tuple[int, str], str] = {}
    for file in PROC.glob("[0-9]*/stat"):
        try:
            before, _, after = file.read_text(errors="replace").rpartition(")")
        except OSError:  # it ended meanwhile
            continue
        fields = after.split()
        pid = int(file.parent.name)
        parents[pid] = int(fields[1])
        if fields[0] == STOPPED:
            stopped[pid, fields[19]] = before.partition("(")[2]
    return {process: name for process, name in stopped.items() if _descends(process[0], root, parents)}


def _descends(pid: int, root: int, parents: dict[int, int]) -> bool:
    while pid in parents:
        pid = parents[pid]
        if pid == root:
            return True
    return False
