"""A database with the data of an earlier commit, brought to today's schema and bank as a start does it.

How the data were made stands in `from_3dc3dc8/make.py`; its manifest says in names and figures what they hold. Here the
dump is loaded once in a process into a database of its own, beside the one of the other tests. Each test sees it as it
is after the start, at the instant at which the story ended, and leaves no trace.
"""

import gzip
import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client, override_settings
from psycopg.conninfo import make_conninfo

from sdwiki.accounts.models import User
from sdwiki.embedded import binaries

FOLDER = Path(__file__).parent / "from_3dc3dc8"
PLAIN = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}


class Clock:
    """Stands in for `django.utils.timezone.now`; ``at`` is what it says."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at

    def pass_by(self, **time: float) -> datetime:
        self.at += timedelta(**time)
        return self.at


@pytest.fixture(scope="session")
def told() -> dict[str, Any]:
    """The manifest: what the data hold."""
    found: dict[str, Any] = json.loads((FOLDER / "manifest.json").read_text())
    return found


@pytest.fixture(scope="session")
def upgraded(told, django_db_blocker, tmp_path_factory) -> Iterator[str]:
    """The name of a database into which the dump was loaded, and on which today's code was started once."""
    name = f"upgrade_{os.getpid()}"
    statics = tmp_path_factory.mktemp("static")
    with django_db_blocker.unblock():
        administer(f"CREATE DATABASE {name}")
        try:
            load(name)
            with (
                connected_to(name),
                override_settings(LIBRARY_DIR=FOLDER / "library", STATIC_ROOT=statics, STORAGES=PLAIN),
                pytest.MonkeyPatch.context() as patch,
            ):
                patch.setattr("django.utils.timezone.now", Clock(datetime.fromisoformat(told["at"])).now)
                call_command("migrate", verbosity=0)
                call_command("setup", stdout=StringIO())
            yield name
        finally:
            administer(f"DROP DATABASE {name} WITH (FORCE)")


def administer(statement: str) -> None:
    """Run a statement in no database of ours."""
    with connection._nodb_cursor() as cursor:
        cursor.execute(statement)


def load(name: str) -> None:
    """Load the dump into an empty database with the wheel's own psql."""
    server = {key.lower(): connection.settings_dict[key] for key in ("HOST", "PORT", "USER", "PASSWORD")}
    database = make_conninfo(dbname=name, **{key: value for key, value in server.items() if value})
    options = ("--quiet", "--no-psqlrc", "--set=ON_ERROR_STOP=1", "--single-transaction")
    done = subprocess.run(
        [binaries.postgres_bin() / "psql", *options, database],
        input=gzip.decompress((FOLDER / "dump.sql.gz").read_bytes()),
        env=binaries.server_environment(),
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()


@contextmanager
def connected_to(name: str) -> Iterator[None]:
    """Make another database of the server the one that everything uses."""
    usual = connection.settings_dict["NAME"]
    try:
        use(name)
        yield
    finally:
        use(usual)


def use(name: str) -> None:
    connection.close()
    connection.settings_dict["NAME"] = name
    ContentType.objects.clear_cache()  # their ids differ


@pytest.fixture
def clock(told, upgraded, django_db_blocker, settings, monkeypatch) -> Iterator[Clock]:
    """The upgraded data, to do anything with, at the end of their story; the clock moves if it is told to."""
    settings.SECRET_KEY = told["secret_key"]
    clock = Clock(datetime.fromisoformat(told["at"]))
    monkeypatch.setattr("django.utils.timezone.now", clock.now)
    with django_db_blocker.unblock(), connected_to(upgraded), transaction.atomic():
        yield clock
        transaction.set_rollback(True)


@pytest.fixture
def browser_of(told, clock):
    """The browser in which somebody was logged in, or a visitor was, before the upgrade."""

    def browser(name: str) -> Client:
        client = Client()
        client.cookies["session"] = told["sessions"][name]
        return client

    return browser


@pytest.fixture
def person(clock):
    """Somebody, by the first part of their address."""
    return lambda name: User.objects.get(email=f"{name}@upgrade.example")
