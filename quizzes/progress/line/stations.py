"""Stations and stretches: what the line shows, before anything is drawn."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby


@dataclass(frozen=True)
class Station:
    """One topic. `recall` is None while unseen, else 0 to 1; `phase_index` counts from 1."""

    slug: str
    title: str
    phase_title: str
    phase_index: int
    recall: float | None = None
    assigned: bool = False
    due: bool = False
    url: str | None = None
    spread: tuple[float, float] | None = None


@dataclass(frozen=True)
class Stretch:
    """A phase and its stations, for the list that says what the drawing shows."""

    title: str
    index: int
    stations: tuple[Station, ...]


def line_list(stations: Iterable[Station]) -> tuple[Stretch, ...]:
    """Group consecutive stations of one phase; the order of the stations is kept."""
    runs = ((key, tuple(run)) for key, run in groupby(stations, lambda s: s.phase_index))
    return tuple(Stretch(run[0].phase_title, key, run) for key, run in runs)
