"""What a page may cite: sources, each with an id of its own, a title, and perhaps an address and a kind. Pure."""

import re
from collections.abc import Collection
from typing import Literal

FIELDS = ("id", "title", "url", "kind")
_ID = re.compile(r"[a-z0-9-]+")
_SCHEME = re.compile(r"https?://")


def broken(name: str, title: str, url: str, taken: Collection[str]) -> Literal["", "id", "title", "twice", "url"]:
    """The first rule that a source breaks, empty for none.

    Its id can be cited (``[@id]``) and is none of those ``taken``; it has a title; its address, if any, is of the web.
    """
    if not _ID.fullmatch(name):
        return "id"
    if not title:
        return "title"
    if name in taken:
        return "twice"
    return "url" if url and not _is_address(url) else ""


def _is_address(url: str) -> bool:
    """Whether a text is a web address with a dot in its host. Without one expression for all of it, whose time would
    grow with the square of the text."""
    scheme = _SCHEME.match(url)
    if scheme is None or re.search(r"\s", url):
        return False
    return "." in url[scheme.end() :].partition("/")[0][1:-1]
