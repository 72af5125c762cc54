"""Two of the staff who nudge one learner at the same moment, and two sweeps. Each law has its control."""

import pytest

from quizzes.classes.assignments.telling import GRACE
from quizzes.classes.errors import NotPossible
from quizzes.classes.nudging import services
from quizzes.classes.nudging.models import Nudge
from sdwiki.inbox.kinds import NUDGE
from sdwiki.inbox.models import Notice
from tests.classes.nudging.test_nudging import send
from tests.parallel import at_once, drop_constraint, locked, slow, unlocked

pytestmark = pytest.mark.django_db(transaction=True)


def nudge_at_once(school, now, as_job):
    jobs = (lambda: send(school, now), lambda: send(school, now, by=school.deputy))
    with slow("INSERT", "quizzes_nudge"):
        ended = at_once(*map(as_job, jobs), refusals=NotPossible)
    return sorted(type(one).__name__ for one in ended), Nudge.objects.count()


def test_two_at_once_nudge_a_learner_once(school, now):
    assert nudge_at_once(school, now, locked) == (["NotPossible", "Nudge"], 1)


def test_control_without_locks_they_are_nudged_twice(school, now):
    assert nudge_at_once(school, now, unlocked) == (["Nudge", "Nudge"], 2)


def sweep_at_once(school, now, as_job):
    send(school, now)
    with slow("INSERT", "inbox_notice"):
        at_once(*[as_job(lambda: services.tell_all(now=now + GRACE))] * 2)
    return Notice.objects.filter(kind=NUDGE).count()


def test_two_sweeps_tell_a_nudge_once(school, now):
    assert sweep_at_once(school, now, locked) == 1


def test_control_without_locks_and_the_constraint_it_is_told_twice(school, now):
    drop_constraint(Notice, "notice_once")
    assert sweep_at_once(school, now, unlocked) == 2
