"""The pictures of the page of statistics as SVG, drawn for the width of a phone: pure, every text escaped."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from html import escape

from quizzes.progress.line.strokes import Svg
from quizzes.progress.spread import Kept

WIDTH, HEIGHT, TOP, FOOT = 352, 96, 18, 22
CELL, GAP, SIDE, HEAD, DAYS_OF_WEEK = 11, 2, 24, 18, 7
LEVELS = 4  # of a day with reviews; one without has level 0
HALF, ROOM = 27, 3  # weeks that a picture of days holds, and those that the name of a month takes
NAMES, BAR = 112, 12  # of levels of retention: the room for names, and the height of a bar
LETTER = 6.5  # the width of a label's letter
LOWEST = 0.5  # the share at the left end of a bar


def columns(values: Sequence[tuple[str, int]], *, title: str, text: str, counted: bool = False) -> Svg:
    """Upright bars over the whole width for (label, count); an empty label is left out. With ``counted`` each bar has
    its count above it, else only the highest."""
    step, highest = WIDTH / max(len(values), 1), max((count for _, count in values), default=0)
    floor, told = TOP + HEIGHT, False
    parts = [_line(0, WIDTH, floor)]
    for place, (label, count) in enumerate(values):
        height = 0.0 if not count else max(3.0, HEIGHT * count / highest)
        middle, wide = step * (place + 0.5), step * 0.62
        if count:
            parts.append(
                f'<rect class="chart-bar" x="{middle - wide / 2:.1f}" y="{floor - height:.1f}" width="{wide:.1f}" '
                f'height="{height:.1f}" rx="{min(3.0, wide / 4):.1f}"/>'
            )
        if count and (counted or (count == highest and not told)):
            told = True
            parts.append(_text(middle, floor - height - 5, str(count), "chart-value"))
        if label:
            half = LETTER * len(label) / 2
            parts.append(_text(min(max(middle, half), WIDTH - half), floor + 16, label, "chart-label"))
    return _svg(WIDTH, floor + FOOT, title, text, parts)


def level(count: int, most: int) -> int:
    """How dark a day is, from 0 for none to `LEVELS` for the busiest quarter of the range."""
    return -(-LEVELS * count // most) if count else 0


def year(days: Sequence[tuple[date, int]], *, title: str, text: str) -> list[Svg]:
    """Squares for consecutive days, a column for each week from Monday on: two pictures that stand side by side or one
    above the other."""
    most = max((count for _, count in days), default=0)
    weeks = list(_weeks(days))
    cut = max(len(weeks) - HALF, 0)
    halves = [part for part in (weeks[:cut], weeks[cut:]) if part]
    return [_squares(part, most, title=f"{title}, {_span(part)}", text=text) for part in halves]


def _weeks(days: Sequence[tuple[date, int]]) -> Iterator[list[tuple[date, int]]]:
    week: list[tuple[date, int]] = []
    for day, count in days:
        if week and day.weekday() == 0:
            yield week
            week = []
        week.append((day, count))
    if week:
        yield week


def _span(weeks: Sequence[Sequence[tuple[date, int]]]) -> str:
    first, last = weeks[0][0][0], weeks[-1][-1][0]
    return f"{first.day} {first:%B %Y} to {last.day} {last:%B %Y}"


def _months(weeks: Sequence[Sequence[tuple[date, int]]]) -> Iterator[tuple[int, str]]:
    """The columns in which months begin, and their names; the month that has begun before where there is room."""
    begun = {n: day for n, week in enumerate(weeks) for day, _ in week if day.day == 1 and n < HALF - 1}
    if not any(n in begun for n in range(ROOM)):
        begun[0] = weeks[0][0][0]
    for column, day in sorted(begun.items()):
        yield column, f"{day:%b}"


def _squares(weeks: Sequence[Sequence[tuple[date, int]]], most: int, *, title: str, text: str) -> Svg:
    pitch, parts = CELL + GAP, []
    for row, name in ((0, "Mo"), (2, "We"), (4, "Fr")):
        parts.append(f'<text class="chart-side" x="0" y="{HEAD + row * pitch + 9}">{name}</text>')
    parts += [f'<text class="chart-side" x="{SIDE + n * pitch}" y="11">{name}</text>' for n, name in _months(weeks)]
    for column, week in enumerate(weeks):
        x = SIDE + column * pitch
        parts += [
            f'<rect class="day-{level(count, most)}" x="{x}" y="{HEAD + day.weekday() * pitch}" width="{CELL}" '
            f'height="{CELL}" rx="2"><title>{day.day} {day:%B}: {count}</title></rect>'
            for day, count in week
        ]
    return _svg(SIDE + HALF * pitch, HEAD + DAYS_OF_WEEK * pitch, title, text, parts)


def shares(rows: Sequence[tuple[str, Kept]], *, wanted: float, title: str, text: str) -> Svg:
    """Lying bars from `LOWEST` to 1, each with its range, and a line where ``wanted`` is."""
    left, right, pitch = NAMES, WIDTH - 40, BAR + 16
    height = HEAD + pitch * len(rows) + 4

    def x(share: float) -> float:
        return left + (right - left) * (max(share, LOWEST) - LOWEST) / (1 - LOWEST)

    parts = [
        f'<line class="chart-axis" x1="{left}" x2="{left}" y1="{HEAD}" y2="{height}"/>',
        f'<line class="chart-wanted" x1="{x(wanted):.1f}" x2="{x(wanted):.1f}" y1="{HEAD - 2}" y2="{height}"/>',
        _text(x(wanted), 11, f"wanted {wanted:.0%}".replace("%", "\N{NO-BREAK SPACE}%"), "chart-label"),
    ]
    for place, (name, kept) in enumerate(rows):
        y = HEAD + pitch * place + 10
        parts.append(f'<text class="chart-side" x="0" y="{y + 10}">{escape(name)}</text>')
        if kept.share is None or kept.range is None:
            parts.append(f'<text class="chart-side" x="{left + 8}" y="{y + 10}">none yet</text>')
            continue
        low, high = (x(part / 100) for part in kept.range)
        wide = max(x(kept.share) - left, 2)
        parts += [
            f'<rect class="chart-bar" x="{left}" y="{y}" width="{wide:.1f}" height="{BAR}" rx="2"/>',
            f'<line class="chart-range" x1="{low:.1f}" x2="{high:.1f}" y1="{y + BAR / 2}" y2="{y + BAR / 2}"/>',
            _text(right + 20, y + 10, f"{kept.percent}\N{NO-BREAK SPACE}%", "chart-value"),
        ]
    return _svg(WIDTH, height, title, text, parts)


def every(days: Iterable[date], *, nth: int) -> list[str]:
    """Labels for days below their bars: each nth one's number, with its month where that begins anew."""
    labels, month = [], 0
    for place, day in enumerate(days):
        told = place % nth == 0
        labels.append(f"{day.day} {day:%b}" if told and day.month != month else str(day.day) if told else "")
        month = day.month if told else month
    return labels


def week_of(day: date) -> date:
    """The Monday of its week."""
    return day - timedelta(day.weekday())


def _line(x1: float, x2: float, y: float) -> str:
    return f'<line class="chart-axis" x1="{x1}" x2="{x2}" y1="{y}" y2="{y}"/>'


def _text(x: float, y: float, text: str, css: str) -> str:
    return f'<text class="{css}" x="{x:.1f}" y="{y:.1f}">{escape(text)}</text>'


def _svg(width: float, height: float, title: str, text: str, parts: Iterable[str]) -> Svg:
    return Svg(
        f'<svg class="chart full" role="img" viewBox="0 0 {width:g} {height:g}" width="{width:g}" height="{height:g}">'
        f"<title>{escape(title)}</title><desc>{escape(text)}</desc>{''.join(parts)}</svg>"
    )
