"""Time zones: which there are, and which of them somebody means who types a part of a name. Pure."""

import re
import unicodedata
from functools import cache
from zoneinfo import available_timezones

REGIONS = ("Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")


@cache
def time_zones() -> frozenset[str]:
    """The zones to choose from: those this machine knows that are named after places, and UTC."""
    return frozenset({"UTC", *(zone for zone in available_timezones() if zone.partition("/")[0] in REGIONS)})


def written(zone: str) -> str:
    """A zone as people read it: "America/New York"."""
    return zone.replace("_", " ")


def meant(typed: str) -> list[str]:
    """The zones that may be meant, in the order of their names: by the whole name, else by the place, else by the
    beginnings of words, however they are written. Empty where nothing is like it."""
    wanted = _words(typed)
    if not wanted:
        return []
    zones = {zone: _words(zone) for zone in sorted(time_zones())}
    found = [zone for zone, words in zones.items() if words == wanted]
    found = found or [zone for zone in zones if _words(zone.rpartition("/")[2]) == wanted]
    return found or [zone for zone, words in zones.items() if all(_begun(one, words) for one in wanted)]


def _words(name: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", name).casefold()
    return re.findall(r"[a-z0-9]+", "".join(sign for sign in plain if not unicodedata.combining(sign)))


def _begun(typed: str, words: list[str]) -> bool:
    return any(word.startswith(typed) for word in words)
