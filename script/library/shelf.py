"""The library as the checks see it: parsed topics, and every piece of text with its place."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import yaml
from markdown_it.token import Token

from content.importing.files import read_path
from content.importing.library import Library
from content.reading.inline import read_inline
from content.reading.markdown import parse
from content.reading.topic import ReadTopic

# Fields that hold no prose where they hold plain values: keys, slugs, formulas, units.
_KEYS = {
    "slug", "id", "url", "kind", "phase", "phases", "position", "topic", "topics", "tag", "formula", "name", "unit",
    "replaces",
}  # fmt: skip
_PLACE = re.compile(r"\{[^{}]*\}")
_REFERENCE = re.compile(r"\[[^\]]*\]\([^)]*\)|#[\w-]+")  # what CORRECTIONS.md points to


class Fault(NamedTuple):
    """What is wrong, and where; ``file`` is relative to the library's folder, ``line`` counts from 1."""

    file: str
    line: int
    message: str


class Block(NamedTuple):
    """A token with inline children, its line, and what it is a part of ("prose", "bullet", "cell", …)."""

    line: int
    kind: str
    token: Token


@dataclass(frozen=True)
class Passage:
    """A piece of text that a reader sees: a paragraph, a bullet, a cell, a heading, a field.

    ``text`` has a newline wherever the file has one, and no markup; inline code stands in backquotes. ``kind`` is
    "prose", "bullet", "reason", "cell", "heading", "caption", "alternative" or "field".
    """

    file: str
    line: int
    kind: str
    text: str

    def line_at(self, offset: int) -> int:
        """The line of the character at ``offset`` of the text."""
        return self.line + self.text.count("\n", 0, offset)

    @property
    def spoken(self) -> str:
        """The text with inline code blanked, of the same length."""
        return re.sub(r"`[^`]*`", lambda code: re.sub(r"[^\n]", " ", code[0]), self.text)


@dataclass(frozen=True)
class Shelf:
    """A library folder, read once for all checks."""

    folder: Path
    library: Library
    topics: tuple[ReadTopic, ...]
    pages: tuple[ReadTopic, ...]

    @classmethod
    def read(cls, folder: Path) -> "Shelf":
        """Read a library folder. Raises `SourceError` where an import would refuse it."""
        library = read_path(folder)
        return cls(folder, library, library.topics, library.pages)

    @property
    def documents(self) -> tuple[ReadTopic, ...]:
        return self.topics + self.pages

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """Every passage of topics, pages, corrections and YAML files."""
        found: list[Passage] = []
        for topic in self.documents:
            file, first = topic.source.file, topic.source.first_line
            front = self.text(file).split("\n")[1 : first - 2]
            found.extend(_of_yaml("\n".join(front), file, offset=1))
            found.extend(_of_tokens(topic.document.tokens, file, first))
        if (self.folder / "CORRECTIONS.md").is_file():
            bare = _REFERENCE.sub(" ", self.text("CORRECTIONS.md"))
            found.extend(_of_tokens(parse(bare).tokens, "CORRECTIONS.md", 1))
        for path in sorted((*self.folder.glob("*.yaml"), *self.folder.glob("*/*.yaml"))):
            name = path.relative_to(self.folder).as_posix()
            found.extend(_of_yaml(self.text(name), name))
        return tuple(found)

    def text(self, file: str) -> str:
        """A file of the library as it stands."""
        return (self.folder / file).read_text(encoding="utf-8")

    def line_of(self, file: str, needle: str) -> int:
        """The first line of a file that holds ``needle``, or 1."""
        return next((n for n, line in enumerate(self.text(file).split("\n"), 1) if needle in line), 1)


def blocks(tokens: Sequence[Token], first_line: int) -> Iterator[Block]:
    """Every token with inline children. Tables' cells get the line of their row."""
    inside: list[str] = []
    line = first_line
    explains = False  # whether the list that comes explains the table before it, or holds checkpoints
    for token in tokens:
        explains = explains or bool(token.meta.get("below") or token.meta.get("checkpoints"))
        if token.map and token.type != "table_open":
            line = first_line + token.map[0]
        name, _, edge = token.type.rpartition("_")
        if name in ("table", "bullet_list", "ordered_list", "heading"):
            if edge == "open":
                plain = "reason" if explains else "bullet"
                inside.append({"table": "cell", "heading": "heading"}.get(name, plain))
                explains = False
            else:
                inside.pop()
        if token.type == "inline":
            caption = not token.children and token.content.startswith("Table:")
            yield Block(line, "caption" if caption else inside[-1] if inside else "prose", token)


def _of_tokens(tokens: Sequence[Token], file: str, first_line: int) -> Iterator[Passage]:
    """The passages of a parsed body."""
    for line, kind, token in blocks(tokens, first_line):
        for image in (child for child in token.children or () if child.type == "image"):
            yield Passage(file, line, "alternative", image.content)
        text = _caption(token) if kind == "caption" else _visible(token)
        if text.strip():
            yield Passage(file, line, kind, text)


def _visible(token: Token) -> str:
    """The text of a block's children; like `read_inline`, but it keeps line breaks and marks code."""
    text = ""
    for child in token.children or ():
        if child.type in ("text", "text_special"):
            text += child.content
        elif child.type == "code_inline":
            text += "`" + child.content.replace("`", " ") + "`"
        elif child.type == "qualifier":
            text += f" ({child.content})"
        elif child.type == "softbreak":
            text += "\n"
        elif child.type == "hardbreak":
            text += " "
    return text


def _caption(token: Token) -> str:
    """A table's caption, whose children the parser has taken away."""
    paragraph = parse(token.content.removeprefix("Table:").strip()).tokens
    return " ".join(read_inline(part).text for part in paragraph if part.type == "inline")


def _of_yaml(text: str, file: str, *, offset: int = 0) -> Iterator[Passage]:
    """Each text of a YAML file that a reader sees. The places of drills (``{views / 86400}``) are blanked; sources
    are left out, being names.
    """
    lines = text.split("\n")

    def walk(node: yaml.Node) -> Iterator[Passage]:
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                if key.value == "sources" or (key.value in _KEYS and _is_plain(value)):
                    continue
                yield from walk(value)
        elif isinstance(node, yaml.SequenceNode):
            for item in node.value:
                yield from walk(item)
        elif isinstance(node, yaml.ScalarNode) and node.tag == "tag:yaml.org,2002:str":
            first, shown = node.start_mark.line, str(node.value)
            if node.style in (">", "|"):
                first += 1
                shown = "\n".join(line.strip() for line in lines[first : node.end_mark.line])
            yield Passage(file, offset + first + 1, "field", _PLACE.sub(lambda place: " " * len(place[0]), shown))

    root = yaml.compose(text, Loader=yaml.SafeLoader)
    if root is not None:
        yield from walk(root)


def _is_plain(node: yaml.Node) -> bool:
    """Whether a value is a scalar or a list of scalars."""
    items = node.value if isinstance(node, yaml.SequenceNode) else [node]
    return all(isinstance(item, yaml.ScalarNode) for item in items)
