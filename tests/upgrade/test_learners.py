"""Memories of learners after the upgrade."""

from collections import defaultdict
from datetime import timedelta
from uuid import UUID

import pytest

from quizzes.reviews import scheduling
from quizzes.reviews.days import day_begins, local_day
from quizzes.reviews.models import Card, Review
from quizzes.reviews.queries import due_count, model_of
from quizzes.reviews.scheduling import Rating, memory_of
from quizzes.reviews.services import grade, undo
from sdwiki.accounts.models import User

pytestmark = pytest.mark.xdist_group("upgrade")


def test_every_memory_is_what_its_reviews_give(clock):
    evidence = defaultdict(list)
    for row in Review.objects.effective().order_by("pk"):
        evidence[row.card_id].append((Rating(row.rating), row.day))
    cards = list(Card.objects.select_related("learner"))
    assert len(evidence) == sum(card.state != Card.State.NEW for card in cards) > 200
    assert any(card.missed for card in cards)
    for card in cards:
        kept, replayed = memory_of(card), scheduling.replay(evidence[card.pk], model=model_of(card.learner))
        for number in ("stability", "difficulty"):
            assert (getattr(kept, number) or 0) == pytest.approx(getattr(replayed, number) or 0, rel=1e-9)
        for exact in ("state", "step", "last_day", "reps", "lapses", "missed"):
            assert getattr(kept, exact) == getattr(replayed, exact)


def test_every_memory_is_due_when_it_was(clock, told):
    cards = Card.objects.select_related("learner", "fact").order_by("learner__email", "fact__key")
    found = [[c.learner.email, c.fact.key, c.due.isoformat(), c.state, c.reps, c.changed] for c in cards]
    assert found == told["memories"]


def test_nobody_has_more_or_less_to_review(clock, told):
    instants = (clock.at, clock.at + timedelta(days=7))
    assert {user.email: [due_count(user, at) for at in instants] for user in User.objects.all()} == told["due"]


def test_grades_and_undos_go_on_in_the_new_zone(clock, person):
    learner = person("traveller")
    card = Card.objects.filter(learner=learner, state=Card.State.REVIEW).earliest("pk")
    before = memory_of(card), card.due
    review = grade(learner=learner, card_id=card.pk, rating=Rating.GOOD, now=clock.pass_by(days=1), key=UUID(int=1))
    day = local_day(review.due, "America/New_York", 6)
    assert review.due == day_begins(day, "America/New_York", 6)
    assert day > review.day
    assert undo(learner=learner, now=clock.pass_by(minutes=1), key=UUID(int=2))
    card.refresh_from_db()
    assert (memory_of(card), card.due) == before
