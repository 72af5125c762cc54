"""The port on which the app is served.

It is the supervisor's, not the web server's: while that is started again, whoever connects waits and is not refused.
"""

import errno
import socket

from sdwiki.embedded.errors import EmbeddedError

HOST = "127.0.0.1"
BACKLOG = 2048


def listen(port: int) -> socket.socket:
    """A socket that listens on the port. Raises EmbeddedError, in words, if the port cannot be had."""
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
        listener.listen(BACKLOG)  # on Linux two may bind with SO_REUSEADDR, but only one may listen
    except OSError as error:
        listener.close()
        reason = {
            errno.EADDRINUSE: "is used by another program",
            errno.EACCES: "may only be used by the administrator",
        }.get(error.errno or 0, f"cannot be used ({error.strerror})")
        raise EmbeddedError(f"Port {port} {reason}. Choose another: script/server --port {port + 1}") from error
    return listener


def check(port: int) -> None:
    """Refuse a port that is taken before anything is started for it."""
    listen(port).close()
