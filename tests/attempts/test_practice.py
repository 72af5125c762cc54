"""Practice, as a browser meets it."""

import pytest
from django.utils import timezone

from content.models import Topic
from quizzes.attempts.models import Answer, Attempt
from quizzes.reviews.models import Review
from tests.attempts.conftest import choice
from tests.attempts.grades import mark_of
from tests.attempts.quiz_pages import HTMX, HUGE, fields, post, start, text


@pytest.fixture
def now():
    """Views take the time from the clock."""
    return timezone.now()


def test_practice_answers_with_feedback(begin, client):
    attempt = begin()
    response = post(client, attempt, 1)
    page = text(response)
    assert response.status_code == 200
    assert page.lstrip().startswith("<article")
    assert page.count("That is what") == 3
    assert "See it in its table" in page
    assert "#cell=table/queue/row-" in page
    assert "Next question" in page
    assert Review.objects.count() == 1


def test_the_address_after_an_answer_shows_its_feedback_again(begin, client):
    attempt = begin()
    address = post(client, attempt, 1)["HX-Replace-Url"]
    assert address == f"/quizzes/{attempt.pk}/?question=1"
    assert "See it in its table" in text(client.get(address))


def test_practice_without_htmx_leads_back_to_the_question(begin, client):
    attempt = begin()
    response = post(client, attempt, 2, headers={})
    assert response.url == f"/quizzes/{attempt.pk}/?question=2"
    assert "See it in its table" in text(client.get(response.url))


@pytest.mark.parametrize("right", [True, False])
def test_a_guess_is_no_evidence_whatever_it_hit(begin, client, right):
    attempt = begin()
    chosen = choice(attempt, 1, right=right)
    assert "You called it a guess" in text(post(client, attempt, 1, choice=chosen, sureness="guess"))
    assert Review.objects.count() == 0


@pytest.mark.parametrize("sureness", ["", "sure", "unsure"])
def test_how_sure_somebody_is_is_kept_and_changes_no_evidence(begin, client, sureness):
    attempt = begin()
    post(client, attempt, 1, sureness=sureness)
    assert Answer.objects.get().sureness == sureness
    assert Review.objects.get().rating == Review.Rating.GOOD


def test_i_dont_know_shows_the_answer_and_is_a_miss(begin, client):
    attempt = begin()
    page = text(post(client, attempt, 1, unknown="on"))
    assert "You said that you don’t know" in page
    assert "Right answer" in page
    assert "Your answer" not in page
    answer, review = Answer.objects.get(), Review.objects.get()
    assert (answer.sureness, answer.choice, mark_of(answer.question)) == ("unknown", None, 0)
    assert (review.rating, review.weight) == (Review.Rating.AGAIN, 100)
    client.post(f"/quizzes/{attempt.pk}/submit/")
    page = text(client.get(f"/quizzes/{attempt.pk}/"))
    assert "0 of 1 right" in page
    assert "Not known" in page
    assert "Review this fact now" in page


def test_coming_back_shows_the_first_open_question(begin, client, answer):
    attempt = begin()
    answer(attempt, 1)
    answer(attempt, 3)
    page = text(client.get(f"/quizzes/{attempt.pk}/"))
    assert f"/quizzes/{attempt.pk}/2/answer/" in page
    assert "That is what" not in page


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_second_practice_answer_shows_the_first(begin, client, answer, headers):
    attempt = begin()
    answer(attempt, 1, right=False)
    response = post(client, attempt, 1, headers=headers)
    assert response.status_code == 409
    assert "The first answer stays" in text(response)
    assert Answer.objects.count() == 1


@pytest.mark.parametrize(
    ("bad", "status"),
    [
        ({"choice": ""}, 400),
        ({"choice": HUGE}, 400),
        ({"choice": "x"}, 400),
        ({"choice": 1}, 404),
        ({"sureness": "certain"}, 400),
        ({"sequence": -1}, 400),
        ({"sequence": HUGE}, 400),
        ({"idempotency_key": "\0"}, 400),
        ({"idempotency_key": ""}, 400),
        ({"unconfirmed": "no-uuid"}, 400),
        ({"unconfirmed": "x" * 10**5}, 400),
    ],
)
def test_bad_answers_are_refused(begin, client, bad, status):
    attempt = begin()
    assert post(client, attempt, 1, **bad).status_code == status
    assert Answer.objects.count() == 0


def test_a_question_that_is_not_there_is_not_found(begin, client):
    attempt = begin()
    data = fields(attempt, 1)
    for position in (0, 6, HUGE):
        assert client.post(f"/quizzes/{attempt.pk}/{position}/answer/", data).status_code == 404
    assert client.post(f"/quizzes/{attempt.pk}/6/flag/", {"flagged": "on"}).status_code == 404


def test_the_next_question_comes_as_a_part_and_history_as_a_page(begin, client):
    attempt = begin()
    part = text(client.get(f"/quizzes/{attempt.pk}/?question=2", headers=HTMX))
    assert part.lstrip().startswith("<article")
    page = text(client.get(f"/quizzes/{attempt.pk}/?question=2", headers=HTMX | {"HX-History-Restore-Request": "true"}))
    assert page.lstrip().startswith("<!doctype")


@pytest.mark.parametrize("wanted", ["0", "6", "x", "-1", "9" * 5000, "²"])
def test_an_impossible_question_is_the_first_open_one(begin, client, wanted):
    attempt = begin()
    assert f"/quizzes/{attempt.pk}/1/answer/" in text(client.get(f"/quizzes/{attempt.pk}/", {"question": wanted}))


def test_a_visitor_is_asked_to_sign_up_at_the_end(foundation, visitor):
    start(visitor, count="20")
    attempt = Attempt.objects.get()
    assert attempt.questions.count() == 5
    post(visitor, attempt, 1)
    assert visitor.post(f"/quizzes/{attempt.pk}/submit/").url == f"/quizzes/{attempt.pk}/"
    assert "Sign up to keep what you learn" in text(visitor.get(f"/quizzes/{attempt.pk}/"))


def test_a_visitor_who_logs_in_keeps_nothing(foundation, visitor, learner):
    start(visitor)
    visitor.force_login(learner)
    assert visitor.get(f"/quizzes/{Attempt.objects.get().pk}/").status_code == 404


def test_finishing_without_an_answer_says_so(begin, client):
    attempt = begin()
    client.post(f"/quizzes/{attempt.pk}/submit/")
    assert "No question was answered" in text(client.get(f"/quizzes/{attempt.pk}/"))


def test_the_result_says_that_a_page_was_withdrawn_and_offers_no_more_of_it(begin, client, answer, now):
    attempt = begin()
    answer(attempt, 1, right=False)
    client.post(f"/quizzes/{attempt.pk}/submit/")
    assert "Practise this again" in text(client.get(f"/quizzes/{attempt.pk}/"))
    Topic.objects.update(retired_at=now)
    page = text(client.get(f"/quizzes/{attempt.pk}/"))
    assert "was withdrawn since then: nothing of it is asked any more." in page
    assert "comes back among your flashcards" not in page
    assert "Practise this again" not in page


@pytest.mark.parametrize("answers", [1, 3])
def test_an_answer_with_its_feedback_takes_22_queries(begin, client, answers, django_assert_num_queries):
    """Session and user 2, the attempt 1; savepoint 2, lock, question, answers, choices and insert 5; evidence 6: its
    facts, the turn, the card that is missing, made and read, and its row; the page 5: questions, answers, choices, the
    fact and its row. However many were answered before."""
    attempt = begin()
    for position in range(1, answers):
        post(client, attempt, position)
    data = fields(attempt, answers)
    with django_assert_num_queries(22):
        client.post(f"/quizzes/{attempt.pk}/{answers}/answer/", data, headers=HTMX)


@pytest.mark.parametrize("answers", [1, 3])
def test_the_next_question_takes_six_queries(begin, client, answers, django_assert_num_queries):
    """Session and user 2, the attempt, its questions, answers, and the choices of the one that is shown."""
    attempt = begin()
    for position in range(1, answers + 1):
        post(client, attempt, position)
    with django_assert_num_queries(6):
        page = client.get(f"/quizzes/{attempt.pk}/?question={answers + 1}", headers=HTMX)
    assert "Submit answer" in text(page)
