"""Markdown to a `Document`: headings, comparison tables, labelled lists, and where each stood.

Pure: text in, frozen dataclasses out, no Django. `content.rendering.html` walks the same tokens.

A paragraph ``Table: caption {#key options=columns}`` names the table below it, a paragraph of bold text the list below
it; lists named "Why" and "Needs" right below a table explain it. FORMAT.md says how authors use them.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from markdown_it.token import Token

from content.reading.blocks import after_list, bold_label, grid, items, plain
from content.reading.inline import NOTHING_ASKED, Asked, Inline, citations, parser, read_inline
from content.reading.prompts import NOTHING_SPOKEN, Spoken, spoken
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

WHY, NEEDS = "why", "needs"  # the labels of the lists right below a table that explain it


@dataclass(frozen=True)
class Section:
    """A heading. ``level`` is 2 for the outermost of a topic; ``parent`` is the key of the heading above, or empty."""

    key: str
    title: str
    level: int
    parent: str
    line: int
    asked: Asked = NOTHING_ASKED


@dataclass(frozen=True)
class Table:
    """A table as it was written, label column and header included.

    ``end`` is the line after its last; 0 for a table in a list or a quotation, whose lines hold more than cells.
    ``below`` holds by label the bullets of the lists that explain it, "Why" ("Row: reason") and "Needs" ("Row: need →
    option, option"), each with its line.
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
    asked: Asked = NOTHING_ASKED
    below: Mapping[str, tuple[tuple[int, Inline], ...]] = field(default_factory=dict)


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
    spoken: Spoken = NOTHING_SPOKEN
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
    aloud = spoken(tokens, first_line)
    warnings = sorted({*reader.warnings, *table_faults(text, tokens, first_line)}, key=lambda w: w.line)
    return Document(
        sections=tuple(reader.sections),
        tables=tuple(reader.tables),
        lists=tuple(reader.lists),
        warnings=tuple(warnings),
        text=plain(tokens),
        cited=cited,
        spoken=aloud,
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
        self._below = -1  # where a list would stand that explains the table before it
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
            elif token.type == "table_close" and token.level == 0:
                self._below = index + 1
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
        parent = self._path[-1].key if self._path else ""
        section = Section(key, title, level, parent, self.line(token), inline.asked)
        token.meta = {"key": key, "level": min(level, 6)}
        self._path.append(section)
        self.sections.append(section)

    def _table(self, index: int, token: Token) -> None:
        cells, lines = grid(self.tokens, index)
        if len(cells) < 2:
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
                header=cells[0],
                rows=tuple(cells[1:]),
                row_lines=tuple(self.first_line + line for line in lines[1:]),
                end=self.first_line + token.map[1] if token.map and not token.level else 0,
                declared=caption.options,
                core=caption.core,
                citations=caption.citations,
                asked=caption.asked,
            )
        )

    def _opens_list(self, index: int) -> bool:
        return index < len(self.tokens) and self.tokens[index].type in ("bullet_list_open", "ordered_list_open")

    def _labelled_list(self, index: int) -> None:
        label, rest = bold_label(self.tokens[index + 1])
        if index == self._below and label.casefold() in (WHY, NEEDS) and not rest and self._opens_list(index + 3):
            told = tuple((self.line(token), read_inline(inline)) for token, inline in items(self.tokens, index + 3))
            self.tables[-1] = replace(table := self.tables[-1], below={**table.below, label.casefold(): told})
            self.tokens[index].meta = {"below": label.casefold()}
            self._below = after_list(self.tokens, index + 3)
            return
        label_key = LABELS.get(label.casefold(), "")
        if not label_key or not self._path:
            return
        start = index + 3
        found: list[Inline] = []
        lines: list[int] = []
        ordered = False
        if not rest and self._opens_list(start):
            ordered = self.tokens[start].type == "ordered_list_open"
            for token, inline in items(self.tokens, start):
                found.append(read_inline(inline))
                lines.append(self.line(token))
        elif rest:
            whole = read_inline(self.tokens[index + 1])
            parts = split_list(whole.text.partition(":")[2])
            found = [
                Inline(part, qualifier=whole.qualifier, case=whole.case, citations=whole.citations) for part in parts
            ]
            lines = [self.line(self.tokens[index])] * len(found)
        if (label_key == "steps" and not ordered) or not found:
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
                items=tuple(found),
                lines=tuple(lines),
            )
        )
