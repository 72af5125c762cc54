"""Quizzes in which nobody goes back."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from quizzes.attempts import errors, services
from quizzes.attempts.models import Answer, Attempt, Quiz
from tests.attempts.quiz_pages import HTMX, post, text


@pytest.fixture
def now():
    """Views take the time from the clock."""
    return timezone.now()


@pytest.fixture
def onward(foundation, learner, now):
    """An attempt at three questions in which nobody goes back."""

    def begin(**rules):
        rules = {"key": uuid4().hex, "owner": learner, "title": "Onward", "number": 3, "created_at": now} | rules
        quiz = Quiz.objects.create(forward=True, **rules)
        return services.start_quiz(learner=learner, quiz=quiz, key=uuid4(), now=now)

    return begin


def go_on(attempt, position, at):
    return services.go_on(attempt_id=attempt.pk, position=position, now=at)


def test_only_the_question_at_which_one_stands_takes_an_answer(onward, answer, now):
    attempt = onward()
    for position in (2, 3):
        with pytest.raises(errors.GoneOn):
            answer(attempt, position)
    answer(attempt, 1)
    assert go_on(attempt, 1, now)
    with pytest.raises(errors.GoneOn):
        answer(attempt, 1, right=False)
    answer(attempt, 2)
    assert list(Answer.objects.values_list("question__position", flat=True)) == [1, 2]


def test_an_answer_sent_again_after_the_step_is_the_first_ones(onward, answer, now):
    attempt, key = onward(), uuid4()
    first = answer(attempt, 1, sequence=0, key=key)
    go_on(attempt, 1, now)
    assert answer(attempt, 1, sequence=0, key=key) == first


def test_pressed_twice_it_is_one_step(onward, now):
    attempt = onward()
    assert [go_on(attempt, 1, now), go_on(attempt, 1, now), go_on(attempt, 3, now)] == [True, False, False]
    attempt.refresh_from_db()
    assert attempt.reached == 2


def test_it_ends_after_the_last_question_and_at_the_deadline(onward, now):
    attempt = onward(limit=60)
    assert not go_on(attempt, 1, now + timedelta(seconds=71))
    assert [go_on(attempt, position, now) for position in (1, 2, 3, 4)] == [True, True, True, False]
    services.submit(attempt_id=attempt.pk, now=now)
    assert not go_on(attempt, 4, now)


def test_where_one_may_go_back_there_is_no_such_step(exam, now):
    assert not go_on(exam, 1, now)
    assert Attempt.objects.get(pk=exam.pk).reached == 1


def test_the_page_shows_where_one_stands_and_nothing_else(onward, client):
    attempt = onward()
    page = text(client.get(f"/quizzes/{attempt.pk}/?question=3"))
    assert ('id="question-1"' in page, 'id="question-2"' in page, 'href="?question=' in page) == (True, False, False)
    response = client.post(f"/quizzes/{attempt.pk}/1/next/", headers=HTMX)
    assert response["HX-Redirect"] == f"/quizzes/{attempt.pk}/"
    page = text(client.get(f"/quizzes/{attempt.pk}/?question=1"))
    assert ('id="question-1"' in page, 'id="question-2"' in page) == (False, True)
    refused = post(client, attempt, 1)
    assert (refused.status_code, "You have gone past this question" in text(refused)) == (409, True)
    assert 'href="?question=' not in text(post(client, attempt, 2))


def test_the_last_page_hands_in(onward, client, now):
    attempt = onward()
    for position in (1, 2, 3):
        go_on(attempt, position, now)
    page = text(client.get(f"/quizzes/{attempt.pk}/"))
    assert ("Submit quiz" in page, 'class="question exam-page"' in page) == (True, False)


def test_practice_in_which_nobody_goes_back_leaves_nothing_out(onward, client, answer):
    attempt = onward(feedback="at-once")
    with pytest.raises(errors.GoneOn):
        answer(attempt, 2)
    assert "question 1 ·" in text(client.get(f"/quizzes/{attempt.pk}/?question=3"))
    answer(attempt, 1)
    assert "That is what" in text(client.get(f"/quizzes/{attempt.pk}/?question=1"))
    assert "question 2 ·" in text(client.get(f"/quizzes/{attempt.pk}/?question=3"))
