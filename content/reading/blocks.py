"""Runs of block tokens: a label in bold type, the items of a list, the cells of a table. Pure."""

from collections.abc import Iterator, Sequence

from markdown_it.token import Token

from content.reading.inline import Inline, read_inline


def bold_label(inline: Token) -> tuple[str, bool]:
    """A paragraph's bold label, and whether text follows it on the same line."""
    children = [c for c in inline.children or () if c.type != "text" or c.content]
    if len(children) < 3 or children[0].type != "strong_open" or children[2].type != "strong_close":
        return "", False
    tail = "".join(c.content for c in children[3:]).strip()
    return children[1].content.strip().rstrip(":").strip(), bool(tail.strip(":").strip())


def items(tokens: Sequence[Token], start: int) -> Iterator[tuple[Token, Token]]:
    """Each item of the list that opens at ``start`` with its first line of text; nested lists are left out."""
    if start >= len(tokens) or not tokens[start].type.endswith("list_open"):
        return
    level = tokens[start].level
    for index in range(start + 1, len(tokens)):
        token = tokens[index]
        if token.level == level:
            return
        opens = token.type == "list_item_open" and token.level == level + 1
        if opens and tokens[index + 1].type == "paragraph_open":
            yield token, tokens[index + 2]


def grid(tokens: Sequence[Token], start: int) -> tuple[list[tuple[Inline, ...]], list[int]]:
    """The cells of the table that opens at ``start``, header first, and each row's line from 0."""
    cells: list[list[Inline]] = []
    lines: list[int] = []
    for index in range(start + 1, len(tokens)):
        token = tokens[index]
        if token.type == "table_close":
            break
        if token.type == "tr_open":
            cells.append([])
            lines.append(token.map[0] if token.map else 0)
        elif token.type in ("th_open", "td_open"):
            cells[-1].append(read_inline(tokens[index + 1]))
    return [tuple(row) for row in cells], lines


def plain(tokens: Sequence[Token]) -> str:
    """The text of a document, a block a line, without marks, explanations of tables and checkpoints."""
    found: list[str] = []
    until = 0
    for index, token in enumerate(tokens):
        if token.meta.get("below"):
            until = after_list(tokens, index + 3)
        until = token.meta.get("checkpoints", until)
        if index >= until and token.type == "inline" and (text := read_inline(token).text):
            found.append(text)
    return "\n".join(found)


def after_list(tokens: Sequence[Token], start: int) -> int:
    """The index of what follows the list that opens at ``start``."""
    level = tokens[start].level
    return next(i for i in range(start + 1, len(tokens)) if tokens[i].level == level and tokens[i].nesting < 0) + 1
