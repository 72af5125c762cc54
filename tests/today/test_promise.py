"""What the page of the plan says, and draws."""

from dataclasses import replace
from xml.etree import ElementTree

from quizzes.reviews.outlook import Group, Outlook, outlook, read, stored
from quizzes.reviews.planning.curves import Curves
from quizzes.reviews.planning.greedy import Costs, Gains, Item
from quizzes.reviews.scheduling import DEFAULT_MODEL
from quizzes.today.promise import phases, promise_of

TOPICS = {1: ("Caching", "Storage & more"), 2: ("Queues", "Messages"), 3: ("Streams", "Messages")}
GROUPS = (Group(1, 10, 0.9, 0.5, 1.0), Group(2, 30, 0.6, 0.3, 0.5), Group(3, 10, 1.0, 0.1, 1.0), Group(9, 5, 1, 1, 1))
FOUND = Outlook(
    facts=55, recall=0.74, low=0.7, high=0.78, stop=0.3, more=0.8, less=0.6, minutes=15, loads=(900.0,) * 5,
    uneven="", groups=GROUPS,
)  # fmt: skip


def test_topics_are_put_together_by_phase_and_weighed_by_their_facts():
    storage, messages = phases(GROUPS, TOPICS)
    assert (storage.title, storage.facts, storage.promised) == ("Storage & more", 10, "90\N{NO-BREAK SPACE}%")
    assert (messages.facts, round(messages.plan, 3), round(messages.stop, 3)) == (40, 0.7, 0.25)


def test_what_does_not_fit_is_counted_and_what_to_drop_costs_the_least_first():
    promise = promise_of(FOUND, TOPICS, None)
    assert [(one.title, one.facts) for one in promise.left_out] == [("Queues", 15)]
    assert [one.title for one in promise.cheapest] == ["Caching", "Queues", "Streams"]
    assert promise.cheapest[0].cost.startswith("at most 7.3")


def test_the_course_is_said_calmly():
    before = {"the same": 0.745, "more": 0.6, "less": 0.9}
    said = {name: promise_of(FOUND, TOPICS, replace(FOUND, recall=recall)).course for name, recall in before.items()}
    assert "where your last plan wanted you" in said["the same"]
    assert said["more"].startswith("That is more")
    assert said["less"].startswith("That is less")
    assert promise_of(FOUND, TOPICS, None).course == ""


def test_the_picture_says_in_words_what_it_draws_and_escapes_names():
    root = ElementTree.fromstring(promise_of(FOUND, TOPICS, None).chart)
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
