"""The facts of one topic, arranged for look-ups. Pure."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from content.facts import Fact
from quizzes.bank.lint import same_option


@dataclass
class Arranged:
    """A topic's facts by row, its options by group, and what is claimed for each option anywhere.

    Everything is in the order of the facts' keys, so that no question depends on the order of rows and columns.
    """

    title: str
    facts: Sequence[Fact]
    rows: dict[tuple[str, str], list[Fact]] = field(default_factory=lambda: defaultdict(list))
    claims: dict[str, list[str]] = field(default_factory=dict)
    options: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        by_name: dict[str, list[str]] = defaultdict(list)
        for fact in sorted(self.facts, key=lambda fact: fact.key):
            self.rows[fact.group, fact.label].append(fact)
            by_name[fact.option].append(fact.value)
            if fact.option not in self.options[fact.group]:
                self.options[fact.group].append(fact.option)
        for name in by_name:
            said = (value for other in by_name if same_option(name, other) for value in by_name[other])
            self.claims[name] = list(dict.fromkeys(said))
