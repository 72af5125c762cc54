"""Live questions, for other programs and people."""

from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from content.models import Phase, Topic
from quizzes.bank.exchange.formats import FORMATS, parts, write
from quizzes.management.prepared import PreparedCommand


class Command(PreparedCommand):
    wiki = True
    help = (
        "Export every live question with its choices, marked answers, explanation and fact keys; "
        "or the live flashcards as an Anki package (apkg)."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--format", choices=list(FORMATS), default="json")
        parser.add_argument("--topic", action="append", default=[], metavar="SLUG", help="only this topic; repeatable")
        parser.add_argument("--phase", action="append", default=[], metavar="SLUG", help="only this phase; repeatable")
        parser.add_argument("--output", type=Path, metavar="FILE", help="write here; apkg needs it")

    def handle(self, *args: Any, output: Path | None, **options: Any) -> None:
        topics = _scope(options["topic"], options["phase"])
        form = options["format"]
        try:
            if output is None and FORMATS[form].text is None:
                raise CommandError("An Anki package is a binary file: give --output FILE.")
            if output is None:
                self.stdout.write("".join(parts(form, topics)), ending="")
            elif (count := write(form, output, topics)) is not None:
                self.stdout.write(f"Wrote {count} flashcards to {output}.")
        except OSError as error:
            raise CommandError(f"cannot write {output}: {error.strerror}") from error


def _scope(topics: Sequence[str], phases: Sequence[str]) -> set[str] | None:
    """The slugs of these topics and of these phases' topics; None for all. Raises CommandError for an unknown one."""
    if not topics and not phases:
        return None
    known = set(Topic.objects.filter(slug__in=topics).values_list("slug", flat=True))
    known_phases = set(Phase.objects.filter(slug__in=phases).values_list("slug", flat=True))
    if unknown := sorted({*topics} - known):
        raise CommandError(f"There is no topic {', '.join(unknown)}.")
    if unknown := sorted({*phases} - known_phases):
        raise CommandError(f"There is no phase {', '.join(unknown)}.")
    return known | set(Topic.objects.filter(phase__slug__in=phases).values_list("slug", flat=True))
