"""Commands that work on a database as it is after a first start, whether or not there has been one."""

import os
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from content.models import Topic


class PreparedCommand(BaseCommand):
    """Brings the schema up to date before it runs and, with ``wiki``, reads the shipped wiki into an empty one.

    A database that was given by DATABASE_URL is somebody else's to change: an old schema is an error there.
    """

    wiki = False

    def execute(self, *args: Any, **options: Any) -> str | None:
        """What `BaseCommand` does, on a database that is ready for it."""
        executor = MigrationExecutor(connection)
        outdated = bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
        if os.environ.get("DATABASE_URL"):
            if outdated:
                raise CommandError("The database has not the schema of this version. Run: manage.py migrate")
        else:
            if outdated:
                call_command("migrate", verbosity=0)
            if self.wiki and not Topic.objects.exists():
                call_command("setup", stdout=self.stderr)
        return super().execute(*args, **options)
