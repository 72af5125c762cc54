"""Cells as the wiki's tables have them, what comes first, and what to teach."""

from quizzes.classes.insight.confusing import Confusion
from quizzes.classes.insight.lessons import lessons_of
from quizzes.classes.insight.spread import spread_of
from quizzes.classes.insight.tables import Known, forgotten_first, tables_of


def cell(pk, option, label, recall=None, *, group="table", n=10, is_cell=True):
    return Known(
        pk=pk, slug="messaging", title="Messaging", group=group, caption=group, label=label, dimension=label.title(),
        option=option, value=f"{option} {label}", address="#", cell=is_cell, n=n if recall is not None else 0,
        recall=recall,
    )  # fmt: skip


def test_a_table_stands_row_by_row_as_its_page_has_it():
    by_dimension = [
        cell(1, "Queue", "replay"),
        cell(2, "Log", "replay"),
        cell(3, "Queue", "order"),
        cell(4, "Log", "order"),
    ]
    (table,) = tables_of(by_dimension)
    assert (table.corner, table.heads, [line.head for line in table.lines]) == (
        "Dimension", ("Queue", "Log"), ["Replay", "Order"],
    )  # fmt: skip
    by_option = [
        cell(1, "Queue", "replay"),
        cell(2, "Queue", "order"),
        cell(3, "Log", "replay"),
        cell(4, "Log", "order"),
    ]
    (table,) = tables_of(by_option)
    assert (table.corner, table.heads, [line.head for line in table.lines]) == (
        "Option", ("Replay", "Order"), ["Queue", "Log"],
    )  # fmt: skip
    assert [[one.pk for one in facts] for _, facts in table.lines[1].named] == [[3], [4]]


def test_a_cell_may_be_empty_or_say_several_things():
    facts = [cell(1, "Queue", "pros"), cell(2, "Queue", "pros"), cell(3, "Log", "pros"), cell(4, "Log", "cons")]
    (table,) = tables_of(facts)
    assert [[[one.pk for one in own] for _, own in line.named] for line in table.lines] == [[[1, 2], [3]], [[], [4]]]


def test_the_weakest_table_comes_first_and_lists_are_none():
    facts = [
        cell(1, "Queue", "a", 0.9, group="strong"),
        cell(2, "Queue", "a", 0.4, group="weak"),
        cell(3, "Queue", "a", group="unmet"),
        cell(4, "Queue", "a", 0.1, group="list", is_cell=False),
    ]
    assert [table.caption for table in tables_of(facts)] == ["weak", "strong", "unmet"]


def test_a_cell_says_its_number_in_words_and_by_its_ground():
    told = cell(1, "Queue", "a", 0.42, n=15)
    assert (told.percent, told.ground, told.told) == (42, "k2", "Of 15 who have met it, 42 % would recall it.")
    assert (cell(1, "Q", "a", 1.0).ground, cell(1, "Q", "a", 0.0).ground) == ("k4", "k0")
    unmet = cell(1, "Queue", "a")
    assert (unmet.percent, unmet.ground, unmet.told) == (None, "k-none", "Too few of the class have met it to say.")


def test_what_is_forgotten_comes_first_and_what_has_no_figure_not_at_all():
    facts = [cell(1, "A", "a", 0.5), cell(2, "B", "a"), cell(3, "C", "a", 0.2), cell(4, "D", "a", 0.2, n=20)]
    assert [one.pk for one in forgotten_first(facts, 2)] == [4, 3]


def confusion(label, low):
    return Confusion(("messaging", "table", label), label, "Log", "Queue", 5, 10, low, 0.9)


def test_lessons_weigh_what_is_forgotten_and_what_is_mistaken():
    facts = [
        *(cell(10 + place, option, "known", 0.9) for place, option in enumerate(("Queue", "Log"))),
        *(cell(20 + place, option, "forgotten", 0.3) for place, option in enumerate(("Queue", "Log"))),
        *(cell(30 + place, option, "mistaken", 0.9) for place, option in enumerate(("Queue", "Log"))),
        cell(40, "Queue", "alone", 0.0),
        *(cell(50 + place, option, "unmet") for place, option in enumerate(("Queue", "Log"))),
    ]
    found = lessons_of(facts, [confusion("mistaken", 0.2)])
    assert [(one.dimension, round(one.weight, 6)) for one in found] == [
        ("Forgotten", 0.7), ("Mistaken", 0.3), ("Known", 0.1),
    ]  # fmt: skip
    assert [one.dimension for one in lessons_of(facts, [], most=1)] == ["Forgotten"]
    assert found[1].options == [("Queue", [facts[4]]), ("Log", [facts[5]])]


def test_a_spread_counts_every_learner_once():
    spread = spread_of("Recall", [0.0, 0.05, 0.1, 0.994, 1.0])
    assert [(bar.low, bar.high, bar.people) for bar in spread.bars if bar.people] == [
        (0, 9, 2),
        (10, 19, 1),
        (90, 100, 2),
    ]
    assert (spread.people, spread.middle, spread.most, len(spread.bars)) == (5, 10, 2, 10)
    assert spread_of("Recall", []) is None
