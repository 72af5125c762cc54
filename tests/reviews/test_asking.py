"""One rule for what is due, the load's: whether a card is at hand or looked for, with a list for the day or without."""

import uuid
from datetime import timedelta

import pytest

from quizzes.progress.cards.queries import listed
from quizzes.reviews.asking import asking
from quizzes.reviews.counting import load
from quizzes.reviews.models import Card, DayPlan
from quizzes.reviews.services import grade
from quizzes.today.services import open_days
from tests.factories import UserFactory
from tests.progress.memories import facts_of, remember

DAY = timedelta(days=1)


@pytest.fixture
def learner(wiki, now):
    return UserFactory(interview_on=(now + 20 * DAY).date(), minutes_per_day=30, new_per_day=4)


@pytest.fixture
def cards(learner, now):
    """Eight that are due, of which one is suspended, one put off, one begun anew and one just answered; two that come
    later; one in steps of today, and one in those of yesterday."""
    facts = facts_of("messaging")
    made = [remember(learner, fact, now, stability=3.0, days=8, due_in=-DAY) for fact in facts[:8]]
    made += [remember(learner, fact, now, stability=30.0, days=1) for fact in facts[8:10]]
    made += [remember(learner, fact, now, stability=1.0, days=1, due_in=-timedelta(minutes=1)) for fact in facts[10:11]]
    Card.objects.filter(pk=made[0].pk).update(suspended=True)
    Card.objects.filter(pk=made[1].pk).update(buried_until=(now + DAY).date(), due=now + DAY)
    Card.objects.filter(pk=made[2].pk).update(state=0, last_day=None, stability=None, difficulty=None, reps=0)
    Card.objects.filter(pk=made[3].pk).update(state=1)
    Card.objects.filter(pk=made[10].pk).update(state=3)
    grade(learner=learner, card_id=made[4].pk, rating=1, now=now - timedelta(minutes=12), key=uuid.uuid4())
    return Card.objects.filter(pk__in=[card.pk for card in made]).order_by("pk")


@pytest.mark.parametrize("day", ["listed", "empty", "open", "off", "free"])
def test_what_is_due_is_what_the_load_counts(learner, cards, now, day):
    pks = [card.pk for card in cards]
    if day in ("listed", "empty"):
        open_days(now)
        DayPlan.objects.update_or_create(
            learner=learner,
            day=now.date(),
            defaults={"cards": pks[:6] + pks[8:9] if day == "listed" else [], "date": learner.interview_on},
        )
    if day == "off":
        learner.day_off = now.date()
    if day == "free":
        learner.minutes_per_day = None
    learner.save()
    found = asking(learner, now)
    asked = [card.pk for card in cards if found.asks(card)]
    assert asked == list(cards.filter(found.due).values_list("pk", flat=True))
    assert asked == sorted(listed(learner, now, show="due").values_list("pk", flat=True))
    assert len(asked) == load(learner, now).due
    assert (pks[8] in asked) is (day == "listed")  # before its own day
    assert (pks[5] in asked) is (day in ("listed", "open", "free"))
