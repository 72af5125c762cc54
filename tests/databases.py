"""The databases of one test process.

Tests whose changes are rolled back share three: an empty one, one that holds the small wiki, and one that holds the
shipped wiki. All are copies of what the first process of a run that needs it makes for all. A test that commits gets a
copy of one of them to itself, which is thrown away with all that was done to it, constraints included. Copying takes a
tenth of the time of an import, and no longer than emptying every table.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Literal

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection
from psycopg import sql

from tests.first import create_database, first_start, server
from tests.once import once

Holding = Literal["nothing", "wiki", "shipped_wiki"]


class Templates:
    """What all processes of a run copy; ``fill`` writes the small wiki into an empty database."""

    def __init__(self, folders: pytest.TempPathFactory, fill: Callable[[], None]) -> None:
        self.folders = folders
        self.fill = fill

    def name(self, holding: Holding) -> str:
        """A database to make copies of. Nobody is connected to it, or it could not be copied."""
        if holding == "shipped_wiki":
            return first_start(self.folders).database
        made: str = once(self.folders, holding, lambda _: self._made(holding))[1]
        return made

    def _made(self, holding: Holding) -> str:
        name = f"{holding}_{os.getpid()}"
        create_database(name, "template1" if holding == "nothing" else self.name("nothing"))
        before = connection.settings_dict["NAME"]
        connect(name)
        if holding == "nothing":
            call_command("migrate", verbosity=0)
            call_command("createcachetable", verbosity=0)
        else:
            self.fill()
        connect(before)
        return name


def connect(name: str) -> None:
    """Use this database from now on, in new threads too."""
    if connection.settings_dict["NAME"] != name:
        connection.close()
        connection.settings_dict["NAME"] = name
        ContentType.objects.clear_cache()  # their ids may differ


class Databases:
    """Switches Django's connection between the copies of this process, whose names begin with ``name``."""

    def __init__(self, name: str, templates: Templates) -> None:
        self.templates = templates
        self.before = connection.settings_dict["NAME"]
        self.empty = name
        self.copies: list[str] = []
        self.use_shared("nothing")

    def use_shared(self, holding: Holding) -> None:
        """Connect to what all tests see that leave it as they found it."""
        name = self.empty if holding == "nothing" else f"{self.empty}_{holding}"
        if name not in self.copies:
            self._copy(self.templates.name(holding), name)
        connect(name)

    @contextmanager
    def own(self, holding: Holding) -> Iterator[None]:
        """Be connected to a database that nobody else will see."""
        name = f"{self.empty}_own"
        self._copy(self.templates.name(holding), name)
        connect(name)
        try:
            yield
        finally:
            self._drop(name)

    def aside(self, holding: Holding) -> str:
        """The name of a database for processes that a test starts."""
        name = f"{self.empty}_aside"
        if name not in self.copies:
            self._copy(self.templates.name(holding), name)
        return name

    def close(self) -> None:
        """Remove the copies, and leave Django as it was."""
        for name in reversed(self.copies):
            self._drop(name)

    def _copy(self, source: str, name: str) -> None:
        connection.close()
        self._execute("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)  # a run that was killed may have left it
        create_database(name, source)
        self.copies.append(name)

    def _drop(self, name: str) -> None:
        connect(self.before if name == self.empty else self.empty)
        self._execute("DROP DATABASE {} WITH (FORCE)", name)
        self.copies.remove(name)

    def _execute(self, statement: str, *names: str) -> None:
        with server() as there:
            there.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))
