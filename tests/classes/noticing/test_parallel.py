"""Two beats, one notice: the sweep that tells of assignments, run twice at the same moment. With its control."""

import pytest

from quizzes.classes.noticing.services import tell_due
from sdwiki.inbox.models import Notice
from tests.parallel import at_once, drop_constraint, locked, slow, unlocked

pytestmark = pytest.mark.django_db(transaction=True)


def sweep_at_once(now, as_job):
    with slow("INSERT", "inbox_notice"):
        at_once(*[as_job(lambda: tell_due(now=now))] * 2)
    return Notice.objects.count()


def test_two_sweeps_tell_each_learner_once(school, now):
    assert sweep_at_once(now, locked) == 2


def test_control_without_locks_and_the_constraint_they_are_told_twice(school, now):
    drop_constraint(Notice, "notice_once")
    assert sweep_at_once(now, unlocked) > 2
