"""Addresses of places on the wiki's pages.

What keeps a place keeps a topic's slug and an anchor ("messaging#cell=handover/queue/replay"), and not an address: that
is made when somebody reads it, so that addresses may change and what is kept stays as it is.
"""

from django.urls import reverse


def address_of(place: str) -> str:
    """The address of a place, as a path: "slug#anchor", or "slug" for the page as a whole."""
    slug, _, anchor = place.partition("#")
    page = reverse("content:topic", args=[slug])
    return f"{page}#{anchor}" if anchor else page
