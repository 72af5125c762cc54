"""The tables of a Markdown text as grids of cells: read, changed, and written back with aligned columns.

Pure. A table's cells keep their Markdown; only the space around them changes. Tables inside lists and quotations are
left alone. Moving a row or a column changes no fact, since keys are made of names.
"""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from content.reading.orientation import COLUMNS, ROWS
from content.reading.text import slugify
from content.reading.topic import ReadTopic

WIDEST = 120  # characters; a table whose lines would be longer is written without padding
_BOUNDARY = re.compile(r"(?<!\\)\|")
_KEY = re.compile(r"\s*\{#([^{}\s]+)\}")
_RULE = re.compile(r":?-+:?")
NEW_NAME = "New {}"


@dataclass(frozen=True)
class Grid:
    """A table's lines from ``begin`` to before ``end`` (from 0), its rows with the header first, and its rule's cells.

    A row may have more or fewer cells than the header: such a table is ``ragged``, and only its padding is changed.
    """

    begin: int
    end: int
    rows: tuple[tuple[str, ...], ...]
    rule: tuple[str, ...]

    @property
    def width(self) -> int:
        return len(self.rule)

    @property
    def ragged(self) -> bool:
        return any(len(row) != self.width for row in self.rows)

    @property
    def cells(self) -> int:
        return len(self.rows) * self.width


@dataclass(frozen=True)
class Name:
    """A header cell or row label as the table editor shows it: its text without its key, and the key its facts have.

    ``pinned`` where the text fixes the key itself.
    """

    text: str
    key: str
    pinned: bool


def split_cells(line: str) -> tuple[str, ...]:
    """The cells of a table's line. Only a backslash keeps a pipe from being a boundary, code does not."""
    return tuple(line[begin:end] for begin, end in cell_spans(line))


def cell_spans(line: str) -> tuple[tuple[int, int], ...]:
    """Where each cell of a table's line begins and ends, without the space around it."""
    bounds = [match.start() for match in _BOUNDARY.finditer(line)]
    spans = []
    for begin, end in zip([0, *(place + 1 for place in bounds)], [*bounds, len(line)], strict=True):
        cell = line[begin:end]
        left = begin + len(cell) - len(cell.lstrip())
        spans.append((left, max(left, begin + len(cell.rstrip()))))
    if spans[0][0] >= spans[0][1]:
        del spans[0]
    if spans and spans[-1][0] >= spans[-1][1]:
        del spans[-1]
    return tuple(spans)


def grids(read: ReadTopic) -> tuple[Grid, ...]:
    """The tables of a text in order, those inside lists and quotations left out."""
    lines, first = read.source.body.split("\n"), read.source.first_line
    found: list[Grid] = []
    for table in read.document.tables:
        if not table.end:
            continue
        begin, end = table.line - first, table.end - first
        while not lines[end - 1].strip():
            end -= 1
        rule = split_cells(lines[begin + 1])
        if not all(map(_RULE.fullmatch, rule)):
            continue  # the parser counts lines otherwise than we do; such a text is left as it is
        rows = (split_cells(lines[begin]), *(split_cells(line) for line in lines[begin + 2 : end]))
        found.append(Grid(begin, end, rows, rule))
    return tuple(found)


def write(grid: Grid) -> list[str]:
    """The table's lines: columns aligned, or compact where that would make lines too long."""
    columns = range(grid.width)
    widths = [max(3, *(_shown(row[c]) for row in grid.rows if c < len(row))) for c in columns]
    if sum(widths) + 3 * grid.width + 1 > WIDEST:
        widths = [0] * grid.width
    rule = [_dashes(cell, max(3, width)) for cell, width in zip(grid.rule, widths, strict=True)]
    header, *body = ([_padded(cell, (widths[c : c + 1] or [0])[0]) for c, cell in enumerate(row)] for row in grid.rows)
    return ["".join(("|", *(f" {cell} |" for cell in row))) for row in (header, rule, *body)]


def put(text: str, grid: Grid) -> str:
    """The text with this table written at its place."""
    lines = text.split("\n")
    lines[grid.begin : grid.end] = write(grid)
    return "\n".join(lines)


def tidy(read: ReadTopic) -> str:
    """The text with every table's columns aligned. Changes no fact, and doing it again changes nothing."""
    text = read.source.body
    for grid in reversed(grids(read)):
        text = put(text, grid)
    return text


def _shown(text: str) -> int:
    """Columns a text takes in a monospaced font: East Asian wide characters take two, combining ones none."""
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text
    )


def _padded(cell: str, width: int) -> str:
    return cell + " " * (width - _shown(cell))


def _dashes(cell: str, width: int) -> str:
    left, right = cell.startswith(":"), cell.endswith(":") and len(cell) > 1
    return ":" * left + "-" * (width - left - right) + ":" * right


def names(read: ReadTopic, grid: Grid) -> tuple[tuple[Name, ...], tuple[Name, ...]]:
    """The names of the columns after the label column, and of the rows after the header, with the keys they have.

    A table that compares nothing has no keys.
    """
    line = grid.begin + read.source.first_line
    of_table = next((f for t, f in zip(read.document.tables, read.tables, strict=True) if t.line == line), ())
    found = next(iter(of_table), None)
    keyed = found is not None and found.orientation in (COLUMNS, ROWS)
    across = found.across if found and keyed else ("",) * (grid.width - 1)
    down = found.down if found and keyed else ("",) * (len(grid.rows) - 1)
    return (
        tuple(_name(cell, key) for cell, key in zip(grid.rows[0][1:], across, strict=True)),
        tuple(_name(row[0] if row else "", key) for row, key in zip(grid.rows[1:], down, strict=True)),
    )


def _name(cell: str, key: str) -> Name:
    bare, found = _KEY.subn("", cell)
    return Name(bare.strip(), key, bool(found))


def clean_cell(text: str) -> str:
    """What somebody typed into a cell, as a cell's Markdown: one line, with pipes that do not end it."""
    return _BOUNDARY.sub(r"\\|", " ".join(text.split()))


def fill(read: ReadTopic, grid: Grid, cells: Sequence[str]) -> Grid:
    """The grid with these cells, row by row. A column or row that got another name keeps the key of its facts."""
    assert not grid.ragged
    typed = [clean_cell(cell) for cell in cells]
    rows = [typed[n : n + grid.width] for n in range(0, grid.cells, grid.width)]
    across, down = names(read, grid)
    for column, name in enumerate(across, 1):
        rows[0][column] = _named(rows[0][column], name)
    for row, name in zip(rows[1:], down, strict=True):
        row[0] = _named(row[0], name)
    return replace(grid, rows=tuple(map(tuple, rows)))


def _named(typed: str, name: Name) -> str:
    """A name with its key, if it fixed it before, or needs to now to keep it."""
    if _KEY.search(typed) or not typed or not name.key:
        return typed
    return f"{typed} {{#{name.key}}}" if name.pinned or (typed != name.text and name.text) else typed


def add_row(grid: Grid, after: int) -> Grid:
    """A row without values after row ``after`` (0 is the header)."""
    row = (_fresh("row", [row[0] for row in grid.rows[1:]]), *[""] * (grid.width - 1))
    return replace(grid, rows=(*grid.rows[: after + 1], row, *grid.rows[after + 1 :]))


def add_column(grid: Grid, after: int) -> Grid:
    """A column without values after column ``after`` (0 holds the labels)."""
    head = _fresh("column", grid.rows[0])
    rows = [(*row[: after + 1], head if n == 0 else "", *row[after + 1 :]) for n, row in enumerate(grid.rows)]
    return replace(grid, rows=tuple(rows), rule=(*grid.rule[: after + 1], "---", *grid.rule[after + 1 :]))


def _fresh(what: str, taken: Sequence[str]) -> str:
    """A name whose key no neighbour has."""
    keys = {slugify(_KEY.sub("", name)) for name in taken}
    name = wanted = NEW_NAME.format(what)
    n = 2
    while slugify(name) in keys:
        name, n = f"{wanted} {n}", n + 1
    return name


def move_row(grid: Grid, index: int, step: int) -> Grid:
    """Row ``index`` (from 1, below the header) one place up (-1) or down (1); at the edge it stays."""
    rows, other = list(grid.rows), index + step
    if 1 <= other < len(rows):
        rows[index], rows[other] = rows[other], rows[index]
    return replace(grid, rows=tuple(rows))


def move_column(grid: Grid, index: int, step: int) -> Grid:
    """Column ``index`` (from 1, after the labels) one place left (-1) or right (1); at the edge it stays."""
    other = index + step
    if not 1 <= other < grid.width:
        return grid
    order = list(range(grid.width))
    order[index], order[other] = order[other], order[index]
    rows = tuple(tuple(row[c] for c in order) for row in grid.rows)
    return replace(grid, rows=rows, rule=tuple(grid.rule[c] for c in order))


def remove_row(grid: Grid, index: int) -> Grid:
    """Without row ``index`` (from 1); the last one stays."""
    return replace(grid, rows=grid.rows[:index] + grid.rows[index + 1 :]) if len(grid.rows) > 2 else grid


def remove_column(grid: Grid, index: int) -> Grid:
    """Without column ``index`` (from 1); the last one stays."""
    if grid.width <= 2:
        return grid
    rows = tuple(row[:index] + row[index + 1 :] for row in grid.rows)
    return replace(grid, rows=rows, rule=grid.rule[:index] + grid.rule[index + 1 :])


CHANGES: dict[str, Callable[[Grid, int], Grid]] = {
    "row-add": add_row,
    "row-remove": remove_row,
    "row-up": lambda grid, index: move_row(grid, index, -1),
    "row-down": lambda grid, index: move_row(grid, index, 1),
    "column-add": add_column,
    "column-remove": remove_column,
    "column-left": lambda grid, index: move_column(grid, index, -1),
    "column-right": lambda grid, index: move_column(grid, index, 1),
}
