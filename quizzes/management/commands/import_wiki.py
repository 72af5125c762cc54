"""Read documents or library folders into the wiki, and bring the bank and the memories up to date with them."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.db import DataError

from content.errors import AddressesTaken
from content.importing.files import read_paths
from content.importing.library import Library
from content.reading.source import SourceError
from quizzes.importing.report import describe, refusal, report
from quizzes.importing.services import Imported, import_library, rehearse
from quizzes.management.prepared import PreparedCommand
from sdwiki import clock


class Command(PreparedCommand):
    help = (
        "Import a library folder, a library file or a big document. All or nothing; importing twice changes nothing. "
        "An address that is taken by a page from elsewhere refuses the import: it ends with 1, as does a dry run of it."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH")
        parser.add_argument("--dry-run", action="store_true", help="report, and change nothing")
        parser.add_argument("--format", choices=["text", "json"], default="text")
        parser.add_argument(
            "--overwrite", action="store_true", help="replace pages that came from elsewhere or were edited on the site"
        )

    def handle(self, *args: Any, paths: list[Path], **options: Any) -> None:
        try:
            done = _done(read_paths(paths), overwrite=options["overwrite"], dry_run=options["dry_run"])
        except SourceError as error:
            raise CommandError(str(error)) from error
        except DataError as error:  # what no check foresaw; the transaction is gone all the same
            raise CommandError(f"a value does not fit into the database: {error}") from error
        told = report(done)
        if options["format"] == "json":
            self.stdout.write(json.dumps(told, indent=2, ensure_ascii=False))
        else:
            for line in describe(told, each_page=done.rehearsed):
                self.stdout.write(line)
        if done.refused:
            raise CommandError(refusal(told))


def _done(library: Library, *, overwrite: bool, dry_run: bool) -> Imported:
    """What was done; what would be done, for a dry run and for an import that was refused."""
    now = clock.now()
    if not dry_run:
        try:
            return import_library(library, now=now, overwrite=overwrite)
        except AddressesTaken:
            pass
    return rehearse(library, now=now, overwrite=overwrite)
