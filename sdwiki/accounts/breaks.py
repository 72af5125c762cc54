"""Breaks that a learner plans: stretches of local days on which nothing is asked. Pure."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

DAY = timedelta(1)


class Break(NamedTuple):
    """The first and the last day of a break."""

    first: date
    last: date

    def __str__(self) -> str:
        """As ISO 8601 writes an interval: "2026-12-24/2027-01-02"."""
        return f"{self.first}/{self.last}"


@dataclass(frozen=True)
class Breaks:
    """A learner's breaks, the nearest first. No two of them touch: those that would are one, as they are to whoever is
    away. The last day of a break is never before its first."""

    spans: tuple[Break, ...] = ()

    def __iter__(self) -> Iterator[Break]:
        return iter(self.spans)

    def __len__(self) -> int:
        return len(self.spans)

    def __str__(self) -> str:
        return " ".join(map(str, self.spans))

    def over(self, day: date) -> Break | None:
        """The break that a day lies in; None where it lies in none."""
        place = bisect_left(self.spans, day, key=lambda span: span.last)
        found = self.spans[place] if place < len(self.spans) else None
        return found if found is not None and found.first <= day else None

    def ahead(self, day: date) -> tuple[Break, ...]:
        """Those that are not over before a day."""
        return tuple(span for span in self.spans if span.last >= day)

    def with_one(self, first: date, last: date) -> "Breaks":
        """These, and one more. Raises `ValueError` where it would end before it begins."""
        return joined([*self.spans, Break(first, last)])

    def without(self, first: date) -> "Breaks":
        """These but for the one that begins on a day; the same where none does."""
        return Breaks(tuple(span for span in self.spans if span.first != first))


def joined(spans: Iterable[Break]) -> Breaks:
    """Breaks in any order, overlapping or side by side, as `Breaks`."""
    found: list[Break] = []
    for span in sorted(spans):
        if span.last < span.first:
            raise ValueError(f"A break ends on its first day or later, not as {span}.")
        if found and span.first <= found[-1].last + DAY:
            found[-1] = Break(found[-1].first, max(found[-1].last, span.last))
        else:
            found.append(span)
    return Breaks(tuple(found))
