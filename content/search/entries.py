"""Keeps what the search reads beside the pages: terms, drills, mock interviews, and the numbers to know.

Called in the transaction that changes what they are made from: an import, or the publishing of the page of numbers.
"""

import re
from collections.abc import Iterable, Sequence

from content.practice.store import stored_drills, stored_interviews, stored_terms
from content.reading.topic import ReadTopic
from content.search.models import SearchEntry

NUMBERS = "numbers-to-know"  # the page whose tables hold them
_TASK = re.compile(r"^Design (an? |the )?", re.IGNORECASE)  # how a mock interview begins, and nobody's search does
_PLACES = re.compile(r"\{[^{}]*\}")  # where a drill draws its numbers
Kind = SearchEntry.Kind


def refresh(numbers: ReadTopic | None) -> None:
    """Make all entries what their sources say now; without a reading of the page of numbers, those stay."""
    refresh_practice()
    if numbers:
        refresh_numbers(numbers)


def refresh_practice() -> None:
    """Make the entries of glossary, drills and interviews what these say now."""
    _keep(Kind.TERM, [_entry(Kind.TERM, t.slug, (t.term, *t.also), t.definition) for t in stored_terms()])
    drills = stored_drills()
    _keep(Kind.DRILL, [_entry(Kind.DRILL, d.slug, [d.title], _PLACES.sub("…", d.prompt)) for d in drills])
    _keep(
        Kind.INTERVIEW,
        [
            _entry(Kind.INTERVIEW, i.slug, [i.title, _TASK.sub("", i.title)], "\n".join((i.prompt, *i.scale)))
            for i in stored_interviews()
        ],
    )


def refresh_numbers(page: ReadTopic) -> None:
    """Make the entries of numbers the rows of this page's tables: the first cell's text names a row's others."""
    found = []
    for table in page.document.tables:
        heads = [cell.text for cell in table.header]
        for place, row in enumerate(table.rows):
            name, *values = [cell.text.strip() for cell in row]
            said = "; ".join(f"{head}: {value}" for head, value in zip(heads[1:], values, strict=False) if value)
            entry = _entry(Kind.NUMBER, f"{table.key}/{place}", [name], f"{said}\n{table.caption}")
            entry.anchor = table.section
            if name:
                found.append(entry)
    _keep(Kind.NUMBER, found)


def _entry(kind: str, key: str, names: Iterable[str], body: str) -> SearchEntry:
    lines = dict.fromkeys(" ".join(name.split()) for name in names)
    return SearchEntry(kind=kind, key=key, names="\n".join(lines), body=body)


def _keep(kind: str, wanted: Sequence[SearchEntry]) -> None:
    """Replace the entries of a kind where they are not these; most imports change none."""
    fields = ("key", "anchor", "names", "body")
    stored = sorted(SearchEntry.objects.filter(kind=kind).values_list(*fields))
    if stored == sorted(tuple(getattr(entry, name) for name in fields) for entry in wanted):
        return
    SearchEntry.objects.filter(kind=kind).delete()
    SearchEntry.objects.bulk_create(wanted)
