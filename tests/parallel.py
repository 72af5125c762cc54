"""Threads with transactions of their own, a database that takes its time, and what holds it all together taken away.

For tests in real transactions, which have a database to themselves: what is taken away there need not come back. Each
law has its control: the same work without the lock or the constraint, where the law must not hold.
"""

import re
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier
from typing import Any

from django.db import connection, connections
from django.db.models import Model

Job = Callable[[], Any]

# What a statement takes from others: rows and advisory locks.
SKIP = (r" SKIP LOCKED", "")
LOCKS = (
    (r"\sFOR (NO KEY )?(UPDATE|SHARE)( OF [\w\", ]+?)?( SKIP LOCKED| NOWAIT)?(?=\s*(\)|$))", " "),
    (r"pg_advisory_xact_lock\(", "hashint4("),
    (r"pg_try_advisory_xact_lock\((.*?)\)", r"(hashint4(\1) IS NOT NULL)"),
)


def at_once(*jobs: Job, refusals: type[Exception] | tuple[type[Exception], ...] = ()) -> list[Any]:
    """Run these in threads of their own at the same moment; their results, or what they were refused with.

    Any other exception is raised.
    """
    barrier = Barrier(len(jobs))

    def run(job: Job) -> Any:
        try:
            connection.ensure_connection()
            barrier.wait(timeout=30)
            return job()
        except refusals as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return list(pool.map(run, jobs))


def unlocked(job: Job, *losing: tuple[str, str]) -> Job:
    """The same job with statements that lock nothing, or that lose something else (a pattern, what stands instead)."""

    def strip(execute: Callable[..., Any], statement: str, parameters: Any, many: bool, context: Any) -> Any:
        for pattern, instead in losing or LOCKS:
            statement = re.sub(pattern, instead, statement)
        return execute(statement, parameters, many, context)

    def run() -> Any:
        with connection.execute_wrapper(strip):
            return job()

    return run


def locked(job: Job) -> Job:
    """The job as it is: the law, where `unlocked` is the control."""
    return job


def in_the_middle(job: Job) -> Job:
    """The job, begun once another has been made to wait by `slow`."""

    def run() -> Any:
        end = time.monotonic() + 30
        with connection.cursor() as cursor:
            while time.monotonic() < end:
                cursor.execute(
                    "SELECT count(*) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND wait_event = 'PgSleep'"
                )
                if cursor.fetchone()[0]:
                    break
                time.sleep(0.01)
        return job()

    return run


def drop_constraint(model: type[Model], *names: str) -> None:
    """Let the table take what these constraints forbid; a field that is unique is named by its name."""
    with connection.schema_editor() as editor:
        for name in names:
            constraint = next((c for c in model._meta.constraints if c.name == name), None)
            if constraint:
                editor.remove_constraint(model, constraint)
            else:
                unique: Any = model._meta.get_field(name)
                loose = unique.clone()
                vars(loose)["_unique"] = False
                loose.set_attributes_from_name(name)
                loose.model = model
                editor.alter_field(model, unique, loose)


@contextmanager
def slow(event: str, table: str, seconds: float = 0.3) -> Iterator[None]:
    """Every row of this table takes a moment to be written, in which others may come between."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE OR REPLACE FUNCTION test_sleep() RETURNS trigger LANGUAGE plpgsql AS"
            " $$BEGIN PERFORM pg_sleep(TG_ARGV[0]::float8); RETURN NEW; END$$"
        )
        cursor.execute(
            f"CREATE TRIGGER test_slow BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION test_sleep({seconds})"
        )
    yield
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER test_slow ON {table}")
