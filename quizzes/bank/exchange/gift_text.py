"""How GIFT writes a text: its escapes, its formats, and where a text ends. Pure.

Source: Moodle's documentation of the format, and its parser (question/format/gift/format.php).
"""

import html
import re
from collections.abc import Iterator

from content.reading.text import line_feeds
from quizzes.bank.exchange.markup import from_html, from_markdown, without_entities

SPECIAL = "\\~=#{}:"
BLANK = " \t\r\n"

_FORMAT = re.compile(r"\[(html|plain|moodle|markdown)\]")
_CONTROL = re.compile(r"[\\~=#{}:]")
_ESCAPED = re.compile(r"\\([\\~=#{}:n])")


def escape(text: str) -> str:
    """The text with GIFT's control characters escaped, on one line."""
    lines = line_feeds(text)
    return _CONTROL.sub(r"\\\g<0>", lines).replace("\n", "\\n")


def unescape(raw: str) -> str:
    """What `escape` was given. A backslash before anything else stands for itself, as in Moodle."""
    return _ESCAPED.sub(lambda match: "\n" if match[1] == "n" else match[1], raw)


def guarded(text: str) -> str:
    """An escaped text that cannot be taken for a format ("[html]…") or a weight ("%50%…")."""
    return f"[plain]{escape(text)}" if text.startswith(("[", "%")) else escape(text)


def arrowless(text: str) -> str:
    """A text in which no arrow stands: that ends the left side of a pair. GIFT cannot escape it, but HTML can."""
    if "->" not in text:
        return guarded(text)
    return "[html]" + escape(html.escape(text, quote=False).replace("\n", "<br>"))


def plain(raw: str, default: str = "moodle") -> str:
    """A raw text as plain text. Raises `quizzes.bank.exchange.markup.Lossy` where that would say less.

    Moodle's own format is HTML in which the ends of lines count.
    """
    form, rest = split_format(raw, default)
    text = unescape(rest)
    if form == "plain":
        return text
    if form == "markdown":
        return from_markdown(text)
    return from_html(text, lines=form == "moodle")


def typed(raw: str, default: str) -> str:
    """A raw answer that is typed: tags are what they look like, as in Moodle, but for a format of its own."""
    if split_format(raw, "")[0]:
        return plain(raw)
    text = unescape(raw.strip(BLANK))
    return text if default == "plain" else without_entities(text)


def split_format(raw: str, default: str = "moodle") -> tuple[str, str]:
    """The format a raw text says it has, and the text without that and without blanks around it."""
    stripped = raw.strip(BLANK)
    match = _FORMAT.match(stripped)
    return (match[1], stripped[match.end() :].strip(BLANK)) if match else (default, stripped)


def find(text: str, wanted: str, start: int = 0) -> int:
    """Where the first unescaped character of ``wanted`` stands, or -1."""
    return next((place for place, char in _bare(text, start) if char in wanted), -1)


def pieces(text: str) -> list[tuple[str, str]]:
    """The text between braces, cut at its unescaped marks: (mark, raw text) with the mark "", "=", "~", "#", "####"."""
    cut: list[tuple[str, str]] = []
    mark, begins, skip = "", 0, -1
    for place, char in _bare(text, 0):
        if char not in "=~#" or place < skip:
            continue
        cut.append((mark, text[begins:place]))
        mark = "####" if text.startswith("####", place) else char
        begins = skip = place + len(mark)
    return [*cut, (mark, text[begins:])]


def _bare(text: str, start: int) -> Iterator[tuple[int, str]]:
    """The characters that no backslash escapes, with their places."""
    place = start
    while place < len(text):
        if text[place] == "\\" and place + 1 < len(text) and text[place + 1] in SPECIAL + "n":
            place += 2
            continue
        yield place, text[place]
        place += 1
