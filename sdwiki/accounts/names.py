"""Names of people and classes: as they are kept, in which order they stand, and beside other words."""

import re
import unicodedata

# Controls, what is drawn as nothing or turns the direction of what follows, surrogates, and what no standard gives a
# meaning to. The joiners U+200C and U+200D are among "Cf", but Persian and several Indian scripts spell with them.
UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn"}
JOINERS = {"\u200c", "\u200d"}
WIDEST = 12  # digits of a number by which names are put in order


def clean(text: str) -> str:
    """A name in composed form (NFC), without what cannot be seen, and with single spaces. May be empty."""
    spaced = " ".join(text.split())
    seen = "".join(sign for i, sign in enumerate(spaced) if _is_seen(spaced, i))
    return " ".join(unicodedata.normalize("NFC", seen).split())


def order(name: str) -> tuple[str, str]:
    """What they are sorted by: letters without their accents, as readers look them up, numbers by what they count; then
    the accents."""
    folded = unicodedata.normalize("NFKD", name.casefold())
    plain = "".join(sign for sign in folded if not unicodedata.combining(sign))
    return re.sub("[0-9]+", lambda number: number[0].zfill(WIDEST), plain), folded


def isolated(name: str) -> str:
    """A name inside a sentence that is no markup: one that runs from right to left is kept from reordering the rest.
    Templates put ``<bdi>`` around a name instead."""
    turns = any(unicodedata.bidirectional(sign) in ("R", "AL", "AN") for sign in name)
    return f"\u2068{name}\u2069" if turns else name


def _is_seen(text: str, i: int) -> bool:
    """Whether a sign is drawn. A joiner counts inside a word of letters that join, which Latin ones do not."""
    if text[i] in JOINERS:
        around = text[max(i - 1, 0) : i] + text[i + 1 : i + 2]
        return len(around) == 2 and all(unicodedata.category(sign) in ("Lo", "Mn", "Mc") for sign in around)
    return unicodedata.category(text[i]) not in UNSEEN
