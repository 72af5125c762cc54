"""Where a fact stands in a page's Markdown, and how its cell or bullet is marked as contested (``{if: …}``).

Pure. A fact is named by its key, or by the address of its cell (``table/option/dimension``).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from content.reading.facts import Cell, Comparison
from content.reading.inline import Inline
from content.reading.markdown import TraitList
from content.reading.orientation import COLUMNS, ROWS
from content.reading.text import slugify
from content.reading.topic import ReadTopic
from quizzes.editing.tables import cell_spans, grids

CONDITION = 120  # characters
_MARK = re.compile(r"\s*\{if:[^{}]*\}")
_BULLET = re.compile(r"\s*(?:[-*+]|\d+[.)])\s+")
# What would end the mark, or the cell, or be read as a mark of its own.
UNFIT = ("{", "}", "|", "`", "\\", "[@")


@dataclass(frozen=True)
class Spot:
    """A cell or bullet: from which character of the text to before which, on which line (from 1), and what it says.

    ``markable`` where a condition can be written into it: not in a wide table, and not where a line holds several
    facts.
    """

    begin: int
    end: int
    line: int
    name: str
    value: str
    condition: str
    markable: bool = True


def find(read: ReadTopic, wanted: str) -> Spot | None:
    """Where a fact stands in a text; None where the text does not give it."""
    slug = read.source.slug
    for path, spot in _spots(read):
        several = wanted.count("/") == 2 and path.startswith(f"{wanted}/")  # values of one cell of a wide table
        if several or wanted in (path, f"{slug}/{path}"):
            return spot
    return None


def contest(text: str, spot: Spot, condition: str) -> str:
    """The text in which the statement holds under this condition, instead of any other that it had."""
    bare = _MARK.sub("", text[spot.begin : spot.end])
    return f"{text[: spot.begin]}{bare} {{if: {condition}}}{text[spot.end :]}"


def unfit(condition: str) -> str:
    """The first of `UNFIT` that a condition holds; empty for one that can be written."""
    return next((mark for mark in UNFIT if mark in condition), "")


def in_browser(text: str, place: int) -> int:
    """A place in a text as browsers count it: in units of UTF-16."""
    return len(text[:place].encode("utf-16-le", "surrogatepass")) // 2


@dataclass(frozen=True)
class _Lines:
    """A text's lines, and where each begins."""

    lines: tuple[str, ...]
    starts: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> "_Lines":
        lines = text.split("\n")
        starts, at = [], 0
        for line in lines:
            starts.append(at)
            at += len(line) + 1
        return cls(tuple(lines), tuple(starts))

    def spot(self, line: int, span: tuple[int, int], name: str, said: "Cell | Inline", *, markable: bool) -> Spot:
        start = self.starts[line - 1]
        return Spot(start + span[0], start + span[1], line, name, said.text, said.qualifier, markable)


def _spots(read: ReadTopic) -> Iterator[tuple[str, Spot]]:
    """Every fact's path within its topic, with where it stands, in the order in which keys are given out."""
    lines = _Lines.of(read.source.body)
    plain = {line for grid in grids(read) for line in range(grid.begin + 1, grid.end + 1)}
    for table in read.comparisons:
        for cell in table.cells:
            path = "/".join(filter(None, (table.key, cell.option, cell.dimension, cell.extra)))
            yield path, _cell(lines, plain, table, cell)
    for traits in read.document.lists:
        for item, line in zip(traits.items, traits.lines, strict=True):
            path = f"lists/{traits.option_key}/{traits.label_key}/{item.key or slugify(item.text)}"
            yield path, _bullet(lines, traits, item, line)


def _cell(lines: _Lines, plain: set[int], table: Comparison, cell: Cell) -> Spot:
    names = {name.key: name.text for name in (*table.options, *table.dimensions)}
    name = f"{names[cell.option]} · {names[cell.dimension]}"
    written = lines.lines[cell.line - 1]
    spans = cell_spans(written)
    across = {COLUMNS: cell.option, ROWS: cell.dimension}.get(table.orientation, "")
    column = table.across.index(across) + 1 if across in table.across else len(spans)
    if cell.line in plain and column < len(spans):
        return lines.spot(cell.line, spans[column], name, cell, markable=True)
    begin = max(written.find(cell.text), 0)
    whole = (begin, begin + len(cell.text)) if cell.text in written else (0, len(written))
    return lines.spot(cell.line, whole, name, cell, markable=False)


def _bullet(lines: _Lines, traits: TraitList, item: Inline, line: int) -> Spot:
    written = lines.lines[line - 1]
    bullet = _BULLET.match(written)
    span = (bullet.end() if bullet else 0, len(written.rstrip()))
    alone = bullet is not None and traits.lines.count(line) == 1
    return lines.spot(line, span, f"{traits.option} · {traits.label}", item, markable=alone)
