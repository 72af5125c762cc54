"""A placement, from its first question to what it found."""

from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from quizzes.attempts.errors import Conflict
from quizzes.attempts.models import Attempt, Placement
from quizzes.attempts.placement import start_placement
from quizzes.attempts.placing import MOST
from quizzes.reviews.models import Card, Review
from quizzes.reviews.scheduling import Rating, memory_of
from tests.attempts.conftest import choice
from tests.attempts.quiz_pages import post, text
from tests.factories import UserFactory
from tests.reviews.memory_models import replay

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada(wiki, client):
    ada = UserFactory()
    client.force_login(ada)
    return ada


@pytest.fixture
def attempt(ada):
    return start_placement(learner=ada, level=2, key=uuid4(), now=timezone.now())


def answer(client, attempt, position, *, right=True, **said):
    return post(client, attempt, position, choice=choice(attempt, position, right=right), **said)


def test_the_page_begins_it_and_a_second_press_leads_to_the_same(client, ada):
    form = client.get("/begin/").context["form"]
    data = {bound.name: "" if bound.value() is None else bound.value() for bound in form} | {"placement": "on"}
    first, second = client.post("/begin/", data), client.post("/begin/", data)
    assert first.url == second.url == Attempt.objects.get().get_absolute_url()
    assert "1 of 12" in text(client.get(first.url))
    assert not Card.objects.exists()


def test_each_answer_is_evidence_and_brings_the_next_question(client, attempt):
    for position in range(1, MOST + 1):
        assert attempt.questions.count() == position
        assert answer(client, attempt, position, right=position % 2 == 1).status_code == 200
    assert attempt.questions.count() == MOST
    assert {review.weight < 100 for review in Review.objects.filter(rating=Review.Rating.GOOD)} == {True}
    assert Card.objects.count() == Review.objects.count() >= MOST


def test_it_can_be_stopped_and_what_was_not_answered_gets_nothing(client, attempt):
    answer(client, attempt, 1)
    client.post(f"/quizzes/{attempt.pk}/submit/")
    page = text(client.get(attempt.get_absolute_url()))
    assert "You knew what was asked: 1 of 1." in page
    assert "Not asked, so nothing is known of it." in page
    assert Card.objects.count() == Review.objects.count()
    topics = set(Card.objects.values_list("fact__topic", flat=True))
    assert topics == {attempt.questions.get(position=1).version.question.topic_id}


def test_a_right_guess_is_not_knowing(client, attempt):
    answer(client, attempt, 1, sureness="guess")
    client.post(f"/quizzes/{attempt.pk}/submit/")
    assert "You knew none of 1, and guessed 1 right, which does not count." in text(
        client.get(attempt.get_absolute_url())
    )


def test_an_answer_sent_twice_brings_one_question(client, attempt):
    answer(client, attempt, 1)
    answer(client, attempt, 1)
    assert attempt.questions.count() == 2


def test_it_is_taken_again_with_other_questions(client, ada, attempt):
    answer(client, attempt, 1)
    again = start_placement(learner=ada, level=3, key=uuid4(), now=timezone.now())
    assert again.questions.get().version_id != attempt.questions.get(position=1).version_id
    assert Placement.objects.count() == 2


def test_somebody_else_finds_none_of_it(attempt):
    other = Client()
    other.force_login(UserFactory())
    assert other.get(attempt.get_absolute_url()).status_code == 404
    with pytest.raises(Conflict):
        start_placement(learner=UserFactory(), level=2, key=attempt.key, now=timezone.now())


def test_what_a_placement_leaves_is_what_its_log_replays_to(client, attempt):
    for position in range(1, MOST + 1):
        answer(client, attempt, position, right=position % 3 > 0)
    cards = Card.objects.all()
    assert {card.missed for card in cards} == {True, False}
    for card in cards:
        evidence = Review.objects.effective().filter(card=card).order_by("pk")
        assert memory_of(card) == replay((Rating(row.rating or 0), row.day, row.weight) for row in evidence)
