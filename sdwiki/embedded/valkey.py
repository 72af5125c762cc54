"""The embedded Valkey: broker in one database, cache in another, on a socket and nowhere else."""

import signal
import socket
import time
from pathlib import Path

from sdwiki.embedded import binaries, paths
from sdwiki.embedded.children import Child, Children
from sdwiki.embedded.errors import EmbeddedError

START_SECONDS = 60
STOP_SECONDS = 10


class Valkey:
    """One server on one data folder."""

    def __init__(self, var: Path, runtime: Path, children: Children, *, durable: bool, pipe: int | None = None) -> None:
        self.data = var / "valkey"
        self.pipe = pipe
        self.log = paths.log_path(var, "valkey", piped=pipe is not None)
        self.socket = runtime / paths.VALKEY_SOCKET
        self.children = children
        self.durable = durable
        self.program = binaries.valkey_server()
        self.child: Child | None = None

    def start(self) -> Child:
        """Start the server without waiting for it."""
        self.data.mkdir(mode=0o700, exist_ok=True)
        settings = {
            "port": "0",
            "unixsocket": str(self.socket),
            "unixsocketperm": "700",
            "dir": str(self.data),
            # The broker must not lose a message it has accepted, nor drop one to make room.
            "appendonly": "yes" if self.durable else "no",
            "maxmemory-policy": "noeviction",
            "save": "",
            "daemonize": "no",
        }
        options = [word for key, value in settings.items() for word in (f"--{key}", value)]
        self.child = self.children.start(
            "Valkey",
            [self.program, *options],
            env=binaries.server_environment(),
            log=self.log if self.pipe is None else self.pipe,
            cwd=self.data,
            # What it has answered for is written already; only the machine's own crash can lose the last second.
            death_signal=signal.SIGKILL,
        )
        return self.child

    def wait_until_ready(self) -> None:
        """Return when the server answers and has read its data."""
        assert self.child is not None
        deadline = time.monotonic() + START_SECONDS
        while not self.answers():
            if self.child.exit_code() is not None:
                raise EmbeddedError(f"Valkey did not start ({self.log}):{paths.tail(self.log)}")
            if time.monotonic() > deadline:
                raise EmbeddedError(f"Valkey does not answer after {START_SECONDS} s ({self.log})")
            time.sleep(0.02)

    def answers(self) -> bool:
        """Whether a PING is answered; it is not while the data are being read."""
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(5)
            try:
                connection.connect(str(self.socket))
                connection.sendall(b"PING\r\n")
                return connection.recv(64).startswith(b"+PONG")
            except OSError:
                return False

    def stop(self) -> None:
        """Flush the append-only file and end."""
        if self.child is not None:
            self.child.ask_to_stop()
            self.child.wait(STOP_SECONDS)
            self.child = None
