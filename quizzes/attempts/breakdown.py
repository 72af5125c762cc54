"""What a result says at one look: marks by group, time by question. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

SURENESS = {"sure": "Sure", "unsure": "Unsure", "guess": "A guess", "unknown": "I don’t know"}


@dataclass(frozen=True)
class Group:
    """How many marks the questions of one sort earned."""

    name: str
    right: float
    asked: int


@dataclass(frozen=True)
class Mean:
    """What the first attempts of so many people at a quiz earned on average, as a share."""

    people: int
    share: float

    @property
    def height(self) -> str:
        """Where it stands in the picture of `tries.Standing.curve`."""
        return f"{66 - 60 * self.share:.1f}"


@dataclass(frozen=True)
class Pace:
    """What a question takes half of so many people at most, in seconds."""

    people: int
    seconds: int


def grouped(marks: Iterable[tuple[str, float]]) -> list[Group]:
    """The marks of each group, from names with the share that a question earned; in the order in which they came."""
    found: dict[str, list[float]] = defaultdict(list)
    for name, share in marks:
        found[name].append(share)
    return [Group(name, sum(shares), len(shares)) for name, shares in found.items()]


def repeated(marks: Iterable[tuple[str, float]]) -> list[Group]:
    """`grouped`, where one of the groups was asked about more than once: else each question says it by itself."""
    found = grouped(marks)
    return found if any(group.asked > 1 for group in found) else []


def calibrated(said: Iterable[tuple[str, float]]) -> list[Group]:
    """The marks by what a learner said of their answers (`Answer.Sureness`), the surest first; of those alone of which
    something was said."""
    groups = {group.name: group for group in grouped((SURENESS[name], share) for name, share in said if name)}
    return [groups[name] for name in SURENESS.values() if name in groups]


def paced(started: datetime, saves: Iterable[tuple[datetime, int]]) -> Mapping[int, int]:
    """The seconds that each question took, from the instants at which answers to them were saved: what passed since the
    save before, or since the start, went into the question that was saved then."""
    taken: dict[int, float] = defaultdict(float)
    before = started
    for at, position in sorted(saves):
        taken[position] += max(0.0, (at - before).total_seconds())
        before = max(before, at)
    return {position: round(seconds) for position, seconds in taken.items()}
