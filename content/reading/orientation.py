"""Where a table's options are: in its columns, in its rows, in wide rows of two, or nowhere."""

import re

from content.reading.markdown import Table

COLUMNS, ROWS, WIDE, NONE = "options-in-columns", "options-in-rows", "wide", "not-a-comparison"
MARKED = "the author marked it as no comparison"  # a reason that is no news to anybody

# First headers that announce dimensions below (options in columns) and options below (options in rows).
_DIMENSION_HEADS = {
    "aspect", "attribute", "characteristic", "criterion", "criteria", "dimension", "factor", "feature", "property",
    "question", "quality", "trait", "concern",
}  # fmt: skip
_OPTION_HEADS = {
    "algorithm", "approach", "architecture", "deployment", "index", "level", "mechanism", "method", "model", "option",
    "pattern", "pitfall", "policy", "problem", "protocol", "scheme", "strategy", "style", "technique", "technology",
    "tool", "type", "store", "database", "service", "name of the option", "variant", "class", "guarantee", "tier",
}  # fmt: skip
_DIMENSION_WORDS = {
    "availability", "best for", "caching", "complexity", "consistency", "cost", "coupling", "description", "downtime",
    "durability", "efficiency", "example", "fault tolerance", "impact", "latency", "limits", "ordering", "performance",
    "process", "purpose", "replay", "risk", "rollback speed", "scalability", "scaling", "scaling benefit", "solution",
    "strengths", "throughput", "typing", "use", "use case", "use cases", "when", "when to use",
}  # fmt: skip
_REFERENCE_HEADS = {
    "author", "check", "checklist", "command", "contact", "date", "done", "email", "endpoint", "file", "link", "links",
    "method and path", "name", "path", "person", "reference", "resource", "role", "route", "source", "status", "step",
    "task", "term", "todo", "url", "website", "who",
}  # fmt: skip
_LINK = re.compile(r"^(https?://\S+|[^\s@]+@[^\s@.]+\.[^\s@]+|/\S*|\[[ x]\].*)$")
MOST = 60  # options of one comparison; a longer table is a catalogue
_EMPTY = {"", "-", "–", "—", "n/a", "?", "…"}


def is_empty(text: str) -> bool:
    return text.strip().casefold() in _EMPTY


def orientation(table: Table) -> tuple[str, str]:
    """Where a table's options are, and for one that compares nothing the reason (at most 200 characters)."""
    where, reason = _orientation(table)
    options = {COLUMNS: len(table.header) - 1, ROWS: len(table.rows)}.get(where, 0)
    if options > MOST:
        return NONE, f"it lists {options} options; a comparison has at most {MOST}"
    return where, reason


def _orientation(table: Table) -> tuple[str, str]:
    if table.declared == "none":
        return NONE, MARKED
    if table.declared in ("columns", "rows"):
        return {"columns": COLUMNS, "rows": ROWS}[table.declared], ""
    heads = [head.text.casefold().strip(": ") for head in table.header]
    if len(heads) < 2 or not table.rows:
        return NONE, "it has fewer than two columns or no rows"
    if any(h.startswith("option a") for h in heads) and any(h.startswith("option b") for h in heads):
        return WIDE, ""
    values = [cell.text for row in table.rows for cell in row[1:]]
    if sum(bool(_LINK.match(v)) for v in values) * 2 >= len(values):
        return NONE, "its cells are links, addresses or check boxes"
    if sum(map(is_empty, values)) * 2 > len(values):
        return NONE, "more than half of its cells are empty"
    first, rest = heads[0], heads[1:]
    if first in _DIMENSION_HEADS and len(rest) >= 2:
        return COLUMNS, ""
    if first in _REFERENCE_HEADS or all(h in _REFERENCE_HEADS for h in rest):
        return NONE, f"“{table.header[0].text[:80]}” heads a list of references, not options"
    if first in _OPTION_HEADS or (first.split()[-1:] and first.split()[-1] in _OPTION_HEADS):
        return (ROWS, "") if len(table.rows) >= 2 else (NONE, "it has one option only")
    if len(rest) < 2:
        return NONE, "it has two columns and its header names neither options nor dimensions"
    labels = [row[0].text.casefold().strip(": ") for row in table.rows if row]
    in_rows = sum(h in _DIMENSION_WORDS for h in rest) / len(rest)
    in_columns = sum(label in _DIMENSION_WORDS for label in labels) / max(1, len(labels))
    if max(in_rows, in_columns) == 0:
        return (COLUMNS, "") if not first else (ROWS, "")
    return (ROWS, "") if in_rows >= in_columns else (COLUMNS, "")
