"""What of a topic fits on a page or two for the last evening: its key tables, figures, pitfalls. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from markdown_it.token import Token

from content.reading.blocks import bold_label
from content.reading.facts import Comparison
from content.reading.inline import read_inline
from content.reading.topic import ReadTopic

PITFALLS = "pitfalls"  # the title of their section, without regard to case
FIGURES = 6  # sentences
LONGEST = 240  # characters of a sentence with figures: beyond, it is an explanation and no figure to keep

_UNIT = r"%|ms|µs|s|KB|MB|GB|TB|ns|seconds?|minutes?|hours?|days|bytes|bits|requests|servers|times|per second"
_FIGURE = re.compile(rf"\d[\d,.]*\s?(?:{_UNIT})(?![\w])")
_SENTENCE = re.compile(r"(?<=[.?!])\s+(?=[A-Z0-9“])")


@dataclass(frozen=True, slots=True)
class Row:
    """What a table says of each option in one dimension, and why it differs, where the author says so."""

    dimension: str
    cells: tuple[tuple[str, str], ...]  # an option and its value, perhaps empty
    why: str


@dataclass(frozen=True, slots=True)
class Table:
    caption: str
    options: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A topic in short."""

    tables: tuple[Table, ...]
    figures: tuple[str, ...]
    pitfalls: tuple[str, ...]

    def shortened(self, *, rows: int, pitfalls: int) -> "Sheet":
        """The first table with so many rows, so many pitfalls, and nothing else: for a page of several topics."""
        first = [replace(table, rows=table.rows[:rows]) for table in self.tables[:1]]
        return Sheet(tuple(first), (), self.pitfalls[:pitfalls])


def sheet(read: ReadTopic) -> Sheet:
    """A topic's sheet. Its tables are those that the author marked as core; where none is, the first."""
    tables = [table for table in read.comparisons if table.cells]
    core = [table for table in tables if table.core] or tables[:1]
    tokens = read.document.tokens
    return Sheet(tuple(map(_table, core)), tuple(_figures(tokens))[:FIGURES], tuple(_pitfalls(tokens)))


def _table(table: Comparison) -> Table:
    said: dict[tuple[str, str], list[str]] = {}
    for cell in table.cells:
        text = f"{cell.text} ({cell.qualifier})" if cell.qualifier else cell.text
        said.setdefault((cell.dimension, cell.option), []).append(text)
    rows = (
        Row(row.text, tuple((o.text, "; ".join(said.get((row.key, o.key), ()))) for o in table.options), row.why)
        for row in table.dimensions
    )
    return Table(table.caption, tuple(option.text for option in table.options), tuple(rows))


def _figures(tokens: Sequence[Token]) -> Iterator[str]:
    """The sentences of plain paragraphs that hold a number with its unit."""
    for index, token in enumerate(tokens):
        if token.type != "paragraph_open" or token.level or bold_label(tokens[index + 1])[0]:
            continue
        for sentence in _SENTENCE.split(read_inline(tokens[index + 1]).text):
            if _FIGURE.search(sentence) and len(sentence) <= LONGEST:
                yield sentence.strip()


def _pitfalls(tokens: Sequence[Token]) -> Iterator[str]:
    """The bullets of the section of that name, without the points below them."""
    within = False
    for index, token in enumerate(tokens):
        if token.type == "heading_open" and not token.level and token.meta.get("level", 2) <= 2:
            within = read_inline(tokens[index + 1]).text.casefold() == PITFALLS
        elif within and token.type == "list_item_open" and token.level == 1:
            yield read_inline(tokens[index + 2]).text
