"""How the settings get at the servers: use those that run, or have a keeper run them for a while."""

import atexit
import os
import subprocess
import sys
import time
from pathlib import Path

from sdwiki.embedded import locks, paths
from sdwiki.embedded.errors import EmbeddedError
from sdwiki.embedded.stack import Descriptor, Urls

WAIT_SECONDS = 180
READY = "ready"
BUSY = "busy"

_lease: "Lease | None" = None


def urls() -> Urls:
    """Where PostgreSQL and Valkey are: those given by the environment, those that run, or new ones.

    Servers started here run for as long as a process uses them and end with the last. Raises EmbeddedError.
    """
    global _lease
    given = os.environ.get("DATABASE_URL", "")
    if given and os.environ.get("REDIS_URL"):
        return Urls(given, "")
    if _lease is None:
        _lease = Lease(paths.var_dir())
        atexit.register(_lease.end, os.getpid())
    found = _lease.descriptor
    if not given and not found.database_url:
        raise EmbeddedError(_missing("DATABASE_URL", found.pid))
    if not os.environ.get("REDIS_URL") and not found.redis_socket:
        raise EmbeddedError(_missing("REDIS_URL", found.pid))
    return Urls(given or found.database_url, found.redis_socket)


def _missing(name: str, pid: int) -> str:
    return f"The running sdwiki (pid {pid}) was started with {name}; give the same {name} here."


class Lease:
    """The right to use the servers of a data folder: a shared lock, by which a keeper sees that it is needed."""

    def __init__(self, var: Path) -> None:
        paths.make_var(var)
        self.var = var
        self.keeper: subprocess.Popen[str] | None = None
        self.lock = locks.FileLock(var / locks.USERS)
        try:
            self.descriptor = self.obtain()
        except BaseException:
            self.lock.close()
            raise

    def obtain(self) -> Descriptor:
        """Wait for a running stack, or make one run."""
        deadline = time.monotonic() + WAIT_SECONDS
        while time.monotonic() < deadline:
            # It fails while a keeper that nobody needed any more is stopping its servers.
            if self.lock.try_lock(shared=True):
                if not locks.is_locked(self.var / locks.OWNER):
                    self.start_keeper()
                elif found := Descriptor.read(self.var):
                    return found
            time.sleep(0.05)
        raise EmbeddedError(
            f"sdwiki's servers on {self.var} (pid {locks.note(self.var / locks.OWNER)}) "
            f"are not ready after {WAIT_SECONDS} s."
        )

    def start_keeper(self) -> None:
        """Start a keeper and wait for its first word; two may race for the folder, one of them wins."""
        log = paths.log_path(self.var, "keeper")
        with open(log, "ab") as errors:
            keeper = subprocess.Popen(
                [sys.executable, "-m", "sdwiki.embedded.keeper"],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
                cwd=paths.ROOT,
                env=os.environ | {"SDWIKI_VAR": str(self.var)},
                start_new_session=True,
            )
        assert keeper.stdout is not None
        with keeper.stdout:
            word = keeper.stdout.read().strip()
        if word == READY:
            self.keeper = keeper
            return
        keeper.wait()
        if word != BUSY:
            raise EmbeddedError(word or f"The embedded servers could not be started ({log}):{paths.tail(log)}")

    def end(self, pid: int) -> None:
        """Give the servers back; if nobody else uses them, wait for their end. Forked children leave it be."""
        if pid != os.getpid():
            return
        alone = self.lock.try_lock()
        self.lock.close()
        if alone and self.keeper is not None:
            self.keeper.wait()
