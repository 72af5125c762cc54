"""The limits of a drill's design, read and checked. Pure.

A design whose limits have a fault is asked nothing, while its drill stays: a limit that is missing could be the one
that gives out first.
"""

import re
from collections.abc import Iterator, Mapping

from content.practice import formula
from content.practice.records import Change, DrillInput, Limit
from content.reading.text import slugify
from content.reading.yamlfile import Fields

PLACE = re.compile(r"\{([^{}]+)\}")
FEWEST, MOST = 3, 6
_SIZES = ("KB", "MB", "GB", "TB", "PB", "KB/s", "MB/s", "GB/s", "Mbit/s", "Gbit/s", "ms", "s", "minutes", "hours")
_COUNTED = (
    "calls", "checks", "codes", "connections", "cores", "entries", "events", "files", "groups", "jobs", "keys",
    "logins", "lookups", "messages", "queries", "reads", "requests", "rows", "slots", "threads", "writes",
)  # fmt: skip
_PLAIN = (*_COUNTED, *(f"{counted}/s" for counted in _COUNTED))
UNITS = frozenset((*_SIZES, *_PLAIN, *(f"{many} {unit}" for many in ("million", "billion") for unit in _PLAIN)))


def read_limits(fields: Fields, inputs: tuple[DrillInput, ...]) -> tuple[str, tuple[Limit, ...]]:
    """The design of a drill and its limits; empty where it has none. Raises SourceError for the first fault."""
    if "limits" not in fields.data and "design" not in fields.data:
        return "", ()
    design = fields.text("design")
    known = {i.name: i.choices[0] if i.choices else i.low for i in inputs}
    for place in PLACE.findall(design):
        _value(fields, "design", place, known)
    limits: list[Limit] = []
    for entry in fields.list("limits"):
        limit = _limit(entry, fields, known, frozenset(_names(design)))
        if limit.key in {other.key for other in limits}:
            raise fields.fault(f"the resource “{limit.resource}” stands twice", "limits")
        limits.append(limit)
    if not FEWEST <= len(limits) <= MOST:
        raise fields.fault(f"a design has {FEWEST} to {MOST} limits, this one has {len(limits)}", "limits")
    return design, tuple(limits)


def _limit(entry: object, drill: Fields, known: Mapping[str, float], said: frozenset[str]) -> Limit:
    names = ("resource", "need", "capacity", "unit", "because", "change")
    fields = Fields(entry, drill.file, names, line=drill.data.lines["limits"])
    resource = fields.text("resource", limit=60)
    limit = Limit(
        key=slugify(resource),
        resource=resource,
        need=fields.text("need"),
        capacity=fields.text("capacity"),
        unit=_unit(fields),
        because=fields.text("because", limit=200),
        change=_change(fields, known) if fields.data.get("change") is not None else None,
    )
    _value(fields, "need", limit.need, known)
    if _value(fields, "capacity", limit.capacity, known) <= 0:
        raise fields.fault("“capacity” is more than 0", "capacity")
    if unsaid := sorted((formula.names(limit.need) | formula.names(limit.capacity)) - said):
        raise fields.fault(f"the design does not say “{unsaid[0]}”, which “{resource}” hangs on", "need")
    return limit


def _unit(fields: Fields) -> str:
    unit = fields.text("unit")
    if unit not in UNITS:
        raise fields.fault(f"unknown unit “{unit}”: a size or a time (GB, Gbit/s, ms), or a count (requests/s)", "unit")
    return unit


def _change(limit: Fields, known: Mapping[str, float]) -> Change:
    names = ("do", "things", "each")
    fields = Fields(limit.data["change"], limit.file, names, line=limit.data.lines["change"])
    change = Change(
        fields.text("do", limit=60), fields.text("things", default="", limit=30), fields.text("each", default="")
    )
    if bool(change.things) != bool(change.each):
        raise fields.fault("“things” and “each” go together")
    if change.each and _value(fields, "each", change.each, known) <= 0:
        raise fields.fault("“each” is more than 0", "each")
    return change


def _names(design: str) -> Iterator[str]:
    for place in PLACE.findall(design):
        yield from formula.names(place)


def _value(fields: Fields, name: str, text: str, known: Mapping[str, float]) -> float:
    """The value of a formula for one set of inputs; raises SourceError where it has none, or names what is no input."""
    try:
        if unknown := sorted(formula.names(text) - known.keys()):
            raise fields.fault(f"“{text}” uses “{unknown[0]}”, which is no input", name)
        return formula.evaluate(text, known)
    except formula.FormulaError as error:
        raise fields.fault(str(error), name) from error
