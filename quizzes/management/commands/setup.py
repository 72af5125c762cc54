"""What a start does after migrating: the cache table, static files, the shipped wiki, its bank, the first
administrator.
"""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from content.sources import SourceError, read_path
from quizzes.management.commands.import_wiki import describe, run
from sdwiki.accounts.services import setup_link


class Command(BaseCommand):
    help = "Make a migrated database ready to serve. Safe to repeat; the second time takes seconds."

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("createcachetable", verbosity=0)
        self.stdout.write("Collecting static files …")
        # django-htmx ships a htmx of its own, which we do not use and whose modules import what it does not ship.
        call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=["django_htmx"])
        self.stdout.write("Reading the shipped wiki …")
        try:
            with transaction.atomic():
                report = run(read_path(settings.LIBRARY_DIR))
        except SourceError as error:
            raise CommandError(str(error)) from error
        for line in describe(report):
            self.stdout.write(f"  {line}")
        if link := setup_link():
            self.stdout.write("")
            self.stdout.write("The first administrator is made here (the link works once):")
            self.stdout.write(f"  {link}")
