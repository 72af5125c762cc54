"""The wiki's own comparison tables, with what a class would recall of each cell. Pure.

A table stands as its page has it: facts come in the page's order, row by row, so that the first two cells tell whether
its rows are options or dimensions.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean

from sdwiki.rounding import percent

STEPS = 5  # of the ground of a cell: from nobody recalls it to everybody does


@dataclass(frozen=True)
class Known:
    """A fact with what the class knows of it: this share of ``n`` learners would recall it; None where too few have met
    it to say. ``slug`` and ``title`` are its page's; ``why`` is its reason, perhaps empty; ``cell`` says
    whether it stands in a table, not in a list."""

    pk: int
    slug: str
    title: str
    group: str
    caption: str
    label: str
    dimension: str
    option: str
    value: str
    address: str
    why: str = ""
    cell: bool = True
    n: int = 0
    recall: float | None = None

    @property
    def row(self) -> tuple[str, str, str]:
        """The row of its table or list, which tells what it may be mistaken for."""
        return self.slug, self.group, self.label

    @property
    def percent(self) -> int | None:
        return None if self.recall is None else percent(self.recall)

    @property
    def ground(self) -> str:
        """The class of its ground: "k-none", or from "k0" (forgotten) to "k4" (known), by the figure that it shows."""
        return "k-none" if self.percent is None else f"k{min(STEPS - 1, self.percent * STEPS // 100)}"

    @property
    def told(self) -> str:
        """What the number means, in words."""
        if self.recall is None:
            return "Too few of the class have met it to say."
        return f"Of {self.n} who have met it, {self.percent} % would recall it."


@dataclass(frozen=True)
class Line:
    """A row as the page has it: its name, and for each column its name with the cell; several facts where a cell says
    several things, none where it is empty."""

    head: str
    named: tuple[tuple[str, tuple[Known, ...]], ...]


@dataclass(frozen=True)
class Table:
    """``corner`` says what its rows are, ``title`` is its page's. ``recall`` is the mean of its figures; None without
    any."""

    title: str
    caption: str
    address: str
    corner: str
    heads: tuple[str, ...]
    lines: tuple[Line, ...]
    recall: float | None

    @property
    def percent(self) -> int | None:
        return None if self.recall is None else percent(self.recall)


def tables_of(facts: Iterable[Known]) -> list[Table]:
    """The tables that these cells make up, the one of which least is recalled first, those without figures last."""
    by_table: dict[tuple[str, str], list[Known]] = {}
    for fact in facts:
        if fact.cell:
            by_table.setdefault((fact.slug, fact.group), []).append(fact)
    found = [_table(cells) for cells in by_table.values()]
    return sorted(found, key=lambda table: (table.recall is None, table.recall))


def _table(cells: Sequence[Known]) -> Table:
    of_options = len(cells) > 1 and cells[0].option == cells[1].option and cells[0].label != cells[1].label
    rows: dict[str, list[Known]] = {}
    columns: dict[str, str] = {}
    for cell in cells:
        row, column, head = (
            (cell.option, cell.label, cell.dimension) if of_options else (cell.label, cell.option, cell.option)
        )
        rows.setdefault(row, []).append(cell)
        columns.setdefault(column, head)
    lines = [
        Line(
            own[0].option if of_options else own[0].dimension,
            tuple(
                (head, tuple(one for one in own if (one.label if of_options else one.option) == key))
                for key, head in columns.items()
            ),
        )
        for own in rows.values()
    ]
    figures = [cell.recall for cell in cells if cell.recall is not None]
    first = cells[0]
    return Table(
        title=first.title,
        caption=first.caption,
        address=first.address,
        corner="Option" if of_options else "Dimension",
        heads=tuple(columns.values()),
        lines=tuple(lines),
        recall=fmean(figures) if figures else None,
    )


def forgotten_first(facts: Iterable[Known], most: int) -> list[Known]:
    """So many of the facts that have a figure, those of which least is recalled first."""
    told = [fact for fact in facts if fact.recall is not None]
    return sorted(told, key=lambda fact: (fact.recall, -fact.n, fact.pk))[:most]
