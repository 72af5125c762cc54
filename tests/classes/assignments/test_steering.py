"""What assignments want of a learner's days: from when, until when, and of whom."""

import uuid
from datetime import timedelta

import pytest

from quizzes.bank.models import Fact
from quizzes.classes.assignments import services
from quizzes.classes.assignments.judging import ANSWERED, INTRODUCED, READ, RECALL, Need
from quizzes.classes.assignments.models import Arrangement
from quizzes.classes.assignments.plans import Plan
from quizzes.classes.assignments.steering import due_facts
from quizzes.reviews.models import Card
from quizzes.today.path import plan_day

MOMENT = timedelta(microseconds=1)
DAY = timedelta(days=1)
Kind = Arrangement.Kind


def asked_for(learner, now):
    """The facts, as they are worth something now."""
    return set(due_facts(learner, now))


@pytest.fixture
def facts(school):
    return set(Fact.objects.askable().filter(core=True, topic__phase=school.phase).values_list("pk", flat=True))


def arrange(school, now, kind, **due):
    services.arrange(
        assignment=school.assignment, learner=school.learner, kind=kind, by=school.instructor, why="ill", now=now,
        key=uuid.uuid4(), **due,
    )  # fmt: skip


def test_it_weighs_until_its_due_date_has_passed(school, facts, now):
    """Due at the end of a day, it asks for that day's work too, and is held against the day after."""
    due = school.assignment.due
    found = due_facts(school.learner, due)
    assert (set(found), {day for _, day in found.values()}) == (facts, {due.date() + DAY})
    assert asked_for(school.learner, due.replace(hour=9)) == facts
    assert asked_for(school.learner, due + MOMENT) == set()


@pytest.mark.parametrize(("zone", "days"), [("Pacific/Auckland", 2), ("America/Los_Angeles", 1)])
def test_the_day_that_counts_is_the_learners_own(school, facts, now, zone, days):
    """Due at midnight in UTC, it is due on the next day at noon in Auckland, whose learner has that morning too."""
    school.learner.time_zone = zone
    due = school.assignment.due
    found = due_facts(school.learner, due)
    assert {day for _, day in found.values()} == {due.date() + days * DAY}
    assert asked_for(school.learner, due + MOMENT) == set()


def test_a_plan_works_for_it_on_the_day_it_is_due(school, facts, now):
    morning = school.assignment.due.replace(hour=9)

    def planned(learner):
        learner.minutes_per_day, learner.interview_on = 5, now.date() + timedelta(40)
        learner.save()
        cards = plan_day(learner=learner, now=morning).cards[:3]
        return set(Card.objects.filter(pk__in=cards).values_list("fact", flat=True))

    assert planned(school.learner) <= facts
    assert not planned(school.charlie) <= facts


def test_who_is_excused_is_asked_for_nothing(school, facts, now):
    arrange(school, now, Kind.EXCUSED)
    assert asked_for(school.learner, now) == set()
    assert asked_for(school.classmate, now) == facts
    arrange(school, now, Kind.LIFTED)
    assert asked_for(school.learner, now) == facts


def test_who_has_longer_is_asked_for_longer(school, facts, now):
    due = school.assignment.due
    arrange(school, now, Kind.EXTENDED, due=due + 3 * DAY)
    assert asked_for(school.learner, due + 3 * DAY) == facts
    assert asked_for(school.classmate, due + 3 * DAY) == set()
    assert asked_for(school.learner, due + 3 * DAY + MOMENT) == set()


@pytest.mark.parametrize(
    ("need", "steers"),
    [
        (Need(RECALL, share=0.8), True),
        (Need(INTRODUCED, share=1.0), True),
        (Need(ANSWERED, number=2), True),
        (Need(READ, share=1.0), False),
    ],
)
def test_what_asks_for_no_facts_steers_nothing_nor_does_what_has_not_opened(school, facts, now, need, steers):
    services.withdraw(assignment=school.assignment, now=now)
    plan = Plan("Other", (need,), now + 5 * DAY, phases=(school.phase.pk,), opens=now + DAY)
    services.create(cohort=school.cohort, plan=plan, key=uuid.uuid4(), now=now)
    assert asked_for(school.learner, now) == set()
    assert asked_for(school.learner, now + DAY) == (facts if steers else set())


def test_of_two_dates_the_nearest_that_has_not_passed_counts(school, facts, now):
    plan = Plan("Sooner", (Need(RECALL, share=0.5),), now + 2 * DAY, phases=(school.phase.pk,))
    services.create(cohort=school.cohort, plan=plan, key=uuid.uuid4(), now=now)

    def days(at):
        return {day for _, day in due_facts(school.learner, at).values()}

    assert days(now) == {(now + 3 * DAY).date()}
    assert days(now + 2 * DAY + MOMENT) == {school.assignment.due.date() + DAY}
