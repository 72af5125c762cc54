"""`script/bench [NAME …] [--json FILE]`: starts its own servers, builds its data, measures, prints a table."""

import argparse
import importlib
import json
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import django
from django.core.management import call_command

from sdwiki.embedded.pytest_plugin import start

if TYPE_CHECKING:
    from benchmarks.measure import Result

NAMES = (
    "weight", "wiki-page", "review-answer", "load-count", "due-queue", "open-day", "answer-save", "preview", "editor",
    "bank-build", "bank-edit",
)  # fmt: skip
DAYS = {"load-count", "due-queue", "open-day"}
SLOW = (
    "peer",
    "card-bytes",
    "bank-growth",
    "linear",
    "facility",
    "plan",
    "fit-parameters",
    "expired-sweep",
    "gradebook",
    "class-pages",
)  # minutes, or no speed, so only where they are named


def main() -> None:
    """Measure what was named, or everything."""
    parser = argparse.ArgumentParser(prog="script/bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"one of: {', '.join(NAMES + SLOW)}")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the results there")
    chosen = parser.parse_args()
    if unknown := set(chosen.names) - {*NAMES, *SLOW}:
        parser.error(f"unknown: {', '.join(sorted(unknown))}; there are: {', '.join(NAMES + SLOW)}")
    for variable in ("DATABASE_URL", "REDIS_URL"):
        os.environ.pop(variable, None)
    os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"
    stop = start()
    try:
        results = list(_measure(chosen.names or NAMES))
    finally:
        stop()
    rows = [("name", "value", "unit", "floor", "ratio", "goal", "n"), *(r.row() for r in results)]
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    for row in rows:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
    if chosen.json:
        chosen.json.write_text(json.dumps([r.as_dict() for r in results], indent=2) + "\n")


def _measure(names: Sequence[str]) -> Iterator["Result"]:
    """Set Django up on the servers that were just started, then run the arms."""
    django.setup()
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=["django_htmx"])
    arms = importlib.import_module("benchmarks.arms")  # reads the settings, so not earlier
    bank = importlib.import_module("benchmarks.bank")
    editing = importlib.import_module("benchmarks.editing")
    linear = importlib.import_module("benchmarks.linear")
    yield from bank.build(report="bank-build" in names)
    if "bank-edit" in names:
        yield bank.edit("bank-edit")
    if "weight" in names:
        yield from importlib.import_module("benchmarks.weight").weights()
    if "wiki-page" in names:
        yield from arms.wiki_page()
    if "review-answer" in names:
        yield from arms.review_answer()
    if "answer-save" in names:
        yield from importlib.import_module("benchmarks.quizzes").answer_save()
    if "expired-sweep" in names:
        yield from importlib.import_module("benchmarks.quizzes").expired_sweep()
    if "gradebook" in names:
        yield from importlib.import_module("benchmarks.gradebook").gradebook()
    if "class-pages" in names:
        yield from importlib.import_module("benchmarks.gradebook").class_pages()
    if DAYS & set(names):
        yield from _days(names)
    if "preview" in names:
        yield from editing.preview()
    if "editor" in names:
        yield from editing.editor()
    if {"peer", "card-bytes"} & set(names):
        yield from _peer(names)
    if "bank-growth" in names:
        yield from bank.growth()
    if "facility" in names:
        yield from importlib.import_module("benchmarks.facility").facility()
    if "plan" in names:
        yield from importlib.import_module("benchmarks.plan").plan()
    if "fit-parameters" in names:
        yield from importlib.import_module("benchmarks.fitting").fit_parameters_of_many()
    if "linear" in names:
        yield from linear.linear()


def _days(names: Sequence[str]) -> Iterator["Result"]:
    """What is measured among many learners, last of all that needs the library: its facts are multiplied."""
    reviews = importlib.import_module("benchmarks.reviews")
    people = reviews.build()
    if "load-count" in names:
        yield from reviews.load_count(*people)
    if "due-queue" in names:
        yield from reviews.due_queue(*people)
    if "open-day" in names:
        yield from reviews.open_day()


def _peer(names: Sequence[str]) -> Iterator["Result"]:
    """Beside Anki's library; its cards are what `card-bytes` weighs."""
    peer = importlib.import_module("benchmarks.peer")
    yield from peer.peer()
    if "card-bytes" in names:
        yield from peer.card_bytes()


if __name__ == "__main__":
    main()
