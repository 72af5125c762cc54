"""HTML and Markdown of other programs as plain text, or why that would lose what they say. Pure.

Emphasis and fonts go without a word. What carries meaning is said in other signs: raised and lowered ones (2¹², log₂),
lines, lists, quotes, the addresses of links. What plain text cannot say is refused: pictures, tables, lines of code,
text struck through, formulas.
"""

import html
import re
from collections import Counter

from markdown_it import MarkdownIt

from quizzes.bank.reasons import Reason, because

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:]*)([^<>]*)>")
_ATTRIBUTES = re.compile(r"""(?:\s+[\w:-]+\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'=<>`]+))*\s*/?""")
_HREF = re.compile(r"""\shref\s*=\s*["']?(https?:[^"'\s]+)""", re.IGNORECASE)
_WRAPPED = re.compile(r"[ \t]*\n[ \t\n]*")
_BLANK = " \t\r\n"

_MEDIA = {"img", "picture", "svg", "object", "embed", "canvas", "map", "area", "video", "audio", "source", "track"}
_MEDIA |= {"iframe", "math"}
_TABLE = {"table", "caption", "colgroup", "col", "thead", "tbody", "tfoot", "tr", "td", "th"}
_STRUCK = {"s", "strike", "del"}
_INLINE = {"a", "abbr", "acronym", "b", "bdi", "bdo", "big", "center", "cite", "code", "data", "dfn", "em", "font", "i"}
_INLINE |= {"ins", "kbd", "label", "mark", "nobr", "q", "samp", "small", "span", "strong", "sub", "sup", "time", "tt"}
_INLINE |= {"u", "var", "wbr"}
_BLOCK = {"address", "article", "aside", "blockquote", "body", "br", "dd", "div", "dl", "dt", "figcaption", "figure"}
_BLOCK |= {"footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "li", "main", "nav", "ol", "p", "pre"}
_BLOCK |= {"section", "ul"}
_LOST = (("markup-media", _MEDIA), ("markup-table", _TABLE), ("markup-struck", _STRUCK))
_KNOWN = frozenset(_MEDIA | _TABLE | _STRUCK | _INLINE | _BLOCK)
_ALONE = frozenset({"br", "hr", "wbr"})
_OPEN_ENDED = frozenset({"p", "li", "dt", "dd", "body", "html"})  # HTML lets these end by themselves

_RAISED = str.maketrans(
    "0123456789+-−=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVW",
    "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂ",
)
_LOWERED = str.maketrans("0123456789+-−=()aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ")
_SAME_RAISED = frozenset({"st", "nd", "rd", "th", "*", "†", "‡", "′", "″", "°", "™", "®", "©"})

# A longer one is beyond what any text of a question may have, and is refused for that.
MOST_MARKDOWN = 10_000
_MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


class Lossy(Exception):
    """A text says something that plain text cannot; ``why`` names it."""

    def __init__(self, why: Reason) -> None:
        super().__init__(why.code)
        self.why = why


def from_markdown(text: str) -> str:
    """Markdown as plain text. Raises Lossy."""
    if len(text) > MOST_MARKDOWN:
        return text
    return from_html(_MARKDOWN.render(text))


def from_html(text: str, *, lines: bool = False) -> str:
    """HTML as plain text. Raises Lossy.

    With ``lines`` it is HTML as people type it into a text: ends of lines count, and what is no element stays as it
    stands. Every element must then be closed, so that a tag that is spoken of is not taken for one.
    """
    _no_formula(text)
    bare = _without_comments(text)
    reader = _Reader(lines=lines)
    place = 0
    for match in _TAG.finditer(bare):
        known = match[2].lower() in _KNOWN or ":" in match[2]
        if not (known and (match[2].lower() in _MEDIA or _ATTRIBUTES.fullmatch(match[3]))):
            if lines:
                continue
            raise Lossy(because("markup-unknown", tag=_short(match[0])))
        reader.text(bare[place : match.start()])
        reader.tag(match[2].lower(), match[3], closes=bool(match[1]))
        place = match.end()
    reader.text(bare[place:])
    return reader.whole()


def without_entities(text: str) -> str:
    """The text with the signs that HTML gives by name or number ("&lt;"), and its tags as they are."""
    return html.unescape(text)


class _Reader:
    """Takes a document piece by piece and keeps what is said."""

    def __init__(self, *, lines: bool) -> None:
        self._lines = lines
        self._out: list[str] = []
        self._break = False  # whether the next text begins a line
        self._item = -1  # how much there was after the sign of the last item of a list
        self._open: Counter[str] = Counter()
        self._pre = 0  # where a preformatted run began
        self._marks: list[tuple[str, int]] = []  # raised and lowered runs: where they began
        self._lists: list[int | None] = []  # the last number of each list that is open, None without numbers
        self._address, self._linked = "", 0  # of the link that is open: where it leads, and where it began

    def text(self, raw: str) -> None:
        """A run between two tags."""
        kept = self._lines or self._open["pre"] > 0
        said = without_entities(raw if kept else _WRAPPED.sub(" ", raw))
        if (self._break or len(self._out) == self._item) and not said.strip(_BLANK):
            return
        if self._break:
            said = said.lstrip(_BLANK)
            self._line()
        if said:
            self._out.append(said)

    def tag(self, name: str, attributes: str, *, closes: bool) -> None:
        """What an element says by itself, at its beginning or its end."""
        if code := next((code for code, names in _LOST if name in names), None):
            raise Lossy(because(code, tag=f"<{name}>"))
        if name not in _ALONE and not attributes.rstrip().endswith("/"):
            self._open[name] += -1 if closes else 1
        if name == "br":
            self._line()
            self._out.append("\n")
        elif name in _BLOCK:
            self._block(name, closes=closes)
        elif name in ("sup", "sub"):
            self._script(name, closes=closes)
        elif name == "a":
            self._link(attributes, closes=closes)
        elif name == "q":
            self._out.append("”" if closes else "“")

    def whole(self) -> str:
        """All that was said."""
        ends_itself = frozenset() if self._lines else _OPEN_ENDED
        if name := next((name for name, count in self._open.items() if count and name not in ends_itself), None):
            raise Lossy(because("markup-unpaired", tag=f"<{name}>"))
        return "".join(self._out).strip(_BLANK)

    def _line(self) -> None:
        """End the line, where a block asked for that."""
        if self._break and self._out and not self._out[-1].endswith("\n"):
            self._out[-1] = self._out[-1].rstrip(" \t")
            self._out.append("\n")
        self._break = False

    def _block(self, name: str, *, closes: bool) -> None:
        self._break = closes or len(self._out) != self._item
        if name in ("ul", "ol"):
            if not closes:
                self._lists.append(0 if name == "ol" else None)
            elif self._lists:
                self._lists.pop()
        elif name == "li" and not closes:
            self._line()
            number = self._lists[-1] if self._lists else None
            if number is not None:
                self._lists[-1] = number + 1
            self._out.append("- " if number is None else f"{number + 1}. ")
            self._item = len(self._out)
        elif name == "pre":
            self._preformatted(closes=closes)

    def _preformatted(self, *, closes: bool) -> None:
        if not closes and self._open["pre"] == 1:
            self._pre = len(self._out)
        elif closes and not self._open["pre"] and "\n" in "".join(self._out[self._pre :]).strip(_BLANK):
            raise Lossy(because("markup-code"))

    def _script(self, name: str, *, closes: bool) -> None:
        if not closes:
            self._line()
            self._marks.append((name, len(self._out)))
        elif self._marks and self._marks[-1][0] == name:
            _, began = self._marks.pop()
            said = "".join(self._out[began:])
            self._out[began:] = [_raised(said) if name == "sup" else _lowered(said)]

    def _link(self, attributes: str, *, closes: bool) -> None:
        if not closes:
            found = _HREF.search(attributes)
            self._address, self._linked = html.unescape(found[1]) if found else "", len(self._out)
        elif self._address:
            if self._address not in "".join(self._out[self._linked :]):
                self._out.append(f" ({self._address})")
            self._address = ""


def _raised(text: str) -> str:
    """ "12" as "¹²"; "th" and the like as they are. Raises Lossy for what has no raised form."""
    bare = "".join(text.split())
    if bare in _SAME_RAISED:
        return bare
    if bare == "TM":
        return "™"
    if any(ord(sign) not in _RAISED for sign in bare):
        raise Lossy(because("markup-raised", text=_short(text), tag="<sup>"))
    return bare.translate(_RAISED)


def _lowered(text: str) -> str:
    bare = "".join(text.split())
    if any(ord(sign) not in _LOWERED for sign in bare):
        raise Lossy(because("markup-raised", text=_short(text), tag="<sub>"))
    return bare.translate(_LOWERED)


def _without_comments(text: str) -> str:
    kept: list[str] = []
    place = 0
    while (begins := text.find("<!--", place)) >= 0 and (ends := text.find("-->", begins + 4)) >= 0:
        kept.append(text[place:begins])
        place = ends + 3
    return "".join([*kept, text[place:]])


def _no_formula(text: str) -> None:
    """TeX between the signs that Moodle's filter knows is a formula, which plain text does not show."""
    for opens, closes in (("\\(", "\\)"), ("\\[", "\\]"), ("$$", "$$")):
        begins = text.find(opens)
        if begins >= 0 and text.find(closes, begins + 2) >= 0:
            raise Lossy(because("markup-formula", opens=opens, closes=closes))


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39]}…"
