"""The databases of one test process.

Tests whose changes are rolled back share three: the empty one that pytest-django makes, one that holds the small wiki,
imported once, and one that holds the shipped wiki, which all processes copy from one. A test that commits gets a copy
of one of them to itself, which is thrown away with all that was done to it, constraints included. Copying takes a tenth
of the time of an import, and no longer than emptying every table.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Literal

import psycopg
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from psycopg import sql
from psycopg.conninfo import make_conninfo

Holding = Literal["nothing", "wiki", "shipped_wiki"]


class Databases:
    """Switches Django's connection between them; ``fill`` writes the small wiki into an empty database, ``shipped``
    tells the name of one with the shipped wiki.
    """

    def __init__(self, fill: Callable[[], None], shipped: Callable[[], str]) -> None:
        self.fill = fill
        self.shipped = shipped
        self.empty: str = connection.settings_dict["NAME"]
        self.copies: list[str] = []

    def use_shared(self, holding: Holding) -> None:
        """Connect to what all tests see that leave it as they found it."""
        name = self.empty if holding == "nothing" else f"{self.empty}_{holding}"
        if name not in (self.empty, *self.copies):
            self._copy(self._template(holding), name)
        self._connect(name)

    @contextmanager
    def own(self, holding: Holding) -> Iterator[None]:
        """Be connected to a database that nobody else will see."""
        name = f"{self.empty}_own"
        self._copy(self._template(holding), name)
        self._connect(name)
        try:
            yield
        finally:
            self._drop(name)

    def aside(self, holding: Holding) -> str:
        """The name of a database for processes that a test starts."""
        name = f"{self.empty}_aside"
        if name not in self.copies:
            self._copy(self._template(holding), name)
        return name

    def close(self) -> None:
        """Remove the copies, and leave Django connected as it was."""
        for name in tuple(self.copies):
            self._drop(name)

    def _template(self, holding: Holding) -> str:
        """A database to make copies of. Nobody is connected to it, or it could not be copied."""
        if holding == "shipped_wiki":
            return self.shipped()
        name = f"{self.empty}_template_{holding}"
        if name not in self.copies:
            self._copy(self.empty, name)
            if holding == "wiki":
                self._connect(name)
                self.fill()
                self._connect(self.empty)
        return name

    def _connect(self, name: str) -> None:
        """Use this database from now on, in new threads too."""
        if connection.settings_dict["NAME"] != name:
            connection.close()
            connection.settings_dict["NAME"] = name
            ContentType.objects.clear_cache()  # their ids may differ

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
