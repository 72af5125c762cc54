"""Small charts as SVG: pure, with presentation attributes and classes only, every text escaped."""

from collections.abc import Sequence
from html import escape

from quizzes.progress.line.strokes import Svg

STEP, BAR, HEIGHT, TOP, FOOT = 30, 18, 96, 18, 34
RADIUS = 3


def bars(values: Sequence[tuple[str, str, int]], *, title: str, text: str) -> Svg:
    """Upright bars for (first line, second line, count): labels below, counts above; ``text`` says it in words."""
    width, highest = STEP * len(values), max((count for *_, count in values), default=0)
    floor = TOP + HEIGHT
    parts = [f'<line class="chart-axis" x1="0" x2="{width}" y1="{floor}" y2="{floor}"/>']
    for place, (first, second, count) in enumerate(values):
        middle = STEP * place + STEP / 2
        height = 0.0 if not count else max(3.0, HEIGHT * count / highest)
        if count:
            parts.append(
                f'<rect class="chart-bar{"" if place else " now"}" x="{middle - BAR / 2:g}" y="{floor - height:g}" '
                f'width="{BAR}" height="{height:g}" rx="{RADIUS}"/>'
                f'<text class="chart-value" x="{middle:g}" y="{floor - height - 5:g}">{count}</text>'
            )
        for row, label in enumerate((first, second)):
            parts.append(f'<text class="chart-label" x="{middle:g}" y="{floor + 16 + 14 * row}">{escape(label)}</text>')
    return Svg(
        f'<svg class="chart" role="img" viewBox="0 0 {width} {floor + FOOT}" width="{width}" height="{floor + FOOT}">'
        f"<title>{escape(title)}</title><desc>{escape(text)}</desc>{''.join(parts)}</svg>"
    )
