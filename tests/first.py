"""What a first start leaves, made once in a run: for the browser's apps, and for tests that ask the shipped wiki."""

import os
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
from psycopg import sql
from psycopg.conninfo import make_conninfo

from tests.e2e.moved import MovedClock
from tests.once import once

ROOT = Path(__file__).resolve().parents[1]
LONG_AGO = datetime(2026, 1, 12, 9, tzinfo=UTC)


@dataclass(frozen=True)
class First:
    """A database with the shipped wiki and its bank, and the collected static files. Both are to be copied."""

    database: str
    static: Path


def first_start(folders: pytest.TempPathFactory) -> First:
    """Made by whichever process of a run asks first: it takes half a minute."""
    var, name = once(folders, "first", _start)
    return First(name, var / "static")


def _start(var: Path) -> str:
    """Pages and questions as if they had been there for a while, also where the clock is moved later."""
    name = f"first_{os.getpid()}"
    var.mkdir(exist_ok=True)
    clock = MovedClock(var / "clock")
    clock.put(LONG_AGO)
    given = {"DATABASE_URL": create_database(name), "SDWIKI_VAR": str(var), "SDWIKI_CLOCK": str(clock.file)}
    for command in ("migrate", "setup"):
        done = subprocess.run(
            [sys.executable, "manage.py", command],
            cwd=ROOT,
            env=os.environ | given,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
    return name


def create_database(name: str, template: str = "template1") -> str:
    """A database of the run's cluster; its address."""
    with server() as there:
        statement = sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY")
        there.execute(statement.format(sql.Identifier(name), sql.Identifier(template)))
    return make_conninfo(os.environ["DATABASE_URL"], dbname=name)


def server() -> psycopg.Connection:
    """A connection to the run's cluster, outside all databases that may be copied."""
    return psycopg.connect(make_conninfo(os.environ["DATABASE_URL"], dbname="postgres"), autocommit=True)
