"""What the page of the plan says, and draws."""

from dataclasses import replace
from xml.etree import ElementTree

import pytest

from quizzes.reviews.outlook import Group, Otherwise, Outlook, outlook, read, stored
from quizzes.reviews.planning.curves import Curves
from quizzes.reviews.planning.greedy import Costs, Gains, Item
from quizzes.reviews.planning.own import OwnPace
from quizzes.reviews.scheduling import DEFAULT_MODEL
from quizzes.today.promise import Stretch, behind, phases, promise_of

PATH = (
    Stretch("Storage & more", {1: "Caching"}, 10, 5.0),
    Stretch("Messages", {2: "Queues", 3: "Streams"}, 40, 10.0),
    Stretch("Nothing yet", {4: "Empty"}, 0, 0.0),
)
GROUPS = (Group(1, 10, 0.9, 0.5, 1.0), Group(2, 30, 0.6, 0.3, 0.5), Group(3, 10, 1.0, 0.1, 1.0), Group(9, 5, 1, 1, 1))
FOUND = Outlook(
    facts=55, recall=0.74, low=0.7, high=0.78, stop=0.3, more=0.8, less=0.6, minutes=15, loads=(900.0,) * 5,
    uneven="", groups=GROUPS,
)  # fmt: skip


def test_topics_are_put_together_by_phase_and_weighed_by_their_facts():
    storage, messages = phases(GROUPS, PATH)
    assert (storage.title, storage.facts, storage.promised) == ("Storage & more", 10, "90\N{NO-BREAK SPACE}%")
    assert (messages.facts, round(messages.plan, 3), round(messages.stop, 3)) == (40, 0.7, 0.25)


def test_what_does_not_fit_is_counted_and_what_to_drop_costs_the_least_first():
    promise = promise_of(FOUND, PATH, None)
    assert [(one.title, one.facts) for one in promise.left_out] == [("Queues", 15)]
    assert promise.unfit == 15
    assert [one.title for one in promise.cheapest] == ["Caching", "Queues", "Streams"]
    assert promise.cheapest[0].cost.startswith("at most 7.3")


def test_what_stopping_leaves_is_what_progress_counts():
    promise = promise_of(FOUND, PATH, None)
    assert promise.stop == "30\N{NO-BREAK SPACE}%"  # 15 of 50 facts
    assert [part.stopped for part in promise.parts] == ["50\N{NO-BREAK SPACE}%", "25\N{NO-BREAK SPACE}%"]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({}, "Ten minutes more a day would make it 80 %, ten less would make it 60 %."),
        ({"more": 0.74}, "Ten minutes more a day would change nothing, ten less would make it 60 %."),
        ({"less": 0.74}, "Ten minutes more a day would make it 80 %, ten less would change nothing."),
        (
            {"recall": 0.999, "more": 0.9995, "less": 0.9985},
            "Ten minutes more or less a day would change nothing: it stays over 99 %.",
        ),
        ({"minutes": 10}, "Ten minutes more a day would make it 80 %."),
        ({"minutes": 10, "more": 0.742}, "Ten minutes more a day would add less than 1 %."),
        (
            {"more": 0.742, "less": 0.738},
            "Ten minutes more a day would add less than 1 %, ten less would take less than 1 %.",
        ),
        (
            {"more": 0.7404, "less": 0.7396},
            "Ten minutes more or less a day would change nothing: it stays 74 %.",
        ),
    ],
)
def test_minutes_that_change_nothing_are_said_to(changed, said):
    found = promise_of(replace(FOUND, **changed), PATH, None).minutes_matter
    assert found.replace("\N{NO-BREAK SPACE}", " ") == said


def test_an_interval_that_says_no_more_is_not_said():
    assert promise_of(FOUND, PATH, None).interval.startswith("four times in five 70")
    assert promise_of(replace(FOUND, recall=0.995, low=0.993, high=1.0), PATH, None).interval == ""


def test_the_course_is_said_calmly():
    before = {"the same": 0.745, "more": 0.6, "a little less": 0.8, "less": 0.9}
    said = {name: promise_of(FOUND, PATH, replace(FOUND, recall=recall)).course for name, recall in before.items()}
    assert "where your last plan wanted you" in said["the same"]
    assert said["more"].startswith("You are ahead")
    assert said["a little less"].startswith("You are a little behind your last plan, which said 80")
    assert said["less"].startswith("You are behind your last plan, which said 90")
    assert promise_of(FOUND, PATH, None).course == ""


def test_another_order_of_what_is_new_is_no_fault_of_the_learners():
    assert promise_of(FOUND, PATH, replace(FOUND, recall=0.9, breadth_first=True)).course == ""
    assert not behind(FOUND, replace(FOUND, recall=0.9, breadth_first=True))
    assert behind(FOUND, replace(FOUND, recall=0.9))


def test_other_minutes_are_no_fault_of_the_learners():
    assert promise_of(FOUND, PATH, replace(FOUND, recall=0.9, minutes=60)).course == ""
    assert not behind(FOUND, replace(FOUND, recall=0.9, minutes=60))


def test_where_both_orders_lead_to_the_same_there_is_nothing_to_choose():
    assert promise_of(replace(FOUND, otherwise=Otherwise(FOUND.recall, 4)), PATH, None).breadth == ""


def test_ten_minutes_more_are_offered_where_they_help():
    assert promise_of(FOUND, PATH, None).more == FOUND.minutes + 10
    assert promise_of(replace(FOUND, more=FOUND.recall), PATH, None).more is None


def test_both_orders_are_said_with_what_they_reach():
    assert promise_of(FOUND, PATH, None).breadth == ""
    deep = replace(FOUND, groups=(*GROUPS[:3], Group(9, 5, 0.1, 0.1, 0.4)), otherwise=Otherwise(0.7, 4))
    assert promise_of(deep, PATH, None).breadth.replace("\N{NO-BREAK SPACE}", " ") == (
        "Your plan goes topic by topic: it reaches 3 of 4 topics, and 74 % of the whole path. With a little of every "
        "topic first, as an interview may ask about any of them, it reaches 4 of 4 topics, and 70 % of the whole path."
    )
    broad = promise_of(replace(deep, breadth_first=True), PATH, None)
    assert broad.breadth.startswith("Your plan begins a little of every topic before more of each, as ")
    assert broad.breadth_first


def test_the_picture_says_in_words_what_it_draws_and_escapes_names():
    root = ElementTree.fromstring(promise_of(FOUND, PATH, None).chart)
    words = "".join(root.itertext())
    assert "Storage & more: 90\N{NO-BREAK SPACE}% with the plan, 50\N{NO-BREAK SPACE}% if you stop" in words


def test_an_outlook_is_read_back_as_it_was_stored():
    assert read(stored(FOUND)) == FOUND


def test_facts_that_do_not_count_are_in_no_figure():
    deck = [Item(key=n, date=6, group=n % 3, stability=3.0, difficulty=5.0, seen=-2) for n in range(30)]
    found = outlook(deck, gains=Gains(Curves(DEFAULT_MODEL), Costs()), minutes=3)
    assert found.facts == 20
    assert [one.group for one in found.groups] == [1, 2]
    assert found.stop < found.recall
    assert (
        outlook([one for one in deck if not one.group], gains=Gains(Curves(DEFAULT_MODEL), Costs()), minutes=3) is None
    )


def test_minutes_that_nobody_needs_change_nothing_at_all():
    """Ten more or less a day are held against the plan in the same futures: minutes differ, and luck does not."""
    deck = [Item(n, 8, group=1, stability=3.0, difficulty=5.0, seen=-4) for n in range(30)]
    found = outlook(deck, gains=Gains(Curves(DEFAULT_MODEL), Costs()), pace=OwnPace(DEFAULT_MODEL), minutes=60)
    assert found.more == found.less == pytest.approx(found.recall)
    tight = outlook(deck, gains=Gains(Curves(DEFAULT_MODEL), Costs()), pace=OwnPace(DEFAULT_MODEL), minutes=11)
    assert tight.less < tight.recall <= tight.more


def test_minutes_that_are_lacking_are_worth_about_as_much_more_or_less():
    """Of 400 new facts fifteen minutes a day reach a part; ten more, or less, a part by two thirds as large."""
    deck = [Item(n, 8, group=1) for n in range(400)]
    found = outlook(deck, gains=Gains(Curves(DEFAULT_MODEL), Costs()), pace=OwnPace(DEFAULT_MODEL), minutes=15)
    assert found.less < 0.5 * found.recall
    assert found.more > 1.4 * found.recall


NEW, KNOWN = Item(0, 8, group=1), Item(0, 8, group=1, stability=300.0, difficulty=5.0, seen=-3)


@pytest.mark.parametrize(
    ("card", "cards", "rest", "said"),
    [
        (NEW, 200, (), ""),
        (NEW, 30, (), ""),
        (KNOWN, 30, (), "There is more time than there is to gain"),
        (NEW, 200, (6,), "One of the last days is a break"),
    ],
)
def test_the_last_three_days_are_alike_or_the_promise_says_why(card, cards, rest, said):
    deck, gains = [replace(card, key=n) for n in range(cards)], Gains(Curves(DEFAULT_MODEL), Costs())
    found = outlook(deck, gains=gains, pace=OwnPace(DEFAULT_MODEL), minutes=12, breaks=frozenset(rest))
    last = found.loads[-3:]
    assert (max(last) - min(last) > 0.2 * max(last)) == bool(said)
    assert promise_of(found, PATH, None).uneven.startswith(said)
    assert bool(found.uneven) == bool(said)
