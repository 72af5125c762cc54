"""Plain-text helpers that every pure module shares: slugs, normal forms and repair of damaged encodings."""

import hashlib
import re
import unicodedata

_PARENTHESES = re.compile(r"\s*[(\[][^()\[\]]*[)\]]")
_NOT_WORD = re.compile(r"[^a-z0-9]+")
_DAMAGED_RUN = re.compile(r"[^\x00-\x7f]+")


def slugify(text: str, *, limit: int = 80) -> str:
    """A key made from words: lower-case ASCII letters, digits and hyphens, at most ``limit`` characters.

    Text without a single letter or digit (an emoji, another script) gets a short hash, so that a key is never empty.
    """
    plain = unicodedata.normalize("NFKD", text.replace("&", " and ").replace("+", " plus "))
    slug = _NOT_WORD.sub("-", plain.encode("ascii", "ignore").decode().lower()).strip("-")
    if not slug:
        return "x" + hashlib.sha256(text.encode()).hexdigest()[:8]
    if len(slug) <= limit:
        return slug
    return slug[: limit - 9].rstrip("-") + "-" + hashlib.sha256(slug.encode()).hexdigest()[:8]


def normalise(text: str) -> str:
    """The form in which two statements are compared: no parentheses, no punctuation, no case, single spaces."""
    bare = _PARENTHESES.sub("", unicodedata.normalize("NFKC", text))
    if not re.search(r"\w", bare):
        bare = text
    return " ".join(re.findall(r"[\w+%<>=/.-]*\w[\w+%]*|[<>=%]", bare.casefold()))


def meaning(text: str) -> str:
    """What stays of a text when case, punctuation and spacing are taken away.

    An edit that leaves this unchanged is cosmetic. Signs that carry meaning (%, <, >, +, digits) stay.
    """
    return " ".join(re.findall(r"[\w+%<>=]+", unicodedata.normalize("NFKC", text).casefold()))


def repair_line(line: str) -> str:
    """Undo UTF-8 that was read as Mac OS Roman, run by run; what does not round-trip stays as it is."""

    def mend(match: re.Match[str]) -> str:
        try:
            return match[0].encode("mac_roman").decode("utf-8")
        except UnicodeError:
            return match[0]

    return _DAMAGED_RUN.sub(mend, line)


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
