"""What the staff of a class can read from two figures about a fact, when people come and go between them.

The attacker knows what each of the class would be good for, and asks whose chances a figure can be made of. Whatever
they hold against one another, five people at least are in the difference, or nobody is.
"""

import itertools
import uuid
from datetime import timedelta

import pytest

from quizzes.classes import services
from quizzes.classes.insight.recall import recall_of
from quizzes.classes.joining import groups
from quizzes.reviews.models import Review
from tests.classes.insight.test_recall import chance
from tests.progress.memories import facts_of, remember

MINUTE = timedelta(minutes=1)


@pytest.fixture
def fact(topic):
    return facts_of("brokers")[0]


@pytest.fixture
def learn(fact, now):
    """Somebody meets the fact, so many minutes ago; everybody's memory is another."""
    met = itertools.count(1)

    def do(person, ago=0):
        at = now - ago * MINUTE
        card = remember(person, fact, now, stability=2.0 + 1.7 * next(met), days=2)
        Review.objects.create(
            learner=person, card=card, fact_version=1, source="review", rating=3, at=at, day=at.date(), state=2, due=at,
            key=uuid.uuid4(), stability=card.stability, difficulty=5.0,
        )  # fmt: skip
        return person

    return do


@pytest.fixture
def counted(school, topic, fact, now):
    """Whose chances the figure of now is made of, found by trying all; nobody where there is none."""

    def do(people):
        figure = recall_of(school.cohort, [topic.pk], now).get(fact.pk)
        if figure is None:
            return set()
        shares = {one: chance(one, now, one.cards.get(fact=fact).stability, 2) for one in people}
        found = [
            set(some)
            for some in itertools.combinations(people, figure.n)
            if abs(sum(shares[one] for one in some) / figure.n - figure.recall) < 1e-9
        ]
        assert len(found) == 1
        return found[0]

    return do


def differ(*seen):
    """How many people are in the smallest difference that is not empty; nothing where all are alike."""
    return min((len(one ^ other) for one, other in itertools.combinations(seen, 2) if one != other), default=None)


@pytest.mark.parametrize("number", [4, 5, 9, 10, 11])
def test_a_figure_is_of_whole_fives(crowd, learn, counted, number):
    people = [learn(one, ago=60 - place) for place, one in enumerate(crowd(number))]
    assert counted(people) == set(people[: number - number % 5])


@pytest.mark.parametrize("number", [4, 5, 9, 10, 11])
def test_who_leaves_or_is_removed_and_who_comes_again_is_told_by_no_difference(
    school, crowd, learn, counted, now, number
):
    people = [learn(one, ago=60 - place) for place, one in enumerate(crowd(number))]
    for place in {0, 2, number - 1}:
        seen = [counted(people)]
        services.remove(cohort=school.cohort, learner=people[place], now=now)
        seen.append(counted(people))
        services.join(cohort=school.cohort, learner=people[place], now=now + MINUTE, invited=True)
        seen.append(counted(people))
        assert differ(*seen) in (None, 5)
        assert seen[0] == seen[2]


@pytest.mark.parametrize("number", [4, 5, 9, 10, 11])
def test_who_comes_later_stands_last_however_long_they_have_known_it(school, crowd, learn, counted, now, number):
    people = [learn(one, ago=60 - place) for place, one in enumerate(crowd(number))]
    before = counted(people)
    late = learn(crowd(1)[0], ago=10_000)
    school.cohort.memberships.filter(learner=late).update(joined_at=now + MINUTE)
    assert differ(before, counted([*people, late])) in (None, 5)


def test_who_begins_a_fact_anew_takes_nobody_elses_place(crowd, learn, counted, fact):
    people = [learn(one, ago=60 - place) for place, one in enumerate(crowd(11))]
    people[1].cards.filter(fact=fact).update(state=0, stability=None, last_day=None)
    assert counted(people[:1] + people[2:]) == set(people[5:10])


def test_a_group_changes_no_figure(school, crowd, learn, counted, topic, now):
    people = [learn(one, ago=60 - place) for place, one in enumerate(crowd(7))]
    before = counted(people)
    group = groups.make(cohort=school.cohort, name="Mondays")
    for some in ((0,), (0, 1, 2, 3, 4), (1, 2, 3, 4, 5)):
        groups.change(group=group, name="Mondays", learners=[people[place].pk for place in some])
        assert counted(people) == before
