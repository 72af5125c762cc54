"""Which facts are on the running list of mistakes."""

from datetime import timedelta
from uuid import uuid4

import pytest

from quizzes.reviews.mistakes import mistakes_of
from quizzes.reviews.models import Card, Review
from quizzes.reviews.scheduling import Rating
from quizzes.reviews.services import Outcome, record_answers
from quizzes.reviews.taking_back import withdraw

pytestmark = pytest.mark.django_db
EXAM, PRACTICE = Review.Source.EXAM, Review.Source.PRACTICE


@pytest.fixture
def answer(learner, now):
    def give(card, correct, *, minutes=0, source=PRACTICE, who=learner):
        outcome = Outcome(card.fact_id, correct, uuid4())
        record_answers(learner=who, outcomes=[outcome], source=source, now=now + timedelta(minutes=minutes))
        return outcome.key

    return give


def test_a_wrong_answer_stands_until_a_quiz_is_answered_right(cards, learner, answer, grade):
    one, two, _ = cards
    assert mistakes_of(learner) == []
    answer(one, False)
    answer(two, True, source=EXAM)
    assert mistakes_of(learner) == [one.fact_id]
    one.refresh_from_db()
    grade(one, Rating.EASY)
    assert mistakes_of(learner) == [one.fact_id]  # a card is no quiz
    answer(two, False, minutes=1)
    assert mistakes_of(learner) == [one.fact_id, two.fact_id]
    answer(one, True, minutes=2, source=EXAM)
    assert mistakes_of(learner) == [two.fact_id]


def test_a_flashcard_graded_again_is_no_mistake_in_a_quiz(cards, learner, grade):
    grade(cards[0], Rating.AGAIN)
    assert mistakes_of(learner) == []


def test_what_was_taken_back_says_nothing(cards, learner, answer, now):
    answer(cards[0], True)
    key = answer(cards[0], False, minutes=1)
    assert mistakes_of(learner) == [cards[0].fact_id]
    withdraw(learner=learner, keys=[key], now=now + timedelta(minutes=2))
    assert mistakes_of(learner) == []


def test_suspended_cards_other_topics_and_other_people_are_left_out(cards, learner, charlie, answer, bank):
    answer(cards[0], False)
    answer(cards[1], False)
    answer(cards[2], False, who=charlie)
    Card.objects.filter(pk=cards[1].pk).update(suspended=True)
    assert mistakes_of(learner) == [cards[0].fact_id]
    assert mistakes_of(learner, topics=[bank.topics["caching"].pk]) == [cards[0].fact_id]
    assert mistakes_of(learner, topics=[bank.topic("queues").pk]) == []
    assert mistakes_of(charlie) == [cards[2].fact_id]


@pytest.mark.parametrize("number", [1, 3])
def test_mistakes_are_one_statement(cards, learner, answer, number, django_assert_num_queries):
    for card in cards[:number]:
        answer(card, False)
    with django_assert_num_queries(1):
        assert len(mistakes_of(learner)) == number
