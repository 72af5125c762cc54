"""A session of what is due alone, of what is new alone, and of mistakes."""

from datetime import timedelta
from uuid import uuid4

import pytest

from quizzes.reviews.counting import load
from quizzes.reviews.models import Card, Review
from quizzes.reviews.queries import study
from quizzes.reviews.scheduling import Rating
from quizzes.reviews.services import Outcome, add_topics, record_answers
from quizzes.reviews.ways import parts_of

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def mixed(cards, grade):
    """One card in learning, two new ones."""
    grade(cards[0], Rating.AGAIN)
    return cards


def test_only_what_is_due_brings_no_new_fact(mixed, learner, now):
    assert study(learner, now, only="due").showing is None
    later = now + timedelta(minutes=2)
    assert study(learner, later, only="due").showing.card_id == mixed[0].pk
    assert (load(learner, later, only="due").due, load(learner, later, only="due").fresh) == (1, 0)


def test_only_new_facts_brings_them_with_their_steps_and_no_review(mixed, learner, now, grade):
    assert study(learner, now, only="new").showing.card_id == mixed[1].pk
    later = now + timedelta(minutes=2)
    assert study(learner, later, only="new").showing.card_id == mixed[0].pk  # a step of what is being learned
    grade(mixed[0], Rating.EASY, at=later)
    grade(mixed[1], Rating.EASY, at=later)
    soon = later + 30 * DAY
    assert study(learner, soon).showing.card_id in (mixed[0].pk, mixed[1].pk)
    assert study(learner, soon, only="new").showing.card_id == mixed[2].pk


def test_new_facts_keep_to_the_days_number(mixed, learner, now):
    learner.new_per_day = 1
    learner.save()
    assert study(learner, now, only="new").showing is None  # one was begun today
    assert load(learner, now, only="new").unseen == 2


@pytest.mark.parametrize("only", ["due", "new"])
def test_both_parts_together_are_the_whole(mixed, learner, now, grade, only):
    grade(mixed[1], Rating.EASY)
    for at in (now, now + timedelta(minutes=2), now + 40 * DAY):
        whole, due, new = (load(learner, at, only=part) for part in ("", "due", "new"))
        assert whole.due == due.due
        assert whole.unseen == new.unseen
        assert new.due <= due.due


def test_the_page_says_what_it_is_about_and_stays_there(member, mixed):
    page = member.get("/review/", {"only": "new", "topic": "caching"}).content.decode()
    assert "New facts · Caching" in page
    assert "/grade/?topic=caching&amp;only=new" in page


def test_a_way_that_is_none_is_not_found(member, mixed):
    assert member.get("/review/", {"only": "old"}).status_code == 404


def test_mistakes_are_reviewed_when_they_are_due(member, learner, mixed, bank, now):
    bank.topic("queues")
    wrong = mixed[2]
    record_answers(
        learner=learner, outcomes=[Outcome(wrong.fact_id, False, uuid4())], source=Review.Source.EXAM, now=now - DAY
    )
    response = member.get("/review/", {"mistakes": "1"})
    assert response.context["showing"].card_id == wrong.pk
    assert "Mistakes in quizzes" in response.content.decode()
    assert member.get("/review/", {"mistakes": "1", "topic": "queues"}).context["showing"] is None


def test_parts_follow_the_path_and_leave_out_what_is_not_asked(cards, learner, charlie, bank, now):
    second = bank.topic("queues")
    other = bank.topic("events", phase="advanced-things")
    add_topics(learner=learner, topic_ids=[other.pk, second.pk], now=now)
    add_topics(learner=charlie, topic_ids=[other.pk], now=now)
    Card.objects.filter(pk=cards[0].pk).update(suspended=True)
    parts = parts_of(learner)
    assert [(part.slug, part.fresh, part.seen) for part in parts] == [("foundation", 5, 0), ("advanced-things", 3, 0)]
    assert [topic.slug for topic in parts[0].topics] == ["caching", "queues"]
