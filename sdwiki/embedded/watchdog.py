"""Waits for its owner to vanish, then kills what the owner left behind.

A program of its own, run by path (`python watchdog.py`), so that it starts fast and imports nothing of ours. The owner
holds the other end of our standard input and writes one line per change:

    + GROUP SIGNAL    this process group belongs to the owner; on its death it gets this signal
    - GROUP           this one has ended in good order
    d PATH            a folder to remove in the end
    x PATH            no longer

However the owner dies, `kill -9` included, the kernel closes the pipe. Groups and not only processes, because a
worker's own children (Celery's pool, gunicorn's workers) would otherwise go on without it.
"""

import os
import shutil
import signal
import sys
import time

GENTLE_SECONDS = 5


def kill_groups(groups: dict[int, int]) -> None:
    """Send each group its signal; SIGKILL to those that are still there after a while."""
    gentle = []
    for group, number in groups.items():
        if send(group, number) and number != signal.SIGKILL:
            gentle.append(group)
    deadline = time.monotonic() + GENTLE_SECONDS
    while any(is_alive(group) for group in gentle) and time.monotonic() < deadline:
        time.sleep(0.02)
    for group in gentle:
        send(group, signal.SIGKILL)


def send(group: int, number: int) -> bool:
    """Signal a process group; False if it no longer exists."""
    try:
        os.killpg(group, number)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True


def is_alive(group: int) -> bool:
    """Whether the group's leader runs. A dead one that a container's lazy first process has not reaped does not."""
    try:
        with open(f"/proc/{group}/stat") as file:
            return file.read().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return send(group, 0)


def main() -> None:
    """Follow the owner's lines to the end of the pipe, then clear up."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    groups: dict[int, int] = {}
    folders: set[str] = set()
    for line in sys.stdin:
        word, _, rest = line.rstrip("\n").partition(" ")
        if word == "+":
            group, number_text = rest.split()
            groups[int(group)] = int(number_text)
        elif word == "-":
            groups.pop(int(rest), None)
        elif word == "d":
            folders.add(rest)
        elif word == "x":
            folders.discard(rest)
    kill_groups(groups)
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
