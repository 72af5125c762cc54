"""The table editor: one table of a text as a grid to type in, and what its buttons do to the text.

Pure. The text is the truth: a grid knows which lines it was made from, and one whose table was changed in the text
meanwhile is not written back.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from content.reading.topic import ReadTopic
from quizzes.editing.tables import CHANGES, Grid, Name, fill, grids, names, put, tidy
from sdwiki import limits


@dataclass(frozen=True)
class Row:
    """A row of the grid as it is shown: its number (0 is the header), its label, and its cells after that."""

    number: int
    label: Name
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Named:
    """A table of the text: its caption, if it has one, and the line that it begins on (from 1)."""

    caption: str
    line: int


@dataclass(frozen=True)
class Unshown:
    """Why a table cannot be shown as a grid: a "ragged" line (``number``), no rows ("empty"), or too many cells
    ("large", ``number`` of them)."""

    code: Literal["ragged", "empty", "large"]
    number: int = 0


@dataclass(frozen=True)
class Panel:
    """The tables of a text, and the chosen one: its columns and rows, or why it cannot be shown as a grid.

    ``mark`` tells the lines it was made from, ``of`` the whole text.
    """

    of: str = ""
    tables: tuple[Named, ...] = ()
    chosen: int = 0
    corner: str = ""
    columns: tuple[Name, ...] = ()
    rows: tuple[Row, ...] = ()
    mark: str = ""
    unshown: Unshown | None = None


@dataclass(frozen=True)
class Changed:
    """The text after a button of the table editor; ``code`` is "aligned" after that button, and "overtaken" where the
    table had been changed in the text, which stands."""

    text: str
    code: Literal["", "aligned", "overtaken"] = ""


def panel(read: ReadTopic | None, chosen: int) -> Panel:
    """The table editor for a text, or for none that can be read, showing its table number ``chosen`` (from 0)."""
    found, of = grids(read) if read else (), _hash(read.source.body if read else "")
    if not read or not found:
        return Panel(of)
    captions = {table.line - read.source.first_line: table.caption for table in read.document.tables}
    tables = tuple(Named(captions.get(grid.begin, ""), grid.begin + 1) for grid in found)
    chosen = min(max(chosen, 0), len(found) - 1)
    grid = found[chosen]
    if grid.ragged:
        line = grid.begin + 2 + next(n for n, row in enumerate(grid.rows) if len(row) != grid.width)
        return Panel(of, tables, chosen, unshown=Unshown("ragged", line))
    if len(grid.rows) < 2:
        return Panel(of, tables, chosen, unshown=Unshown("empty"))
    if grid.cells > limits.GRID_CELLS:
        return Panel(of, tables, chosen, unshown=Unshown("large", grid.cells))
    across, down = names(read, grid)
    rows = tuple(Row(n, label, grid.rows[n][1:]) for n, label in enumerate(down, 1))
    return Panel(of, tables, chosen, grid.rows[0][0], across, rows, _mark(read, grid))


def change(read: ReadTopic, chosen: int, cells: Sequence[str], mark: str, wanted: str) -> Changed:
    """The text with what was typed into the grid, and with what a button wants: "tidy", or "row-add:2" and the like."""
    found, text = grids(read), read.source.body
    if wanted == "tidy":
        return Changed(tidy(read), "aligned")
    if not 0 <= chosen < len(found) or not mark:
        return Changed(text)
    grid = found[chosen]
    if mark != _mark(read, grid) or grid.ragged or len(cells) != grid.cells:
        return Changed(text, "overtaken")
    filled = fill(read, grid, cells)
    name, _, place = wanted.partition(":")
    if name in CHANGES and place.isdecimal() and len(place) < 6:
        limit = grid.width if name.startswith("column") else len(grid.rows)
        first = 0 if name.endswith("add") else 1
        if first <= int(place) < limit:
            filled = CHANGES[name](filled, int(place))
    return Changed(put(text, filled) if filled != grid else text)


def _mark(read: ReadTopic, grid: Grid) -> str:
    return _hash("\n".join(read.source.body.split("\n")[grid.begin : grid.end]))


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
