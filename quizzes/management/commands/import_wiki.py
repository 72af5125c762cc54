"""Read documents or library folders into the wiki, and bring the bank and the memories up to date with them."""

import json
from argparse import ArgumentParser
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.db import DataError, transaction

from content.importing.files import read_paths
from content.importing.library import Library
from content.models import Topic
from content.reading.facts import Comparison
from content.reading.orientation import MARKED
from content.reading.source import SourceError
from content.reading.topic import ReadTopic
from content.services import Applied, apply_library
from quizzes.bank import services as bank
from quizzes.management.prepared import PreparedCommand
from quizzes.reviews.changes import mark_changed
from sdwiki import clock


class _DryRun(Exception):
    """Rolls the transaction back."""


class Command(PreparedCommand):
    help = "Import a library folder, a library file or a big document. All or nothing; importing twice changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH")
        parser.add_argument("--dry-run", action="store_true", help="report, and change nothing")
        parser.add_argument("--format", choices=["text", "json"], default="text")
        parser.add_argument("--overwrite", action="store_true", help="replace pages that were edited on the site")

    def handle(self, *args: Any, paths: list[Path], **options: Any) -> None:
        try:
            library = read_paths(paths)
            with transaction.atomic():
                report = run(library, overwrite=options["overwrite"])
                if options["dry_run"]:
                    raise _DryRun
        except _DryRun:
            report["dry_run"] = True
        except SourceError as error:
            raise CommandError(str(error)) from error
        except DataError as error:  # what no check foresaw; the transaction is gone all the same
            raise CommandError(f"a value does not fit into the database: {error}") from error
        if options["format"] == "json":
            self.stdout.write(json.dumps(report, indent=2, ensure_ascii=False))
        else:
            for line in describe(report):
                self.stdout.write(line)


def run(library: Library, *, overwrite: bool = False, everything: bool = False) -> dict[str, Any]:
    """Apply a library and bring everything that hangs on it up to date; the report of all that.

    With ``everything`` each page is rendered and the bank of each topic derived anew, as they are where the glossary
    changed.
    """
    now = clock.now()
    applied = apply_library(library, now=now, overwrite=overwrite, render_again=everything)
    topics = Topic.objects.select_related("current", "phase").order_by("pk")
    if not (everything or applied.new_terms):
        topics = topics.filter(slug__in=applied.changed)
    synced = bank.sync(topics, now=now, readings=applied.readings)
    mark_changed(fact_ids=synced.changed, now=now)
    return _report(library, applied, synced)


def _report(library: Library, applied: Applied, synced: bank.Synced) -> dict[str, Any]:
    notices = [{"file": n.file, "line": n.line, "message": n.message} for n in library.notices]
    odd = [
        {"file": read.source.file, "line": warning.line, "message": warning.message}
        for read in library.texts
        for warning in read.warnings
    ]
    kept = [
        {"file": slug, "line": 0, "message": "was edited on the site and is kept as it is there"}
        for slug in applied.kept
    ]
    return {
        "dry_run": False,
        "phases": [
            {
                "slug": p.slug,
                "title": p.title,
                "position": p.position,
                "topics": [t.source.slug for t in library.topics if t.source.phase == p.slug],
            }
            for p in library.phases
        ],
        "topics": [_entry(read) for read in library.texts if read.source.phase],
        "pages": [_entry(read) for read in library.texts if not read.source.phase],
        "tables": [_table(read.source.slug, c) for read in library.texts for c in read.comparisons],
        "lists": sum(len(read.document.lists) for read in library.texts),
        "facts": sum(len(read.facts) for read in library.texts),
        "repaired_lines": sum(len(lines) for _, lines in library.repaired),
        "repaired": [{"file": file, "lines": list(lines)} for file, lines in library.repaired],
        "warnings": [*notices, *odd, *kept],
        "ignored": [{"file": n.file, "line": n.line, "message": n.message} for n in library.ignored],
        "changes": _changes(applied, synced),
    }


def _entry(read: ReadTopic) -> dict[str, Any]:
    source = read.source
    return {
        "slug": source.slug,
        "title": source.title,
        "phase": source.phase or None,
        "facts": len(read.facts),
        "position": source.position,
    }


def _table(topic: str, comparison: Comparison) -> dict[str, Any]:
    options, dimensions = comparison.options, comparison.dimensions
    names = {name.key: name.text for name in (*options, *dimensions)}
    table = {
        "topic": topic,
        "key": comparison.key,
        "caption": comparison.caption,
        "orientation": comparison.orientation,
        "options": [option.text for option in options],
        "dimensions": [dimension.text for dimension in dimensions],
        "cells": [
            {
                "option": names[cell.option],
                "dimension": names[cell.dimension],
                "text": cell.text,
                "key": "/".join(filter(None, (topic, comparison.key, cell.option, cell.dimension, cell.extra))),
                "line": cell.line,
            }
            for cell in comparison.cells
        ],
    }
    return table | ({"reason": comparison.reason} if comparison.reason else {})


def _changes(applied: Applied, synced: bank.Synced) -> dict[str, Any]:
    return {
        "created": applied.created,
        "updated": applied.updated,
        "unchanged": len(applied.unchanged),
        "kept": applied.kept,
        "facts": {"added": synced.facts_added, "changed": synced.facts_changed, "retired": synced.facts_retired},
        "questions": {
            "added": synced.questions_added,
            "changed": synced.questions_changed,
            "retired": synced.questions_retired,
        },
    }


def describe(report: dict[str, Any]) -> Iterable[str]:
    """The report as lines to read."""
    changes = report["changes"]
    yield (
        f"Read {len(report['phases'])} phases, {len(report['topics'])} topics, {len(report['pages'])} pages, "
        f"{len(report['tables'])} tables, {report['lists']} lists: {report['facts']} facts."
    )
    if report["repaired_lines"]:
        yield f"Repaired {report['repaired_lines']} lines whose encoding was damaged."
    marked = [table for table in report["tables"] if table.get("reason") == MARKED]
    if marked:
        yield f"  no questions from {len(marked)} tables: {MARKED}"
    for table in report["tables"]:
        if table.get("reason", MARKED) != MARKED:
            yield f"  no questions from “{table['caption']}” ({table['topic']}): {table['reason']}"
    for note in report["ignored"]:
        yield f"  left out, {note['file']}:{note['line']}: {note['message']}"
    for note in report["warnings"]:
        yield f"  warning, {note['file']}:{note['line']}: {note['message']}"
    yield (
        f"Pages: {len(changes['created'])} new, {len(changes['updated'])} updated, {changes['unchanged']} unchanged, "
        f"{len(changes['kept'])} kept. "
        + " ".join(
            f"{name.capitalize()}: {c['added']} new, {c['changed']} changed, {c['retired']} retired."
            for name, c in (("facts", changes["facts"]), ("questions", changes["questions"]))
        )
    )
    if report["dry_run"]:
        yield "Dry run: nothing was changed."
