"""Colours the code of a page. Pure."""

from functools import lru_cache
from html import escape

from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name
from pygments.util import ClassNotFound

# Characters that are coloured, in one example and on one page: the time that some lexers take grows with the square of
# what they are given.
BLOCK, PAGE = 4_000, 20_000
KEPT = 100  # examples, of pages that are shown again with each keystroke of their editors


class Colours:
    """What of one page's code is still to be coloured."""

    def __init__(self) -> None:
        self._left = PAGE

    def html(self, code: str, language: str) -> str:
        """The code as HTML: coloured if its language is known and it is not too much, else plain."""
        if len(code) > min(BLOCK, self._left):
            return escape(code)
        coloured = _coloured(code, language)
        if coloured is None:
            return escape(code)
        self._left -= len(code)
        return coloured


@lru_cache(maxsize=KEPT)
def _coloured(code: str, language: str) -> str | None:
    """The code in colours; None in a language that is not known."""
    try:
        lexer = get_lexer_by_name(language)
    except ClassNotFound:
        return None
    return str(highlight(code, lexer, HtmlFormatter(nowrap=True)))
