"""Editors change the marks of a question in every quiz: numbers without names, and none of a few."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from content.models import Phase
from quizzes.attempts import services
from quizzes.attempts.models import Grading, PaperQuestion, Quiz
from sdwiki.inbox.models import Notice
from tests.attempts.conftest import make_topic
from tests.factories import EditorFactory, UserFactory


@pytest.fixture
def quiz(db):
    """A paper of one question, for everybody."""
    topic = make_topic(Phase.objects.create(slug="p", title="P", position=1), "storage", 1)
    made = Quiz.objects.create(key="one", title="One", number=1, fixed=True, limit=600, created_at=timezone.now())
    PaperQuestion.objects.create(quiz=made, position=1, question=topic.questions.get())
    return made


@pytest.fixture
def sat(quiz):
    """Attempts of so many people who left it open."""

    def by(number):
        now = timezone.now()
        for _ in range(number):
            attempt = services.start_quiz(learner=UserFactory(password=None), quiz=quiz, key=uuid4(), now=now)
            services.submit(attempt_id=attempt.pk, now=now)

    return by


@pytest.fixture
def address(quiz):
    return reverse("quizzes:question-regrade", args=[quiz.paper.get().question_id])


@pytest.fixture
def editor(db):
    client = Client()
    client.force_login(EditorFactory())
    return client


def test_of_a_few_people_no_number_is_told(sat, editor, address):
    sat(4)
    assert editor.get(address).context["outlooks"] == []
    sat(1)
    assert [(one.up, one.down, one.out) for one in editor.get(address).context["outlooks"]] == [
        (0, 0, 0), (0, 0, 5), (5, 0, 0),
    ]  # fmt: skip
    assert not Grading.objects.exclude(rules="marked").exists()


def test_every_quiz_is_graded_anew_and_everybody_told_once(sat, editor, address):
    sat(2)
    for _ in range(2):
        editor.post(address, {"way": "credited", "why": "It had no right answer"})
    assert Grading.objects.filter(rules="credited", share=1, why="It had no right answer").count() == 2
    texts = set(Notice.objects.values_list("title", "text"))
    assert texts == {
        ("A mark of yours in “One” has changed", "0 % before, 100 % now. Your score is 100 %. It had no right answer")
    }
    assert Notice.objects.count() == 2


@pytest.mark.parametrize("data", [{}, {"way": "credited", "why": ""}, {"way": "marked", "why": "x"}])
def test_a_way_and_a_reason_are_asked_for(sat, editor, address, data):
    sat(1)
    assert editor.post(address, data).status_code == 422
    assert Grading.objects.count() == 1
