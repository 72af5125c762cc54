"""The memory that an answer begins, drawn: what it would be without a review, and with each one when it is due. Pure.

The picture is drawn by the model that schedules reviews (`quizzes.reviews.scheduling`), for somebody whose own
parameters are not known, who answers every later review with Good.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape
from itertools import pairwise

from quizzes.progress.line.strokes import Svg
from quizzes.reviews.forgetting import recall_after
from quizzes.reviews.scheduling import DEFAULT_MODEL, FULL, Memory, Rating, review
from quizzes.today import words

RETENTION = 0.9
DAYS = 60
WIDTH, HEIGHT, LEFT, RIGHT, TOP, FOOT = 380, 190, 40, 54, 14, 26
LOWEST = 0.4  # the chance of recall at the bottom of the picture
START = date(2000, 1, 3)  # any day will do: the model counts from it

Point = tuple[float, float]  # a day, and the chance of recall on it


@dataclass(frozen=True)
class Curve:
    """A picture with what it says: the days after today on which the fact is asked again, and the chance of recall
    (0 to 1) at the end of the picture, ``kept`` with these reviews and ``lost`` without."""

    svg: Svg
    returns: tuple[int, ...]
    kept: float
    lost: float


def begun_by(*, right: bool, choices: int) -> Curve:
    """The curve that a first answer to a question of so many choices begins."""
    weight = round(FULL * (1 - 1 / choices)) if right else FULL
    first = review(
        Memory(), Rating.GOOD if right else Rating.AGAIN, model=DEFAULT_MODEL, day=START, retention=RETENTION,
        weight=weight,
    )  # fmt: skip
    alone = _falling(first.memory, 0, DAYS)
    stretches, returns = _kept(first.memory, first.wait.days)
    kept, lost = stretches[-1][-1][1], alone[-1][1]
    said = words.curve(returns, DAYS, kept, lost)
    return Curve(_drawn(alone, stretches, said, kept, lost), returns, kept, lost)


def _kept(memory: Memory, wait: int) -> tuple[list[list[Point]], tuple[int, ...]]:
    """The curve from review to review, each when it is due, and the days of these reviews."""
    day, stretches, returns = 0, [], []
    while day < DAYS:
        while not wait:  # the steps of the same day
            memory, wait = _good(memory, day)
        following = min(day + wait, DAYS)
        stretches.append(_falling(memory, day, following))
        day = following
        if day < DAYS:
            returns.append(day)
            memory, wait = _good(memory, day)
    return stretches, tuple(returns)


def _good(memory: Memory, day: int) -> tuple[Memory, int]:
    graded = review(memory, Rating.GOOD, model=DEFAULT_MODEL, day=START + timedelta(day), retention=RETENTION)
    return graded.memory, graded.wait.days


def _falling(memory: Memory, start: int, end: int) -> list[Point]:
    """What is left of a memory on each day from its last evidence on."""
    assert memory.stability is not None
    return [(day, recall_after(day - start, memory.stability, model=DEFAULT_MODEL)) for day in range(start, end + 1)]


# --- Drawing -----------------------------------------------------------------------------------------------


def _x(day: float) -> float:
    return LEFT + day / DAYS * (WIDTH - LEFT - RIGHT)


def _y(chance: float) -> float:
    return TOP + (1 - max(chance, LOWEST)) / (1 - LOWEST) * (HEIGHT - TOP - FOOT)


def _path(points: Iterable[Point]) -> str:
    return "L".join(f"{_x(day):.1f} {_y(chance):.1f}" for day, chance in points)


def _drawn(alone: list[Point], stretches: list[list[Point]], said: str, kept: float, lost: float) -> Svg:
    every = [point for stretch in stretches for point in stretch]
    ground = f"{_path(every)}L{_x(DAYS):.1f} {_y(LOWEST):.1f}L{_x(0):.1f} {_y(LOWEST):.1f}Z"
    parts = [
        *(_level(chance) for chance in (1.0, 0.9, 0.6)),
        f'<path class="curve-ground" d="M{ground}"/>',
        f'<path class="curve-lost" fill="none" d="M{_path(alone)}"/>',
        f'<path class="curve-kept" fill="none" d="M{_path(every)}"/>',
        *(_dot(*after[0]) for _, after in pairwise(stretches)),
        *(_label(_x(day), HEIGHT - 6, name, place) for day, name, place in _DAYS),
        _label(WIDTH - RIGHT + 8, _y(kept) + 4, words.percent(kept), "start", "curve-value"),
        _label(WIDTH - RIGHT + 8, _y(lost) + 4, words.percent(lost), "start"),
    ]
    return Svg(
        f'<svg class="curve" role="img" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}">'
        f"<title>{words.CURVE}</title><desc>{escape(said)}</desc>{''.join(parts)}</svg>"
    )


_DAYS = ((0, "today", "start"), (DAYS / 2, "in a month", "middle"), (DAYS, "in two", "end"))


def _level(chance: float) -> str:
    """A line across at a chance of recall, with its name."""
    y = _y(chance)
    line = f'<line class="curve-level" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}"/>'
    return line + _label(LEFT - 6, y + 4, words.percent(chance), "end")


def _dot(day: float, chance: float) -> str:
    return f'<circle class="curve-review" cx="{_x(day):.1f}" cy="{_y(chance):.1f}" r="4"/>'


def _label(x: float, y: float, text: str, place: str, css: str = "curve-label") -> str:
    return f'<text class="{css}" x="{x:.1f}" y="{y:.1f}" text-anchor="{place}">{escape(text)}</text>'
