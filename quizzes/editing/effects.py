"""What publishing an edit would do to the bank: facts and questions added, changed and retired, and what is refused.

Pure: compares what the old text and the new text give. `quizzes.bank.services.sync` does the same to the stored rows.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from content.reading.facts import Fact
from quizzes.bank import synced
from quizzes.bank.records import Bank, Question, Refusal

Derived = tuple[Sequence[Fact], Bank]


@dataclass(frozen=True)
class FactChange:
    """A fact in both wordings; ``cosmetic`` where only case, punctuation or markup differs, so that memories stay."""

    before: Fact
    after: Fact
    cosmetic: bool


@dataclass(frozen=True)
class Refused:
    """A question that would not be asked any more, or not at all, with the rule that forbids it."""

    fact: Fact
    refusal: Refusal


@dataclass(frozen=True)
class Effects:
    """The change list, each part in the order of the page."""

    added: tuple[Fact, ...] = ()
    changed: tuple[FactChange, ...] = ()
    retired: tuple[Fact, ...] = ()
    questions_added: tuple[Question, ...] = ()
    questions_changed: tuple[Question, ...] = ()
    questions_retired: tuple[Question, ...] = ()
    refused: tuple[Refused, ...] = ()
    still_refused: int = 0

    @property
    def reworded(self) -> tuple[FactChange, ...]:
        """Facts whose meaning is new: memories of them come back."""
        return tuple(change for change in self.changed if not change.cosmetic)

    @property
    def any(self) -> bool:
        return bool(
            self.added
            or self.changed
            or self.retired
            or self.questions_added
            or self.questions_changed
            or self.questions_retired
            or self.refused
        )


def effects(old: Derived, new: Derived) -> Effects:
    """The difference between two readings of a topic."""
    (old_facts, old_bank), (new_facts, new_bank) = old, new
    before, after = {f.key: f for f in old_facts}, {f.key: f for f in new_facts}
    asked, asking = {q.key: q for q in old_bank.questions}, {q.key: q for q in new_bank.questions}
    known = {(r.kind, r.fact, r.code) for r in old_bank.refusals}
    refused = [r for r in new_bank.refusals if (r.kind, r.fact, r.code) not in known]
    return Effects(
        added=tuple(f for f in new_facts if f.key not in before),
        changed=tuple(
            FactChange(before[f.key], f, cosmetic(before[f.key], f))
            for f in new_facts
            if f.key in before and shown(before[f.key]) != shown(f)
        ),
        retired=tuple(f for f in old_facts if f.key not in after),
        questions_added=tuple(q for q in new_bank.questions if q.key not in asked),
        questions_changed=tuple(q for q in new_bank.questions if q.key in asked and asked[q.key] != q),
        questions_retired=tuple(q for q in old_bank.questions if q.key not in asking),
        refused=tuple(Refused(after[r.fact], r) for r in refused if r.fact in after),
        still_refused=len(new_bank.refusals) - len(refused),
    )


def shown(fact: Fact) -> tuple[str, ...]:
    """What a learner reads of a fact."""
    return tuple(getattr(fact, name) for name in synced.SHOWN)


def cosmetic(old: Fact, new: Fact) -> bool:
    """Whether two wordings of a fact mean the same."""
    return synced.cosmetic(shown(old), shown(new))
