"""Puts a quiz together from the questions of a scope.

Pure. The same candidates, blueprint and seed give the same quiz.
"""

from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from quizzes.bank.kinds import CHOOSE, DECISIONS, FOLLOWED
from quizzes.bank.shuffling import lot, shuffled

PERFECT = (0, 0, 0)


@dataclass(frozen=True)
class Blueprint:
    """What a quiz is to be like: at most ``count`` questions; of ``kinds``, or of all where none is named; of one
    ``difficulty`` (1 to 3), or of any (0); with ``graded``, those alone that may count in an exam.

    With ``mixed`` it is like an interview: half decisions and half facts, as far as the scope has them. With
    ``followed`` what was to be chosen for a customer is followed by the need that decides, and what breaks first by
    what helps against it, where there is room.
    """

    count: int
    kinds: frozenset[str] = frozenset()
    difficulty: int = 0
    graded: bool = False
    mixed: bool = True
    followed: bool = False

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
    a row, but for what follows another question. What stands around the topics is one row, as all about it tells of the
    rest. What somebody wrote by hand has no row.

    ``answers`` are what its right answer is, in words and as an option: a quiz has none twice while there are others.
    One that was answered ``lately`` comes after all others.
    """

    version: int
    key: str
    topic: int
    kind: str
    difficulty: int
    graded: bool
    rows: frozenset[object]
    answers: frozenset[object] = frozenset()
    lately: bool = False


@dataclass(frozen=True)
class Assembly:
    """The versions drawn, in the order in which they are asked, out of ``fitting`` questions about ``rows`` rows, in a
    scope of ``live`` questions; ``again`` of them have an answer that one before them has, too."""

    versions: tuple[int, ...]
    fitting: int
    rows: int
    live: int
    again: int = 0


def assemble(candidates: Iterable[Candidate], blueprint: Blueprint, seed: str) -> Assembly:
    """Draw a quiz: no two enemies, spread over the topics in turn and over the kinds, those drawn least first, and of
    decisions and facts those of which there are fewer yet.

    It holds fewer questions than asked for where the scope does. Before that, answers come again; and before it takes
    what was answered lately, too.
    """
    scope = list(candidates)
    fitting = [candidate for candidate in scope if blueprint.admits(candidate)]
    order = shuffled(seed, fitting, lambda candidate: candidate.key)
    drawn = _Draw(blueprint, seed).fill(order)
    if drawn.shortcoming != PERFECT:  # a question over many rows may have taken those that others needed
        drawn = min(drawn, _Draw(blueprint, seed).fill(order, narrow_first=True), key=lambda one: one.shortcoming)
    rows = frozenset[object]().union(*(one.rows for one in fitting))
    return Assembly(tuple(drawn.chosen), len(fitting), len(rows), len(scope), drawn.again)


@dataclass(frozen=True)
class Shortage:
    """What a quiz of ``found`` questions lacks of what was ``wanted``.

    ``code`` is "used-up" where all that fit are in it, "enemies" where the rest of the ``fitting`` ones share one of
    their ``rows`` with those, and "answers" where it is as long as it should be, but ``again`` of its questions have an
    answer that came before. ``narrowed``: not every kind or difficulty was wanted.
    """

    code: Literal["used-up", "enemies", "answers"]
    found: int
    wanted: int
    fitting: int
    rows: int
    narrowed: bool
    again: int = 0


def shortage(assembly: Assembly, blueprint: Blueprint) -> Shortage | None:
    """Why a quiz holds fewer questions than asked for, or answers twice; None where it does not."""
    found = len(assembly.versions)
    enough = found >= blueprint.count
    if enough and not assembly.again:
        return None
    return Shortage(
        code="answers" if enough else "used-up" if found == assembly.fitting else "enemies",
        found=found,
        wanted=blueprint.count,
        fitting=assembly.fitting,
        rows=assembly.rows,
        narrowed=bool(blueprint.kinds or blueprint.difficulty),
        again=assembly.again,
    )


@dataclass
class _Draw:
    """A quiz as it is drawn: of how many questions of each kind, or of decisions (True) and facts (False), about which
    rows, with which answers, and which versions."""

    blueprint: Blueprint
    seed: str
    drawn: Counter[str | bool] = field(default_factory=Counter)
    used: set[object] = field(default_factory=set)
    answered: set[object] = field(default_factory=set)
    chosen: list[int] = field(default_factory=list)
    again: int = 0
    late: int = 0

    def fill(self, candidates: Sequence[Candidate], *, narrow_first: bool = False) -> "_Draw":
        """Draw from candidates in this order: those that were not answered lately, and each answer once, as far as that
        goes. With ``narrow_first`` questions over several rows come after all others.
        """
        for lately in (False, True):
            some = [one for one in candidates if one.lately is lately]
            wide = [one for one in some if narrow_first and len(one.rows) > 1]
            narrow = [one for one in some if not (narrow_first and len(one.rows) > 1)]
            for strict in (True, False):
                for part in (narrow, wide):
                    self._spread(part, strict=strict)
        return self

    def wants(self) -> bool:
        """Whether there is room for another question."""
        return len(self.chosen) < self.blueprint.count

    @property
    def shortcoming(self) -> tuple[int, int, int]:
        """How far this is from what was asked for: the questions that are missing, those answered lately, and those
        whose answer comes again."""
        return max(self.blueprint.count - len(self.chosen), 0), self.late, self.again

    def _spread(self, candidates: Sequence[Candidate], *, strict: bool) -> None:
        """Draw topic by topic, of the kinds that were drawn least first; ``strict``: no answer that was there."""
        following = _following(candidates) if self.blueprint.followed else {}
        left: dict[int, dict[str, deque[Candidate]]] = defaultdict(lambda: defaultdict(deque))
        for candidate in candidates if self.wants() else ():
            left[candidate.topic][candidate.kind].append(candidate)
        order = shuffled(self.seed, left, str)
        while self.wants() and any(left[topic] for topic in order):
            for topic in order:
                if self.wants() and (found := self._next(left[topic], strict=strict)):
                    self._take(found, following, strict=strict)

    def _next(self, kinds: dict[str, deque[Candidate]], *, strict: bool) -> Candidate | None:
        """A topic's next question that has no enemy among those drawn; kinds that run out are taken from the topic."""
        for kind in sorted(kinds, key=lambda kind: (self._share(kind), self.drawn[kind], lot(self.seed, kind))):
            queue = kinds[kind]
            while queue:
                candidate = queue.popleft()
                if candidate.rows.isdisjoint(self.used) and self._fresh(candidate, strict=strict):
                    return candidate
            del kinds[kind]
        return None

    def _fresh(self, candidate: Candidate, *, strict: bool) -> bool:
        """Whether it may be asked as far as answers go."""
        if strict:
            return candidate.answers.isdisjoint(self.answered)
        return candidate.version not in self.chosen  # what has no row is no enemy of itself

    def _share(self, kind: str) -> int:
        """How many were drawn of decisions or of facts, whichever this kind is."""
        return self.drawn[kind in DECISIONS] if self.blueprint.mixed else 0

    def _take(self, found: Candidate, following: Mapping[str, Sequence[Candidate]], *, strict: bool) -> None:
        """Draw a question, and after it what follows it and has no other enemy: of the needs that decide one."""
        before = set(self.used)
        self._add(found)
        kinds = FOLLOWED.get(found.kind, ())
        for key in _keys_after(found):
            after = [one for one in following.get(key, ()) if one.kind in kinds and one.rows.isdisjoint(before)]
            for one in sorted(after, key=lambda one: kinds.index(one.kind)):
                if self.wants() and self._fresh(one, strict=strict):
                    self._add(one)
                    if found.kind == CHOOSE:
                        return

    def _add(self, one: Candidate) -> None:
        self.late += one.lately
        self.again += not one.answers.isdisjoint(self.answered)
        self.used.update(one.rows)
        self.answered.update(one.answers)
        self.drawn[one.kind] += 1
        self.drawn[one.kind in DECISIONS] += 1
        self.chosen.append(one.version)


def _following(candidates: Iterable[Candidate]) -> dict[str, list[Candidate]]:
    """The questions that follow others, by their keys after the kind."""
    kinds = {kind for kinds in FOLLOWED.values() for kind in kinds}
    found: dict[str, list[Candidate]] = defaultdict(list)
    for one in candidates:
        if one.kind in kinds:
            found[one.key.partition("/")[2]].append(one)
    return found


def _keys_after(candidate: Candidate) -> Sequence[str]:
    """What comes after the kind in the keys of questions that may follow this one: of what was to be chosen for a
    customer one for each need, otherwise the same."""
    path = candidate.key.partition("/")[2]
    if candidate.kind != CHOOSE:
        return (path,)
    table, _, needs = path.rpartition("/")
    return shuffled(candidate.key, (f"{table}/{need}" for need in needs.split("+")), str)
