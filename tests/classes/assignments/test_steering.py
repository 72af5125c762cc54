"""What assignments want of a learner's days: from when, until when, and of whom."""

import uuid
from datetime import timedelta

import pytest

from content.models import Path, PathPhase, Phase, Topic
from quizzes.bank.models import Fact
from quizzes.classes.assignments import services
from quizzes.classes.assignments.judging import ANSWERED, INTRODUCED, READ, RECALL, Need
from quizzes.classes.assignments.models import Arrangement
from quizzes.classes.assignments.plans import Plan
from quizzes.classes.assignments.steering import due_facts
from quizzes.classes.noticing.services import tell_due
from quizzes.reviews.counting import load
from quizzes.reviews.models import Card, DayPlan
from quizzes.reviews.paths import choose_path
from quizzes.reviews.queue import study
from quizzes.reviews.services import add_topics, grade
from quizzes.today.opening import open_day
from quizzes.today.path import plan_day
from quizzes.today.planned import plan_wanted
from quizzes.today.services import open_days

MOMENT = timedelta(microseconds=1)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
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


@pytest.fixture
def undated(school, now):
    """Two who have taken up the whole path, without an interview and with three minutes a day: one is in the class."""
    learners = school.learner, school.charlie
    for learner in learners:
        learner.interview_on, learner.minutes_per_day, learner.new_per_day = None, 3, 4
        learner.save()
        topics = Topic.objects.topics().order_by("phase__position", "position")
        add_topics(learner=learner, topic_ids=list(topics.values_list("pk", flat=True)), now=now)
    return learners


def begun_on_a_day(learner, now):
    """The facts that are new on a day, as reviews ask them."""
    asked = []
    while (showing := study(learner, now).showing) is not None and len(asked) < 9:
        card = Card.objects.get(pk=showing.card_id)
        asked.append(card.fact_id)
        now += timedelta(seconds=20)
        grade(learner=learner, card_id=card.pk, rating=4, now=now, key=uuid.uuid4())
    return asked


@pytest.mark.parametrize("comes", ["sweep", "page"])
def test_without_a_date_what_is_asked_for_comes_first_of_what_is_new(school, undated, facts, now, comes):
    learner, charlie = undated
    if comes == "sweep":
        open_days(now)
        plan_wanted(now)
    else:
        open_day(learner, now)
        open_day(charlie, now)
    assert not DayPlan.objects.filter(wants=True).exists()
    asked, usual = begun_on_a_day(learner, now), begun_on_a_day(charlie, now)
    assert len(asked) == len(usual) == load(learner, now).done == 4
    assert set(asked[::2]) <= facts  # of one table, so that others come between them
    assert not set(usual) & facts


def test_without_minutes_too_and_the_nearest_date_first(school, undated, facts, now):
    learner, _ = undated
    learner.minutes_per_day = None
    learner.save()
    other = Topic.objects.topics().filter(facts__core=True).exclude(phase=school.phase).order_by("-phase__position")[0]
    plan = Plan("Sooner", (Need(RECALL, share=0.5),), now + 2 * DAY, topics=(other.pk,))
    services.create(cohort=school.cohort, plan=plan, key=uuid.uuid4(), now=now)
    open_days(now)
    plan_wanted(now)
    sooner = set(Fact.objects.askable().filter(core=True, topic=other).values_list("pk", flat=True))
    cards = Card.objects.filter(learner=learner, state=0).order_by("due", "pk")
    order = list(cards.values_list("fact", flat=True))
    assert set(order[: len(sooner)]) == sooner
    assert set(order[len(sooner) : len(sooner) + len(facts)]) == facts
    dues = dict(cards.values_list("pk", "due"))
    plan_day(learner=learner, now=now + DAY)
    assert dict(cards.values_list("pk", "due")) == dues  # twice is once


def test_what_is_assigned_during_a_day_comes_first_on_that_day(school, undated, facts, now):
    """It is placed once they are told."""
    learner, _ = undated

    def first():
        return Card.objects.filter(learner=learner, state=0).order_by("due", "pk")[0].fact

    services.withdraw(assignment=school.assignment, now=now)
    open_days(now)
    plan_wanted(now)
    usual = first().topic
    assert usual.phase != school.phase
    again = Plan("Now", (Need(RECALL, share=0.5),), now + 2 * DAY, phases=(school.phase.pk,))
    services.create(cohort=school.cohort, plan=again, key=uuid.uuid4(), now=now + HOUR)
    open_day(learner, now + HOUR)
    assert first().topic == usual  # nobody has been told yet
    tell_due(now=now + 2 * HOUR)
    told = {learner.pk, school.classmate.pk}
    assert set(DayPlan.objects.filter(wants=True).values_list("learner", flat=True)) == told
    plan_wanted(now + 2 * HOUR)
    assert first().pk in facts
    assert not DayPlan.objects.filter(wants=True).exists()


def test_on_a_path_the_rest_follows_it_and_what_is_asked_for_no_more_does_too(school, undated, facts, now):
    learner, _ = undated
    path = Path.objects.create(slug="mine", title="Mine", position=99)
    for place, phase in enumerate(Phase.objects.order_by("position")):
        PathPhase.objects.create(path=path, phase=phase, position=place)
    choose_path(learner=learner, path="mine", level=2, now=now)
    cards = Card.objects.filter(learner=learner, state=0).order_by("due", "pk")
    by_path = list(cards.values_list("fact", flat=True))
    plan_day(learner=learner, now=now)
    assert list(cards.values_list("fact", flat=True)) == [
        *(one for one in by_path if one in facts), *(one for one in by_path if one not in facts),
    ]  # fmt: skip
    assert by_path != list(cards.values_list("fact", flat=True))
    services.withdraw(assignment=school.assignment, now=now)
    plan_day(learner=learner, now=now)
    assert list(cards.values_list("fact", flat=True)) == by_path
