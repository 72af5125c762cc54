"""Connections, and the socket they come from."""

import socket
import time
from typing import Any

from waitress.channel import HTTPChannel
from waitress.server import TcpWSGIServer

from sdwiki.web.answering import ErrorTask, Parser, Task, TooSlow
from sdwiki.web.pace import LINGER_SECONDS, is_idle_too_long, is_too_slow


class Channel(HTTPChannel):
    """One connection: at every moment it is idle, sends a request, waits for the answer or reads it."""

    request: Any  # waitress's own, which is untyped: what has arrived of a request that is not complete
    requests: list[Any]  # and those that are
    parser_class = Parser
    task_class = Task
    error_task_class = ErrorTask

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.quiet_since = time.monotonic()
        self.served = False
        self.sending: Any = None  # the request whose bytes are counted
        self.since = 0.0  # when it, or the reading of an answer, began
        self.moved = 0  # bytes of it
        self.reading = False
        self.lingers = False  # once its last answer is out
        self.lingering_until: float | None = None
        self.postponed = False  # the next request, until the answer to the one before has been read

    def received(self, data: bytes) -> bool:
        """Take what has arrived."""
        if self.lingering_until is not None:
            return False
        taken: bool = super().received(data)
        now = time.monotonic()
        if self.request is not self.sending:
            self.sending, self.since, self.moved = self.request, now, 0
        self.moved += len(data)
        self.quiet_since = now
        return taken

    def send(self, data: bytes, do_close: bool = True) -> int:
        """Hand bytes to the kernel; returns how many it took."""
        count: int = super().send(data, do_close)
        self.moved += count if self.reading else 0
        return count

    def service(self) -> None:
        """Answer a request. Runs in a thread of the pool."""
        super().service()
        self.served = True
        self.quiet_since = time.monotonic()

    def writable(self) -> bool:
        return bool(super().writable() or self.postponed)

    def handle_write(self) -> None:
        """Send what can be sent, and go on with the next request when all is."""
        super().handle_write()
        if self.postponed and not self.total_outbufs_len:
            self.postponed = False
            self.server.add_task(self)

    @property
    def busy(self) -> bool:
        """Whether it is in the middle of something that a stopping server waits for."""
        return bool(self.requests or self.request or self.total_outbufs_len or self.close_when_flushed)

    def look_after(self, now: float) -> None:
        """End it if it is too slow. ``now``: monotonic seconds."""
        if self.lingering_until is not None:
            self.will_close = now > self.lingering_until
        elif self.total_outbufs_len:
            self._look_after_reader(now)
        elif self.requests:
            self.reading, self.sending = False, None
        elif self.request is not None:
            self._look_after_sender(now)
        else:
            self.reading = False
            self.will_close = self.will_close or is_idle_too_long(now - self.quiet_since, served=self.served)

    def _look_after_reader(self, now: float) -> None:
        if not self.reading:
            self.reading, self.since, self.moved = True, now, 0
        elif is_too_slow(now - self.since, self.moved):
            self.lingers = False
            self.will_close = True

    def _look_after_sender(self, now: float) -> None:
        if self.sending is not self.request:  # it came together with the one before, which has been answered just now
            self.sending, self.since, self.moved = self.request, now, 0
        elif is_too_slow(now - self.since, self.moved):
            with self.requests_lock:
                self.request.error = TooSlow("")
                self.request.completed = True
                self.requests.append(self.request)
                self.request = None
            self.server.add_task(self)

    def handle_close(self) -> None:
        """Close it. While a client is still sending, closing at once would cost it the answer (RFC 9112, 9.6)."""
        if self.lingers and self.lingering_until is None:
            try:
                self.socket.shutdown(socket.SHUT_WR)
            except OSError:  # it has gone
                super().handle_close()
            else:
                self.lingering_until = time.monotonic() + LINGER_SECONDS
                self.will_close = False
        else:
            super().handle_close()


class Server(TcpWSGIServer):
    """Accepts connections on a socket that is there already."""

    channel_class = Channel
    stopping = False

    def maintenance(self, now: float) -> None:
        """Look after all connections, once a second."""
        moment = time.monotonic()
        for channel in list(self.active_channels.values()):
            channel.look_after(moment)

    def add_task(self, channel: Channel) -> None:
        """Have a request answered, but not before somebody has read the last answer: who sends many requests at once
        and reads nothing would fill the memory, and then hold a thread that waits for room.
        """
        if channel.total_outbufs_len:
            channel.postponed = True
        else:
            super().add_task(channel)

    def stop_accepting(self) -> None:
        """Leave new connections to whoever listens after us, and end those that are open with their next answer."""
        self.stopping = True
        self.accepting = False
