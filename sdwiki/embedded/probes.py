"""Whether a server still answers, asked from a loop that must not wait.

A process may live and do nothing: stopped by a signal, caught in a lock. Any answer counts as life, also one that says
no ("the database system is starting up", "loading"): only silence is counted, and only silence that lasts is believed,
for to kill a server that is merely slow would make things worse.
"""

import errno
import socket

INTERVAL_SECONDS = 5
TIMEOUT_SECONDS = 4

Address = str | tuple[str, int]

# The question whether the server speaks TLS: it is answered by one letter, before anything is asked of a database, and
# a client that then hangs up is not noted in the log.
POSTGRES_QUESTION = (8).to_bytes(4, "big") + (80877103).to_bytes(4, "big")
VALKEY_QUESTION = b"PING\r\n"
WEB_QUESTION = b"GET /health/live HTTP/1.0\r\nHost: localhost\r\n\r\n"


class Probe:
    """Asks one server one question every few seconds.

    ``patience`` is how many questions in a row may stay without an answer.
    """

    def __init__(self, address: Address, question: bytes, *, patience: int = 3) -> None:
        self.address = address
        self.question = question
        self.patience = patience
        self.misses = 0
        self.next_at = 0.0
        self.connection: socket.socket | None = None
        self.asked = False

    @property
    def patience_seconds(self) -> int:
        """For how long a server is silent when it is given up."""
        return self.patience * INTERVAL_SECONDS

    def begin(self, now: float) -> None:
        """Start afresh with a new process. Times are those of the monotonic clock, in seconds."""
        self.hang_up()
        self.misses = 0
        self.next_at = now + INTERVAL_SECONDS

    def given_up(self, now: float) -> bool:
        """Take one look, without waiting: True if the server has been silent for too long."""
        if self.connection is None:
            if now >= self.next_at:
                self.next_at = now + INTERVAL_SECONDS
                self._call()
        elif self._is_answered():
            self.misses = 0
            self.hang_up()
        elif now >= self.next_at - INTERVAL_SECONDS + TIMEOUT_SECONDS:
            self.misses += 1
            self.hang_up()
        return self.misses >= self.patience

    def _call(self) -> None:
        self.asked = False
        self.connection = socket.socket(socket.AF_UNIX if isinstance(self.address, str) else socket.AF_INET)
        self.connection.setblocking(False)
        code = self.connection.connect_ex(self.address)
        if code not in (0, errno.EINPROGRESS):
            self.asked = True  # nobody listens: what follows is an error of the socket, which is no answer

    def _is_answered(self) -> bool:
        assert self.connection is not None
        try:
            if not self.asked:
                self.connection.send(self.question)
        except OSError:  # not connected yet, or hung up: then its last word may still be there
            pass
        else:
            self.asked = True
        try:
            return bool(self.connection.recv(16))
        except OSError:  # not yet, or never
            return False

    def hang_up(self) -> None:
        """End the call that is in progress, if any."""
        if self.connection is not None:
            self.connection.close()
            self.connection = None
