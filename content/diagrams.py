"""How large the library's diagrams are, so that a page keeps their place free while they load."""

import re
from collections.abc import Mapping
from functools import cache

from django.conf import settings

_SIZE = re.compile(r'<svg[^>]* width="([\d.]+)pt" height="([\d.]+)pt"')
PIXELS = 4 / 3  # in a point (CSS Values and Units, section 6.2)


@cache
def sizes() -> Mapping[str, tuple[int, int]]:
    """Width and height in pixels of each diagram, by the name of its file; one that does not say is left out."""
    found: dict[str, tuple[int, int]] = {}
    for path in sorted((settings.LIBRARY_DIR / "diagrams").glob("*.svg")):
        if match := _SIZE.search(path.read_text()[:1000]):
            found[path.name] = (round(float(match[1]) * PIXELS), round(float(match[2]) * PIXELS))
    return found
