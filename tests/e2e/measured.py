"""What Progress says of how well expected recall fits what was recalled, read from the page and computed again."""

from collections.abc import Sequence
from itertools import pairwise
from math import log, sqrt
from typing import Any

from playwright.sync_api import Page

from tests.e2e.figures import number, per_cent, text_of
from tests.e2e.truth import Asked, Figures

ENOUGH = 50
EDGES = (0.0, 0.5, 0.7, 0.8, 0.9, 1.0)
PLACE = "section[aria-labelledby=measured-title]"


def on_measured(page: Page) -> dict[str, Any]:
    """Of the page of progress, which is open; nothing where it says where to begin."""
    if not page.locator(PLACE).count():
        return {}
    text = text_of(page, PLACE)
    rows: list[list[str]] = page.eval_on_selector_all(
        f"{PLACE} tbody tr",
        "all => all.map(row => [...row.cells].map(cell => cell.textContent.trim().replace(/\\s+/g, ' ')))",
    )
    return {
        "rows": rows,
        "answers": number(text, r"(?:and there (?:is|are)|Counted are your latest) (\d+)"),
        "missed": number(text, r"you recalled (\d+) % \("),
        "said": number(text, r"So\s+far\s+there\s+(?:is|are)\s+(\d+)"),
    }


def for_measured(truth: Figures, said: int) -> dict[str, Any]:
    """``said``: how often it was told how sure an answer was."""
    if not truth.all.seen:
        return {}
    asked = truth.asked
    enough = len(asked) >= ENOUGH
    missed = [one.recalled for one in asked if one.missed]
    return {
        "rows": [*_bins(asked), *_fits(asked)] if enough else [],
        "answers": len(asked),
        "missed": per_cent(sum(missed), len(missed)) if enough and missed else None,
        "said": said or None,
    }


def _bins(asked: Sequence[Asked]) -> list[list[str]]:
    rows = []
    for low, high, held in _held(asked, [one.expected for one in asked]):
        expected, recalled = sum(chance for chance, _ in held), sum(right for _, right in held)
        told = [f"{per_cent(part, len(held))} %" if held else "–" for part in (expected, recalled)]
        rows.append([f"{per_cent(low, 1)} to {per_cent(high, 1)} %", str(len(held)), *told])
    return rows


def _held(asked: Sequence[Asked], chances: Sequence[float]) -> list[tuple[float, float, list[tuple[float, bool]]]]:
    """In each bin the chances that were given, with what came of them."""
    pairs = [(chance, one.recalled) for chance, one in zip(chances, asked, strict=True)]
    bins = pairwise(EDGES)
    return [(low, high, [p for p in pairs if low <= p[0] < high or p[0] == high == 1]) for low, high in bins]


def _fits(asked: Sequence[Asked]) -> list[list[str]]:
    own = []
    for position in range(len(asked)):
        before = [one.recalled for one in asked[max(0, position - 100) : position]]
        own.append((sum(before) + 1) / (len(before) + 2))
    named = (
        ("The memory model", [one.expected for one in asked]),
        ("The average of your answers before", own),
    )
    return [[name, f"{_loss(asked, chances):.3f}", f"{_rmse(asked, chances):.3f}"] for name, chances in named]


def _loss(asked: Sequence[Asked], chances: Sequence[float]) -> float:
    given = [chance if one.recalled else 1 - chance for chance, one in zip(chances, asked, strict=True)]
    return sum(-log(min(max(chance, 1e-4), 1 - 1e-4)) for chance in given) / len(given)


def _rmse(asked: Sequence[Asked], chances: Sequence[float]) -> float:
    squares = 0.0
    for _, _, held in _held(asked, chances):
        if held:
            apart = sum(chance for chance, _ in held) - sum(right for _, right in held)
            squares += apart**2 / len(held)
    return sqrt(squares / len(asked))
