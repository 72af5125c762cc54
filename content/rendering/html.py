"""A topic's tokens to HTML that has been sanitised against an allow-list.

Pure. Raw HTML in a text is escaped by the parser; the sanitiser is a second wall behind it. Ids are prefixed
(``s-`` for headings, ``table-`` for tables), so that no text can name an element of the page around it.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from types import MappingProxyType
from typing import Any

from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

from content.practice.records import Term
from content.reading.facts import Comparison
from content.reading.inline import parser
from content.reading.markdown import Document, parse
from content.reading.orientation import COLUMNS, ROWS
from content.reading.text import hold_units, lower_words, says_how, within
from content.rendering.allowed import clean
from content.rendering.code import Colours
from content.rendering.glossary import Glossary
from content.rendering.pictures import diagram
from content.rendering.tokens import cell_link, group_lists, joined, parts

DIAGRAMS = "/static/wiki/"
_LINKS = ("link_open", "citation")  # what is a link within a heading
_SAFE_TARGET = re.compile(r"^(https?://|mailto:|/(?!/)|#)", re.IGNORECASE)


@dataclass(frozen=True)
class Entry:
    """A line of the table of contents: the heading's id, its title, and its level (2 or 3)."""

    id: str
    title: str
    level: int


@dataclass(frozen=True)
class Rendered:
    html: str
    contents: tuple[Entry, ...]


def render(
    document: Document,
    tables: Sequence[Sequence[Comparison]] = (),
    sources: Sequence[Mapping[str, Any]] = (),
    terms: Sequence[Term] = (),
    sizes: Mapping[str, tuple[int, int]] = MappingProxyType({}),
) -> Rendered:
    """The page's HTML.

    ``tables`` are the comparisons of each table in order; ``sources`` number the citations; the first mention of
    each of the glossary's ``terms`` in a section leads to its definition; ``sizes`` are those of diagrams in pixels, by
    file name.
    """
    numbers = {str(source["id"]): n for n, source in enumerate(sources, 1)}
    comparisons = [found[0] if len(found) == 1 else None for found in tables]
    ordinary = lower_words(token.content for token in parts(document.tokens) if token.type == "text")
    renderer = _Renderer(comparisons, numbers, Glossary(terms), sizes, ordinary)
    html = renderer.render(group_lists(document.tokens), parser().options, {})
    contents = tuple(Entry(f"s-{s.key}", s.title, s.level) for s in document.sections if s.level <= 3)
    return Rendered(clean(html), contents)


def render_text(text: str) -> str:
    """A short text that somebody typed (an explanation, a note) as sanitised HTML."""
    return render(parse(text)).html


class _Renderer(RendererHTML):
    """CommonMark's renderer with our headings, tables, code, figures, citations and notes."""

    def __init__(
        self,
        tables: list[Comparison | None],
        numbers: dict[str, int],
        glossary: Glossary,
        sizes: Mapping[str, tuple[int, int]],
        ordinary: frozenset[str],
    ) -> None:
        super().__init__()
        self._glossary = glossary
        self._ordinary = ordinary  # words that are no names
        self._sizes = sizes
        self._examples = 0
        self._colours = Colours()
        self._heading = 2  # the level of the heading that is open
        self._to_here = False  # whether it is a link to itself; no link holds another
        self._cited = False  # whether a known source stands right before, in the run of citations that is written
        self._aside = 0  # inside a heading, a table or a link, where no term is marked
        self._tables, self._numbers = iter(tables), numbers
        self._table: Comparison | None = None
        self._row = self._column = -1

    def heading_open(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        meta = tokens[idx].meta
        self._aside += 1
        self._heading = meta["level"]
        if meta["level"] == 2:
            self._glossary.begin_section()
        self._to_here = not any(part.type in _LINKS for part in tokens[idx + 1].children or ())
        link = f'<a href="#s-{meta["key"]}">' if self._to_here else ""
        return f'<h{meta["level"]} id="s-{meta["key"]}">{link}'

    def heading_close(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        self._aside -= 1
        return f"{'</a>' if self._to_here else ''}</h{self._heading}>\n"

    def table_open(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        self._aside += 1
        self._table = table = next(self._tables, None)
        self._row = -2
        caption = escape(tokens[idx].meta["caption"])
        names = tokens[idx].meta["citations"]
        self._cited = False
        cited = "".join(map(self._cite, names))
        if table is None or table.orientation not in (COLUMNS, ROWS):
            shown = f"<figcaption>{caption}{cited}</figcaption>" if tokens[idx].meta["captioned"] else ""
            return (
                f'<figure class="table-frame">{shown}<div class="table-scroll" role="region" tabindex="0" '
                f'aria-label="{caption}"><table class="data">'
            )
        side = "columns" if table.orientation == COLUMNS else "rows"
        name = f"table-{table.key}"
        return (
            f'<figure class="table-frame" id="{name}" data-table="{table.key}" data-options="{side}">'
            f'<figcaption id="{name}-caption">{caption}{cited}</figcaption>'
            f'<div class="table-scroll" role="region" tabindex="0" aria-labelledby="{name}-caption">'
            '<table class="compare">'
        )

    def table_close(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        self._aside -= 1
        return "</table></div></figure>\n"

    def tr_open(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        self._row, self._column = self._row + 1, -2
        return "<tr>"

    def th_open(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        self._column += 1
        return f'<th scope="col"{self._names(across=True, down=False)}>'

    def td_open(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        self._column += 1
        if self._column == -1:
            return f'<th scope="row"{self._names(across=False, down=True)}>'
        return f"<td{self._names(across=True, down=True)}>"

    def td_close(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        return "</th>" if self._column == -1 else "</td>"

    def _names(self, *, across: bool, down: bool) -> str:
        """The option and dimension that the current cell belongs to, as attributes."""
        table, names = self._table, ""
        if table is None or table.orientation not in (COLUMNS, ROWS):
            return ""
        of_column, of_row = ("option", "dimension") if table.orientation == COLUMNS else ("dimension", "option")
        if across and 0 <= self._column < len(table.across) and table.across[self._column]:
            names += f' data-{of_column}="{table.across[self._column]}"'
        if down and 0 <= self._row < len(table.down) and table.down[self._row]:
            names += f' data-{of_row}="{table.down[self._row]}"'
        return names

    def fence(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        token = tokens[idx]
        language = token.info.split()[0] if token.info.strip() else ""
        code = self._colours.html(token.content, language)
        self._examples += 1
        label = escape(f"Example {self._examples} ({language or 'text'})")
        return (
            f'<div class="codehilite"><pre role="region" tabindex="0" aria-label="{label}">'
            f"<code>{code}</code></pre></div>\n"
        )

    def code_block(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        return f"<pre><code>{escape(tokens[idx].content)}</code></pre>\n"

    def paragraph_open(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        if tokens[idx].hidden:
            return ""
        # The picture scrolls sideways on a phone, so the keyboard must reach it.
        if self._is_figure(tokens[idx + 1]):
            return '<figure tabindex="0">'
        asked = tokens[idx].meta.get("ask")
        return f'<p id="{asked}">' if asked else "<p>"

    def list_item_open(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        asked = tokens[idx].meta.get("ask")
        return f'<li id="{asked}">' if asked else "<li>"

    def paragraph_close(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        if tokens[idx].hidden:
            return ""
        return "</figure>\n" if self._is_figure(tokens[idx - 1]) else "</p>\n"

    @staticmethod
    def _is_figure(inline: Token) -> bool:
        return [c.type for c in inline.children or ()] == ["image"]

    def image(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        token = tokens[idx]
        name = diagram(str(token.attrGet("src") or ""))
        alt = escape(token.content)
        if not name:
            return f"<em>{alt}</em>"
        width, height = self._sizes.get(name, (0, 0))
        size = f' width="{width}" height="{height}"' if width else ""
        return f'<img src="{DIAGRAMS}{name}" alt="{alt}"{size} loading="lazy">'

    def link_open(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        self._aside += 1
        href = str(tokens[idx].attrGet("href") or "")
        if not _SAFE_TARGET.match(href):
            return "<a>"
        if href.startswith(("#", "/wiki/")):
            href = re.sub(r"#(?!s-|cell=|table-|source-|follow-up-|pitfall-)", "#s-", href)
        away = ' rel="noopener noreferrer"' if href.startswith("http") else ""
        return f'<a href="{escape(href)}"{away}>'

    def link_close(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        self._aside -= 1
        return "</a>"

    def citation(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        before = idx - 1
        while before >= 0 and tokens[before].type != "citation" and not tokens[before].content.strip():
            before -= 1
        if before < 0 or tokens[before].type != "citation":
            self._cited = False
        return self._cite(tokens[idx].content)

    def _cite(self, name: str) -> str:
        """The number of a source; a comma parts it from another one that stands right before it."""
        number = self._numbers.get(name)
        comma = ", " if self._cited else ""
        self._cited = self._cited or number is not None
        return f'<sup class="cite">{comma}<a href="#source-{name}">{number}</a></sup>' if number else ""

    def qualifier(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        condition = tokens[idx].content
        return f'<span class="condition{" said" * says_how(condition)}">{escape(condition)}</span>'

    def because(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        return f'<span class="because">because {escape(within(tokens[idx].content, self._ordinary))}</span>'

    def renderInline(self, tokens: Sequence[Token], options: Any, env: Any) -> str:
        """What stands on several lines of the source is one text: a term may begin on one and end on the next.

        Bold type alone is a heading in all but name, where no term is marked.
        """
        whole = joined(tokens)
        kinds = [t.type for t in whole if t.nesting or (t.content.strip() and t.type != "attributes")]
        heads = kinds[:1] == ["strong_open"] and kinds.index("strong_close") == len(kinds) - 1
        self._aside += heads
        html = super().renderInline(whole, options, env)
        self._aside -= heads
        return html

    def text(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        content = tokens[idx].content
        before_mark = idx + 1 < len(tokens) and tokens[idx + 1].type in ("attributes", "citation")
        content = hold_units(content.rstrip() if before_mark else content)
        return escape(content) if self._aside else self._glossary.mark(content)

    def softbreak(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        """A line's end; before a citation it is no space, as within a line."""
        cited = idx + 1 < len(tokens) and tokens[idx + 1].type == "citation"
        return "" if cited else "\n"

    def attributes(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        """Nothing, but for a checkpoint's cell: a link to it."""
        return cell_link(tokens[idx].content)
