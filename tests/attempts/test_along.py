"""What a visitor answered goes along at a login, and can be taken back."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from quizzes.attempts import along, services
from quizzes.attempts.models import Answer, Attempt
from quizzes.attempts.scoring import Given
from quizzes.reviews.models import Card, Review
from tests.attempts.grades import kept_cards, replayed_cards, whose
from tests.attempts.quiz_pages import HTMX, post, start, text
from tests.factories import UserFactory

PASSWORD = "correct horse battery"


@pytest.fixture
def now():
    """Views take the time from the clock."""
    return timezone.now()


@pytest.fixture
def grace(foundation):
    return UserFactory(email="grace@example.com", password=PASSWORD)


@pytest.fixture
def begun(foundation, visitor):
    """A visitor's quiz with two answers, one right and one wrong."""
    start(visitor)
    attempt = Attempt.objects.get()
    post(visitor, attempt, 1)
    wrong = attempt.questions.get(position=2).version.choices.filter(correct=False)[0].pk
    post(visitor, attempt, 2, choice=wrong)
    return attempt


def log_in(browser, person, password=PASSWORD):
    return browser.post("/accounts/login/", {"login": person.email, "password": password}, follow=True)


def evidence(person):
    return sorted(Review.objects.effective().filter(learner=person).values_list("source", "rating"))


def test_what_was_answered_goes_along_at_a_login_with_its_evidence(begun, visitor, grace):
    page = text(log_in(visitor, grace))
    assert 'answers from before were added. <a href="/quizzes/before/">' in page
    begun.refresh_from_db()
    assert begun.learner == grace
    assert evidence(grace) == [("practice", 1), ("practice", 3)]
    assert kept_cards(grace) == replayed_cards(grace)


def test_every_row_names_the_learner_of_its_attempt_whoever_that_is(begun, visitor, grace):
    assert set(whose()) == {(None, None)}
    log_in(visitor, grace)
    rows = whose()
    assert len(rows) == begun.questions.count() + 4  # two answers and their marks
    assert set(rows) == {(grace.pk, grace.pk)}
    visitor.post("/quizzes/before/")
    assert set(whose()) == {(None, None)}


def test_a_row_that_is_written_by_hand_names_no_other_learner(begun, grace):
    question = begun.questions.get(position=1)
    question.learner = grace
    question.save()
    assert set(whose()) == {(None, None)}


def test_the_tab_with_the_quiz_goes_on(begun, visitor, grace):
    log_in(visitor, grace)
    assert visitor.get(f"/quizzes/{begun.pk}/").status_code == 200
    assert post(visitor, begun, 3).status_code == 200
    assert len(evidence(grace)) == 3


def test_it_goes_along_at_sign_up(begun, visitor):
    fields = {"email": "new@example.com", "password1": PASSWORD, "time_zone": "UTC"}
    assert visitor.post("/accounts/signup/", fields).status_code == 302
    begun.refresh_from_db()
    assert begun.learner.email == "new@example.com"
    assert len(evidence(begun.learner)) == 2


def test_removed_it_is_out_of_the_account_and_memory_is_as_the_log_says(begun, visitor, grace, now):
    earlier = services.start_practice(
        learner=grace, visitor="", topics=[q.version.question.topic_id for q in begun.questions.all()], count=14,
        title="Mine", key=uuid4(), now=now - timedelta(days=3),
    )  # fmt: skip
    for question in earlier.questions.all():
        data = {"attempt_id": earlier.pk, "position": question.position, "sequence": 0, "key": uuid4()}
        services.save_answer(given=Given.of(question.order[0]), now=now - timedelta(days=3), **data)
    before, log = kept_cards(grace), evidence(grace)
    log_in(visitor, grace)
    assert kept_cards(grace) != before
    page = text(visitor.get("/quizzes/before/"))
    assert "2 answers from before were added" in page
    response = visitor.post("/quizzes/before/", follow=True)
    assert "Removed: 2 answers from before." in text(response)
    assert (kept_cards(grace), evidence(grace)) == (before, log)
    assert kept_cards(grace) == replayed_cards(grace)
    assert visitor.get(f"/quizzes/{begun.pk}/").status_code == 404
    assert "There is nothing to remove" in text(visitor.get("/quizzes/before/"))


def test_what_was_removed_does_not_go_along_again(begun, visitor, grace, now):
    log_in(visitor, grace)
    visitor.post("/quizzes/before/")
    begun.refresh_from_db()
    assert along.take_along(learner=grace, visitor=begun.visitor, now=now) == 0
    assert evidence(grace) == []


def test_an_attempt_that_was_gone_on_with_stays_with_what_came_since(begun, visitor, grace):
    log_in(visitor, grace)
    post(visitor, begun, 3)
    visitor.post("/quizzes/before/")
    begun.refresh_from_db()
    assert begun.learner == grace
    assert evidence(grace) == [("practice", 3)]
    assert visitor.post("/quizzes/before/").status_code == 302
    assert evidence(grace) == [("practice", 3)]


def test_another_session_or_another_day_takes_nothing_back(begun, visitor, grace, now):
    log_in(visitor, grace)
    other = Client()
    log_in(other, grace)
    assert "There is nothing to remove" in text(other.get("/quizzes/before/"))
    other.post("/quizzes/before/")
    Attempt.objects.update(taken_at=now - timedelta(hours=25))
    visitor.post("/quizzes/before/")
    assert len(evidence(grace)) == 2


def test_what_is_older_than_a_day_or_another_visitors_stays_behind(begun, visitor, grace, now):
    Attempt.objects.update(started_at=now - timedelta(hours=25))
    other = Client()
    start(other)
    assert "from before" not in text(log_in(visitor, grace))
    assert Attempt.objects.filter(learner=None).count() == 2
    assert along.take_along(learner=grace, visitor="", now=now) == 0


def test_a_guess_goes_along_and_says_nothing(foundation, visitor, grace):
    start(visitor)
    attempt = Attempt.objects.get()
    post(visitor, attempt, 1)
    Answer.objects.update(sureness="guess")
    assert "1 answer from before was added" in text(log_in(visitor, grace))
    assert (evidence(grace), Card.objects.filter(learner=grace).count()) == ([], 0)


def test_a_login_twice_takes_it_once(begun, grace, now):
    assert [along.take_along(learner=grace, visitor=begun.visitor, now=now) for _ in range(2)] == [2, 0]
    assert len(evidence(grace)) == 2


def test_part_of_a_page_is_enough_after_the_login(begun, visitor, grace):
    log_in(visitor, grace)
    response = visitor.get(f"/quizzes/{begun.pk}/?question=3", headers=HTMX)
    assert text(response).lstrip().startswith("<article")
    assert text(response).endswith("question 3 · sdwiki</title>")  # the window is named anew


def test_a_whole_page_has_one_title(begun, visitor):
    for headers in ({}, HTMX | {"HX-History-Restore-Request": "true"}):
        assert text(visitor.get(f"/quizzes/{begun.pk}/?question=3", headers=headers)).count("<title>") == 1
