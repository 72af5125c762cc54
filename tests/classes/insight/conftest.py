"""A class that has met the facts of one page, and a quiz of the class about it."""

from uuid import uuid4

import pytest
from django.utils import timezone

from quizzes.attempts import services as attempts
from quizzes.attempts.models import Quiz
from quizzes.attempts.scoring import Given
from quizzes.bank.models import Choice, Question
from quizzes.classes.setting import services
from tests.attempts.conftest import make_topic
from tests.classes.setting.conftest import sheet
from tests.factories import UserFactory


@pytest.fixture
def now():
    """The moment of the test: pages ask the clock."""
    return timezone.now()


@pytest.fixture
def topic(school):
    """Six rows of three options."""
    return make_topic(school.phase, "brokers", 6)


@pytest.fixture
def crowd(school, now):
    """Learners more, who have joined the class."""

    def join(number, cohort=None):
        people = [UserFactory(password=None) for _ in range(number)]
        for person in people:
            (cohort or school.cohort).memberships.create(learner=person, joined_at=now)
        return people

    return join


@pytest.fixture
def quiz(school, topic, now):
    """A paper of the topic's six questions, given to the class."""
    one = services.make(
        cohort=school.cohort, sheet=sheet(fixed=True, graded=False), by=school.instructor, key=uuid4(), now=now
    )
    questions = list(Question.objects.filter(topic=topic).order_by("pk").values_list("pk", flat=True))
    services.lay_out(one=one, questions=questions, by=school.instructor)
    one.refresh_from_db()
    services.give(one=one, by=school.instructor, now=now)
    return Quiz.objects.get(pk=one.quiz_id)


@pytest.fixture
def sit(quiz, now):
    """Somebody sits the quiz and takes, in its first question, the value of the given option."""

    def do(learner, option="Queue"):
        attempt = attempts.start_quiz(learner=learner, quiz=quiz, key=uuid4(), now=now)
        first = attempt.questions.get(position=1)
        choices = Choice.objects.filter(pk__in=first.order)
        chosen = next(one for one in choices if one.fact.split("/")[2] == option.lower())
        attempts.save_answer(
            attempt_id=attempt.pk, position=1, given=Given.of(chosen.pk), sequence=0, key=uuid4(), now=now
        )
        return attempts.submit(attempt_id=attempt.pk, now=now)

    return do
