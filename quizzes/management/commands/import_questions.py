"""Own questions from a GIFT or CSV file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import CommandError
from django.db import transaction

from content.models import Topic
from quizzes.bank.exchange import csvfile, gift
from quizzes.bank.exchange.files import decode
from quizzes.bank.exchange.records import Unreadable
from quizzes.bank.words import said
from quizzes.curation.errors import RevisedMeanwhile
from quizzes.curation.imports import import_own
from quizzes.management.prepared import PreparedCommand
from sdwiki import clock, limits

READERS = {"gift": gift.read, "csv": csvfile.read}
MOST_SHOWN = 50


class _DryRun(Exception):
    """Rolls the transaction back."""


class Command(PreparedCommand):
    wiki = True
    help = "Import own questions from a file. All or nothing; importing twice changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--format", choices=list(READERS), required=True)
        parser.add_argument("--topic", metavar="SLUG", help="where they go; by default to the topics they name")
        parser.add_argument("--author", metavar="EMAIL", help="whose questions these are")
        parser.add_argument("--dry-run", action="store_true", help="report, and change nothing")
        parser.add_argument("--skip-faulty", action="store_true", help="leave out what cannot be asked, and say what")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        topic, author = _topic(options["topic"]), _author(options["author"])
        try:
            with file.open("rb") as stream:
                reading = READERS[options["format"]](decode(stream.read(limits.QUESTION_BYTES + 1)))
            with transaction.atomic():
                done = import_own(
                    reading=reading,
                    topic=topic,
                    author=author,
                    now=clock.now(),
                    skip_faulty=options["skip_faulty"],
                )
                if options["dry_run"]:
                    raise _DryRun
        except _DryRun:
            pass
        except RevisedMeanwhile as error:
            raise CommandError(
                "Nothing was imported: somebody changed a question of this file at the same moment. Their version is "
                "kept. Look at it, and import the file again if yours is right."
            ) from error
        except OSError as error:
            raise CommandError(f"cannot read {file}: {error.strerror}") from error
        except Unreadable as error:
            lines = [f"  {file}, line {fault.line}: {said(fault.why)}" for fault in error.faults[:MOST_SHOWN]]
            if len(error.faults) > MOST_SHOWN:
                lines.append(f"  … and {len(error.faults) - MOST_SHOWN} more")
            raise CommandError("\n".join(["Nothing was imported:", *lines])) from error
        for fault in done.skipped:
            self.stdout.write(f"  left out, {file}, line {fault.line}: {said(fault.why)}")
        self.stdout.write(f"Own questions: {done.new} new, {done.updated} updated, {done.unchanged} unchanged.")
        if options["dry_run"]:
            self.stdout.write("Dry run: nothing was changed.")


def _topic(slug: str | None) -> Topic | None:
    if slug is None:
        return None
    topic = Topic.objects.filter(slug=slug, retired_at__isnull=True).first()
    if topic is None:
        raise CommandError(f"There is no topic {slug}.")
    return topic


def _author(email: str | None) -> Any:
    if email is None:
        return None
    author = get_user_model().objects.filter(email__iexact=email).first()
    if author is None:
        raise CommandError(f"Nobody here has the address {email}.")
    return author
