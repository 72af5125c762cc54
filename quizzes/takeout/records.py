"""What a package of one's own data is made of: tables with columns, each described for people. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Column:
    """A column of a file: its ``name``, the ``path`` of fields that it is read from, and what it says.

    ``words`` are what stands in the file for values that are numbers in the database. What ``waits`` is empty while the
    rules of its quiz do not tell it.
    """

    name: str
    path: str
    says: str
    words: Mapping[Any, str] = field(default_factory=dict)
    waits: bool = False


@dataclass(frozen=True)
class Table:
    """A file of the package, as CSV and as JSON.

    ``model`` names the table of the database that its rows are of, ``owner`` the path of fields that leads from there
    to the person, and ``order`` how the rows are sorted. ``covers`` are the columns of the database ("app.Model.field")
    that tie rows to their person and whose rows are all in this file. ``attempt`` is the path to the quiz whose rules
    say whether columns that wait are told: a ``score`` by what they say of it, else by what they say of what is right.
    ``assignment`` is the path to an assignment, of which they are told unless the score of one of its quizzes is not.
    ``later`` are values of a column, by its path, whose very rows tell: they are left out as long as columns wait.
    """

    name: str
    says: str
    model: str
    owner: str
    columns: tuple[Column, ...]
    covers: tuple[str, ...]
    order: tuple[str, ...] = ("pk",)
    attempt: str = ""
    score: bool = False
    assignment: str = ""
    later: tuple[str, frozenset[str]] = ("", frozenset())


@dataclass(frozen=True)
class LeftOut:
    """Columns of the database that name people and whose rows are in no file, and why, for people."""

    covers: tuple[str, ...]
    says: str
