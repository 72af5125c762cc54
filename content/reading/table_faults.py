"""Tables that will not be read as their author meant: ragged rows, and piped lines without a header rule.

Pure. The parser pads short rows, cuts long ones and takes a table without its rule for text, all in silence.
"""

import re
from collections.abc import Iterator, Sequence

from markdown_it.token import Token

from content.reading.source import Warning

_CELL_BOUNDARY = re.compile(r"(?<!\\)\|")
_RULE = re.compile(r"\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?")


def _columns(line: str) -> int:
    """How many cells a table's line holds. Only a backslash keeps a pipe from being a boundary, code does not."""
    cells = _CELL_BOUNDARY.split(line.strip())
    return len(cells) - (cells[0] == "") - (len(cells) > 1 and cells[-1] == "")


def table_faults(text: str, tokens: Sequence[Token], first_line: int) -> Iterator[Warning]:
    """Ragged rows of real tables, and runs of piped lines that are no table because the header rule is missing."""
    lines = text.split("\n")
    inside: set[int] = set()
    for token in tokens:
        if token.type in ("fence", "code_block") and token.map:
            inside.update(range(*token.map))
        if token.type == "table_open" and token.map:
            begin, end = token.map
            inside.update(range(begin, end))
            width = _columns(lines[begin])
            for number in range(begin + 2, end):
                if lines[number].strip() and (found := _columns(lines[number])) != width:
                    yield Warning(first_line + number, f"table row has {found} cells where the header has {width}")
    run = 0
    for number, line in enumerate([*lines, ""]):
        piped = number not in inside and line.lstrip().startswith("|") and line.count("|") >= 2
        if piped:
            run += 1
            continue
        if run >= 2:
            first = number - run
            ruled = any(_RULE.fullmatch(row.strip()) for row in lines[first:number])
            fault = "the header and its rule have different widths" if ruled else "no rule of dashes below the header"
            yield Warning(first_line + first, f"lines that look like a table are none: {fault}")
        run = 0
