"""Whose time factor holds: a learner's own in what they set for themselves, the staff's in what is assigned."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from quizzes.attempts import services, terms
from quizzes.attempts.deadlines import Personal
from quizzes.attempts.models import Quiz, Terms
from quizzes.attempts.ready_made import exam_of
from quizzes.classes.assignments import services as assignments
from quizzes.classes.assignments.handing import give_back, hand_out_again
from quizzes.classes.assignments.judging import CLOSED, NONE, QUIZ, Need
from quizzes.classes.assignments.models import Arrangement
from quizzes.classes.assignments.plans import Plan
from quizzes.classes.assignments.telling import GRACE

DAY = timedelta(days=1)


@pytest.fixture
def exam(school, topic, now):
    """The exam of a phase, which is everybody's; the learner takes twice the time in it."""
    school.learner.time_factor = 2.0
    school.learner.save()
    return exam_of(topic.phase, now=now)


@pytest.fixture
def assign(exam, school, now):
    def do(late=CLOSED):
        need = Need(QUIZ, share=0.5, quiz=exam.pk, title=exam.title)
        plan = Plan("Exam week", (need,), now + DAY, late=late)
        return assignments.create(cohort=school.cohort, plan=plan, key=uuid4(), now=now)

    return do


def factor(exam, school):
    held = terms.personal_of(quiz=exam, learner=school.learner)
    own = terms.own_factor(quiz=exam, learner=school.learner, personal=held)
    return own if held.factor is None else held.factor


def test_ones_own_time_holds_till_the_exam_is_assigned_and_again_when_that_is_over(exam, assign, school, now):
    assert factor(exam, school) == 2.0
    assign()
    assert factor(exam, school) == 1.0
    assert give_back(now=now + DAY) == 0
    assert [give_back(now=now + DAY + timedelta(seconds=1)) for _ in range(2)] == [Terms.objects.count() // 2, 0]
    assert factor(exam, school) == 2.0
    assert hand_out_again(now=now + DAY + timedelta(seconds=2)) == 0


def test_where_late_work_counts_for_good_it_is_given_back_after_a_month(exam, assign, school, now):
    assign(late=NONE)
    give_back(now=now + 30 * DAY)
    assert factor(exam, school) == 1.0
    give_back(now=now + 32 * DAY)
    assert factor(exam, school) == 2.0


def test_it_is_given_back_when_the_assignment_is_taken_back_for_good(exam, assign, school, now):
    assignments.withdraw(assignment=assign(), now=now)
    found = []
    for at in (now, now + GRACE):
        give_back(now=at)
        found.append(factor(exam, school))
    assert found == [1.0, 2.0]


def test_the_time_that_staff_gave_stays(exam, assign, school, now):
    personal = Personal(factor=1.5)
    agreed = {"quiz": exam, "learner": school.learner, "by": school.instructor, "why": "Agreed", "key": uuid4()}
    terms.agree(**agreed, personal=personal, now=now)
    assigned = assign()
    assert factor(exam, school) == 1.5
    extra = {"kind": Arrangement.Kind.EXTRA_TIME, "factor": 3.0, "why": "Agreed", "key": uuid4()}
    assignments.arrange(assignment=assigned, learner=school.learner, by=school.instructor, now=now, **extra)
    assert factor(exam, school) == 3.0
    give_back(now=now + 2 * DAY)
    assert factor(exam, school) == 3.0


def test_what_has_begun_goes_on_in_its_own_time(exam, assign, school, now):
    Quiz.objects.filter(pk=exam.pk).update(number=5)
    exam.refresh_from_db()
    attempt = services.start_quiz(learner=school.learner, quiz=exam, key=uuid4(), now=now)
    assign()
    attempt.refresh_from_db()
    assert (attempt.deadline - now, factor(exam, school)) == (timedelta(seconds=2 * exam.limit), 2.0)
    services.submit(attempt_id=attempt.pk, now=now)
    hand_out_again(now=now)
    assert factor(exam, school) == 1.0


def test_an_exam_is_handed_out_to_many_by_as_many_statements_as_to_few(exam, assign, school, crowd):
    counts = []
    for more in (0, 9):
        crowd(more)
        with CaptureQueriesContext(connection) as asked:
            assign()
        counts.append(len(asked))
        assert Terms.objects.filter(quiz=exam, factor=1.0).count() == more + 2
    assert counts[0] == counts[1]
