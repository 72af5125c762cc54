"""The row that a fact stands in: a table's dimension, or a list's label, with what is said there of each option.

Its topic, group and label name a row. A retired fact stands in its row, too, but is not shown there.
"""

from collections import defaultdict
from collections.abc import Iterable

from quizzes.bank.models import Fact
from quizzes.bank.records import Row, RowOption, RowValue

Place = tuple[int, str, str]  # a topic (id), a group and a label


def place_of(fact: Fact) -> Place:
    return fact.topic_id, fact.group, fact.label


def by_place(facts: Iterable[Fact]) -> dict[Place, list[Fact]]:
    """The facts by row, in the order in which they come."""
    found: dict[Place, list[Fact]] = defaultdict(list)
    for fact in facts:
        found[place_of(fact)].append(fact)
    return dict(found)


def rows_of(facts: Iterable[Fact]) -> dict[str, Row]:
    """The row of each of these facts, by its key, as the page has it now. One statement, however many there are."""
    asked = list(facts)
    if not asked:
        return {}
    topics, groups, labels = map(set, zip(*map(place_of, asked), strict=True))
    beside = Fact.objects.live().filter(topic__in=topics, group__in=groups, label__in=labels).order_by("position")
    found = by_place(beside)
    return {fact.key: row_of(fact, found.get(place_of(fact), ())) for fact in asked}


def row_of(fact: Fact, facts: Iterable[Fact]) -> Row:
    """The row of a fact, which these facts make up in their order. Several values of an option stand together."""
    by_option: dict[str, list[Fact]] = defaultdict(list)
    for one in facts:
        by_option[one.option_key].append(one)
    options = (RowOption(own[0].option, tuple(map(value_of, own))) for own in by_option.values())
    return Row(fact.caption, fact.dimension, tuple(options))


def value_of(fact: Fact) -> RowValue:
    return RowValue(fact.key, fact.value, fact.qualifier)
