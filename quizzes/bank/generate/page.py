"""The facts of one page arranged for look-ups: its rows, what is claimed for each option, which values are near.

Pure. Nothing here depends on the order in which the facts come, but for the steps of a process, whose order is what
they say.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from content.reading.facts import Fact
from content.reading.text import normalise
from quizzes.bank.generate.asking import row_question, sentence_case
from quizzes.bank.reasons import because
from quizzes.bank.records import Refused
from quizzes.bank.wording.balance import balanced, leans
from quizzes.bank.wording.exclusive import graded, overlap
from quizzes.bank.wording.leaks import names_in, tells
from quizzes.bank.wording.sameness import NearValues, same_option
from quizzes.bank.wording.typed import Spellings, folded


def given(fact: Fact) -> str:
    return f" ({fact.qualifier})" if fact.qualifier else ""


def quote(fact: Fact) -> str:
    """The sentence that gives a fact as its cell has it: the reason of a choice."""
    return sentence(f"{fact.option} · {fact.dimension}: {fact.value}{given(fact)}")


def sentence(text: str) -> str:
    return text if text.endswith((".", "?", "!")) else f"{text}."


def why(facts: Sequence[Fact]) -> list[str]:
    """Why the values of the row differ that these facts stand in, where the author says: one sentence or none."""
    return [sentence_case(sentence(facts[0].why))] if facts[0].why else []


def reason(fact: Fact) -> str:
    """The reason of a right choice: its cell, and why it is so where the author says."""
    return " ".join([quote(fact), *why([fact])])


def source(fact: Fact) -> str:
    """Where a fact stands: its topic and the anchor of its cell (`content.addresses`)."""
    return f"{fact.topic}#{fact.anchor}"


def option_names(facts: Sequence[Fact]) -> tuple[Fact | None, dict[str, str]]:
    """How the options of these facts are shown, by fact key, each with its condition.

    A condition that all share is shown once: the first of the pair is a fact that has it, or None.
    """
    if len({fact.qualifier for fact in facts}) == 1:
        return facts[0], {fact.key: fact.option for fact in facts}
    return None, {fact.key: f"{fact.option}{given(fact)}" for fact in facts}


def trim(facts: Sequence[Fact], text: Callable[[Fact], str], enough: Callable[[Sequence[Fact]], bool]) -> list[Fact]:
    """The facts without the longest ones, until none stands out by length; none at all if too few would stay."""
    kept = sorted(facts, key=lambda fact: (len(text(fact)), fact.key))
    while enough(kept):
        if balanced(text(fact) for fact in kept):
            return kept
        kept.pop()
    return []


@dataclass(frozen=True)
class Row:
    """The cells of one dimension in one table: at most one for each option, sorted by key."""

    key: str
    facts: tuple[Fact, ...]

    @cached_property
    def names(self) -> tuple[str, ...]:
        return tuple(fact.option for fact in self.facts)

    @cached_property
    def grades(self) -> bool:
        """Whether its values are grades ("low", "high")."""
        return graded([fact.value for fact in self.facts], next((f.scale for f in self.facts if f.scale), ()))

    @cached_property
    def single(self) -> Refused | None:
        """Why nothing with one right answer is asked of this row, or None."""
        if self.grades:
            return "grade", because("grade", dimension=self.facts[0].dimension)
        declared = next((fact.exclusive for fact in self.facts if fact.exclusive is not None), None)
        found = overlap([fact.value for fact in self.facts], declared)
        return ("overlap", found) if found else None

    @cached_property
    def telling(self) -> frozenset[str]:
        """The keys of the facts whose value holds a word of any of the options' names, or speaks of other choices."""
        told = (
            f
            for f in self.facts
            if f.tells or leans(f.value) or any(names_in(f.value, n, self.names) for n in self.names)
        )
        return frozenset(fact.key for fact in told)

    @cached_property
    def namesakes(self) -> frozenset[str]:
        """The keys of the facts whose option is named like another of the row: no choice can tell the two apart."""
        names = Counter(normalise(name) for name in self.names)
        return frozenset(fact.key for fact in self.facts if names[normalise(fact.option)] > 1)

    @cached_property
    def shared(self) -> list[str]:
        """The values that several facts hold, each in its shortest wording.

        To share a value takes equal words; being near, which might only be defended, is not enough.
        """
        texts: dict[str, str] = {}
        for fact in sorted(self.facts, key=lambda fact: (len(fact.value), fact.value)):
            texts.setdefault(self._forms[fact.key][0], fact.value)
        return [text for text in texts.values() if len(self.holders(text)) > 1]

    def holders(self, value: str) -> list[Fact]:
        """The facts that hold a value: in its words, or with more after its words ("None, logins live elsewhere")."""
        form = normalise(value)
        return [fact for fact in self.facts if form in self._forms[fact.key]]

    def begins_like(self, value: str) -> list[Fact]:
        """The facts whose first clause is that of a value."""
        begins = _first_clause(value)
        return [fact for fact in self.facts if self._forms[fact.key][1] == begins]

    @cached_property
    def _forms(self) -> dict[str, tuple[str, str]]:
        return {f.key: (normalise(f.value), _first_clause(f.value)) for f in self.facts}


def _first_clause(value: str) -> str:
    return normalise(re.split(r"[,;:]\s", value)[0])


class Page:
    """A table, or the lists of one heading, on a topic's page: what is asked about, and what else the page says of it.

    ``rows`` are the table's dimensions, ``lists`` the unordered bullets under one label of the heading, ``processes``
    the numbered ones of one option. ``around`` are facts that stand elsewhere on the page and say nearly the same, or
    are ranks in a dimension of the same name; ``names`` are those of all options of the page.
    """

    def __init__(
        self, title: str, facts: Sequence[Fact], around: Sequence[Fact], names: Sequence[str], spellings: Spellings
    ) -> None:
        self.title, self.names, self.spellings = title, names, spellings
        self.facts = tuple(sorted(facts, key=lambda fact: fact.key))
        self.near_to = NearValues(fact.value for fact in (*facts, *around))
        rows: dict[str, list[Fact]] = defaultdict(list)
        lists: dict[str, list[Fact]] = defaultdict(list)
        tables: dict[str, list[Fact]] = defaultdict(list)
        self.by_label: dict[str, list[Fact]] = defaultdict(list)
        self._beside: dict[tuple[str, str], list[Fact]] = defaultdict(list)
        self._samples: dict[str, dict[str, Fact]] = defaultdict(dict)
        self.options: dict[tuple[str, str], str] = {}  # by group and key, as they are written
        self._values: dict[tuple[str, str], set[str]] = defaultdict(set)
        self._called: dict[tuple[str, ...], list[str]] = {}
        self._claims: dict[tuple[str, str], frozenset[str]] = {}
        for fact in sorted((*facts, *around), key=lambda fact: fact.key):
            self.by_label[fact.label].append(fact)
            self.options.setdefault((fact.group, fact.option_key), fact.option)
            self._values[fact.group, fact.option_key].add(fact.value)
        for fact in self.facts:
            key = f"{fact.topic}/{fact.group}/{fact.label}"
            self._beside[fact.group, fact.label].append(fact)
            self._samples[fact.group].setdefault(fact.option_key, fact)
            if fact.kind == "cell":
                rows[key].append(fact)
                tables[f"{fact.topic}/{fact.group}"].append(fact)
            elif not fact.ordered:
                lists[key].append(fact)
        self._plain = {place: normalise(name) for place, name in self.options.items()}
        self.rows = {key: Row(key, tuple(found)) for key, found in sorted(rows.items())}
        self.lists = {key: tuple(found) for key, found in sorted(lists.items())}
        self.tables = {key: tuple(found) for key, found in sorted(tables.items())}
        processes: dict[str, list[Fact]] = defaultdict(list)
        for fact in facts:  # in the order of the page: it is the order of the steps
            if fact.ordered:
                processes[f"{fact.topic}/{fact.group}/{fact.label}/{fact.option_key}"].append(fact)
        self.processes = {key: tuple(found) for key, found in sorted(processes.items())}

    def row(self, fact: Fact) -> Row:
        """The row a cell stands in."""
        return self.rows[f"{fact.topic}/{fact.group}/{fact.label}"]

    def beside(self, fact: Fact) -> Sequence[Fact]:
        """The facts of one group and label, bullets included, this one among them."""
        return self._beside[fact.group, fact.label]

    def siblings(self, fact: Fact) -> list[Fact]:
        """One fact of each other option of its group."""
        return [sample for key, sample in self._samples[fact.group].items() if key != fact.option_key]

    def same(self, fact: Fact, other: Fact) -> bool:
        """Whether two facts are about one option, on the whole page."""
        return self._same((fact.group, fact.option_key), (other.group, other.option_key))

    def _same(self, a: tuple[str, str], b: tuple[str, str]) -> bool:
        """Siblings are different options unless they have one name; elsewhere a shortened name means the same."""
        if a == b:
            return True
        if a[0] == b[0]:
            return self._plain[a] == self._plain[b]
        return same_option(self.options[a], self.options[b])

    def called(self, fact: Fact) -> list[str]:
        """What the option of a fact is called: its name, its aliases and what the glossary says of either."""
        names = (fact.option, *fact.aliases)
        if names not in self._called:
            distinct: dict[str, str] = {}
            for text in (other for name in names for other in self.spellings.of(name)):
                distinct.setdefault(folded(text), text)
            self._called[names] = list(distinct.values())
        return self._called[names]

    def given_away(self, fact: Fact, names: Sequence[str]) -> bool:
        """Whether its value, its row's question or its condition tells which option a fact is about, among these."""
        if fact.tells:
            return True
        called = self.called(fact)
        shown = (fact.value, row_question(fact, ""), fact.qualifier, fact.case)
        return any(tells(text, called, names) for text in shown if text)

    def claims(self, fact: Fact) -> frozenset[str]:
        """Everything that the page says of the option of this fact."""
        place = (fact.group, fact.option_key)
        found = self._claims.get(place)
        if found is None:
            values = (self._values[other] for other in self.options if self._same(place, other))
            found = self._claims[place] = frozenset().union(*values)
        return found

    def claimed(self, value: str, fact: Fact) -> bool:
        """Whether the page says anywhere of the option of this fact what the value says."""
        return not self.near_to(value).isdisjoint(self.claims(fact))
