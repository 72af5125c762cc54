"""Puts a quiz together from the questions of a scope.

Pure. The same candidates, blueprint and seed give the same quiz.
"""

from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from quizzes.bank.shuffling import lot, shuffled


@dataclass(frozen=True)
class Blueprint:
    """What a quiz is to be like: at most ``count`` questions; of ``kinds``, or of all where none is named; of one
    ``difficulty`` (1 to 3), or of any (0); with ``graded``, those alone that may count in an exam."""

    count: int
    kinds: frozenset[str] = frozenset()
    difficulty: int = 0
    graded: bool = False

    def admits(self, candidate: "Candidate") -> bool:
        return (
            (not self.kinds or candidate.kind in self.kinds)
            and self.difficulty in (0, candidate.difficulty)
            and (candidate.graded or not self.graded)
        )


@dataclass(frozen=True)
class Candidate:
    """A question that may be asked: its current version (id), and the rows of tables or lists that it is about.

    Questions about one row are enemies: they probe one fact, or one tells the other's answer. So no two in a quiz share
    a row. What somebody wrote by hand has no row.
    """

    version: int
    key: str
    topic: int
    kind: str
    difficulty: int
    graded: bool
    rows: frozenset[object]


@dataclass(frozen=True)
class Assembly:
    """The versions drawn, in the order in which they are asked, out of ``fitting`` questions about ``rows`` rows, in a
    scope of ``live`` questions."""

    versions: tuple[int, ...]
    fitting: int
    rows: int
    live: int


def assemble(candidates: Iterable[Candidate], blueprint: Blueprint, seed: str) -> Assembly:
    """Draw a quiz: no two enemies, spread over the topics in turn and over the kinds, those drawn least first.

    It holds fewer questions than asked for where the scope does.
    """
    scope = list(candidates)
    fitting = [candidate for candidate in scope if blueprint.admits(candidate)]
    order = shuffled(seed, fitting, lambda candidate: candidate.key)
    chosen = _spread(order, blueprint.count, seed)
    if len(chosen) < blueprint.count:  # a question over many rows may have taken those that others needed
        narrow = _spread(order, blueprint.count, seed, narrow_first=True)
        chosen = max(chosen, narrow, key=len)
    rows = frozenset[object]().union(*(one.rows for one in fitting))
    return Assembly(tuple(chosen), len(fitting), len(rows), len(scope))


@dataclass(frozen=True)
class Shortage:
    """Why a quiz has ``found`` questions and not the number ``wanted``.

    ``code`` is "used-up" where all that fit are in it, and "enemies" where the rest of the ``fitting`` ones share one
    of their ``rows`` with those. ``narrowed``: not every kind or difficulty was wanted.
    """

    code: Literal["used-up", "enemies"]
    found: int
    wanted: int
    fitting: int
    rows: int
    narrowed: bool


def shortage(assembly: Assembly, blueprint: Blueprint) -> Shortage | None:
    """Why a quiz holds fewer questions than asked for; None where it does not."""
    found = len(assembly.versions)
    if found >= blueprint.count:
        return None
    return Shortage(
        code="used-up" if found == assembly.fitting else "enemies",
        found=found,
        wanted=blueprint.count,
        fitting=assembly.fitting,
        rows=assembly.rows,
        narrowed=bool(blueprint.kinds or blueprint.difficulty),
    )


def _spread(candidates: Sequence[Candidate], count: int, seed: str, *, narrow_first: bool = False) -> list[int]:
    """The versions drawn from candidates in this order: topic by topic, the kinds that were drawn least first.

    With ``narrow_first`` questions over several rows come after all others.
    """
    drawn: Counter[str] = Counter()
    used: set[object] = set()
    chosen: list[int] = []
    for wide in (False, True) if narrow_first else (None,):
        left: dict[int, dict[str, deque[Candidate]]] = defaultdict(lambda: defaultdict(deque))
        for candidate in candidates:
            if wide is None or wide is (len(candidate.rows) > 1):
                left[candidate.topic][candidate.kind].append(candidate)
        order = shuffled(seed, left, str)
        while len(chosen) < count and any(left[topic] for topic in order):
            for topic in order:
                if len(chosen) < count and (found := _next(left[topic], drawn, used, seed)):
                    used |= found.rows
                    drawn[found.kind] += 1
                    chosen.append(found.version)
    return chosen


def _next(kinds: dict[str, deque[Candidate]], drawn: Counter[str], used: set[object], seed: str) -> Candidate | None:
    """A topic's next question that has no enemy among those drawn; kinds that run out are taken from the topic."""
    for kind in sorted(kinds, key=lambda kind: (drawn[kind], lot(seed, kind))):
        queue = kinds[kind]
        while queue:
            candidate = queue.popleft()
            if candidate.rows.isdisjoint(used):
                return candidate
        del kinds[kind]
    return None
