"""Figures about the facts of a class: whose they are, and from how many people on."""

from datetime import timedelta

import pytest

from quizzes.classes import services
from quizzes.classes.insight.recall import recall_of
from quizzes.reviews.days import local_day
from quizzes.reviews.expected import expected, next_day
from quizzes.reviews.scheduling import DEFAULT_MODEL, Memory, State
from tests.progress.memories import facts_of, remember


@pytest.fixture
def fact(topic):
    return facts_of("brokers")[0]


@pytest.fixture
def told(school, topic, now):
    return lambda: recall_of(school.cohort, [topic.pk], now)


def chance(person, now, stability, days):
    today = local_day(now, person.time_zone, person.day_start)
    memory = Memory(State.REVIEW, stability=stability, difficulty=5.0, last_day=now.date() - timedelta(days), reps=1)
    return expected(memory, on=next_day(today), model=DEFAULT_MODEL)


def test_a_figure_begins_at_five_and_grows_by_fives(crowd, fact, told, now):
    people = crowd(11)
    for number, person in enumerate(people, 1):
        remember(person, fact, now, stability=3.0 * number, days=2)
        figure = told().get(fact.pk)
        counted = 0 if number < 5 else number - number % 5
        assert (figure.n if figure else 0) == counted
        if figure:
            shares = [chance(one, now, 3.0 * place, 2) for place, one in enumerate(people[:counted], 1)]
            assert figure.recall == pytest.approx(sum(shares) / counted, abs=1e-9)


def test_who_has_not_met_a_fact_is_not_counted_and_who_missed_it_counts_as_nothing(crowd, fact, told, now):
    people = crowd(9)
    for person in people[:4]:
        remember(person, fact, now)
    remember(people[4], fact, now, state=0, last_day=None, stability=None, reps=0)
    assert told() == {}
    remember(people[5], fact, now, missed=True)
    shares = [chance(person, now, 10.0, 0) for person in people[:4]]
    assert told()[fact.pk].recall == pytest.approx(sum(shares) / 5, abs=1e-9)


def test_nobody_outside_of_the_class_is_counted(school, crowd, fact, told, now):
    for person in [*crowd(4), *crowd(5, school.foreign), school.charlie, school.instructor, school.assistant]:
        remember(person, fact, now)
    remember(school.former, fact, now)
    assert told() == {}
    leaving = crowd(1)[0]
    remember(leaving, fact, now)
    assert told()[fact.pk].n == 5
    services.leave(cohort=school.cohort, learner=leaving, now=now)
    assert told() == {}


def test_an_archived_class_tells_nothing(school, crowd, fact, topic, now):
    for person in crowd(5):
        remember(person, fact, now)
    services.archive(cohort=school.cohort, now=now)
    school.cohort.refresh_from_db()
    assert recall_of(school.cohort, [topic.pk], now) == {}
