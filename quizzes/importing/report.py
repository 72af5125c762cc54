"""An import's report: as JSON holds it, and as lines to read."""

from collections.abc import Iterable
from typing import Any

from content.errors import TakenAddress
from content.reading.facts import Comparison
from content.reading.orientation import MARKED
from content.reading.topic import ReadTopic
from content.reading.words import number_of
from quizzes.bank.synced import Synced
from quizzes.importing.services import Imported
from quizzes.reviews.changes import Touched


def report(done: Imported) -> dict[str, Any]:
    """What an import did, or would do. ``refused`` names the pages for which it was refused."""
    library, taken = done.library, {address.slug: address for address in done.applied.taken}
    notices = [{"file": n.file, "line": n.line, "message": n.message} for n in library.notices]
    odd = [
        {"file": read.source.file, "line": warning.line, "message": warning.message}
        for read in library.texts
        for warning in (*read.warnings, *read.unspoken)
    ]
    return {
        "dry_run": done.rehearsed,
        "refused": [_taken(address) for address in taken.values()] if done.refused else [],
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
        "warnings": [*notices, *odd, *_left(done)],
        "ignored": [{"file": n.file, "line": n.line, "message": n.message} for n in library.ignored],
        "changes": _changes(done),
    }


def _taken(address: TakenAddress) -> dict[str, str]:
    return {"slug": address.slug, "title": address.title, "whence": address.whence}


def _left(done: Imported) -> list[dict[str, Any]]:
    """What the import has another version of and left as it is."""
    whence = {address.slug: f" ({address.whence})" for address in done.applied.taken}
    edited, other = "was edited on the site and is kept as it is there", "came from elsewhere{} and is kept as it is"
    said = [
        *((slug, other.format(whence[slug]) if slug in whence else edited) for slug in done.applied.kept),
        *((slug, "is withdrawn and stays so; bring it back on the site first") for slug in done.applied.withdrawn),
        *((part, "stay as they are; --overwrite replaces them") for part in done.applied.spared),
    ]
    return [{"file": name, "line": 0, "message": message} for name, message in said]


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


def _changes(done: Imported) -> dict[str, Any]:
    applied = done.applied
    return {
        "created": applied.created,
        "updated": applied.updated,
        "unchanged": len(applied.unchanged),
        "kept": applied.kept,
        "withdrawn": applied.withdrawn,
        **_numbers(done.synced, done.memories),
        "pages": [_page(done, read) for read in done.library.texts],
    }


def _numbers(synced: Synced, memories: Touched) -> dict[str, Any]:
    return {
        "facts": {"added": synced.facts_added, "changed": synced.facts_changed, "retired": synced.facts_retired},
        "questions": {
            "added": synced.questions_added,
            "changed": synced.questions_changed,
            "retired": synced.questions_retired,
        },
        "cards": {
            "asked_again": memories.asked_again,
            "laid_aside": memories.laid_aside,
            "taken_up": memories.taken_up,
        },
        "learners": memories.learners,
    }


def _page(done: Imported, read: ReadTopic) -> dict[str, Any]:
    """What became of one page, and what that does to its facts, questions and memories."""
    slug, applied = read.source.slug, done.applied
    lists = ("created", "updated", "unchanged", "kept", "withdrawn")
    replaced = next((_taken(address) for address in applied.taken if address.slug == slug), None)
    return {
        "slug": slug,
        "title": read.source.title,
        "outcome": next(name for name in lists if slug in getattr(applied, name)),
        "taken": replaced,
        **_numbers(done.synced.pages.get(slug, Synced()), done.memories_by_page.get(slug, Touched())),
    }


def describe(report: dict[str, Any], *, each_page: bool = False) -> Iterable[str]:
    """The report as lines to read, the summary last; with ``each_page`` also what becomes of each."""
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
        where = f"{note['file']}:{note['line']}" if note["line"] else note["file"]
        yield f"  warning, {where}: {note['message']}"
    if each_page:
        yield from (_page_line(page) for page in changes["pages"])
    yield (
        f"Pages: {len(changes['created'])} new, {len(changes['updated'])} updated, {changes['unchanged']} unchanged, "
        f"{len(changes['kept'])} kept. {_figures(changes)}"
    )
    if report["dry_run"]:
        yield "Dry run: nothing was changed."


def _page_line(page: dict[str, Any]) -> str:
    outcome = "replaced" if page["taken"] and page["outcome"] == "updated" else page["outcome"]
    name = f"  {page['slug']}, {'new' if outcome == 'created' else outcome}"
    if page["taken"]:
        name += f" (there is “{page['taken']['title']}”, {page['taken']['whence']})"
    return name if outcome in ("unchanged", "kept", "withdrawn") else f"{name}: {_figures(page)}"


def _figures(numbers: dict[str, Any]) -> str:
    """The figures of facts, questions and memories, as one line."""
    counts = " ".join(
        f"{name.capitalize()}: {c['added']} new, {c['changed']} changed, {c['retired']} retired."
        for name, c in (("facts", numbers["facts"]), ("questions", numbers["questions"]))
    )
    cards, learners = numbers["cards"], numbers["learners"]
    if not learners:
        return counts
    return (
        f"{counts} Cards of {number_of(learners, 'learner')}: {cards['asked_again']} asked again, "
        f"{cards['laid_aside']} laid aside, {cards['taken_up']} taken up again."
    )


def refusal(report: dict[str, Any]) -> str:
    """Why the import was refused, in one line after a line for each page that is in the way."""
    taken = report["refused"]
    lines = [f"  /wiki/{one['slug']}/ is “{one['title']}”, {one['whence']}" for one in taken]
    many = "1 address is" if len(taken) == 1 else f"{len(taken)} addresses are"
    return "\n".join(
        [
            f"{many} taken by pages from elsewhere:",
            *lines,
            f"Nothing was imported: {many} taken. --overwrite replaces these pages, with the numbers above.",
        ]
    )
