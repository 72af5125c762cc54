"""An excuse beside the sweep that keeps how everybody stood, at the same moment. The law has its control."""

import uuid
from datetime import timedelta

import pytest

from quizzes.classes.assignments import services
from quizzes.classes.assignments.models import Arrangement, Snapshot
from quizzes.classes.assignments.snapshots import settle_due
from tests.parallel import at_once, drop_constraint, locked, slow, unlocked

pytestmark = pytest.mark.django_db(transaction=True)
DAY = timedelta(days=1)


def excused_beside_the_sweep(school, as_job):
    at = school.assignment.due + DAY
    excuse = {"kind": Arrangement.Kind.EXCUSED, "by": school.deputy, "why": "Ill.", "key": uuid.uuid4(), "now": at}
    agreed = {"assignment": school.assignment, "learner": school.learner} | excuse
    jobs = (lambda: settle_due(now=at), lambda: services.arrange(**agreed))
    with slow("INSERT", "quizzes_snapshot"):
        at_once(*map(as_job, jobs))
    return list(Snapshot.objects.filter(learner=school.learner).order_by("pk").values_list("reason", flat=True))


def test_who_is_excused_while_the_sweep_keeps_what_was_due_is_excused_at_last(school):
    assert excused_beside_the_sweep(school, locked) == ["due", "excused"]


def test_control_without_locks_and_the_constraint_it_is_kept_twice(school):
    drop_constraint(Snapshot, "snapshot_once")
    assert excused_beside_the_sweep(school, unlocked).count("due") == 2
