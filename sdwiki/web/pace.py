"""How slow a client may be. Pure: no sockets, no clock of its own.

Waiting costs no thread, only memory and a descriptor, so the limits are wide: a form of some kilobytes may come through
any network there is. They end those who never mean to come to an end.
"""

NEW_SECONDS = 10  # for the first byte on a new connection
# For the next request on a connection. Longer than proxies keep theirs (nginx: 60), or now and then one of them would
# send a request into a connection that is just being closed.
KEPT_SECONDS = 75
PATIENCE_SECONDS = 10  # during which a request or an answer may take its time
BYTES_PER_SECOND = 4096  # on average after that
LINGER_SECONDS = 3  # in which what is still on its way to us is thrown away, so that our last words are read


def is_too_slow(seconds: float, moved: int) -> bool:
    """Whether these bytes are too few for this time. Bounds the whole as well: N bytes are through after at most
    ``PATIENCE_SECONDS + N / BYTES_PER_SECOND`` seconds, or have failed.
    """
    return moved < (seconds - PATIENCE_SECONDS) * BYTES_PER_SECOND


def is_idle_too_long(seconds: float, *, served: bool) -> bool:
    """Whether a connection without a request has been open for too long. ``served``: it had one."""
    return seconds > (KEPT_SECONDS if served else NEW_SECONDS)
