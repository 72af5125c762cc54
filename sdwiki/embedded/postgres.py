"""The embedded PostgreSQL: make its data folder, start it, know when it answers, stop it."""

import locale
import os
import signal
import subprocess
import time
from pathlib import Path
from urllib.parse import quote

import psycopg

from sdwiki.embedded import binaries, paths
from sdwiki.embedded.children import Child, Children
from sdwiki.embedded.errors import EmbeddedError
from sdwiki.embedded.privileges import Account, ordinary_account

START_SECONDS = 120  # recovery after a crash may read much of the write-ahead log
STOP_SECONDS = 20
ORPHAN_SECONDS = 3

SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "shared_buffers": "128MB",
    "max_connections": "100",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "jit": "off",
}
# For data that no one will miss: it is gone with the machine's memory anyway.
THROWAWAY_SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_wal_size": "256MB",
    # It would look into tables whose rows are about to be rolled back, note that they are empty, and the planner would
    # then read every table once for each row of another.
    "autovacuum": "off",
}


class Postgres:
    """One server on one data folder, reachable through a socket in the runtime folder and nowhere else."""

    def __init__(self, var: Path, runtime: Path, children: Children, *, durable: bool, pipe: int | None = None) -> None:
        self.data = var / "pg"
        self.pipe = pipe
        self.log = paths.log_path(var, "postgres", piped=pipe is not None)
        self.runtime = runtime
        self.children = children
        self.durable = durable
        self.account: Account = ordinary_account(self.data)
        self.bin = binaries.postgres_bin()
        self.child: Child | None = None

    @property
    def url(self) -> str:
        """The address for libpq and for Django."""
        return f"postgresql://sdwiki@{quote(str(self.runtime), safe='')}/sdwiki"

    @property
    def socket(self) -> Path:
        """The socket that the server listens on."""
        return self.runtime / paths.POSTGRES_SOCKET

    def start(self) -> Child:
        """Start the server without waiting for it; a new data folder is made first."""
        if self.account.uid is not None and not self.account.prefix:  # it must pass through a folder that is ours
            self.data.parent.chmod(self.data.parent.stat().st_mode | 0o011)
        if not self.data.exists():
            self.initialise()
        version = (self.data / "PG_VERSION").read_text().strip()
        if version != binaries.postgres_major():
            raise EmbeddedError(
                f"{self.data} was written by PostgreSQL {version}, and this is {binaries.postgres_major()}. "
                "Dump it with the old version of sdwiki and restore it, or move the folder away."
            )
        self.account.give(self.data)  # root's own from a time when user namespaces worked
        self.account.give(self.runtime)
        self.remove_stale_pid_file()
        settings = SETTINGS | {"unix_socket_directories": str(self.runtime)}
        if not self.durable:
            settings |= THROWAWAY_SETTINGS
        self.child = self.children.start(
            "PostgreSQL",
            [
                self.bin / "postgres",
                "-D",
                self.data,
                *(f"--{key}={value}" for key, value in settings.items()),
            ],
            env=binaries.server_environment(),
            log=self.log if self.pipe is None else self.pipe,
            account=self.account,
            # An immediate shutdown: it ends at once, and the next start recovers from the write-ahead log.
            death_signal=signal.SIGQUIT,
        )
        return self.child

    def start_again(self) -> Child:
        """Start the server after it died, once none of its back ends is left: they would share its memory."""
        deadline = time.monotonic() + ORPHAN_SECONDS
        while orphans := self.orphans():
            for pid in orphans:
                _kill(pid)
            if time.monotonic() > deadline:
                break
            time.sleep(0.02)
        return self.start()

    def orphans(self) -> list[int]:
        """Processes that work in our data folder. They end by themselves when their server dies, if they can."""
        found = []
        for process in Path("/proc").glob("[0-9]*"):
            try:
                name = (process / "comm").read_text().strip()
                if name == "postgres" and os.path.samefile(process / "cwd", self.data):
                    found.append(int(process.name))
            except OSError:  # ended, or somebody else's
                continue
        return found

    def initialise(self) -> None:
        """Make the data folder under another name, so that a half-made one is never taken for the real one."""
        new = self.data.with_name("pg.new")
        paths.remove_tree(new)
        new.mkdir(mode=0o700)
        self.account.give(new)
        self.run(
            self.bin / "initdb",
            f"--pgdata={new}",
            "--username=sdwiki",
            "--encoding=UTF8",
            # The wheel is built without ICU; the built-in provider sorts and folds the same on every machine.
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            f"--locale={_system_locale()}",
            # Who may reach the socket is decided by the mode of its folder.
            "--auth-local=trust",
            "--auth-host=reject",
            "--no-instructions",
            *([] if self.durable else ["--no-sync"]),
        )
        single = ["--single", *([] if self.durable else ["-F"]), "-D", str(new), "template1"]
        self.run(self.bin / "postgres", *single, text="CREATE DATABASE sdwiki\n")
        new.rename(self.data)

    def run(self, *argv: str | Path, text: str = "") -> None:
        """Run one of PostgreSQL's tools to its end."""
        uid, gid = self.account.switch
        with open(self.log, "a+b") as log:
            result = subprocess.run(
                [*self.account.prefix, *argv],
                input=text.encode(),
                stdout=log,
                stderr=log,
                env=binaries.server_environment() | {"LC_ALL": "C"},
                cwd="/",
                user=uid,
                group=gid,
                extra_groups=None if uid is None else [],
                check=False,
            )
        if result.returncode:
            name = Path(argv[0]).name
            raise EmbeddedError(f"PostgreSQL's {name} failed ({self.log}):{paths.tail(self.log)}")

    def remove_stale_pid_file(self) -> None:
        """Remove the note of a server that is gone when its process id belongs to some other program by now.

        PostgreSQL would refuse to start. We hold the lock that every process of ours inherits, so no server of
        ours can be running; a PostgreSQL started by hand on the folder is left to PostgreSQL's own checks.
        """
        pid_file = self.data / "postmaster.pid"
        try:
            pid = int(pid_file.read_text().splitlines()[0])
            command = Path(f"/proc/{pid}/cmdline").read_bytes()
        except (OSError, ValueError, IndexError):
            return
        if b"postgres" not in command:
            pid_file.unlink(missing_ok=True)

    def wait_until_ready(self) -> None:
        """Return when the server answers a connection."""
        assert self.child is not None
        deadline = time.monotonic() + START_SECONDS
        while True:
            try:
                psycopg.connect(self.url, connect_timeout=5).close()
                return
            except psycopg.OperationalError as error:
                reason = str(error).strip()
            if self.child.exit_code() is not None:
                raise EmbeddedError(f"PostgreSQL did not start ({self.log}):{paths.tail(self.log)}")
            if time.monotonic() > deadline:
                raise EmbeddedError(f"PostgreSQL does not answer after {START_SECONDS} s: {reason}")
            time.sleep(0.02)

    def stop(self) -> None:
        """Roll back what is open, write a checkpoint, end."""
        if self.child is not None:
            self.child.ask_to_stop(signal.SIGINT)
            self.child.wait(STOP_SECONDS)
            self.child = None


def _kill(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        pass


def _system_locale() -> str:
    """C.UTF-8 where the system has it; `C`, which always exists, elsewhere."""
    before = locale.setlocale(locale.LC_CTYPE)
    try:
        locale.setlocale(locale.LC_CTYPE, "C.UTF-8")
    except locale.Error:
        return "C"
    finally:
        locale.setlocale(locale.LC_CTYPE, before)
    return "C.UTF-8"
