"""A quiz of the school's class, what its staff send, and who sits it."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from quizzes.attempts import services as attempts
from quizzes.attempts import terms
from quizzes.attempts.deadlines import Personal
from quizzes.attempts.models import Quiz
from quizzes.attempts.scoring import Given
from quizzes.bank.models import Choice
from quizzes.classes.setting import services
from quizzes.classes.setting.models import ClassQuiz
from quizzes.classes.setting.services import Sheet
from tests.attempts.conftest import make_topic
from tests.factories import UserFactory

PLAIN = {
    "title": "Midterm", "phases": (), "topics": (), "tables": (), "fixed": False, "number": 5, "kinds": ("value",),
    "difficulty": 0, "graded": True, "limit": 1800, "opens": None, "closes": None, "attempts_allowed": 1,
    "counts": "best", "pass_mark": None, "feedback": "handed-in", "forward": False, "shuffled": True,
}  # fmt: skip


def sheet(**rules):
    return Sheet(**PLAIN | rules)


@pytest.fixture
def now():
    """The moment of the test: pages ask the clock."""
    return timezone.now()


@pytest.fixture
def topic(school):
    """Six rows of a table of its own: questions that are answered by one choice."""
    return make_topic(school.phase, "brokers", 6)


@pytest.fixture
def one(school, topic, now) -> ClassQuiz:
    """A quiz of five questions in half an hour, given to the class."""
    made = services.make(cohort=school.cohort, sheet=sheet(topics=(topic,)), by=school.instructor, key=uuid4(), now=now)
    services.give(one=made, by=school.instructor, now=now)
    made.refresh_from_db()
    return made


@pytest.fixture
def begin(one, now):
    """Somebody's attempt at it."""

    def start(learner, at=now):
        return attempts.start_quiz(learner=learner, quiz=Quiz.objects.get(pk=one.quiz_id), key=uuid4(), now=at)

    return start


@pytest.fixture
def hand_in(begin, now):
    """An attempt of somebody who answers some questions right, and the rest wrong."""

    def do(learner, right=3, at=now):
        attempt = begin(learner, at)
        for question in attempt.questions.all():
            answer(attempt, question.position, right=question.position <= right, at=at)
        return attempts.submit(attempt_id=attempt.pk, now=at)

    return do


def answer(attempt, position, *, right=True, at):
    question = attempt.questions.get(position=position)
    chosen = Choice.objects.filter(pk__in=question.order, correct=right).order_by("pk").first()
    return attempts.save_answer(
        attempt_id=attempt.pk,
        position=position,
        given=Given.of(chosen.pk),
        sequence=question.answers.count(),
        key=uuid4(),
        now=at,
    )


@pytest.fixture
def given(school, topic, now):
    """A quiz of the class by these rules, given to it, and an attempt of the learner at it."""

    def make(**rules):
        made = services.make(
            cohort=school.cohort, sheet=sheet(topics=(topic,), **rules), by=school.instructor, key=uuid4(), now=now
        )
        services.give(one=made, by=school.instructor, now=now)
        return Quiz.objects.get(pk=made.quiz_id)

    return make


@pytest.fixture
def sit(school, now):
    def start(quiz, at=now):
        return attempts.start_quiz(learner=school.learner, quiz=quiz, key=uuid4(), now=at)

    return start


@pytest.fixture
def agree(school, now):
    def do(quiz, at=now, key=None, **personal):
        return terms.agree(
            quiz=quiz, learner=school.learner, personal=Personal(**personal), by=school.instructor, why="Illness",
            key=key or uuid4(), now=at,
        )  # fmt: skip

    return do


@pytest.fixture
def browse(school):
    """A browser of somebody of the school."""

    def log_in(role):
        client = Client()
        client.force_login(school.person(role))
        return client

    return log_in


@pytest.fixture
def address(one):
    def of(name, *more):
        return reverse(
            f"quizzes:class-quiz-{name}" if name else "quizzes:class-quiz", args=[one.cohort_id, one.quiz_id, *more]
        )

    return of


@pytest.fixture
def crowd(school, now):
    """Learners more, who have joined the class."""

    def join(number):
        people = [UserFactory(password=None) for _ in range(number)]
        for person in people:
            school.cohort.memberships.create(learner=person, joined_at=now)
        return people

    return join


def text(response):
    return " ".join(response.content.decode().split())
