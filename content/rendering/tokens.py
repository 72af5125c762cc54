"""What is done to a document's tokens before they become HTML. Pure."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from html import escape

from markdown_it.token import Token

from content.reading.blocks import after_list, bold_label
from content.reading.markdown import LABELS, NEEDS, WHY

CHECKPOINTS = "What a good answer says"
_CELL = re.compile(r"\bcell=(?:([a-z0-9-]+)/)?((?:[a-z0-9-]+/){2}[a-z0-9-]+)(?!\S)")
_BELOW = {WHY: "Why they differ", NEEDS: "Needs that decide"}  # how the lists that explain a table are headed


def group_lists(tokens: Sequence[Token]) -> list[Token]:
    """Set runs of labelled lists side by side: wraps each label and its list in a block, and the run in another."""
    result: list[Token] = []
    index, inside = 0, False
    while index < len(tokens):
        token = tokens[index]
        following = tokens[index + 3] if index + 3 < len(tokens) else None
        label, rest = "", False
        if token.type == "paragraph_open" and token.level == 0:
            label, rest = bold_label(tokens[index + 1])
        is_list = following is not None and following.type in ("bullet_list_open", "ordered_list_open")
        if below := token.meta.get("below"):
            end = after_list(tokens, index + 3)
            result.extend(_folded("below-table", _BELOW[below], tokens[index + 3 : end]))
            index = end
            continue
        if last := token.meta.get("checkpoints"):
            result.extend(_folded("checkpoints", CHECKPOINTS, tokens[index:last]))
            index = last
            continue
        if label.casefold() in LABELS and not rest and is_list and following is not None:
            end = next(
                i
                for i in range(index + 4, len(tokens))
                if tokens[i].level == 0 and tokens[i].type.endswith("list_close")
            )
            if not inside:
                result.append(_html('<div class="option-lists">'))
                inside = True
            result.append(_html(f"<div><h4>{escape(label)}</h4>"))
            result.extend(tokens[index + 3 : end + 1])
            result.append(_html("</div>"))
            index = end + 1
            continue
        if inside:
            result.append(_html("</div>"))
            inside = False
        result.append(token)
        index += 1
    if inside:
        result.append(_html("</div>"))
    return result


def _folded(name: str, summary: str, tokens: Sequence[Token]) -> list[Token]:
    opening = f'<details class="{name}"><summary>{summary}</summary>'
    return [_html(opening), *tokens, _html("</details>")]


def cell_link(attributes: str) -> str:
    """A link to the cell that a checkpoint names, on this page or on another topic's."""
    named = _CELL.search(attributes)
    if not named:
        return ""
    topic = f"/wiki/{named[1]}/" if named[1] else ""
    return f' <a class="to-cell" href="{topic}#cell={named[2]}">Table</a>'


def parts(tokens: Iterable[Token]) -> Iterator[Token]:
    """The smallest parts of a document's text, in order."""
    for token in tokens:
        yield from token.children or ()


def joined(tokens: Sequence[Token]) -> list[Token]:
    """A line's tokens with texts that only an end of a line parts put together."""
    found: list[Token] = []
    lines: list[str] = []  # of the text that `found` ends with

    def close() -> None:
        if len(lines) > 1:
            found[-1] = replace(found[-1], content="\n".join(lines))
        lines.clear()

    for index, token in enumerate(tokens):
        after = tokens[index + 1].type if index + 1 < len(tokens) else ""
        if token.type == "softbreak" and lines and after == "text":
            continue
        if token.type == "text" and lines and tokens[index - 1].type == "softbreak":
            lines.append(token.content)
            continue
        close()
        found.append(token)
        if token.type == "text":
            lines.append(token.content)
    close()
    return found


def _html(content: str) -> Token:
    return Token("html_block", "", 0, content=content)
