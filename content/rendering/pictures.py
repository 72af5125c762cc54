"""Which pictures of a text its page shows: the library's diagrams, and none from elsewhere. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markdown_it.token import Token

_DIAGRAM = re.compile(r"^diagrams/([a-z0-9-]+\.svg)$")


def diagram(src: str) -> str:
    """The file of the diagram that a picture's address names; empty for a picture from elsewhere."""
    match = _DIAGRAM.match(src)
    return match[1] if match else ""


@dataclass(frozen=True)
class Elsewhere:
    """A picture that the page does not show: the line of the text (from 1) that its paragraph begins on, its
    alternative text, and its address.
    """

    line: int
    alt: str
    src: str


def from_elsewhere(tokens: Sequence[Token], first_line: int) -> Iterator[Elsewhere]:
    """The pictures of a text that are no diagrams of the library."""
    line = first_line
    for token in tokens:
        line = first_line + token.map[0] if token.map else line
        for child in token.children or ():
            src = str(child.attrGet("src") or "")
            if child.type == "image" and not diagram(src):
                yield Elsewhere(line, child.content, src)
