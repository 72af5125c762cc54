"""The databases of one test process.

Tests whose changes are rolled back share two: the empty one that pytest-django makes, and one that holds the wiki,
imported once. A test that commits gets a copy of either to itself, which is thrown away with all that was done to it,
constraints included. Copying takes a tenth of the time of an import, and no longer than emptying every table.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psycopg
from django.db import connection
from psycopg import sql
from psycopg.conninfo import make_conninfo


class Databases:
    """Switches Django's connection between them; ``fill`` writes the wiki into an empty database."""

    def __init__(self, fill: Callable[[], None]) -> None:
        self.fill = fill
        self.empty: str = connection.settings_dict["NAME"]
        self.copies: list[str] = []

    def use_shared(self, *, wiki: bool) -> None:
        """Connect to what all tests see that leave it as they found it."""
        name = f"{self.empty}_wiki" if wiki else self.empty
        if wiki and name not in self.copies:
            self._copy(self._template(wiki=True), name)
        self._connect(name)

    @contextmanager
    def own(self, *, wiki: bool) -> Iterator[None]:
        """Be connected to a database that nobody else will see."""
        name = f"{self.empty}_own"
        self._copy(self._template(wiki=wiki), name)
        self._connect(name)
        try:
            yield
        finally:
            self._drop(name)

    def aside(self, *, wiki: bool) -> str:
        """The name of a database for processes that a test starts."""
        name = f"{self.empty}_aside"
        if name not in self.copies:
            self._copy(self._template(wiki=wiki), name)
        return name

    def close(self) -> None:
        """Remove the copies, and leave Django connected as it was."""
        for name in tuple(self.copies):
            self._drop(name)

    def _template(self, *, wiki: bool) -> str:
        """A database to make copies of. Nobody is connected to it, or it could not be copied."""
        name = f"{self.empty}_template{'_wiki' if wiki else ''}"
        if name not in self.copies:
            self._copy(self.empty, name)
            if wiki:
                self._connect(name)
                self.fill()
                self._connect(self.empty)
        return name

    def _connect(self, name: str) -> None:
        """Use this database from now on, in new threads too."""
        if connection.settings_dict["NAME"] != name:
            connection.close()
            connection.settings_dict["NAME"] = name

    def _copy(self, source: str, name: str) -> None:
        connection.close()
        self._execute("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)  # a run that was killed may have left it
        self._execute("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY", name, source)
        self.copies.append(name)

    def _drop(self, name: str) -> None:
        self._connect(self.empty)
        self._execute("DROP DATABASE {} WITH (FORCE)", name)
        self.copies.remove(name)

    def _execute(self, statement: str, *names: str) -> None:
        address = make_conninfo(os.environ["DATABASE_URL"], dbname="postgres")
        with psycopg.connect(address, autocommit=True) as server:
            server.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))
