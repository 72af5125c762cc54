"""The rules of the shipped library: python -m script.library.check [FOLDER]. `script/check-content` calls it.

Prints one line for each fault (file:line: what is wrong) and exits with 1, or one line of counts. Pure; no Django.
"""

import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from content.reading.source import SourceError
from script.library.corrections import corrections
from script.library.framing import framing
from script.library.links import citations, diagrams, links
from script.library.originals import originals
from script.library.prompts import counted, prompts
from script.library.shelf import Fault, Shelf
from script.library.spelling import spelling
from script.library.structure import reading_minutes, running_words, structure
from script.library.tables import tables
from script.library.wording import absolutes, glossary

LIBRARY = Path(__file__).parents[2] / "content" / "library"
CHECKS: tuple[Callable[[Shelf], Iterable[Fault]], ...] = (
    structure, links, citations, diagrams, tables, absolutes, glossary, spelling, corrections, originals,
    framing, prompts,
)  # fmt: skip


def check(folder: Path) -> tuple[list[Fault], str]:
    """All faults of a library folder, by file and line, and a line that counts what was looked at.

    A library that an import would refuse has that one fault.
    """
    try:
        shelf = Shelf.read(folder)
    except SourceError as error:
        return [Fault(error.file, error.line, error.message)], ""
    faults = sorted({fault for rule in CHECKS for fault in rule(shelf)})
    return faults, summary(shelf)


def summary(shelf: Shelf) -> str:
    comparisons = [c for topic in shelf.topics for c in topic.comparisons if c.options]
    minutes = [reading_minutes(topic) for topic in shelf.topics]
    return (
        f"{len(shelf.topics)} topics of {min(minutes, default=0)} to {max(minutes, default=0)} minutes, "
        f"{sum(running_words(shelf, topic) for topic in shelf.topics):,} words, "
        f"{len(comparisons)} comparison tables, {sum(len(topic.facts) for topic in shelf.topics):,} facts, "
        f"{sum(count for _, count in counted(shelf))} questions to answer aloud, "
        f"{len(shelf.pages)} pages, {len(shelf.library.terms)} terms, {len(shelf.library.drills)} drills, "
        f"{len(shelf.library.interviews)} interviews: no faults"
    )


def main(arguments: list[str]) -> int:
    folder = Path(arguments[0]) if arguments else LIBRARY
    faults, counts = check(folder)
    for file, line, message in faults:
        print(f"{folder / file}:{line}: {message}")
    if not faults:
        print(counts)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
