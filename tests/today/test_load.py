"""One load on every page: the queue, the count, the standings, the forecast and the day's plan ask the same cards."""

import uuid
from datetime import UTC, datetime, timedelta
from itertools import product

from quizzes.bank.models import Fact, Flashcard
from quizzes.progress.queries import forecast, reviews_by_day, topic_progress
from quizzes.reviews.counting import load
from quizzes.reviews.models import Card, DayPlan
from quizzes.reviews.services import add_topics, grade
from quizzes.today.services import open_days
from tests.factories import UserFactory
from tests.progress.memories import facts_of, remember


def test_every_page_counts_the_same_cards_as_due(wiki, now):
    learner = UserFactory()
    facts = facts_of("messaging")
    # suspended, fact retired, flashcard retired, no flashcard: two of the cases are asked
    cases = [case for case in product([False, True], repeat=4) if not (case[2] and case[3])]
    for fact, (suspended, retired, flashcard_retired, without) in zip(facts, cases, strict=False):
        remember(learner, fact, now, due_in=-timedelta(1), suspended=suspended)
        Fact.objects.filter(pk=fact.pk).update(retired_at=now if retired else None)
        Flashcard.objects.filter(fact=fact).update(retired_at=now if flashcard_retired else None)
        if without:
            Flashcard.objects.filter(fact=fact).delete()
    assert len(facts) >= len(cases)
    open_days(now)
    assert load(learner, now).due == 2
    assert topic_progress(learner, now)[facts[0].topic_id].due == 2
    assert [day.count for day in forecast(learner, now, days=2)] == [2, 0]
    assert DayPlan.objects.get(learner=learner).due == 2


def test_what_was_done_on_a_date_counts_on_that_date_wherever_the_learner_is(wiki):
    """Two cards in the morning of 2 April in Tokyo; in Los Angeles it is the afternoon of the 1st again."""
    learner = UserFactory(time_zone="Asia/Tokyo", new_per_day=5)
    morning = datetime(2026, 4, 1, 23, 30, tzinfo=UTC)
    add_topics(learner=learner, topic_ids=[facts_of("messaging")[0].topic_id], now=morning)
    for card in Card.objects.filter(learner=learner)[:2]:
        grade(learner=learner, card_id=card.pk, rating=4, now=morning, key=uuid.uuid4())
    found = {}
    for zone, now in (
        ("Asia/Tokyo", morning),
        ("America/Los_Angeles", morning + timedelta(hours=1)),
        ("America/Los_Angeles", morning + timedelta(hours=16)),
    ):
        learner.time_zone = zone
        day, count = load(learner, now), reviews_by_day(learner, now)[-1]
        assert day.done == count.count
        found[zone, count.day.day] = (day.done, day.allowed)
    assert found == {
        ("Asia/Tokyo", 2): (2, 3),
        ("America/Los_Angeles", 1): (0, 3),  # an hour later, so these are none more to be learned
        ("America/Los_Angeles", 2): (2, 3),
    }
