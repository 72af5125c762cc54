"""The strokes the line is drawn with: tracks, rings, names. Pure SVG text, every word escaped.

Only presentation attributes and classes are used, because the page's policy blocks inline styles.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Literal

from quizzes.progress import words
from quizzes.progress.line.stations import Station, Stretch, line_list

COLOURS = 7
KNOWN = 0.9  # from here on the ring's middle is filled as well
RING = 8.5  # the radius of a ring that stands alone
GLYPH = 0.53  # mean advance of Inter's lower case, in ems


class Svg(str):
    """Markup that is safe to print: every text in it was escaped where it was put in."""

    def __html__(self) -> str:
        return self


def tracks(stretches: Sequence[Stretch], points: Sequence[tuple[float, float]], *, bar: float = 20) -> str:
    """One path a stretch; two stretches meet half-way, with a jog where the height changes."""
    paths, place = [], 0
    for stretch in stretches:
        own = points[place : place + len(stretch.stations)]
        nodes = list(own)
        if place:
            nodes = [*_meeting(points[place - 1], own[0])[1:], *nodes]
        place += len(own)
        if place < len(points):
            nodes = [*nodes, *_meeting(own[-1], points[place])[:2]]
        line = "L".join(f"{px(x)} {px(y)}" for x, y in nodes)
        paths.append(f'<path class="line-track {colour(stretch.index)}" d="M{line}"/>')
    return "".join(paths) + _termini(stretches, points, bar)


def _meeting(
    here: tuple[float, float], there: tuple[float, float]
) -> tuple[tuple[float, float], tuple[float, float], tuple[float, float]]:
    """Start, middle and end of the jog between two stretches."""
    (x1, y1), (x2, y2) = here, there
    middle, half = (x1 + x2) / 2, abs(y2 - y1) / 2
    if x1 == x2:
        centre = (x1, (y1 + y2) / 2)
        return centre, centre, centre
    return (middle - half, y1), (middle, (y1 + y2) / 2), (middle + half, y2)


def _termini(stretches: Sequence[Stretch], points: Sequence[tuple[float, float]], bar: float) -> str:
    """A short bar across the line at either end, seen behind the rings."""
    if len(points) < 2:
        return ""
    upright = points[0][0] != points[1][0]
    bars = []
    for (x, y), sign, stretch in (
        (points[0], -1, stretches[0]),
        (points[-1], 1, stretches[-1]),
    ):
        if upright:
            end = x + bar * sign
            strokes = f"M{px(x)} {px(y)}H{px(end)}M{px(end)} {px(y - 6)}v12"
        else:
            end = y + bar * sign
            strokes = f"M{px(x)} {px(y)}V{px(end)}M{px(x - 6)} {px(end)}h12"
        bars.append(f'<path class="line-terminus {colour(stretch.index)}" fill="none" d="{strokes}"/>')
    return "".join(bars)


def phase_names(
    stretches: Sequence[Stretch],
    points: Sequence[tuple[float, float]],
    *,
    size: float,
    below: float,
    rows: int = 1,
) -> str:
    """Phase names, each from its first station on, wrapped to the room before the next in its row;
    with two rows they take turns."""
    texts = []
    starts = [sum(len(before.stations) for before in stretches[:level]) for level in range(len(stretches))]
    for level, stretch in enumerate(stretches):
        x, y = points[starts[level]]
        following = starts[level + rows : level + rows + 1]
        room = points[following[0]][0] - x - 8 if following else 200
        lines = wrap(stretch.title, max(6, int(room / (size * (GLYPH + 0.03)))))
        if below < 0:
            lines = [" ".join(lines)]
        texts.append(
            text_lines(lines, x - size / 1.6, y + below + level % rows * 2.3 * size, size * 1.2, size, css="line-phase")
        )
    return "".join(texts)


def station_mark(
    station: Station,
    x: float,
    y: float,
    *,
    radius: float,
    link: bool,
    name: str = "",
    tick: Literal["below", "right"] = "below",
    target: float = 0,
    row: float = 0,
) -> str:
    """Ring, marks and name; an anchor if the station has a page and links are wanted."""
    drawn = "".join((*_ring(station, x, y, radius), *_signs(station, x, y, radius, tick))) + name
    says = escape(words.named(station))
    css = f"station {colour(station.phase_index)}" + (" unseen" if station.recall is None else "")
    if not (link and station.url):
        return f'<g class="{css}"><title>{says}</title>{drawn}</g>'
    if row:
        shape = f'x="1" y="{px(y - 21)}" width="{px(row)}" height="42" rx="6"'
        area = f'<rect class="station-target" {shape}/>'
    else:
        area = f'<circle class="station-target" cx="{px(x)}" cy="{px(y)}" r="{px(target)}"/>'
    return f'<a class="{css}" href="{escape(station.url)}" aria-label="{says}"><title>{says}</title>{area}{drawn}</a>'


def station_ring(station: Station) -> Svg:
    """A station's ring with its marks, in a drawing of its own; what it says is said beside it."""
    drawn = "".join((*_ring(station, 18, 18, RING), *_signs(station, 18, 18, RING, "below")))
    css = f"station-alone {colour(station.phase_index)}"
    return Svg(f'<svg class="{css}" viewBox="0 0 36 36" width="36" height="36" aria-hidden="true">{drawn}</svg>')


def _ring(station: Station, x: float, y: float, radius: float) -> list[str]:
    """The ring, filled as far as the topic would be recalled; hollow where nothing of it was seen."""
    at = f'cx="{px(x)}" cy="{px(y)}"'
    turned = f'transform="rotate(-90 {px(x)} {px(y)})" pathLength="100"'
    marks = [f'<circle class="station-halo" {at} r="{px(radius * 1.45)}"/>']
    if station.recall is None:
        marks.append(f'<circle class="station-unseen" {at} r="{px(radius - 0.5)}" stroke-width="2"/>')
    else:
        ring = f'r="{px(radius)}" stroke-width="{px(radius * 0.5)}"'
        share = min(1.0, max(0.0, station.recall))
        marks.append(
            f'<circle class="station-ring seen" {at} {ring}/><circle class="station-fill" {at} {ring} '
            f'stroke-dasharray="{px(share * 100)} 100" {turned}/>'
        )
        if share >= KNOWN:
            marks.append(f'<circle class="station-known" {at} r="{px(radius * 0.42)}"/>')
    return marks


def _signs(station: Station, x: float, y: float, radius: float, tick: Literal["below", "right"]) -> list[str]:
    """What stands around a ring: the spread of a class, that it is assigned, that something is due."""
    at = f'cx="{px(x)}" cy="{px(y)}"'
    marks, outside = [], radius * 1.25 + 3.4
    if station.spread is not None:
        low, high = station.spread
        marks.append(
            f'<circle class="station-spread" {at} r="{px(outside)}" stroke-width="1.75" '
            f'stroke-dasharray="0 {px(low * 100)} {px((high - low) * 100)} 100" '
            f'transform="rotate(-90 {px(x)} {px(y)})" pathLength="100"/>'
        )
        outside += 3.5
    if station.assigned:
        marks.append(
            f'<circle class="station-assigned" {at} r="{px(outside)}" stroke-width="1.75" '
            f'stroke-dasharray="0 {px(100 / 14)}" pathLength="100"/>'
        )
    if station.due:
        near, far = radius * 1.45, radius * 1.45 + 7
        ends = (x, y + near, x, y + far) if tick == "below" else (x + near, y, x + far - 1, y)
        x1, y1, x2, y2 = map(px, ends)
        marks.append(f'<line class="station-due" x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}" stroke-width="3"/>')
    return marks


def text_lines(
    lines: Sequence[str],
    x: float,
    y: float,
    leading: float,
    size: float,
    *,
    css: str = "station-name",
    anchor: str = "start",
) -> str:
    """Lines of text below one another; a space between them, which is not drawn, keeps their words apart."""
    shape = f'class="{css}" font-size="{px(size)}"' + ("" if anchor == "start" else f' text-anchor="{anchor}"')
    return " ".join(
        f'<text {shape} x="{px(x)}" y="{px(y + leading * place)}">{escape(line)}</text>'
        for place, line in enumerate(lines)
    )


def svg(
    parts: Sequence[str],
    stations: Sequence[Station],
    width: float,
    height: float,
    css: str,
    link: bool,
) -> Svg:
    title, says = words.title(line_list(stations)), words.summary(stations)
    return Svg(
        f'<svg class="line-svg {css}" role="{"group" if link else "img"}" '
        f'viewBox="0 0 {px(width)} {px(height)}" '
        f'width="{px(width)}" height="{px(height)}">'
        f"<title>{title}</title><desc>{says}</desc>{''.join(parts)}</svg>"
    )


def wrap(text: str, limit: int) -> list[str]:
    """Break into as few lines as `limit` allows, of lengths as even as can be."""
    parts = text.split()
    for count in range(1, len(parts) + 1):
        lines = _even(parts, count)
        if max(map(len, lines)) <= limit:
            return lines
    return parts or [""]


def _even(parts: Sequence[str], count: int) -> list[str]:
    """The split of these words into `count` lines whose longest line is shortest."""
    if count == 1:
        return [" ".join(parts)]
    splits = ([" ".join(parts[:cut]), *_even(parts[cut:], count - 1)] for cut in range(1, len(parts) - count + 2))
    return min(splits, key=lambda lines: max(map(len, lines)))


def colour(phase_index: int) -> str:
    return f"p{(phase_index - 1) % COLOURS + 1}"


def px(value: float) -> str:
    """A coordinate with at most one decimal, so that drawings stay small and stable."""
    return f"{value:.1f}".removesuffix(".0")
