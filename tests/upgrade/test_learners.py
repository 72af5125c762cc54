"""Memories of learners after the upgrade."""

from collections import defaultdict
from datetime import timedelta
from uuid import UUID

import pytest

from quizzes.reviews import scheduling
from quizzes.reviews.counting import load
from quizzes.reviews.days import day_begins, local_day
from quizzes.reviews.models import Card, Review
from quizzes.reviews.queries import model_of
from quizzes.reviews.scheduling import Evidence, Rating, memory_of
from quizzes.reviews.services import grade
from quizzes.reviews.taking_back import undo
from quizzes.today.services import save_settings
from sdwiki.accounts.models import User


def test_every_memory_is_what_its_reviews_give(clock):
    evidence = defaultdict(list)
    for row in Review.objects.effective().order_by("pk"):
        evidence[row.card_id].append(Evidence(Rating(row.rating), row.day, row.weight))
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
    assert {user.email: [load(user, at).due for at in instants] for user in User.objects.all()} == told["due"]


def test_grades_and_undos_go_on_in_the_new_zone(clock, person):
    learner = person("traveller")
    card = Card.objects.filter(learner=learner, state=Card.State.REVIEW).earliest("pk")
    before, due_day = memory_of(card), card.reviews.latest("pk").due_day
    review = grade(learner=learner, card_id=card.pk, rating=Rating.GOOD, now=clock.pass_by(days=1), key=UUID(int=1))
    day = local_day(review.due, "America/New_York", 6)
    assert review.due == day_begins(day, "America/New_York", 6)
    assert day > review.day
    undone = undo(learner=learner, now=clock.pass_by(minutes=1), key=UUID(int=2))
    card.refresh_from_db()
    assert memory_of(card) == before
    # where it stood in the zone of then, on the same date in today's
    assert (undone.due_day, card.due) == (due_day, day_begins(due_day, "America/New_York", 6))


# Where each of them lived, and since when; nobody else moved.
HOMES = [("Pacific/Auckland", 4), ("America/New_York", 6)]


def test_every_old_review_says_the_date_on_which_its_card_was_due(clock, told):
    """The date on which `due` begins in the zone it was given in; of a traveller's two only one has it begin there."""
    rows = Review.objects.filter(state=Card.State.REVIEW).select_related("learner", "undoes")
    assert len(rows) > 200
    for row in rows:
        traveller = row.learner.email.startswith("traveller")
        homes = HOMES if traveller else [(row.learner.time_zone, row.learner.day_start)]
        days = [local_day(row.due, *home) for home in homes if day_begins(local_day(row.due, *home), *home) == row.due]
        assert days == [row.due_day], row
    assert not Review.objects.exclude(state=Card.State.REVIEW).exclude(due_day=None).exists()


def test_a_flight_moves_no_date(clock, person):
    """The traveller's cards stand where they did in Auckland until they move again; then they are where they belong."""
    learner = person("traveller")
    due_days = dict(
        Review.objects.filter(learner=learner, card__state=2, card__changed=False)
        .order_by("card", "pk")
        .values_list("card", "due_day")
    )
    assert len(due_days) > 10
    learner.time_zone, learner.day_start = "Asia/Tokyo", 4
    save_settings(user=learner, now=clock.at)
    for card in Card.objects.filter(pk__in=due_days):
        assert card.due == day_begins(due_days[card.pk], "Asia/Tokyo", 4)
