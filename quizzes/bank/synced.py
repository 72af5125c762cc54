"""What bringing the bank up to date has done, page by page. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from content.reading.text import meaning
from quizzes.bank.records import Refusal

SHOWN = ("option", "dimension", "value", "qualifier")  # what a learner reads of a fact


def cosmetic(before: Sequence[str], after: Sequence[str]) -> bool:
    """Whether two wordings of a fact, the texts of `SHOWN` of each, mean the same, so that memories stay.

    A longer name of its option ("Redis Sentinel" for "Sentinel") is framing: by its key it is the same option.
    """
    old, new = [*map(meaning, before)], [*map(meaning, after)]
    longer = bool(old[0]) and f" {old[0]} " in f" {new[0]} "
    return old[1:] == new[1:] and (old[0] == new[0] or longer)


@dataclass
class Synced:
    """What a rebuild did, in counts, as a whole and for each page (by slug).

    ``changed`` are ids of facts whose meaning is new, so that memories of them are brought back; ``retired`` and
    ``revived`` are ids of facts that went, and that were gone and are back.
    """

    facts_added: int = 0
    facts_changed: int = 0
    facts_retired: int = 0
    questions_added: int = 0
    questions_changed: int = 0
    questions_retired: int = 0
    changed: list[int] = field(default_factory=list)
    retired: list[int] = field(default_factory=list)
    revived: list[int] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    pages: dict[str, "Synced"] = field(default_factory=dict)

    @property
    def written(self) -> int:
        return self.facts_added + self.facts_changed + self.questions_added + self.questions_changed

    def add(self, slug: str, one: "Synced") -> None:
        """Count what was done to one page."""
        self.facts_added += one.facts_added
        self.facts_changed += one.facts_changed
        self.facts_retired += one.facts_retired
        self.questions_added += one.questions_added
        self.questions_changed += one.questions_changed
        self.questions_retired += one.questions_retired
        self.changed += one.changed
        self.retired += one.retired
        self.revived += one.revived
        self.refusals += one.refusals
        self.pages[slug] = one
