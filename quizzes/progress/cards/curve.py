"""The forgetting of one card since its last evidence: a picture, and the table behind it. Pure."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape

from quizzes.progress.line.strokes import Svg
from quizzes.reviews.forgetting import Model, recall_after
from sdwiki import rounding

WIDTH, HEIGHT, LEFT, RIGHT, TOP, FOOT = 352, 180, 40, 12, 16, 24
STEPS = 60  # points of the curve
LEAST = 7  # days that a picture shows
LEVELS = (1.0, 0.9, 0.8, 0.7, 0.6, 0.5)


@dataclass(frozen=True)
class Curve:
    """The picture, and (day, what that is, chance of recall from 0 to 1) of the days that matter."""

    svg: Svg
    rows: tuple[tuple[date, str, float], ...]


def forgetting(*, last: date, stability: float, today: date, due: date | None, wanted: float, model: Model) -> Curve:
    """The curve from the last evidence on, beyond today and the day it is due. ``wanted`` is the desired retention."""
    marks = {last: "last answered", today: "today"} | ({due: "due"} if due else {})
    if due == today:
        marks[today] = "today, due"
    length = max(LEAST, *((day - last).days * 13 // 10 for day in marks))
    marks |= {last + timedelta(length * part // 4): "" for part in (1, 2, 3, 4)} | marks
    rows = tuple((day, marks[day], recall_after((day - last).days, stability, model=model)) for day in sorted(marks))
    points = [(n * length / STEPS, _chance(n * length / STEPS, stability, model)) for n in range(STEPS + 1)]
    named = [((day - last).days, name, share) for day, name, share in rows if name and day >= last]
    return Curve(_drawn(points, named, length, wanted, _text(rows, wanted)), rows)


def _chance(days: float, stability: float, model: Model) -> float:
    """`recall_after` between whole days, for a line without corners."""
    return float((1 + model.factor * days / stability) ** -model.decay)


def _text(rows: Iterable[tuple[date, str, float]], wanted: float) -> str:
    told = [f"{name}: {_percent(share)}" for _, name, share in rows if name]
    return f"Chance of recall. {'; '.join(told)}. Wanted when it comes back: {_percent(wanted)}."


def _percent(share: float) -> str:
    return f"{rounding.percent(share)}\N{NO-BREAK SPACE}%"


def _drawn(
    points: list[tuple[float, float]], named: list[tuple[int, str, float]], length: int, wanted: float, text: str
) -> Svg:
    lowest = min(0.85, points[-1][1], wanted) - 0.05

    def x(day: float) -> float:
        return LEFT + day / length * (WIDTH - LEFT - RIGHT)

    def y(share: float) -> float:
        return TOP + (1 - max(share, lowest)) / (1 - lowest) * (HEIGHT - TOP - FOOT)

    line = "L".join(f"{x(day):.1f} {y(share):.1f}" for day, share in points)
    right, floor = WIDTH - RIGHT, HEIGHT - FOOT
    parts = [
        *(_level(y(share), _percent(share)) for share in LEVELS if share > lowest + 0.02),
        f'<path class="fade-ground" d="M{line}L{right} {floor}L{LEFT} {floor}Z"/>',
        f'<line class="chart-wanted" x1="{LEFT}" x2="{right}" y1="{y(wanted):.1f}" y2="{y(wanted):.1f}"/>',
        f'<path class="fade-line" fill="none" d="M{line}"/>',
        *(_dot(x(day), y(share)) for day, _, share in named),
        *_names(named, x),
    ]
    return Svg(
        f'<svg class="chart full" role="img" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}">'
        f"<title>How this memory fades</title><desc>{escape(text)}</desc>{''.join(parts)}</svg>"
    )


def _names(named: list[tuple[int, str, float]], x: Callable[[float], float]) -> list[str]:
    """The names of days below the picture; one that would run into the name before it is left to the table."""
    parts, free = [], float(LEFT - 20)
    for day, name, _ in named:
        half = len(name) * 3
        middle = min(max(x(day), LEFT + half - 20), WIDTH - half - 2)
        if middle - half >= free:
            parts.append(f'<text class="chart-label" x="{middle:.1f}" y="{HEIGHT - 6}">{escape(name)}</text>')
            free = middle + half + 6
    return parts


def _level(y: float, name: str) -> str:
    return (
        f'<line class="chart-level" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}"/>'
        f'<text class="chart-side" x="0" y="{y + 4:.1f}">{escape(name)}</text>'
    )


def _dot(x: float, y: float) -> str:
    return f'<circle class="fade-dot" cx="{x:.1f}" cy="{y:.1f}" r="4"/>'
