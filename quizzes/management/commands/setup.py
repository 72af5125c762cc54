"""What a start does after migrating: the cache table, static files, the shipped wiki and its bank, and the link by
which the first administrator is made. What has not changed since the last start is not done again.
"""

import hashlib
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from content.importing.files import read_path
from content.imports import SHIPPED, Taken
from content.models import Import
from content.reading.source import SourceError
from quizzes.importing.report import describe, report
from quizzes.importing.services import import_library
from sdwiki import clock
from sdwiki.accounts.services import first_setup_link

# django-htmx ships a htmx of its own, which we do not use and whose modules import what it does not ship.
UNUSED_STATIC = ["django_htmx"]
# What pages and questions are made by, in the checkout.
CODE = ("content", "quizzes/bank")


class Command(BaseCommand):
    help = "Make a migrated database ready to serve. Safe to repeat; the second time takes seconds."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--demo", action="store_true", help="also make people and a class to try things with")

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("createcachetable", verbosity=0)
        self._static_files()
        self._shipped_wiki()
        if options["demo"]:
            call_command("demo", stdout=self.stdout)
        if link := first_setup_link():
            self.stdout.write("")
            self.stdout.write("The first administrator is made here (the link works once):")
            self.stdout.write(f"  {link}")

    def _static_files(self) -> None:
        stamp = Path(settings.STATIC_ROOT) / ".fingerprint"
        found = (
            f"{name} {status.st_size} {status.st_mtime_ns}"
            for finder in get_finders()
            for name, storage in finder.list(UNUSED_STATIC)
            for status in [Path(storage.path(name)).stat()]
        )
        digest = hashlib.sha256("\n".join(sorted(found)).encode()).hexdigest()
        if stamp.is_file() and stamp.read_text() == digest:
            return
        self.stdout.write("Collecting static files …")
        call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=UNUSED_STATIC)
        stamp.write_text(digest)

    def _shipped_wiki(self) -> None:
        found = fingerprint(settings.BASE_DIR, settings.LIBRARY_DIR)
        if Import.objects.filter(source=SHIPPED, fingerprint=found).exists():
            self.stdout.write("The wiki and its bank are up to date.")
            return
        self.stdout.write("Reading the shipped wiki …")
        now = clock.now()
        try:
            with transaction.atomic():
                # The code that derives questions may have changed where the pages have not.
                library = read_path(settings.LIBRARY_DIR)
                done = import_library(library, now=now, taken=Taken.KEEP, everything=True)
                Import.objects.update_or_create(source=SHIPPED, defaults={"fingerprint": found, "at": now})
        except SourceError as error:
            raise CommandError(str(error)) from error
        for line in describe(report(done)):
            self.stdout.write(f"  {line}")


def fingerprint(checkout: Path, library: Path) -> str:
    """A digest of the library and of the code that makes pages and questions from it, however deep that lies."""
    code = (checkout / folder for folder in CODE)
    files = [*library.rglob("*"), *(path for folder in code for path in folder.rglob("*.py"))]
    digest = hashlib.sha256()
    for path in sorted(path for path in files if path.is_file()):
        digest.update(str(path.relative_to(checkout)).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()
