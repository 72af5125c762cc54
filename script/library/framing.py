"""What questions need beside the tables (FORMAT.md): rows have their question, those that rule out their reason.

`python -m script.library.framing [SLUG…]` lists what the topics named still lack, and counts needs.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from content.reading.facts import Comparison, Fact
from content.reading.framing import Name, asking_rows
from content.reading.text import normalise
from content.reading.topic import ReadTopic
from quizzes.bank.generate.asking import case
from script.library.shelf import Fault, Shelf

LONGEST_REASON = 200


def framing(shelf: Shelf) -> Iterator[Fault]:
    """Every comparison of a topic."""
    for topic in shelf.topics:
        yield from of_topic(topic)


def of_topic(topic: ReadTopic) -> Iterator[Fault]:
    """What the tables and lists of one topic lack."""
    file = topic.source.file
    for comparison in topic.comparisons:
        if comparison.options and not comparison.asked.noask:
            yield from _comparison(file, comparison)
    yield from _conditions(topic)
    groups = {f"lists/{section.key}": section for section in topic.document.sections}
    seen: set[str] = set()
    for fact, line in _bullets(topic):
        if fact.noask or fact.label != "best-for":
            continue
        section = groups.get(fact.group)
        if section and not section.asked.option and section.key not in seen:
            seen.add(section.key)
            yield Fault(file, section.line, f'“{section.title}” does not say what one option is called (option="…")')
        if not fact.why:
            yield Fault(file, line, f"“{fact.value}” has no {{because: …}}")
        elif len(fact.why) > LONGEST_REASON:
            yield Fault(file, line, f"a reason of {len(fact.why)} characters")


def _comparison(file: str, comparison: Comparison) -> Iterator[Fault]:
    if not comparison.asked.option:
        yield Fault(file, comparison.line, f"“{comparison.caption}” does not say what one option is called (option=…)")
    for row in asking_rows(comparison):
        yield from _row(file, comparison, row)


def _row(file: str, comparison: Comparison, row: Name) -> Iterator[Fault]:
    line = next((cell.line for cell in comparison.cells if cell.dimension == row.key), comparison.line)
    if not row.asked.ask:
        yield Fault(file, line, f'“{row.text}” has neither a question (ask="…") nor noask')
    elif row.asked.ask.count("…") != 1 or not row.asked.ask.endswith("?"):
        yield Fault(file, line, f"“{row.asked.ask}” holds “…” once and ends with a question mark")
    if row.asked.exclusive is None:
        yield Fault(file, line, f"“{row.text}” says neither exclusive nor overlaps")
    if comparison.core and not row.why:
        yield Fault(file, line, f"“{row.text}” of a core table has no reason below it (**Why**)")
    elif row.asked.exclusive and not row.why:
        yield Fault(file, line, f"“{row.text}” rules out and has no reason below it (**Why**)")
    if len(row.why) > LONGEST_REASON:
        yield Fault(file, line, f"the reason of “{row.text}” has {len(row.why)} characters")
    for cell in comparison.cells:
        if cell.dimension == row.key and len(cell.text) > 12 and normalise(cell.text) in normalise(row.why):
            yield Fault(file, line, f"the reason of “{row.text}” repeats the cell “{cell.text}”")


def _conditions(topic: ReadTopic) -> Iterator[Fault]:
    """Conditions with which no sentence can begin."""
    for fact in topic.facts:
        if fact.qualifier and not fact.noask and not case(fact):
            line = next((n for n, text in enumerate(topic.source.body.split("\n")) if fact.qualifier in text), 0)
            told = f'no question can begin with “{fact.qualifier}” (case="…")'
            yield Fault(topic.source.file, topic.source.first_line + line, told)


def _bullets(topic: ReadTopic) -> Iterator[tuple[Fact, int]]:
    """Each fact of a list with its line."""
    lines = {
        (traits.option_key, traits.label_key, item.text.rstrip(".")): line
        for traits in topic.document.lists
        for item, line in zip(traits.items, traits.lines, strict=True)
    }
    for fact in topic.facts:
        if fact.kind == "trait" and fact.group.startswith("lists/"):
            yield fact, lines.get((fact.option_key, fact.label, fact.value), topic.source.first_line)


def main(slugs: list[str]) -> int:
    """Print what is missing in these topics, or in all."""
    shelf = Shelf.read(Path(__file__).parents[2] / "content" / "library")
    faults = 0
    for topic in shelf.topics:
        if slugs and topic.source.slug not in slugs:
            continue
        found = [*(Fault(topic.source.file, w.line, w.message) for w in topic.warnings), *of_topic(topic)]
        needs = sum(len(comparison.needs) for comparison in topic.comparisons)
        for fault in found:
            print(f"{fault.file}:{fault.line}: {fault.message}")
        print(f"{topic.source.slug}: {len(found)} to do, {needs} needs")
        faults += len(found)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
