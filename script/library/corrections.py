"""CORRECTIONS.md: every point of the editor's review is treated, and stands where the table says."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import zip_longest

from content.reading.markdown import parse
from script.library.shelf import Fault, Shelf

FILE = "CORRECTIONS.md"
# How many points the review has for each topic; G is for both drafts together, F for the first one alone.
POINTS = {
    "G": 10, "1": 8, "2": 9, "3": 16, "4": 14, "5": 19, "6": 11, "7": 8, "8": 9, "9": 8, "10": 11, "11": 7, "12": 14,
    "13": 11, "14": 12, "15": 11, "16": 17, "17": 17, "18": 18, "19": 13, "20": 12, "F": 15,
}  # fmt: skip
TREATMENTS = ("corrected", "qualified", "left out")
_LINK = re.compile(r"\[[^\]]*\]\(((?:topics|pages)/([a-z0-9-]+)\.md)\)")


def corrections(shelf: Shelf) -> Iterator[Fault]:
    """The points are complete, each once; what they name exists; the totals are right."""
    if not (shelf.folder / FILE).is_file():
        yield Fault(FILE, 1, "missing: it says how each point of the review is treated")
        return
    text = shelf.text(FILE)
    lines = text.split("\n")
    wanted = [f"{topic}-{n:02}" for topic, count in POINTS.items() for n in range(1, count + 1)]
    keys = {
        topic.source.file: {c.key for c in topic.comparisons} | {s.key for s in topic.document.sections}
        for topic in shelf.documents
    }
    seen: dict[str, int] = {}
    treated: Counter[str] = Counter()
    for table in parse(text).tables:
        for row, line in zip(table.rows, table.row_lines, strict=True):
            if len(row) < 4 or not all(cell.text for cell in row[:4]):
                yield Fault(FILE, line, "a row says which point, how it is treated, where, and what stands there")
                continue
            point, treatment = row[0].text, row[1].text
            if point in seen:
                yield Fault(FILE, line, f"{point} stands on line {seen[point]} too")
            elif point not in wanted:
                yield Fault(FILE, line, f"{point} is no point of the review")
            seen.setdefault(point, line)
            treated[treatment] += 1
            if treatment not in TREATMENTS:
                yield Fault(FILE, line, f"the treatment “{treatment}” is none of: {', '.join(TREATMENTS)}")
            yield from _places(keys, lines[line - 1], line)
    if missing := [point for point in wanted if point not in seen]:
        yield Fault(FILE, 1, f"{len(missing)} points are missing: {', '.join(missing[:10])}")
    counts = ", ".join(f"{treated[treatment]} {treatment}" for treatment in TREATMENTS)
    total = f"{sum(treated.values())} points: {counts}."
    if total not in text:
        yield Fault(FILE, 1, f"the totals are wrong; they are “{total}”")


def _places(keys: Mapping[str, set[str]], row: str, line: int) -> Iterator[Fault]:
    """The files that a row links to, and their tables or headings that it names (`#key`)."""
    links = list(_LINK.finditer(row))
    for link, following in zip_longest(links, links[1:]):
        end = following.start() if following else len(row)
        if link[1] not in keys:
            yield Fault(FILE, line, f"{link[1]} does not exist")
            continue
        for key in re.findall(r"(?<![\w/])#([a-z0-9-]+)", row[link.end() : end]):
            if key not in keys[link[1]]:
                yield Fault(FILE, line, f"{link[1]} has no table or heading “{key}”")
