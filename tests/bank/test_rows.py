"""The row that a fact stands in."""

import pytest
from django.template.loader import render_to_string

from content.models import Topic
from quizzes.bank.models import Fact
from quizzes.bank.records import Row, RowOption, RowValue
from quizzes.bank.rows import by_place, place_of, row_of, rows_of

pytestmark = pytest.mark.django_db


def facts_of(topic, group="t", label="speed", options=("a", "b", "c")):
    made = (
        Fact(
            key=f"{topic.slug}/{group}/{option}/{label}", topic=topic, kind=Fact.Kind.CELL, group=group,
            caption=f"Ways of {group}", option_key=option, option=option.upper(), label=label,
            dimension=label.title(), value=f"{group} {label} {option}", position=position,
        )
        for position, option in enumerate(options, 1)
    )  # fmt: skip
    return Fact.objects.bulk_create(made)


@pytest.fixture
def topic():
    return Topic.objects.create(slug="caching", title="Caching", position=1)


def options(row):
    return [(option.name, [value.text for value in option.values]) for option in row.options]


def test_a_row_is_what_one_table_says_in_one_dimension(topic):
    first, *_ = facts_of(topic)
    facts_of(topic, label="cost")
    facts_of(topic, group="u")
    facts_of(Topic.objects.create(slug="queues", title="Queues", position=2))
    assert rows_of([first]) == {
        "caching/t/a/speed": Row(
            "Ways of t", "Speed",
            tuple(RowOption(o.upper(), (RowValue(f"caching/t/{o}/speed", f"t speed {o}"),)) for o in "abc"),
        )
    }  # fmt: skip


def test_a_row_keeps_the_order_of_the_page_and_leaves_out_what_is_retired(topic, now):
    first, second, third = facts_of(topic)
    Fact.objects.filter(pk=first.pk).update(position=9)
    Fact.objects.filter(pk=second.pk).update(retired_at=now)
    assert options(rows_of([third])[third.key]) == [("C", ["t speed c"]), ("A", ["t speed a"])]


def test_several_values_of_an_option_stand_together(topic):
    first, second, third = facts_of(topic)
    third.option_key, third.option = first.option_key, first.option
    row = row_of(second, [first, second, third])
    assert options(row) == [("A", ["t speed a", "t speed c"]), ("B", ["t speed b"])]


def test_the_row_of_a_fact_that_is_gone_may_be_empty(topic, now):
    first, *_ = facts_of(topic)
    Fact.objects.update(retired_at=now)
    assert rows_of([first])[first.key] == Row("Ways of t", "Speed", ())


@pytest.mark.parametrize("asked", [1, 3])
def test_rows_are_read_in_one_statement(topic, asked, django_assert_num_queries):
    found = [facts_of(topic, group=group)[0] for group in "tuv"[:asked]]
    with django_assert_num_queries(1):
        rows = rows_of(found)
    assert [row.caption for row in rows.values()] == [f"Ways of {group}" for group in "tuv"[:asked]]
    with django_assert_num_queries(0):
        assert rows_of([]) == {}


def test_facts_are_gathered_by_place(topic):
    speed, cost = facts_of(topic), facts_of(topic, label="cost")
    assert by_place([*speed, *cost]) == {place_of(speed[0]): speed, place_of(cost[0]): cost}
    assert place_of(speed[0]) == (topic.pk, "t", "speed")


def test_what_is_right_is_marked_before_what_is_wrong(topic):
    first, second, third = facts_of(topic)
    third.option_key = first.option_key
    row = row_of(first, [first, second, third]).marked(right={third.key}, wrong={first.key, second.key})
    assert [value.mark for option in row.options for value in option.values] == ["wrong", "right", "wrong"]
    assert [option.mark for option in row.options] == ["right", "wrong"]
    assert [option.mark for option in row.marked(right=()).options] == ["", ""]


def shown(row, **how):
    html = render_to_string("bank/row.html", {"row": row, "name": "Ways", **how})
    return html.split("<tbody>")[1]


def test_a_row_is_shown_with_its_marks_and_conditions(topic):
    first, second, third = facts_of(topic)
    first.qualifier, third.option_key = "as of 2013", first.option_key
    row = row_of(first, [first, second, third]).marked(right={first.key}, wrong={second.key})
    alone, quoted, bare = shown(row), shown(row, quoted=True), shown(row, quoted=True, bare=True)
    for html in (alone, quoted, bare):
        assert html.count('<td class="framed">') == html.count('<td class="framed is-wrong">') == 1
    assert [html.count("This one") for html in (alone, quoted, bare)] == [1, 0, 0]
    assert [html.count('class="lit"') for html in (alone, quoted, bare)] == [0, 1, 1]
    assert [html.count("as of 2013") for html in (alone, quoted, bare)] == [1, 1, 0]
