"""Markdown to a `Document`: headings, comparison tables, labelled lists, and where each stood.

Pure: text in, frozen dataclasses out, no Django. `content.rendering.html` walks the same tokens.

A paragraph ``Table: caption {#key options=columns}`` names the table below it, a paragraph of bold text the list below
it. FORMAT.md says how authors use them.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from markdown_it.token import Token

from content.reading.inline import Inline, citations, parser, read_inline
from content.reading.source import Warning
from content.reading.table_faults import table_faults
from content.reading.text import Keys, line_feeds, slugify, split_list

_CAPTION = re.compile(r"^Table:\s*")

# What authors call the lists under an option, and the dimension's key that they share.
LABELS = {
    "best for": "best-for",
    "strengths": "strengths",
    "advantages": "strengths",
    "pros": "strengths",
    "limits": "limits",
    "limitations": "limits",
    "disadvantages": "limits",
    "cons": "limits",
    "use cases": "use-cases",
    "example use cases": "use-cases",
    "example use case": "use-cases",
    "use case": "use-cases",
    "examples": "examples",
    "example": "examples",
    "seen in the wild": "examples",
    "steps": "steps",
}


@dataclass(frozen=True)
class Section:
    """A heading. ``level`` is 2 for the outermost of a topic; ``parent`` is the key of the heading above, or empty."""

    key: str
    title: str
    level: int
    parent: str
    line: int


@dataclass(frozen=True)
class Table:
    """A table as it was written, label column and header included.

    ``end`` is the line after its last; 0 for a table in a list or a quotation, whose lines hold more than cells.
    """

    key: str
    caption: str
    section: str
    line: int
    header: tuple[Inline, ...]
    rows: tuple[tuple[Inline, ...], ...]
    row_lines: tuple[int, ...]
    end: int = 0
    declared: str = ""
    core: bool = False
    citations: tuple[str, ...] = ()


@dataclass(frozen=True)
class TraitList:
    """A labelled list below an option's heading; ``group`` is the heading whose options are siblings."""

    option_key: str
    option: str
    group: str
    label: str
    label_key: str
    ordered: bool
    items: tuple[Inline, ...]
    lines: tuple[int, ...]


@dataclass(frozen=True)
class Document:
    """A parsed body: its structure, what it cites and on which line, and the tokens that
    `content.rendering.html` turns into HTML.
    """

    sections: tuple[Section, ...]
    tables: tuple[Table, ...]
    lists: tuple[TraitList, ...]
    warnings: tuple[Warning, ...]
    text: str
    cited: tuple[tuple[int, str], ...] = ()
    tokens: tuple[Token, ...] = field(repr=False, compare=False, default=())


def parse(text: str, *, first_line: int = 1) -> Document:
    """Read a topic's body.

    ``first_line`` is the line number of the text's first line in its file, so that warnings name the file's lines.
    """
    text = line_feeds(text)  # the parser counts lines so, and whoever looks a line up must find the same one
    tokens = parser().parse(text)
    cited = tuple(citations(tokens, first_line))
    reader = _Reader(tokens, first_line)
    reader.read()
    warnings = sorted({*reader.warnings, *table_faults(text, tokens, first_line)}, key=lambda w: w.line)
    return Document(
        sections=tuple(reader.sections),
        tables=tuple(reader.tables),
        lists=tuple(reader.lists),
        warnings=tuple(warnings),
        text=_plain(tokens),
        cited=cited,
        tokens=tuple(tokens),
    )


class _Reader:
    """One walk over the block tokens, keeping the headings above the current block."""

    def __init__(self, tokens: Sequence[Token], first_line: int) -> None:
        self.tokens, self.first_line = tokens, first_line
        self.sections: list[Section] = []
        self.tables: list[Table] = []
        self.lists: list[TraitList] = []
        self.warnings: list[Warning] = []
        self._path: list[Section] = []
        self._section_keys, self._table_keys = Keys(), Keys()
        levels = [int(t.tag[1]) for t in tokens if t.type == "heading_open"]
        self._shift = 2 - min(levels, default=2)

    def line(self, token: Token) -> int:
        return self.first_line + (token.map[0] if token.map else 0)

    def read(self) -> None:
        for index, token in enumerate(self.tokens):
            if token.type == "heading_open":
                self._heading(index, token)
            elif token.type == "table_open":
                self._table(index, token)
            elif token.type == "paragraph_open" and token.level == 0:
                self._labelled_list(index)

    def _heading(self, index: int, token: Token) -> None:
        inline = read_inline(self.tokens[index + 1])
        level = int(token.tag[1]) + self._shift
        title = re.sub(r"^\d+[.)]\s*", "", inline.text)
        wanted = inline.key or slugify(title)
        key = self._section_keys.take(wanted)
        if key != wanted:
            self.warnings.append(Warning(self.line(token), f"heading “{inline.text}” stands twice"))
        while self._path and self._path[-1].level >= level:
            self._path.pop()
        section = Section(key, title, level, self._path[-1].key if self._path else "", self.line(token))
        token.meta = {"key": key, "level": min(level, 6)}
        self._path.append(section)
        self.sections.append(section)

    def _table(self, index: int, token: Token) -> None:
        grid, lines = _grid(self.tokens, index)
        if not grid or len(grid) < 2:
            self.warnings.append(Warning(self.line(token), "table has no rows"))
        caption = Inline("")
        if index >= 3 and self.tokens[index - 3].type == "paragraph_open":
            before = self.tokens[index - 2]
            if _CAPTION.match(before.content):
                caption = read_inline(before)
                for part in self.tokens[index - 3 : index]:
                    part.hidden = True
                before.children = []
        heading = self._path[-1] if self._path else None
        name = _CAPTION.sub("", caption.text) or (heading.title if heading else "Table")
        wanted = caption.key or slugify(name)
        key = self._table_keys.take(wanted)
        if key != wanted and caption.text:
            self.warnings.append(Warning(self.line(token), f"table key “{wanted}” stands twice"))
        if caption.options not in ("", "columns", "rows", "none"):
            message = f"“options={caption.options}” is none of columns, rows, none"
            self.warnings.append(Warning(self.line(token), message))
        token.meta = {"key": key, "caption": name, "captioned": bool(caption.text), "citations": caption.citations}
        self.tables.append(
            Table(
                key=key,
                caption=name,
                section=heading.key if heading else "",
                line=self.line(token),
                header=grid[0],
                rows=tuple(grid[1:]),
                row_lines=tuple(self.first_line + line for line in lines[1:]),
                end=self.first_line + token.map[1] if token.map and not token.level else 0,
                declared=caption.options,
                core=caption.core,
                citations=caption.citations,
            )
        )

    def _labelled_list(self, index: int) -> None:
        if not self._path:
            return
        label, rest = bold_label(self.tokens[index + 1])
        label_key = LABELS.get(label.casefold(), "")
        if not label_key:
            return
        start = index + 3
        items: list[Inline] = []
        lines: list[int] = []
        ordered = False
        if (
            not rest
            and start < len(self.tokens)
            and self.tokens[start].type in ("bullet_list_open", "ordered_list_open")
        ):
            ordered = self.tokens[start].type == "ordered_list_open"
            for token, inline in _items(self.tokens, start):
                items.append(read_inline(inline))
                lines.append(self.line(token))
        elif rest:
            whole = read_inline(self.tokens[index + 1])
            parts = split_list(whole.text.partition(":")[2])
            items = [Inline(part, qualifier=whole.qualifier, citations=whole.citations) for part in parts]
            lines = [self.line(self.tokens[index])] * len(items)
        if (label_key == "steps" and not ordered) or not items:
            return
        option = self._path[-1]
        self.lists.append(
            TraitList(
                option_key=option.key,
                option=option.title,
                group=option.parent,
                label=label,
                label_key=label_key,
                ordered=ordered,
                items=tuple(items),
                lines=tuple(lines),
            )
        )


def bold_label(inline: Token) -> tuple[str, bool]:
    """A paragraph's bold label, and whether text follows it on the same line."""
    children = [c for c in inline.children or () if c.type != "text" or c.content]
    if len(children) < 3 or children[0].type != "strong_open" or children[2].type != "strong_close":
        return "", False
    tail = "".join(c.content for c in children[3:]).strip()
    return children[1].content.strip().rstrip(":").strip(), bool(tail.strip(":").strip())


def _items(tokens: Sequence[Token], start: int) -> Iterator[tuple[Token, Token]]:
    """Each item of the list that opens at ``start`` with its first line of text; nested lists are left out."""
    level = tokens[start].level
    for index in range(start + 1, len(tokens)):
        token = tokens[index]
        if token.level == level:
            return
        opens = token.type == "list_item_open" and token.level == level + 1
        if opens and tokens[index + 1].type == "paragraph_open":
            yield token, tokens[index + 2]


def _grid(tokens: Sequence[Token], start: int) -> tuple[list[tuple[Inline, ...]], list[int]]:
    """The cells of the table that opens at ``start``, header first, and each row's line from 0."""
    grid: list[list[Inline]] = []
    lines: list[int] = []
    for index in range(start + 1, len(tokens)):
        token = tokens[index]
        if token.type == "table_close":
            break
        if token.type == "tr_open":
            grid.append([])
            lines.append(token.map[0] if token.map else 0)
        elif token.type in ("th_open", "td_open"):
            grid[-1].append(read_inline(tokens[index + 1]))
    return [tuple(row) for row in grid], lines


def _plain(tokens: Sequence[Token]) -> str:
    return "\n".join(text for t in tokens if t.type == "inline" and (text := read_inline(t).text))
