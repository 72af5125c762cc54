"""The line: a path of topics drawn like a transit line, as SVG.

Each topic is a station, each phase a stretch. A ring fills clockwise with expected recall; a hollow
ring is unseen; a dotted ring around it is assigned; a tick is due today; a thin arc outside shows
the spread of a class. Colours come from the page's classes, so one drawing serves both themes.

From tablets on the line is *columns*: one for each phase, its stations as rows with ring, name and per cent. A phone
has it *vertical*. The other drawings share the vocabulary: *horizontal* and *medium* with slanted names, which are an
ornament of the front page, *compact* and *mini* without names, an ornament that informs. `Line.listed` says the same in
words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import escape
from itertools import pairwise
from math import cos, radians, sin
from typing import Literal

from quizzes.progress.line.stations import Station, Stretch, line_list
from quizzes.progress.line.strokes import (
    COLOURS,
    GLYPH,
    Svg,
    colour,
    phase_names,
    px,
    station_mark,
    station_ring,
    svg,
    text_lines,
    tracks,
    wrap,
)
from quizzes.progress.words import percent, state

WIDE, MEDIUM, COMPACT, NARROW = 1120, 690, 880, 360
PHASE_GAP = 1.5  # the step to another phase, in ordinary steps


@dataclass(frozen=True)
class Row:
    """A station in its column: its ring as a drawing of its own, and its state in words. ``value`` is its per cent."""

    station: Station
    ring: Svg
    state: str
    value: str


@dataclass(frozen=True)
class Column:
    """A phase with its stations; ``css`` is the class that gives it its lightness."""

    title: str
    css: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Line:
    """Everything components/line.html needs. A drawing is made where a page shows it."""

    stations: tuple[Station, ...]
    link: bool

    @property
    def columns(self) -> list[Column]:
        return [_column(stretch) for stretch in line_list(self.stations)]

    @property
    def horizontal(self) -> Svg:
        return render_line(self.stations, orientation="horizontal", link=self.link)

    @property
    def medium(self) -> Svg:
        return _named(self.stations, self.link, MEDIUM, "line-medium")

    @property
    def vertical(self) -> Svg:
        return render_line(self.stations, orientation="vertical", link=self.link)

    @property
    def compact(self) -> Svg:
        return render_line(self.stations, orientation="horizontal", link=False, names=False)

    @property
    def mini(self) -> Svg:
        # The smallest rings have no room for a second ring around them.
        bare = [replace(station, assigned=False, spread=None) for station in self.stations]
        return _compact(bare, NARROW, 4.5, "line-mini")

    @property
    def assigned(self) -> bool:
        """Whether the dotted ring occurs, so that the key must explain it."""
        return any(station.assigned for station in self.stations)

    @property
    def listed(self) -> list[tuple[str, list[tuple[Station, str]]]]:
        """The stretches by title, each with its stations and what their rings show in words."""
        return [(part.title, [(one, state(one)) for one in part.stations]) for part in line_list(self.stations)]


def draw_line(stations: Sequence[Station], *, link: bool = True) -> Line:
    return Line(tuple(stations), link)


def _column(stretch: Stretch) -> Column:
    rows = (
        Row(one, station_ring(one), state(one), "" if one.recall is None else percent(one.recall))
        for one in stretch.stations
    )
    return Column(stretch.title, colour(stretch.index), tuple(rows))


def render_line(
    stations: Sequence[Station],
    *,
    orientation: Literal["horizontal", "vertical"],
    link: bool,
    names: bool = True,
) -> Svg:
    """Draw the line. Topic names are left out with `names=False` (horizontal only), and then
    nothing links, because such small rings are no targets."""
    if orientation == "vertical":
        return _vertical(stations, link)
    if not names:
        return _compact(stations, COMPACT, 6.5, "line-compact")
    return _named(stations, link, WIDE, "line-horizontal")


def _named(stations: Sequence[Station], link: bool, width: float, css: str) -> Svg:
    if len(stations) <= COLOURS:
        return _row(stations, link, width, css)
    return _slanted(stations, link, width, css)


def _slanted(stations: Sequence[Station], link: bool, width: float, css: str) -> Svg:
    """Many stations: slanted names above a line that climbs with every phase. A narrow drawing has
    steeper names, so that they neither meet nor need much room at the right."""
    wide = width >= WIDE
    degrees, radius, size = (45, 9.0, 13.5) if wide else (60, 7.0, 12.5)
    sine, cosine = sin(radians(degrees)), cos(radians(degrees))
    left, rise, gap = radius * 3.5, radius, radius + 11
    steps = _steps(stations)
    reach = [len(station.title) * size * GLYPH + gap + 10 for station in stations]
    rooms = (width - left - end * cosine for end in reach)
    pitch = min([62.0, *(room / step for room, step in zip(rooms, steps, strict=True) if step)])
    stretches = line_list(stations)
    climb = _climb(stretches, rise)
    top = max((end * sine - up for end, up in zip(reach, climb, strict=True)), default=0) + 8
    points = [(left + pitch * step, top - up) for step, up in zip(steps, climb, strict=True)]

    parts = [
        tracks(stretches, points, bar=radius + 11),
        phase_names(stretches, points, size=size - 1, below=radius + 25, rows=1 if wide else 2),
    ]
    for station, (x, y) in zip(stations, points, strict=True):
        text = text_lines([station.title], gap + 5 * station.assigned, 4.5, 0, size)
        name = f'<g transform="translate({px(x)} {px(y)}) rotate(-{degrees})">{text}</g>'
        parts.append(station_mark(station, x, y, radius=radius, link=link, name=name, target=radius * 1.7))
    return svg(parts, stations, width, top + (66 if wide else 92), css, link)


def _row(stations: Sequence[Station], link: bool, width: float, css: str) -> Svg:
    """A few stations: names stand upright below their rings."""
    size, leading, top = 14.0, 18.0, 26.0
    pitch = min(158.0, width / max(1, len(stations)))
    labels = [wrap(station.title, int(pitch / (size * GLYPH)) - 1) for station in stations]
    stretches = line_list(stations)
    several = len(stretches) > 1
    y = top + (22 if several else 0)
    points = [(pitch * (place + 0.5), y) for place in range(len(stations))]
    parts = [tracks(stretches, points)]
    if several:
        parts.append(phase_names(stretches, points, size=12.5, below=-24))
    for station, (x, _), label in zip(stations, points, labels, strict=True):
        name = text_lines(label, x, y + 34, leading, size, anchor="middle")
        parts.append(station_mark(station, x, y, radius=8.5, link=link, name=name, target=15))
    height = y + 40 + leading * max((len(label) for label in labels), default=0)
    return svg(parts, stations, pitch * max(1, len(stations)), height, css, link)


def _compact(stations: Sequence[Station], width: float, radius: float, css: str) -> Svg:
    """A strip without topic names; where there is room, the phases are named below it."""
    edge = radius * 2.6
    stretches = line_list(stations)
    named = width > NARROW and len(stretches) > 1
    last = 64.0 if named else edge  # the last phase's name starts at its station and needs room
    steps = _steps(stations)
    span = max([1.0, *steps])
    pitch = min(60.0, (width - edge - last) / span)
    y = radius + 12
    points = [(edge + pitch * step, y) for step in steps]
    parts = [tracks(stretches, points, bar=radius + 5)]
    if named:
        parts.append(phase_names(stretches, points, size=11.5, below=27))
    for station, (x, _) in zip(stations, points, strict=True):
        parts.append(station_mark(station, x, y, radius=radius, link=False))
    right = edge + pitch * span + last
    return svg(parts, stations, right, y + (48 if named else radius + 12), css, link=False)


def _vertical(stations: Sequence[Station], link: bool) -> Svg:
    x, text_x, size, leading, y = 18.0, 46.0, 15.5, 19.0, 0.0
    parts: list[str] = []
    stretches = line_list(stations)
    points: list[tuple[float, float]] = []
    names: list[str] = []
    heads: list[str] = []
    for stretch in stretches:
        y += 26
        heads.append(
            f'<text class="line-phase" x="{px(text_x)}" y="{px(y)}" font-size="13">{escape(stretch.title)}</text>'
        )
        y += 4
        for station in stretch.stations:
            label = wrap(station.title, 34)
            height = 44 if len(label) == 1 else 56
            middle = y + height / 2
            first = middle + 5.5 - leading * (len(label) - 1) / 2
            name = text_lines(label, text_x, first, leading, size)
            if station.recall is not None:
                name += (
                    f' <text class="station-value" x="{NARROW - 2}" y="{px(middle + 5)}" '
                    f'font-size="14" text-anchor="end">{percent(station.recall)}</text>'
                )
            points.append((x, middle))
            names.append(name)
            y += height
    parts.append(tracks(stretches, points))
    parts += heads
    for station, point, name in zip(stations, points, names, strict=True):
        parts.append(station_mark(station, *point, radius=8.5, link=link, name=name, tick="right", row=NARROW - 2))
    return svg(parts, stations, NARROW, y + 10, "line-vertical", link)


def _steps(stations: Sequence[Station]) -> list[float]:
    """Distance of each station from the first, in ordinary steps."""
    steps = [0.0] if stations else []
    for before, after in pairwise(stations):
        same = before.phase_index == after.phase_index
        steps.append(steps[-1] + (1.0 if same else PHASE_GAP))
    return steps


def _climb(stretches: Sequence[Stretch], rise: float) -> list[float]:
    return [rise * level for level, stretch in enumerate(stretches) for _ in stretch.stations]
