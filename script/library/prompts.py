"""Questions to answer aloud (FORMAT.md): three to five checkpoints each, that lead to cells which are there.

`python -m script.library.prompts [SLUG…]` lists the questions without checkpoints, and counts the others.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from content.reading.prompts import unknown
from script.library.shelf import Fault, Shelf


def prompts(shelf: Shelf) -> Iterator[Fault]:
    """What is wrong with the checkpoints of topics, pages and mock interviews."""
    cells = {
        f"{topic.source.slug}/{table.key}/{cell.option}/{cell.dimension}"
        for topic in shelf.topics
        for table in topic.comparisons
        for cell in table.cells
    }
    for topic in shelf.documents:
        for fault in topic.unspoken:
            yield Fault(topic.source.file, fault.line, fault.message)
        for prompt in topic.prompts:
            for point in prompt.checkpoints:
                if point.cell.count("/") == 3 and point.cell not in cells:
                    yield Fault(topic.source.file, point.line, unknown(point.cell, cells))
    for notice in shelf.library.notices:
        yield Fault(notice.file, notice.line, notice.message)
    for interview in shelf.library.interviews:
        file = f"interviews/{interview.slug}.yaml"
        for wrong in (p.cell for f in interview.follow_ups for p in f.checkpoints if p.cell and p.cell not in cells):
            yield Fault(file, shelf.line_of(file, wrong), unknown(wrong, cells))


def counted(shelf: Shelf) -> Iterator[tuple[str, int]]:
    """How many questions to answer aloud each topic and each mock interview has."""
    for topic in shelf.topics:
        yield topic.source.slug, len(topic.prompts)
    for interview in shelf.library.interviews:
        yield interview.slug, sum(bool(f.checkpoints) for f in interview.follow_ups)


def missing(shelf: Shelf) -> Iterator[Fault]:
    """The follow-up questions that have no checkpoints yet."""
    for topic in shelf.topics:
        for asked in topic.document.spoken.asked:
            if not asked.checkpoints:
                yield Fault(topic.source.file, asked.line, f"“{asked.question}” has no checkpoints")
    for interview in shelf.library.interviews:
        file = f"interviews/{interview.slug}.yaml"
        for follow_up in interview.follow_ups:
            if not follow_up.checkpoints:
                line = shelf.line_of(file, follow_up.question[:40])
                yield Fault(file, line, f"“{follow_up.question}” has no checkpoints")


def main(slugs: list[str]) -> int:
    """Print what is wrong or missing in these topics and interviews, or in all."""
    shelf = Shelf.read(Path(__file__).parents[2] / "content" / "library")
    found = sorted({*prompts(shelf), *missing(shelf)})
    kept = [fault for fault in found if not slugs or Path(fault.file).stem in slugs]
    for fault in kept:
        print(f"{fault.file}:{fault.line}: {fault.message}")
    counts = [(name, count) for name, count in counted(shelf) if not slugs or name in slugs]
    print(", ".join(f"{name} {count}" for name, count in counts), "| together", sum(count for _, count in counts))
    return 1 if kept else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
