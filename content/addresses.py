"""Addresses of places on the wiki's pages.

What keeps a place keeps a topic's slug and an anchor ("messaging#cell=handover/queue/replay"), and not an address: that
is made when somebody reads it, so that addresses may change and what is kept stays as it is.
"""

from django.urls import reverse

_SHELVES = {"": "topic", "interviews": "interview"}


def address_of(place: str) -> str:
    """The address of a place, as a path: "slug#anchor", or "slug" for the page as a whole.

    "interviews/slug" is the page of a mock interview, "drills/slug" a drill on the page of them all.
    """
    page_of, _, anchor = place.partition("#")
    shelf, _, slug = page_of.rpartition("/")
    if shelf == "drills":
        return f"{reverse('content:drills')}#{slug}"
    page = reverse(f"content:{_SHELVES[shelf]}", args=[slug])
    return f"{page}#{anchor}" if anchor else page


def place_of(slug: str, anchor: str) -> str:
    """The place of an anchor on a page, by its slug; one that names its page ("interviews/shop#end") is a place."""
    return anchor if "#" in anchor else f"{slug}#{anchor}"
