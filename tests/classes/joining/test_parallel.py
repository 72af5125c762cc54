"""Two who press at the same moment on the way into a class. The law of the last place has its control."""

import pytest

from quizzes.classes.errors import NotPossible
from quizzes.classes.joining import services
from quizzes.classes.joining.models import JoinRequest
from quizzes.classes.models import Cohort
from tests.classes.joining.test_services import enter, ways
from tests.parallel import at_once, locked, slow, unlocked

pytestmark = pytest.mark.django_db(transaction=True)


def last_place(school, now, as_job):
    ways(school.cohort, limit=1)
    jobs = [lambda who=who: enter(school.cohort, who, now) for who in (school.charlie, school.former)]
    with slow("INSERT OR UPDATE", "quizzes_membership"):
        ended = at_once(*map(as_job, jobs), refusals=NotPossible)
    return ended.count(True), Cohort.objects.get(pk=school.cohort.pk).link_used


def test_the_last_place_of_a_link_is_taken_once(school, now):
    assert last_place(school, now, locked) == (1, 1)


def test_control_without_locks_it_is_taken_twice(school, now):
    assert last_place(school, now, unlocked) == (2, 2)


def test_who_asks_again_while_they_are_let_in_is_in(school, now):
    ways(school.cohort, approval=True)
    enter(school.cohort, school.charlie, now)
    let_in = {"cohort": school.cohort, "learner_id": school.charlie.pk, "accept": True, "now": now}
    at_once(lambda: enter(school.cohort, school.charlie, now), lambda: services.answer(**let_in))
    assert services.is_in(school.cohort, school.charlie)
    assert not JoinRequest.objects.exists()
