"""Plain-text helpers that every pure module shares: slugs, normal forms and repair of damaged encodings."""

import hashlib
import re
import unicodedata
from collections.abc import Container, Iterable
from functools import lru_cache

_WORD, _RUN, _TELLING = re.compile(r"\w"), re.compile(r"[\w+%#<>=/.-]+"), re.compile(r"[\w%<>=]")
_MEASURE = re.compile(r"(?<=\d) (?=(?:%|[kKMGTP]?i?B|[kMGT]?bit|[nµm]?s|k?m|min)(?:/s)?(?!\w))")
_OPERATOR = re.compile(r"(?<= [=≈≠≤≥<>×÷+−·→/]) (?=\S)")
_NOT_WORD = re.compile(r"[^a-z0-9]+")
_FIRST, _LOWER = re.compile(r"[A-Z][a-z]*(?![\w-])"), re.compile(r"(?<![\w-])[a-z]+(?![\w-])")
# Articles, pronouns and what else begins a sentence without naming anything.
_BEGINNING = {
    "a", "an", "the", "this", "that", "these", "those", "it", "its", "they", "their", "there", "one", "two", "three",
    "each", "every", "all", "any", "both", "few", "many", "most", "some", "no", "none", "nobody", "nothing", "either",
    "neither", "what", "which", "who", "whoever", "where", "when", "whether", "while", "if", "as", "at", "by", "for",
    "from", "in", "of", "on", "once", "only", "so", "to", "with", "without", "after", "before", "because",
}  # fmt: skip
_DAMAGED_RUN = re.compile(r"[^\x00-\x7f]+")
# A quote, dash, ellipsis or no-break space before one other character ("’é", "“≤", "5 µs" held together) is also two
# bytes of UTF-8 read as Mac OS Roman, those of one Cyrillic or phonetic letter. As a rule it is meant as it stands.
_TYPOGRAPHIC = "«»…\u00a0–—“”‘’"
_SAME_SIGN = str.maketrans({"≤": "<=", "≥": ">=", "−": "-", "–": "-", "—": " "})
# Numbers with their sign and fraction; comparisons; words; and signs that say something: mathematical, currency, # % ‰.
_MEANING = re.compile(r"(?<!\w)-(?=\d)|\d+(?:[.:]\d+|,\d+)*|!=|[#%‰^]|[^\W\d]+|[^\w\s-]|\w")


def slugify(text: str, *, limit: int = 80) -> str:
    """A key made from words: lower-case ASCII letters, digits and hyphens, at most ``limit`` characters.

    Text without a single letter or digit (an emoji, another script) gets a short hash, so that a key is never empty.
    """
    plain = unicodedata.normalize("NFKD", text.replace("&", " and ").replace("+", " plus ").replace("’", "'"))
    slug = _NOT_WORD.sub("-", plain.encode("ascii", "ignore").decode().lower()).strip("-")
    if not slug:
        return "x" + hashlib.sha256(text.encode()).hexdigest()[:8]
    if len(slug) <= limit:
        return slug
    return slug[: limit - 9].rstrip("-") + "-" + hashlib.sha256(slug.encode()).hexdigest()[:8]


class Keys:
    """Hands out keys that are unique within one document: a key that is taken gets a number, from 2 on."""

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self._next: dict[str, int] = {}

    def take(self, wanted: str) -> str:
        """The wanted key, or the first of its numbered forms that is free."""
        key = wanted
        while key in self._taken:
            number = self._next.get(wanted, 2)
            self._next[wanted] = number + 1
            key = f"{wanted}-{number}"
        self._taken.add(key)
        return key


def line_feeds(text: str) -> str:
    """The text with line feeds alone at the ends of its lines, as every reader of lines counts them."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def hold_units(text: str) -> str:
    """The text with a no-break space where a line must not end: before a unit, and after an operator."""
    return _OPERATOR.sub("\u00a0", _MEASURE.sub("\u00a0", text))


def lower_words(texts: Iterable[str]) -> frozenset[str]:
    """The words that stand in lower case in any of the texts: no names, as far as these can tell."""
    return frozenset(word for text in texts for word in _LOWER.findall(text))


def within(text: str, ordinary: Container[str] = ()) -> str:
    """A sentence as it goes on after other words ("because the first miss pays"): its first letter is lowered where
    the first word is no name. It is none where it is one of those that begin sentences, or one of ``ordinary``."""
    found = _FIRST.match(text)
    word = found[0].lower() if found else ""
    return f"{text[:1].lower()}{text[1:]}" if word in _BEGINNING or word in ordinary else text


def says_how(condition: str) -> bool:
    """Whether a statement's condition says itself how it limits: "as described in 2013"."""
    return condition.startswith("as ")


@lru_cache(maxsize=65536)
def normalise(text: str) -> str:
    """The form in which two statements are compared: no parentheses, no punctuation, no case, single spaces."""
    folded = unicodedata.normalize("NFKC", text.translate(_SAME_SIGN)).casefold()
    bare = without_parentheses(folded)
    if not _WORD.search(bare):
        bare = folded
    words = (run.rstrip("/.-") for run in _RUN.findall(bare))
    return " ".join(word for word in words if _TELLING.search(word))


def without_parentheses(text: str) -> str:
    """The text without its parentheses and brackets, however deep; one that is not closed stays."""
    if "(" not in text and "[" not in text:
        return text
    kept: list[str] = []
    opened: list[int] = []
    for char in text:
        if char in "([":
            opened.append(len(kept))
        kept.append(char)
        if char in ")]" and opened:
            del kept[opened.pop() :]
            kept.append(" ")
    return "".join(kept)


def meaning(text: str) -> str:
    """What stays of a text when case, punctuation and spacing are taken away.

    An edit that leaves this unchanged is cosmetic. Numbers stay whole, and signs that carry meaning (%, <, ≤, +, →)
    stay.
    """
    folded = unicodedata.normalize("NFC", unicodedata.normalize("NFC", text.replace("−", "-")).casefold())
    return " ".join(part for part in _MEANING.findall(folded) if part[-1].isalnum() or _says(part))


def _says(sign: str) -> bool:
    return sign in ("-", "!=", "_") or sign in "#%‰^" or unicodedata.category(sign) in ("Sm", "Sc")


def repair_line(line: str) -> str:
    """Undo UTF-8 that was read as Mac OS Roman, run by run; what does not round-trip stays as it is.

    A pair that begins with a typographic sign is mended only beside a longer run of that kind: a letter of Cyrillic
    stands beside words of Cyrillic.
    """
    runs = _DAMAGED_RUN.findall(line)
    beside = any(len(run) > 2 and run[0] in _TYPOGRAPHIC and _mended(run) for run in runs)

    def mend(match: re.Match[str]) -> str:
        run = match[0]
        if len(run) == 2 and run[0] in _TYPOGRAPHIC and not beside:
            return run
        return _mended(run) or run

    return _DAMAGED_RUN.sub(mend, line)


def _mended(run: str) -> str:
    try:
        return run.encode("mac_roman").decode("utf-8")
    except UnicodeError:
        return ""


def repair(text: str) -> tuple[str, tuple[int, ...]]:
    """The text with damaged runs mended, and the numbers (from 1) of the lines that changed."""
    lines = text.split("\n")
    mended = [repair_line(line) for line in lines]
    changed = tuple(n for n, (old, new) in enumerate(zip(lines, mended, strict=True), 1) if old != new)
    return "\n".join(mended), changed


def split_list(text: str) -> tuple[str, ...]:
    """The parts of a comma-separated enumeration; commas inside parentheses do not split."""
    parts, depth, current = [], 0, ""
    for char in text:
        depth += char in "([" or -(char in ")]" and depth > 0)
        if char == "," and depth == 0:
            parts.append(current)
            current = ""
        else:
            current += char
    parts.append(current)
    cleaned = (re.sub(r"^(and|or)\s+", "", part.strip()).strip(" .;") for part in parts)
    return tuple(part for part in cleaned if part)
