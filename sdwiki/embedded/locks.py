"""File locks that the kernel releases when their holders are gone, however they went.

Three files in the data folder, so that no process id ever has to be believed:

- `.lock`: exclusive, held by the one process that owns the servers.
- `.children.lock`: inherited by every process of the stack, hence free once the last of them is gone.
- `.users.lock`: shared, held by every command that uses servers it does not own.
"""

import fcntl
import os
import time
from pathlib import Path

from sdwiki.embedded.errors import EmbeddedError

OWNER = ".lock"
CHILDREN = ".children.lock"
USERS = ".users.lock"


class FileLock:
    """An advisory lock on a whole file; it belongs to the open file and so to all who inherited it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self.fd = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise EmbeddedError(
                f"{path} cannot be opened ({error.strerror}). Run as the user whom it belongs to, "
                "or set SDWIKI_VAR to a folder of yours."
            ) from error

    def try_lock(self, *, shared: bool = False) -> bool:
        """Take the lock, or turn a shared one into an exclusive one and back, if that is possible at once."""
        try:
            fcntl.flock(self.fd, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def lock(self, seconds: float, *, shared: bool = False) -> bool:
        """Like `try_lock`, again and again for a while."""
        deadline = time.monotonic() + seconds
        while not self.try_lock(shared=shared):
            if time.monotonic() > deadline:
                return False
            time.sleep(0.05)
        return True

    def close(self) -> None:
        """Let go; the lock lasts while another process that inherited it lives."""
        if self.fd >= 0:
            os.close(self.fd)
            self.fd = -1

    def write(self, text: str) -> None:
        """Leave a note to the readers of the file, such as who holds the lock."""
        os.ftruncate(self.fd, 0)
        os.pwrite(self.fd, text.encode(), 0)


def is_locked(path: Path) -> bool:
    """Whether somebody holds this lock exclusively."""
    if not path.exists():
        return False
    probe = FileLock(path)
    try:
        return not probe.try_lock(shared=True)
    finally:
        probe.close()


def note(path: Path) -> str:
    """What the holder of a lock wrote into its file."""
    try:
        return path.read_text().strip()
    except OSError:
        return ""
