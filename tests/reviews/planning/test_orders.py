"""The laws of the two orders in which new facts come, and of days without study."""

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from quizzes.reviews.outlook import REACHED, WHOLE
from quizzes.reviews.planning.curves import Curves
from quizzes.reviews.planning.forecast import Budget, forecast
from quizzes.reviews.planning.greedy import Costs, Gains, Item
from quizzes.reviews.planning.own import OwnPace
from quizzes.reviews.scheduling import DEFAULT_MODEL

NOISE = 0.02
HELPING = 6
few = settings(max_examples=15, deadline=None)
paths = {
    "days": st.integers(1, 12),
    "topics": st.integers(2, 6),
    "facts": st.integers(3, 14),
    "minutes": st.integers(1, 12),
    "reading": st.sampled_from([0.0, 120.0, 900.0]),
}


def path(*, days, topics, facts, reading, broad):
    """New facts in either order, with what is read for them: in rounds first of each topic's sheet."""
    first = min(facts, HELPING)
    turns = sorted((n // HELPING if broad else 0, topic, n) for topic in range(1, topics + 1) for n in range(facts))
    return [
        Item(
            key=100 * topic + n, date=days, group=topic,
            reading=reading / 3 / first if broad and not turn else reading / facts,
        )
        for turn, topic, n in turns
    ]  # fmt: skip


def leads(items, minutes, breaks=()):
    pace = OwnPace(DEFAULT_MODEL)
    gains = Gains(Curves(DEFAULT_MODEL, pace.cautious), Costs(new=42, right=12, wrong=30, first=0.8))
    return forecast(items, budget=Budget(minutes * 60.0, frozenset(breaks)), gains=gains, pace=pace, futures=3)


def reached(plan, items):
    facts = Counter(item.group for item in items)
    return sum(facts[one] * plan.begun_groups[one] >= WHOLE * min(REACHED, facts[one]) for one in facts)


@few
@given(**paths)
def test_a_little_of_every_topic_first_reaches_no_fewer_topics(days, topics, facts, minutes, reading):
    deep, broad = (path(days=days, topics=topics, facts=facts, reading=reading, broad=one) for one in (False, True))
    assert sorted(item.key for item in deep) == sorted(item.key for item in broad)
    assert reached(leads(broad, minutes), broad) >= reached(leads(deep, minutes), deep)


@few
@given(**paths, broad=st.booleans(), rest=st.sets(st.integers(0, 11), min_size=1, max_size=3))
def test_a_break_never_raises_the_forecast_beyond_noise(days, topics, facts, minutes, reading, broad, rest):
    items = path(days=days, topics=topics, facts=facts, reading=reading, broad=broad)
    rested = leads(items, minutes, rest)
    assert rested.recall <= leads(items, minutes).recall + NOISE
    assert all(rested.loads[day] == 0 for day in rest if day < days)
