"""A migration while members read: it waits for no lock for long, tries again, and ends with a clear word."""

import os
import threading
import time
from io import StringIO

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from psycopg.conninfo import make_conninfo

from quizzes.management.commands.migrate import LOCK_TIMEOUT
from tests.upgrade.conftest import administer, connected_to, load

READ = "SELECT count(*) FROM content_topic"


@pytest.fixture
def old(django_db_blocker):
    """The address of a database with the old schema and its data, which everything uses for now."""
    name = f"locks_{os.getpid()}"
    with django_db_blocker.unblock():
        administer(f"CREATE DATABASE {name}")
        try:
            load(name)
            with connected_to(name):
                keys = {key.lower(): connection.settings_dict[key] for key in ("HOST", "PORT", "USER", "PASSWORD")}
                yield make_conninfo(dbname=name, **{key: value for key, value in keys.items() if value})
        finally:
            administer(f"DROP DATABASE {name} WITH (FORCE)")


def test_a_migration_gives_up_while_a_reader_holds_a_table(old):
    with psycopg.connect(old, application_name="a long report") as reader:
        reader.execute(READ)
        with pytest.raises(
            CommandError, match=r"a table was in use all the time(.|\n)*a long report, idle in transaction"
        ):
            call_command("migrate", verbosity=0, patience=1, stderr=StringIO())
    call_command("migrate", verbosity=0)
    with psycopg.connect(old) as after:
        assert after.execute("SELECT to_regclass('content_cell')").fetchone() == (None,)


def test_a_migration_goes_on_when_the_reader_ends_and_members_wait_no_longer_than_it_may(old):
    reader, said, waits, over = psycopg.connect(old), StringIO(), [], threading.Event()
    reader.execute(READ)

    def member() -> None:
        with psycopg.connect(old, autocommit=True) as own:
            while not over.is_set():
                begun = time.monotonic()
                own.execute(READ)
                waits.append(time.monotonic() - begun)
                time.sleep(0.01)

    def report() -> None:
        while "tried again" not in said.getvalue() and not over.is_set():
            time.sleep(0.1)
        reader.close()

    others = [threading.Thread(target=member), threading.Thread(target=report)]
    for thread in others:
        thread.start()
    try:
        call_command("migrate", verbosity=0, stderr=said)
    finally:
        over.set()
        for thread in others:
            thread.join()
    assert "tried again" in said.getvalue()
    # Without the timeout members wait for as long as the reader stays: the control below.
    assert len(waits) > 20
    assert max(waits) < 2 * LOCK_TIMEOUT


def test_without_the_timeout_a_member_waits_for_the_reader(old):
    reader = psycopg.connect(old)
    reader.execute(READ)
    with psycopg.connect(old, autocommit=True) as owner, psycopg.connect(old, autocommit=True) as own:
        waiting = threading.Thread(target=owner.execute, args=["ALTER TABLE content_topic ADD COLUMN idle int"])
        waiting.start()
        time.sleep(0.3)
        own.execute("SET statement_timeout = '1s'")
        with pytest.raises(psycopg.errors.QueryCanceled):
            own.execute(READ)
        reader.close()
        waiting.join()
