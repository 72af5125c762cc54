"""What changed between two texts, and what becomes of two edits of one text. By lines, and by words within a line.

Pure. The merge is the three-way merge of diff3 (Khanna, Kunal and Pierce 2007, "A formal investigation of diff3"). It
is written here because the packaged one, `merge3`, is under the GPL. Two things are ours: the rows of a table are told
apart by their cells, so that aligning a table's columns changes no line, and neighbouring rows merge as rows.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby

from rapidfuzz import fuzz

CONTEXT = 3  # unchanged lines shown around a change
SIMILAR = 50  # from 0 to 100: from here on two lines are one line that was reworded
LONGEST = 4000  # characters of a line whose words are compared
MINE, MIDDLE, THEIRS = "<<<<<<< ", "=======", ">>>>>>> "
_PADDED = re.compile(r"[ \t]*(?<!\\)\|[ \t]*")
_DASHES = re.compile(r"-{2,}")
_WORD = re.compile(r"\w+|\s+|[^\w\s]")


@dataclass(frozen=True)
class Piece:
    """A part of a line; ``changed`` where these words differ from the line they replace or are replaced by."""

    text: str
    changed: bool = False


@dataclass(frozen=True)
class Line:
    """A line of either text: its kind is "same", "removed" or "added", its numbers count from 1."""

    kind: str
    old: int | None
    new: int | None
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class Hunk:
    """Lines that changed with those around them; ``skipped`` unchanged lines lie before."""

    skipped: int
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Merge:
    """Both edits in one text. Where they disagree it holds both, between marks; ``conflicts`` counts such places."""

    text: str
    conflicts: int = 0


Block = tuple[int, int, int]  # where equal lines begin in one text and in the other, and how many there are


def same_row(line: str) -> str:
    """What tells lines apart: for a table's row its cells without their padding, for other lines the line."""
    if not line.lstrip().startswith("|"):
        return line
    row = _PADDED.sub("|", line.strip())
    return _DASHES.sub("-", row) if re.fullmatch(r"[|:\-\s]+", row) else row


def blocks(a: Sequence[str], b: Sequence[str]) -> list[Block]:
    """The runs of equal items, in order. Common ends are matched first: an edit seldom touches more than a few lines.

    Items that fill more than a hundredth of a long text (blank lines) begin no run but continue one, which keeps the
    time bounded for texts that repeat one line.
    """
    head = 0
    while head < min(len(a), len(b)) and a[head] == b[head]:
        head += 1
    tail = 0
    while tail < min(len(a), len(b)) - head and a[-1 - tail] == b[-1 - tail]:
        tail += 1
    matcher = SequenceMatcher(None, a[head : len(a) - tail], b[head : len(b) - tail])
    inner = [(i + head, j + head, n) for i, j, n in matcher.get_matching_blocks() if n]
    ends = [(0, 0, head)] if head else []
    return [*ends, *inner, *([(len(a) - tail, len(b) - tail, tail)] if tail else [])]


def compare(old: str, new: str) -> tuple[Hunk, ...]:
    """The changes from one text to another, with the lines around them. No hunk means: nothing but layout differs."""
    lines = list(_lines(old.split("\n"), new.split("\n")))
    shown = [False] * len(lines)
    for place, line in enumerate(lines):
        if line.kind != "same":
            for near in range(max(0, place - CONTEXT), min(len(lines), place + CONTEXT + 1)):
                shown[near] = True
    hunks: list[Hunk] = []
    skipped = 0
    for visible, run in groupby(zip(shown, lines, strict=True), key=lambda pair: pair[0]):
        found = tuple(line for _, line in run)
        if visible:
            hunks.append(Hunk(skipped, found))
        skipped = 0 if visible else len(found)
    return tuple(hunks)


def _lines(old: Sequence[str], new: Sequence[str]) -> Iterator[Line]:
    i = j = 0
    for begin, other, size in [*blocks([*map(same_row, old)], [*map(same_row, new)]), (len(old), len(new), 0)]:
        yield from _replaced(old, new, (i, begin), (j, other))
        for step in range(size):
            yield Line("same", begin + step + 1, other + step + 1, (Piece(new[other + step]),))
        i, j = begin + size, other + size


def _replaced(old: Sequence[str], new: Sequence[str], gone: tuple[int, int], come: tuple[int, int]) -> Iterator[Line]:
    """Removed and added lines; one that was reworded stands directly above what it became."""
    i = gone[0]
    for j in range(*come):
        partner = next((k for k in range(i, gone[1]) if fuzz.ratio(old[k], new[j]) >= SIMILAR), None)
        if partner is None:
            yield Line("added", None, j + 1, (Piece(new[j]),))
            continue
        for k in range(i, partner):
            yield Line("removed", k + 1, None, (Piece(old[k]),))
        before, after = words(old[partner], new[j])
        yield Line("removed", partner + 1, None, before)
        yield Line("added", None, j + 1, after)
        i = partner + 1
    for k in range(i, gone[1]):
        yield Line("removed", k + 1, None, (Piece(old[k]),))


def words(old: str, new: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Both wordings, cut where they differ."""
    if max(len(old), len(new)) > LONGEST:
        return (Piece(old),), (Piece(new),)
    a, b = _WORD.findall(old), _WORD.findall(new)
    before, after = list[Piece](), list[Piece]()
    for tag, i, k, j, m in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if i < k:
            before.append(Piece("".join(a[i:k]), tag != "equal"))
        if j < m:
            after.append(Piece("".join(b[j:m]), tag != "equal"))
    return tuple(before), tuple(after)


def merge(base: str, mine: str, theirs: str, *, mine_name: str = "mine", theirs_name: str = "theirs") -> Merge:
    """Two edits of one text in one. What only one of them changed is taken from it; `Merge` says what of the rest."""
    o, a, b = base.split("\n"), mine.split("\n"), theirs.split("\n")
    merged: list[str] = []
    conflicts = io = ia = ib = 0
    for z, x, y, size in [*_synchronised(o, a, b), (len(o), len(a), len(b), 0)]:
        region = _choose(o[io:z], a[ia:x], b[ib:y])
        if region is None:
            conflicts += 1
            region = [f"{MINE}{mine_name}", *a[ia:x], MIDDLE, *b[ib:y], f"{THEIRS}{theirs_name}"]
        merged += region
        for step in range(size):  # equal but for layout
            merged.append(b[y + step] if a[x + step] == o[z + step] else a[x + step])
        io, ia, ib = z + size, x + size, y + size
    return Merge("\n".join(merged), conflicts)


def _synchronised(o: Sequence[str], a: Sequence[str], b: Sequence[str]) -> Iterator[tuple[int, int, int, int]]:
    """The runs of lines that both edits left as they were: where they begin in each text, and their length."""
    base = [*map(same_row, o)]
    ours, others = blocks(base, [*map(same_row, a)]), blocks(base, [*map(same_row, b)])
    m = n = 0
    while m < len(ours) and n < len(others):
        (oa, x, size_a), (ob, y, size_b) = ours[m], others[n]
        begin, end = max(oa, ob), min(oa + size_a, ob + size_b)
        if begin < end:
            yield begin, x + begin - oa, y + begin - ob, end - begin
        if oa + size_a < ob + size_b:
            m += 1
        else:
            n += 1


def _choose(o: list[str], a: list[str], b: list[str]) -> list[str] | None:
    """What two edits make of one region, or None if they disagree. Exact equality comes before equality of rows."""
    for same in (lambda line: line, same_row):
        before, one, other = ([*map(same, lines)] for lines in (o, a, b))
        if one in (other, before):
            return a if one == other else b
        if other == before:
            return a
    rows = len(o) == len(a) == len(b) > 1 and all(line.lstrip().startswith("|") for line in (*o, *a, *b))
    chosen = [_choose([x], [y], [z]) for x, y, z in zip(o, a, b, strict=True)] if rows else [None]
    return [line for row in chosen for line in row or ()] if all(chosen) else None


def conflict_marks(text: str) -> tuple[int, ...]:
    """The lines (from 1) that still hold a mark of a conflict."""
    return tuple(n for n, line in enumerate(text.split("\n"), 1) if line.startswith((MINE, THEIRS)))
