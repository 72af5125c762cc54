"""Marks the glossary's terms in running text. Pure."""

import re
from collections.abc import Sequence
from html import escape
from itertools import pairwise

from content.practice.records import Term

HREF = "/glossary/#term-"


class Glossary:
    """Finds terms and links each one's first mention in a section to its definition.

    A spelling in capitals ("CAP") is matched as it stands, any other one whatever its case; whole words only, and the
    longest that fits.
    """

    def __init__(self, terms: Sequence[Term]) -> None:
        self._exact: dict[str, str] = {}
        self._folded: dict[str, str] = {}
        for term in terms:
            for spelling in (term.term, *term.also):
                if any(a.isupper() and b.isupper() for a, b in pairwise(spelling)):
                    self._exact[spelling] = term.slug
                else:
                    self._folded[spelling.casefold()] = term.slug
        spellings = sorted({*self._exact, *self._folded}, key=lambda s: (-len(s), s))
        pattern = "|".join(re.escape(s).replace(r"\ ", r"\s+") for s in spellings)
        self._pattern = re.compile(rf"(?<![\w-])(?:{pattern})(?![\w-])", re.IGNORECASE) if spellings else None
        self._marked: set[str] = set()

    def begin_section(self) -> None:
        """From here on a term may be marked again."""
        self._marked.clear()

    def mark(self, text: str) -> str:
        """The text escaped, with links on the terms that are mentioned for the first time."""
        if self._pattern is None:
            return escape(text)
        html, end = "", 0
        for match in self._pattern.finditer(text):
            spelling = " ".join(match[0].split())
            slug = self._exact.get(spelling) or self._folded.get(spelling.casefold())
            if slug is None or slug in self._marked:
                continue
            self._marked.add(slug)
            html += escape(text[end : match.start()])
            html += f'<a class="term" href="{HREF}{slug}">{escape(match[0])}</a>'
            end = match.end()
        return html + escape(text[end:])
