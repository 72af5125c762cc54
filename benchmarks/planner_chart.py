"""Draws what `benchmarks.planner` found: `python -m benchmarks.planner_chart OUTCOMES.json CHART.svg`.

A row for each case and kind of learner: a hollow dot for FSRS at .90, a short bar for the best of all fixed settings in
hindsight, a full dot for the plan.
"""

import json
import sys
from html import escape
from itertools import groupby
from pathlib import Path
from typing import Any

from benchmarks.planner import PLAN, STANDARD

WIDTH, LEFT, RIGHT, TOP, ROW, GAP = 760, 250, 24, 74, 24, 16
LOWEST = 0.4
STYLE = """
  text { font: 13px system-ui, sans-serif; fill: #333 } .head { font-weight: 600 } .grid { stroke: #8884 }
  .span { stroke: #0f766e; stroke-width: 2 } .plan { fill: #0f766e }
  .usual { fill: #fff; stroke: #555; stroke-width: 2 }
  .best { stroke: #b45309; stroke-width: 3 }
  @media (prefers-color-scheme: dark) {
    text { fill: #ddd } .span { stroke: #5eead4 } .plan { fill: #5eead4 } .usual { fill: #111; stroke: #bbb }
    .best { stroke: #fbbf24 }
  }
"""


def chart(outcomes: list[dict[str, Any]]) -> str:
    """The picture as an SVG document."""
    body, y = list[str](), TOP
    for case, rows in groupby(outcomes, key=lambda one: one["case"]):
        body.append(f'<text class="head" x="0" y="{y}">{escape(case)}</text>')
        for one in rows:
            y += ROW
            body.append(_row(one, y))
        y += ROW + GAP
    title = "Mean recall on the date: the plan against FSRS at .90 and the best fixed setting"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {y}" role="img" aria-label="{title}">'
        f"<title>{title}</title><style>{STYLE}</style>{_legend()}{_grid(y)}{''.join(body)}</svg>\n"
    )


def _x(share: float) -> float:
    return LEFT + (max(share, LOWEST) - LOWEST) / (1 - LOWEST) * (WIDTH - LEFT - RIGHT)


def _row(one: dict[str, Any], y: int) -> str:
    recall, middle = one["recall"], y - 4
    plan, usual = recall[PLAN], recall[STANDARD]
    best = max(value for name, value in recall.items() if name != PLAN)
    return (
        f'<text x="16" y="{y}">{escape(one["kind"])}</text>'
        f'<line class="span" x1="{_x(usual):.1f}" x2="{_x(plan):.1f}" y1="{middle}" y2="{middle}"/>'
        f'<circle class="usual" cx="{_x(usual):.1f}" cy="{middle}" r="5"/>'
        f'<line class="best" x1="{_x(best):.1f}" x2="{_x(best):.1f}" y1="{middle - 8}" y2="{middle + 8}"/>'
        f'<circle class="plan" cx="{_x(plan):.1f}" cy="{middle}" r="5"/>'
    )


def _legend() -> str:
    return (
        f'<circle class="usual" cx="{LEFT}" cy="12" r="5"/><text x="{LEFT + 12}" y="16">FSRS at .90</text>'
        f'<line class="best" x1="{LEFT + 120}" x2="{LEFT + 120}" y1="4" y2="20"/>'
        f'<text x="{LEFT + 132}" y="16">best fixed setting in hindsight</text>'
        f'<circle class="plan" cx="{LEFT + 350}" cy="12" r="5"/><text x="{LEFT + 362}" y="16">the plan</text>'
    )


def _grid(bottom: int) -> str:
    lines = []
    for tenth in range(round(LOWEST * 10), 11):
        x = _x(tenth / 10)
        lines.append(f'<line class="grid" x1="{x:.1f}" x2="{x:.1f}" y1="46" y2="{bottom - ROW - GAP + 8}"/>')
        lines.append(f'<text x="{x:.1f}" y="40" text-anchor="middle">{tenth * 10} %</text>')
    return "".join(lines)


def main() -> None:
    source, target = (Path(name) for name in sys.argv[1:3])
    target.write_text(chart(json.loads(source.read_text())))


if __name__ == "__main__":
    main()
