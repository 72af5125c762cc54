"""True retention and how memories are spread, as the log and the cards have them."""

from datetime import timedelta
from uuid import uuid4

import pytest

from content.models import Topic
from quizzes.progress.queries import days_of
from quizzes.progress.remembering import retention_of, spreads_of
from quizzes.progress.spread import Kept
from quizzes.reviews.models import Card, Review
from quizzes.reviews.scheduling import Rating
from quizzes.reviews.services import add_topics, grade
from quizzes.reviews.taking_back import undo
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
AGAIN, HARD, GOOD, EASY = Rating
NONE = Kept(0, 0)


@pytest.fixture
def learner(wiki, now):
    learner = UserFactory()
    add_topics(learner=learner, topic_ids=[topic.pk for topic in Topic.objects.topics()], now=now)
    return learner


@pytest.fixture
def give(learner):
    cards = list(Card.objects.filter(learner=learner).order_by("pk"))

    def graded(rating, at, card=0, **more):
        return grade(learner=learner, card_id=cards[card].pk, rating=rating, now=at, key=uuid4(), **more)

    return graded


def test_only_what_was_in_review_and_came_back_on_a_later_day_counts(give, learner, now):
    give(GOOD, now)
    give(GOOD, now + timedelta(hours=1))  # in review from here on
    assert retention_of(learner, now).year == (NONE, NONE)
    give(AGAIN, now + 2 * DAY)
    give(GOOD, now + 2 * DAY + timedelta(minutes=10))  # a second look on one day
    assert retention_of(learner, now + 2 * DAY).year == (Kept(1, 0), NONE)
    give(AGAIN, now, card=1)
    give(GOOD, now + DAY, card=1)  # still in learning
    assert retention_of(learner, now + 2 * DAY).year == (Kept(1, 0), NONE)


def test_an_interval_of_three_weeks_is_mature_and_old_answers_leave_the_month(give, learner, now):
    give(EASY, now)
    first = give(EASY, now + 8 * DAY)
    assert (first.due_day - first.day).days > 21
    assert retention_of(learner, now + 8 * DAY).month == (Kept(1, 1), NONE)
    give(GOOD, now + 60 * DAY)
    later = retention_of(learner, now + 60 * DAY)
    assert later.month == (NONE, Kept(1, 1))
    assert later.year == (Kept(1, 1), Kept(1, 1))
    assert retention_of(learner, now + 500 * DAY).year == (NONE, NONE)


def test_what_was_undone_is_not_counted_and_others_neither(give, learner, now):
    give(EASY, now)
    give(AGAIN, now + 8 * DAY)
    undo(learner=learner, now=now + 8 * DAY, key=uuid4())
    assert retention_of(learner, now + 8 * DAY).year == (NONE, NONE)
    give(GOOD, now + 9 * DAY)
    assert retention_of(learner, now + 9 * DAY).year == (Kept(1, 1), NONE)
    charlie = UserFactory()
    assert retention_of(charlie, now + 9 * DAY).year == (NONE, NONE)
    assert spreads_of(charlie, now)["stability"].total == 0


@pytest.mark.parametrize("zone", ["UTC", "Pacific/Kiritimati", "America/Los_Angeles", "Europe/Berlin"])
def test_cards_are_spread_by_what_the_log_says_of_them(give, learner, now, zone):
    learner.time_zone = zone
    learner.siblings_apart = False  # else the last grade moves a card of its table, where that one's day is drawn early
    learner.save()
    for n, rating in enumerate((AGAIN, HARD, GOOD, EASY, EASY)):
        give(rating, now + n * timedelta(minutes=1), card=n)
    give(EASY, now + 8 * DAY, card=4)
    rows = [Review.objects.filter(card=card).last() for card in Card.objects.filter(learner=learner).seen()]
    intervals = sorted((row.due_day - row.day).days for row in rows if row.due_day)
    spreads = spreads_of(learner, now + 8 * DAY)
    assert spreads["stability"].counts == (1, 2, 0, 1, 0, 1, 0, 0)
    assert spreads["stability"].total == spreads["difficulty"].total == len(rows) == 5
    assert spreads["interval"].total == len(intervals) == 2
    assert spreads["interval"].median == sum(intervals) / 2
    difficulties = [int(row.difficulty) for row in rows]
    assert spreads["difficulty"].counts == tuple(difficulties.count(n) for n in range(1, 11))


def test_suspended_and_new_cards_are_not_spread(give, learner, now):
    row = give(EASY, now)
    assert spreads_of(learner, now)["interval"].total == 1
    Card.objects.filter(pk=row.card_id).update(suspended=True)
    assert {name: one.total for name, one in spreads_of(learner, now).items()} == {
        "stability": 0,
        "interval": 0,
        "difficulty": 0,
    }


def test_days_say_how_long_their_reviews_took(give, learner, now):
    give(GOOD, now - timedelta(minutes=20), duration_ms=1000)
    give(GOOD, now, duration_ms=3000)
    give(EASY, now, card=1, duration_ms=5500)
    give(EASY, now, card=2)
    give(GOOD, now + timedelta(minutes=1), card=3, duration_ms=60_000)
    undo(learner=learner, now=now + timedelta(minutes=2), key=uuid4())
    (yesterday, today) = days_of(learner, now, back=2).done
    assert (yesterday.count, yesterday.answers, yesterday.seconds) == (0, 0, 0)
    assert (today.count, today.answers, today.seconds) == (3, 4, 9.5)
