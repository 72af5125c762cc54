"""Words that say where something stands: on a scale, or in a process. Pure."""

import re
from functools import lru_cache

USUAL = ("none", "very low", "low", "medium = moderate", "high", "very high")
# What may follow a value's leading word: "Low: a restart", "Low (one host)". "Low to medium" has no one rank.
_END = r"(?=\s*(?:$|[:;,(–—]))"
_PLACE = re.compile(
    r"(first|second|third|fourth|fifth|then|next|after (that|this)|final|last|step\b|\d)", re.IGNORECASE
)


@lru_cache(maxsize=256)
def _ranks(scale: tuple[str, ...]) -> dict[str, int]:
    """The rank of each word of a scale, from 0. Steps that are equal stand together ("medium = moderate"). A scale
    that names a step twice orders nothing."""
    ranks: dict[str, int] = {}
    for position, step in enumerate(scale):
        for word in step.split("="):
            form = " ".join(word.casefold().split())
            if not form or form in ranks:
                return {}
            ranks[form] = position
    return ranks


@lru_cache(maxsize=65536)
def rank(value: str, scale: tuple[str, ...] = ()) -> int | None:
    """Where a value stands on a scale (the usual one by default), or None where its words leave that open."""
    ranks = _ranks(scale or USUAL)
    text = " ".join(value.casefold().split()).rstrip(".")
    for word in sorted(ranks, key=len, reverse=True):
        if re.match(re.escape(word) + _END, text):
            rest = text[len(word) :]
            others = (other for other, position in ranks.items() if position != ranks[word])
            clear = not any(re.search(rf"(?<!\w){re.escape(other)}(?!\w)", rest) for other in others)
            return ranks[word] if clear else None
    return None


def said_place(step: str) -> str:
    """What at a step's beginning says which one it is ("Finally", "3"), as it is written; "" where nothing does."""
    found = _PLACE.match(step)
    return found[0] if found else ""
