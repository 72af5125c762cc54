"""What the page of a quiz offers its learner: a start where one is possible, and else the way on."""

from datetime import timedelta
from uuid import uuid4

import pytest

from quizzes.attempts import services as attempts
from quizzes.attempts.models import Attempt, Quiz
from quizzes.classes.assignments import services as assignments
from quizzes.classes.assignments.judging import QUIZ, Need
from quizzes.classes.assignments.plans import Plan
from quizzes.classes.models import Membership
from tests.classes.setting.conftest import answer, text

HOUR = timedelta(hours=1)


@pytest.fixture
def door(school, browse):
    def get(quiz):
        return text(browse("learner").get(f"/classes/{school.cohort.pk}/quizzes/{quiz.pk}/sit/"))

    return get


@pytest.fixture
def tried(sit, now):
    def do(quiz, number):
        return [attempts.submit(attempt_id=sit(quiz, now).pk, now=now) for _ in range(number)]

    return do


def test_the_one_attempt_that_was_had_leads_to_its_result(given, tried, door):
    quiz = given(attempts_allowed=1)
    (attempt,) = tried(quiz, 1)
    found = door(quiz)
    assert "You had your one attempt." in found
    assert "1 allowed, 1 used<" in found
    assert f'href="{attempt.get_absolute_url()}">See your result' in found
    assert "Start" not in found


def test_of_several_attempts_it_is_said_how_many_are_used(given, tried, door):
    quiz = given(attempts_allowed=2)
    tried(quiz, 1)
    found = door(quiz)
    assert "2 allowed, 1 used, the best attempt counts" in found
    assert "Start another attempt" in found
    (last,) = tried(quiz, 1)
    found = door(quiz)
    assert "You had your 2 attempts." in found
    assert f'href="{last.get_absolute_url()}">See the result of your last attempt' in found
    assert "Start another" not in found


def test_one_that_runs_is_gone_on_with(given, sit, door):
    quiz = given(attempts_allowed=1)
    attempt = sit(quiz)
    found = door(quiz)
    assert f'href="{attempt.get_absolute_url()}">Go on with it' in found
    assert "Start" not in found
    assert "You had" not in found


def test_a_quiz_that_has_not_opened_or_has_closed_is_not_to_be_started(given, door, now):
    early, over = given(opens=now + HOUR), given(closes=now + HOUR)
    Quiz.objects.filter(pk=over.pk).update(opens=now - 2 * HOUR, closes=now - HOUR)
    assert "It has not opened yet." in door(early)
    assert "<dt>Opens</dt>" in door(early)
    assert "It has closed, and you made no attempt." in door(over)
    assert "<dt>Open since</dt>" in door(over)
    assert "<dt>Closed</dt>" in door(over)
    assert "Start" not in door(early) + door(over)


def test_a_press_on_an_old_page_comes_back_to_the_quiz(given, tried, school, browse):
    quiz = given(attempts_allowed=1)
    tried(quiz, 1)
    at = f"/classes/{school.cohort.pk}/quizzes/{quiz.pk}"
    response = browse("learner").post(f"{at}/start/", {"idempotency_key": str(uuid4())})
    assert (response.status_code, response.headers["Location"]) == (302, f"{at}/sit/")
    assert Attempt.objects.count() == 1


def test_a_result_leads_back_to_its_class_while_one_is_in_it(given, tried, school, browse):
    (attempt,) = tried(given(), 1)
    back = f'href="/classes/{school.cohort.pk}/"'
    assert back in text(browse("learner").get(attempt.get_absolute_url()))
    Quiz.objects.update(feedback="never")
    Attempt.objects.update(rules=attempt.rules | {"feedback": "never"})
    assert back in text(browse("learner").get(attempt.get_absolute_url()))
    Membership.objects.filter(learner=school.learner).update(left_at=attempt.submitted_at)
    assert back not in text(browse("learner").get(attempt.get_absolute_url()))


def test_what_is_done_leads_to_its_page_or_its_result(given, sit, school, topic, browse, now):
    quiz = given()
    attempt = sit(quiz, now)
    for position in range(1, 6):
        answer(attempt, position, at=now)
    attempts.submit(attempt_id=attempt.pk, now=now)
    needs = (Need(QUIZ, share=0.5, quiz=quiz.pk, title=quiz.title),)
    plans = (Plan("Sat", needs, now + HOUR), Plan("About a page", needs, now + HOUR, topics=(topic.pk,)))
    sat, _ = (assignments.create(cohort=school.cohort, plan=plan, key=uuid4(), now=now) for plan in plans)
    found = text(browse("learner").get(f"/classes/{school.cohort.pk}/"))
    assert f'id="assignment-{sat.pk}"' in found
    assert f'<a href="{attempt.get_absolute_url()}"><bdi>Sat</bdi></a>' in found
    assert f'<a href="{topic.get_absolute_url()}"><bdi>About a page</bdi></a>' in found
    assert f'“<a href="{attempt.get_absolute_url()}">Midterm</a>”: 100&nbsp;%' in found
    assert "Next:" not in found.partition(f'id="assignment-{sat.pk}"')[2].partition("</li>")[0]
