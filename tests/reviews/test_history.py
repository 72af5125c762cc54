"""A history that is written at once: the log and the cards are what grade after grade would have made."""

import uuid
from datetime import timedelta

import pytest

from quizzes.bank.models import Fact
from quizzes.reviews.history import History
from quizzes.reviews.models import Card, Review
from quizzes.reviews.replaying import memory_from
from quizzes.reviews.scheduling import Rating, memory_of
from quizzes.reviews.services import add_topics, grade
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
RATINGS = [Rating.GOOD, Rating.AGAIN, Rating.EASY, Rating.HARD, Rating.GOOD]


@pytest.fixture
def learner(wiki, now):
    learner = UserFactory()
    topics = set(Fact.objects.askable().values_list("topic", flat=True))
    add_topics(learner=learner, topic_ids=sorted(topics), now=now)
    return learner


def live(learner, now):
    history = History(learner)
    for day in range(5):
        at = now + day * 3 * DAY
        for place, card in enumerate([*history.due(at), *history.fresh(at)[:2]]):
            history.grade(card, RATINGS[(day + place) % 5], at + place * timedelta(seconds=1), 5000)
    return history


def test_cards_are_what_replaying_their_log_makes_of_them(learner, now):
    written = live(learner, now).store()
    assert written == Review.objects.count() > 10
    for card in Card.objects.filter(learner=learner, reps__gt=0):
        rows = list(Review.objects.filter(card=card).order_by("pk"))
        assert memory_of(card) == memory_from(rows, learner)
        assert (card.due, card.state) == (rows[-1].due, rows[-1].state)


def test_each_grade_is_the_row_that_grading_writes(learner, now):
    history = History(learner)
    card = history.fresh(now)[0]
    for days, rating in ((0, Rating.GOOD), (1, Rating.AGAIN)):
        history.grade(card, rating, now + days * DAY, 5000)
    made = [row_of(one) for one in history.rows]
    for days, rating in ((0, Rating.GOOD), (1, Rating.AGAIN)):
        grade(learner=learner, card_id=card.pk, rating=rating, now=now + days * DAY, key=uuid.uuid4(), duration_ms=5000)
    assert [row_of(one) for one in Review.objects.order_by("pk")] == made


def row_of(review):
    names = {field.attname for field in Review._meta.concrete_fields} - {"id", "key"}
    return {name: getattr(review, name) for name in names}


def test_nothing_is_written_before_it_is_stored_and_nothing_twice(learner, now):
    history = live(learner, now)
    assert (Review.objects.count(), Card.objects.filter(reps__gt=0).count()) == (0, 0)
    history.store()
    written = Review.objects.count()
    assert history.store() == 0
    assert Review.objects.count() == written


def test_other_learners_are_left_alone(learner, now):
    charlie = UserFactory()
    add_topics(learner=charlie, topic_ids=[Fact.objects.askable().first().topic_id], now=now)
    live(learner, now).store()
    assert not Review.objects.filter(learner=charlie).exists()
    assert not Card.objects.filter(learner=charlie, reps__gt=0).exists()
