"""Threads with transactions of their own, and a database that takes its time."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier

from django.db import connection, connections


def at_once(*work):
    """Run these in threads of their own at the same moment; their results, or the exceptions they raised."""
    barrier = Barrier(len(work))

    def run(job):
        try:
            connection.ensure_connection()
            barrier.wait(timeout=30)
            return job()
        except Exception as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(work)) as pool:
        return list(pool.map(run, work))


@contextmanager
def slow(event: str, table: str, seconds: float = 0.3):
    """Every such statement on the table takes a moment, in which others may come between."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE OR REPLACE FUNCTION test_sleep() RETURNS trigger LANGUAGE plpgsql AS"
            f" $$BEGIN PERFORM pg_sleep({seconds}); RETURN NEW; END$$"
        )
        cursor.execute(f"CREATE TRIGGER test_slow BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION test_sleep()")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP TRIGGER test_slow ON {table}")
