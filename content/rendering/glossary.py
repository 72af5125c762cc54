"""Marks the glossary's terms in running text. Pure."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from itertools import pairwise
from typing import Any

from content.practice.records import Term

HREF = "/glossary/#term-"
KEPT = 4  # glossaries; there is one, and the one before it while it is changed
_SIGNS = re.compile(r"\s+|\S")


@dataclass(frozen=True)
class _Spellings:
    """What a glossary's terms are spelt like: the slug of each as it stands or folded, and a pattern that finds any."""

    exact: Mapping[str, str]
    folded: Mapping[str, str]
    pattern: re.Pattern[str] | None


@lru_cache(maxsize=KEPT)
def _spellings(terms: tuple[Term, ...]) -> _Spellings:
    exact: dict[str, str] = {}
    folded: dict[str, str] = {}
    for term in terms:
        for spelling in (term.term, *term.also):
            if any(a.isupper() and b.isupper() for a, b in pairwise(spelling)):
                exact[spelling] = term.slug
            else:
                folded[spelling.casefold()] = term.slug
    if not exact and not folded:
        return _Spellings(exact, folded, None)
    found = rf"(?<![\w-]){_tree(sorted({spelling.lower() for spelling in (*exact, *folded)}))}(?![\w-])"
    return _Spellings(exact, folded, re.compile(found, re.IGNORECASE))


def _tree(spellings: Iterable[str]) -> str:
    """A pattern for the longest of these spellings, branching where they part: what they share is compared once."""
    root: dict[str, Any] = {}
    for spelling in spellings:
        node = root
        for sign in _SIGNS.findall(spelling):
            node = node.setdefault(r"\s+" if sign.isspace() else re.escape(sign), {})
        node[""] = {}
    return _branches(root)


def _branches(node: Mapping[str, Any]) -> str:
    parts = [sign + _branches(after) for sign, after in node.items() if sign]
    if not parts:
        return ""
    together = parts[0] if len(parts) == 1 and "" not in node else f"(?:{'|'.join(parts)})"
    return f"{together}?" if "" in node else together


class Glossary:
    """Finds terms and links each one's first mention in a section to its definition.

    A spelling in capitals ("CAP") is matched as it stands, any other one whatever its case; whole words only, and the
    longest that fits.
    """

    def __init__(self, terms: Sequence[Term]) -> None:
        self._known = _spellings(tuple(terms))
        self._marked: set[str] = set()

    def begin_section(self) -> None:
        """From here on a term may be marked again."""
        self._marked.clear()

    def mark(self, text: str) -> str:
        """The text escaped, with links on the terms that are mentioned for the first time."""
        known = self._known
        if known.pattern is None:
            return escape(text)
        html, end = "", 0
        for match in known.pattern.finditer(text):
            spelling = " ".join(match[0].split())
            slug = known.exact.get(spelling) or known.folded.get(spelling.casefold())
            if slug is None or slug in self._marked:
                continue
            self._marked.add(slug)
            html += escape(text[end : match.start()])
            html += f'<a class="term" href="{HREF}{slug}">{escape(match[0])}</a>'
            end = match.end()
        return html + escape(text[end:])
