"""Runs of text inside a block, and the marks that sdwiki adds to CommonMark's.

``{#key scale="a < b"}`` fixes a key or declares a scale and says how questions speak of it (`Asked`), ``{if: …}``
qualifies a statement, and may say how a sentence begins with that (``{if: many nodes case="With many nodes"}``),
``{because: …}`` gives its reason, ``{cell=table/option/dimension}`` says which cell shows it,
``[@id]`` cites a source, and ``<br>`` breaks a line inside a table's cell. Everything else of HTML is text.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from content.reading.text import slugify

ALIASES = 12  # of one option that are read
_FLAGS = ("exclusive", "overlaps", "noask", "tells", "untyped")
_ATTRIBUTES = re.compile(rf"\{{((?:#|[a-z]+=|(?:{'|'.join(_FLAGS)})\b)[^{{}}]*)\}}")
_QUALIFIER = re.compile(r"\{if:\s*([^{}\s][^{}]*)\}")
_CASE = ' case="'
_BECAUSE = re.compile(r"\{because:\s*([^{}\s][^{}]*)\}")
_CITATION = re.compile(r"\[@([a-z0-9-]+)\]")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_BLANKS = re.compile(r"[ \t]+")
_PAIR = re.compile(r"""\b([a-z]+)=(?:"([^"]*)"|(\S+))""")


@dataclass(frozen=True)
class Asked:
    """How questions speak of a table, a row, a column or a heading.

    ``ask`` is a row's question, with "…" for the option; ``option`` what one option is called ("cache strategy");
    ``aliases`` what else the field calls an option. ``exclusive``: whether a value of the row rules out the others;
    None where the author does not say. ``noask``: nothing is asked of it. ``tells``: a cell that its option's name
    gives away by what it means. ``untyped``: an option that is found among others by it, but not without them.
    """

    ask: str = ""
    option: str = ""
    aliases: tuple[str, ...] = ()
    exclusive: bool | None = None
    noask: bool = False
    tells: bool = False
    untyped: bool = False


NOTHING_ASKED = Asked()


@dataclass(frozen=True)
class Inline:
    """One run of text: its plain form (line breaks as newlines) and the marks taken out of it."""

    text: str
    key: str = ""
    scale: tuple[str, ...] = ()
    options: str = ""
    core: bool = False
    qualifier: str = ""
    case: str = ""  # how a sentence begins with the qualifier, where the author says
    citations: tuple[str, ...] = ()
    because: str = ""
    asked: Asked = NOTHING_ASKED
    cell: str = ""


def _inline_rule(name: str, opener: str, pattern: re.Pattern[str]) -> tuple[str, object]:
    def rule(state: StateInline, silent: bool) -> bool:
        if state.src[state.pos] != opener or not (match := pattern.match(state.src, state.pos)):
            return False
        if not silent:
            if name == "hardbreak":
                state.push("hardbreak", "br", 0)
            else:
                token = state.push(name, "", 0)
                token.content = match[1].strip()
                if name == "qualifier" and token.content.endswith('"') and _CASE in token.content:
                    token.content, _, case = token.content[:-1].rpartition(_CASE)
                    token.content, token.info = token.content.strip(), case.strip()
        state.pos = match.end()
        return True

    return name, rule


def parser() -> MarkdownIt:
    """CommonMark with tables and our marks; raw HTML is text, not markup."""
    md = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    for opener, name, pattern in (
        ("{", "attributes", _ATTRIBUTES),
        ("{", "qualifier", _QUALIFIER),
        ("{", "because", _BECAUSE),
        ("[", "citation", _CITATION),
        ("<", "hardbreak", _BREAK),
    ):
        rule_name, rule = _inline_rule(name, opener, pattern)
        md.inline.ruler.before("link", f"sdwiki_{rule_name}", rule)  # type: ignore[arg-type]
    return md


def read_inline(token: Token | None) -> Inline:
    """The plain text and the marks of an inline token."""
    key, scale, options, core, qualifier, case, because = "", (), "", False, "", "", ""
    asked, cell = NOTHING_ASKED, ""
    parts: list[str] = []
    citations: list[str] = []
    for child in (token.children if token else None) or ():
        if child.type in ("text", "code_inline") or child.type == "image":
            parts.append(child.content)
        elif child.type == "softbreak":
            parts.append(" ")
        elif child.type == "hardbreak":
            parts.append("\n")
        elif child.type == "qualifier":
            qualifier, case = child.content, child.info
        elif child.type == "because":
            _end_without_space(parts)
            because = child.content
        elif child.type == "citation":
            _end_without_space(parts)
            citations.append(child.content)
        elif child.type == "attributes":
            if match := re.match(r"#(\S+)", child.content):
                key = slugify(match[1])
            pairs = {name: quoted or bare for name, quoted, bare in _PAIR.findall(child.content)}
            options, cell = pairs.get("options", options), pairs.get("cell", cell)
            flags = set(_PAIR.sub("", child.content).split())
            core = core or "core" in flags
            asked = _asked(pairs, flags, asked)
            if "scale" in pairs:
                scale = tuple(step.strip() for step in pairs["scale"].split("<"))
    lines = (_BLANKS.sub(" ", line).strip() for line in "".join(parts).split("\n"))
    text = "\n".join(lines).strip()
    return Inline(text, key, scale, options, core, qualifier, case, tuple(citations), because, asked, cell)


def _asked(pairs: dict[str, str], flags: set[str], before: Asked) -> Asked:
    """What attributes say of questions, after what others of the same run said."""
    exclusive = {"exclusive": True, "overlaps": False}
    return Asked(
        ask=pairs.get("ask", before.ask),
        option=pairs.get("option", before.option),
        aliases=tuple(filter(None, map(str.strip, pairs.get("aliases", "").split(","))))[:ALIASES] or before.aliases,
        exclusive=next((told for flag, told in exclusive.items() if flag in flags), before.exclusive),
        noask=before.noask or "noask" in flags,
        tells=before.tells or "tells" in flags,
        untyped=before.untyped or "untyped" in flags,
    )


def _end_without_space(parts: list[str]) -> None:
    """Take away the spaces at the end of a text that is read part by part."""
    while parts:
        if end := parts.pop().rstrip(" "):
            parts.append(end)
            return


def citations(tokens: Sequence[Token], first_line: int) -> Iterator[tuple[int, str]]:
    """Each citation with its line; a cell's line is its row's."""
    row = 0
    for token in tokens:
        if token.type == "tr_open" and token.map:
            row = token.map[0]
        if token.type == "inline":
            line = first_line + (token.map[0] if token.map else row)
            for child in token.children or ():
                line += child.type in ("softbreak", "hardbreak") and token.map is not None
                if child.type == "citation":
                    yield line, child.content
