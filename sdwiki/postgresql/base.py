"""See `DatabaseWrapper`. Django looks for it under this name."""

import select

from django.db.backends.postgresql import base
from psycopg import Connection


class DatabaseWrapper(base.DatabaseWrapper):
    """Looks before it asks: each request begins with the question whether its connection is still usable."""

    def is_usable(self) -> bool:
        """Whether the connection stands.

        A server that ends a connection says so, and whatever ends with it closes the socket: either can be read. Where
        there is nothing to read, nothing has happened since the last statement, and the server need not be asked.
        """
        return _is_quiet(self.connection) or super().is_usable()


def _is_quiet(connection: Connection | None) -> bool:
    """Whether a connection is open, idle, and has nothing to say."""
    if connection is None or connection.closed or connection.broken:
        return False
    waiting = select.poll()
    waiting.register(connection.fileno(), select.POLLIN)
    return not waiting.poll(0)
