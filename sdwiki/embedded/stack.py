"""The servers that one process owns, and the note by which others find them."""

import json
import os
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path

from sdwiki.embedded import locks, paths, probes
from sdwiki.embedded.children import Children
from sdwiki.embedded.errors import EmbeddedError
from sdwiki.embedded.kept import Kept
from sdwiki.embedded.logs import Logs
from sdwiki.embedded.postgres import Postgres
from sdwiki.embedded.probes import Probe
from sdwiki.embedded.valkey import Valkey

FORMER_OWNER_SECONDS = 30


@dataclass(frozen=True)
class Urls:
    """Where PostgreSQL and Valkey are. `redis_socket` is empty where `REDIS_URL` is given."""

    database_url: str
    redis_socket: str


@dataclass(frozen=True)
class Descriptor:
    """What `stack.json` in the data folder says of a running stack; empty for a server that it does not run."""

    pid: int
    database_url: str
    redis_socket: str
    runtime: str

    @staticmethod
    def path(var: Path) -> Path:
        """The file of the note."""
        return var / "stack.json"

    @classmethod
    def read(cls, var: Path) -> "Descriptor | None":
        """The note, if there is one. It is true only while the owner's lock is held."""
        try:
            return cls(**json.loads(cls.path(var).read_text()))
        except (FileNotFoundError, ValueError, TypeError):
            return None

    def write(self, var: Path) -> None:
        """Leave the note, whole or not at all."""
        with tempfile.NamedTemporaryFile("w", dir=var, prefix=".stack-", delete=False) as new:
            json.dump(asdict(self), new)
        os.replace(new.name, self.path(var))


class AlreadyRunning(EmbeddedError):
    """Another process owns the servers of this data folder."""


class Stack:
    """PostgreSQL and Valkey on one data folder, less what `DATABASE_URL` and `REDIS_URL` replace.

    The process that starts it owns it: when it ends, however it ends, the servers end too.
    """

    def __init__(self, var: Path, *, durable: bool = True, logs: tuple[str, ...] = ()) -> None:
        """``logs``: the names of those that are kept short while they are written; for a stack that runs for long."""
        self.var = var
        self.durable = durable
        self.log_names = logs
        self.logs: Logs | None = None
        self.owner: locks.FileLock | None = None
        self.inherited: locks.FileLock | None = None
        self.children: Children | None = None
        self.runtime: Path | None = None
        self.postgres: Postgres | None = None
        self.valkey: Valkey | None = None

    def kept(self) -> list[Kept]:
        """The running servers, for an owner who goes on when one of them dies."""
        found = []
        if (valkey := self.valkey) is not None:
            probe = Probe(str(valkey.socket), probes.VALKEY_QUESTION)
            found.append(Kept("Valkey", valkey.start, valkey.log, probe=probe, child=valkey.child))
        if (postgres := self.postgres) is not None:
            probe = Probe(str(postgres.socket), probes.POSTGRES_QUESTION)
            found.append(Kept("PostgreSQL", postgres.start_again, postgres.log, probe=probe, child=postgres.child))
        return found

    def start(self) -> None:
        """Take the data folder and start the servers on it; they answer when this returns."""
        try:
            self.take()
            self.start_servers()
        except BaseException:
            self.stop()
            raise

    def take(self) -> None:
        """Become the one owner of the data folder, and wait until a dead owner's last process is gone."""
        paths.make_var(self.var)
        path = self.var / locks.OWNER
        owner = locks.FileLock(path)
        # A moment's patience: another process may be looking whether the lock is held.
        if not owner.lock(1):
            owner.close()
            raise AlreadyRunning(f"sdwiki is already running on {self.var} (pid {locks.note(path)}).")
        self.owner = owner
        paths.mend_modes(self.var)
        owner.write(str(os.getpid()))
        former = Descriptor.read(self.var)
        Descriptor.path(self.var).unlink(missing_ok=True)
        self.inherited = locks.FileLock(self.var / locks.CHILDREN)
        if not self.inherited.lock(FORMER_OWNER_SECONDS):
            raise EmbeddedError(
                f"Processes of a former run still use {self.var}, {FORMER_OWNER_SECONDS} s after it ended. "
                "End them and try again."
            )
        if former and former.runtime:
            paths.remove_tree(Path(former.runtime))
        self.children = Children(self.inherited.fd)
        if self.log_names:
            self.logs = Logs(self.var, self.log_names, self.inherited.fd)

    def start_servers(self) -> None:
        """Start what the environment does not provide, all at once, and wait for all."""
        assert self.children is not None
        postgres_given = bool(os.environ.get("DATABASE_URL"))
        valkey_given = bool(os.environ.get("REDIS_URL"))
        if not (postgres_given and valkey_given):
            self.runtime = paths.make_runtime_dir()
            self.children.remove_in_the_end(self.runtime)
            if not valkey_given:
                pipe = self.logs.pipe("valkey") if self.logs else None
                self.valkey = Valkey(self.var, self.runtime, self.children, durable=self.durable, pipe=pipe)
                self.valkey.start()
            if not postgres_given:
                pipe = self.logs.pipe("postgres") if self.logs else None
                self.postgres = Postgres(self.var, self.runtime, self.children, durable=self.durable, pipe=pipe)
                self.postgres.start()
        for server in (self.valkey, self.postgres):
            if server is not None:
                server.wait_until_ready()
        Descriptor(
            pid=os.getpid(),
            database_url=self.postgres.url if self.postgres else "",
            redis_socket=str(self.valkey.socket) if self.valkey else "",
            runtime=str(self.runtime or ""),
        ).write(self.var)

    @property
    def urls(self) -> Urls:
        """Where the servers are, given or ours."""
        return Urls(
            database_url=self.postgres.url if self.postgres else os.environ["DATABASE_URL"],
            redis_socket=str(self.valkey.socket) if self.valkey else "",
        )

    def crashed(self) -> str:
        """Why the stack cannot go on: the server that ended by itself and its last words; empty if all run."""
        for server in (self.postgres, self.valkey):
            if server is not None and server.child is not None:
                code = server.child.exit_code()
                if code is not None:
                    return f"{server.child.name} ended (exit code {code}, {server.log}):{paths.tail(server.log)}"
        return ""

    def stop(self) -> None:
        """Stop the servers, remove the sockets and the note, and let go of the data folder. May be repeated."""
        for server in (self.valkey, self.postgres):
            if server is not None:
                server.stop()
        if self.owner is not None:
            Descriptor.path(self.var).unlink(missing_ok=True)
        if self.runtime is not None:
            paths.remove_tree(self.runtime)
            if self.children is not None:
                self.children.removed(self.runtime)
        if self.children is not None:
            self.children.close()
        if self.logs is not None:
            self.logs.close()
        for lock in (self.inherited, self.owner):
            if lock is not None:
                lock.close()
        self.runtime = self.children = self.logs = self.inherited = self.owner = None
