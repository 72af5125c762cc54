"""Which rows a class should be taught next: those of which least is recalled, and most is mistaken. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean

from quizzes.classes.insight.confusing import Confusion, Row
from quizzes.classes.insight.tables import Known
from sdwiki.rounding import percent

LESSONS = 5


@dataclass(frozen=True)
class Lesson:
    """A row to teach: its facts in the page's order, the mean of their figures where there are any, and what of it is
    mistaken."""

    row: Row
    facts: tuple[Known, ...]
    recall: float | None
    confusions: tuple[Confusion, ...]

    @property
    def percent(self) -> int | None:
        return None if self.recall is None else percent(self.recall)

    @property
    def title(self) -> str:
        return self.facts[0].title

    @property
    def dimension(self) -> str:
        return self.facts[0].dimension

    @property
    def n(self) -> int:
        """Of how many people its figures are at most."""
        return max(fact.n for fact in self.facts)

    @property
    def options(self) -> list[tuple[str, list[Known]]]:
        """Its options in the page's order, each with what is said of it."""
        found: dict[str, list[Known]] = defaultdict(list)
        for fact in self.facts:
            found[fact.option].append(fact)
        return list(found.items())

    @property
    def reasons(self) -> list[str]:
        """Why it is so, each reason once."""
        return list(dict.fromkeys(fact.why for fact in self.facts if fact.why))

    @property
    def weight(self) -> float:
        """What is missing of its recall, and what is surely mistaken of it: each from 0 to 1."""
        lacking = 0.0 if self.recall is None else 1 - self.recall
        return lacking + max((one.low for one in self.confusions), default=0.0)


def lessons_of(facts: Iterable[Known], confusions: Sequence[Confusion], most: int = LESSONS) -> list[Lesson]:
    """So many rows, the heaviest first. A row of which nothing can be said is not among them, nor one with a single
    fact: there is nothing to tell apart in it."""
    rows: dict[Row, list[Known]] = defaultdict(list)
    for fact in facts:
        rows[fact.row].append(fact)
    found = []
    for row, own in rows.items():
        figures = [fact.recall for fact in own if fact.recall is not None]
        mistaken = tuple(one for one in confusions if one.row == row)
        if len({fact.option for fact in own}) > 1 and (figures or mistaken):
            found.append(Lesson(row, tuple(own), fmean(figures) if figures else None, mistaken))
    return sorted(found, key=lambda lesson: (-lesson.weight, lesson.facts[0].pk))[:most]
