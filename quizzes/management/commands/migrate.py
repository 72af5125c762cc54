"""Django's ``migrate``, that waits for no lock longer than members can wait for it.

A statement that wants a table for itself queues behind every open transaction that has read it, and everybody who comes
later queues behind that statement. So a wait for a lock ends after two seconds, what was begun is rolled back, members
go on, and the migration is tried again, until patience ends too.
"""

import time
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.core.management.commands import migrate
from django.db import OperationalError, connections
from psycopg.errors import LockNotAvailable

LOCK_TIMEOUT = 2  # seconds that a statement may wait for a lock, and that readers may wait behind it
PATIENCE = 60  # seconds until we give up
PAUSES = (0.5, 1, 2, 4, 8)  # seconds between tries; the last one again and again

# Transactions that have been open for longest: one of them holds the lock, as a rule.
OPEN = """
SELECT pid, application_name, state, round(extract(epoch FROM now() - xact_start))::int
FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND xact_start IS NOT NULL
ORDER BY xact_start LIMIT 3
"""


class Command(migrate.Command):
    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--patience", type=float, default=PATIENCE, metavar="SECONDS", help="give up after so long a wait for locks"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Migrate; each try takes up where the last one ended. Raises CommandError where a lock cannot be had."""
        connection = connections[options["database"]]
        ends, tries = time.monotonic() + options.pop("patience", PATIENCE), 0
        while True:
            with connection.cursor() as cursor:
                cursor.execute(f"SET lock_timeout = '{LOCK_TIMEOUT}s'")
            try:
                super().handle(*args, **options)
                return
            except OperationalError as error:
                if not isinstance(error.__cause__, LockNotAvailable):
                    raise
                pause = PAUSES[min(tries, len(PAUSES) - 1)]
                if time.monotonic() + pause > ends:
                    raise CommandError(self._given_up(connection)) from error
                self.stderr.write(f"A table is in use; its migration is tried again in {pause} s.")
                tries += 1
                time.sleep(pause)
            finally:
                with connection.cursor() as cursor:
                    cursor.execute("RESET lock_timeout")

    def _given_up(self, connection: Any) -> str:
        with connection.cursor() as cursor:
            cursor.execute(OPEN)
            found = cursor.fetchall()
        held = "".join(
            f"\n  server process {pid} ({name or 'no name'}, {state}), open for {seconds} s"
            for pid, name, state, seconds in found
        )
        return (
            "The schema could not be brought up to date: a table was in use all the time. Nothing was changed by the "
            "migration that waited; those before it stand. End what holds the table, then migrate again."
            + (f"\nThe longest open transactions:{held}" if held else "")
        )
