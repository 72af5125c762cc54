"""What the staff of a class read of what its learners have set for themselves, before they assign something."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from quizzes.classes import services
from quizzes.classes.assignments.judging import RECALL, Need
from quizzes.classes.assignments.means import feasibility_of
from quizzes.classes.assignments.plans import Plan
from quizzes.classes.models import Membership
from sdwiki.accounts.models import User


@pytest.fixture
def plan(school, now):
    return Plan("Communication", (Need(RECALL, share=0.8),), now + timedelta(days=1), phases=(school.phase.pk,))


@pytest.fixture
def fill(school, now):
    """So many in the class, each of whom has set one new fact a day."""

    def do(number):
        Membership.objects.filter(cohort=school.cohort).delete()
        people = User.objects.bulk_create(
            User(email=f"p{n}@example.com", password="!", new_per_day=1) for n in range(number)
        )
        Membership.objects.bulk_create(Membership(cohort=school.cohort, learner=one, joined_at=now) for one in people)
        return people

    return do


@pytest.mark.parametrize(("number", "told"), [(1, 0), (4, 0), (5, 5), (9, 5), (10, 10), (11, 10)])
def test_what_learners_have_set_is_told_in_whole_fives(school, plan, fill, now, number, told):
    fill(number)
    takes = feasibility_of(school.cohort, plan, now)
    assert (takes.learners, takes.behind) == (told, told)
    assert takes.facts > 1


def test_choosing_people_tells_nothing_of_them(school, plan, fill, now):
    people = fill(11)
    people[3].new_per_day = 999
    people[3].save()
    whole = feasibility_of(school.cohort, plan, now)
    assert (whole.learners, whole.behind) == (10, 9)
    group = school.cohort.groups.create(name="Mondays")
    for chosen in ({"persons": (people[3].pk,)}, {"persons": (people[4].pk,)}, {"groups": (group.pk,)}):
        assert feasibility_of(school.cohort, replace(plan, **chosen), now) == whole


@pytest.mark.parametrize("place", [0, 4, 9, 10])
def test_who_leaves_takes_their_five_along_or_nobody(school, plan, fill, now, place):
    people = fill(11)
    services.leave(cohort=school.cohort, learner=people[place], now=timezone.now())
    assert feasibility_of(school.cohort, plan, now).learners == (10 if place == 10 else 5)


def test_nobody_is_reckoned_with_in_an_empty_class(school, plan, fill, now):
    fill(0)
    assert feasibility_of(school.cohort, plan, now) is None


def test_minutes_that_do_not_hold_it_are_not_enough(school, plan, fill, now):
    """Each has set more new facts a day than it takes, and two minutes."""
    people = fill(10)
    User.objects.filter(pk__in=[one.pk for one in people]).update(new_per_day=60)
    week = replace(plan, needs=(Need(RECALL, share=0.9),))
    assert feasibility_of(school.cohort, week, now).possible
    User.objects.filter(pk__in=[one.pk for one in people]).update(minutes_per_day=2)
    takes = feasibility_of(school.cohort, week, now)
    assert takes.minutes > 2
    assert takes.behind == 10


def test_with_an_interview_ahead_the_minutes_alone_say_what_is_new(school, plan, fill, now):
    people = User.objects.filter(pk__in=[one.pk for one in fill(5)])
    people.update(minutes_per_day=60)
    assert feasibility_of(school.cohort, plan, now).behind == 5
    people.update(interview_on=now.date() + timedelta(20))
    assert feasibility_of(school.cohort, plan, now).possible
