"""Cards that are asked no more are told of once, to those who had seen them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from quizzes.bank.models import Fact, Flashcard
from quizzes.reviews.laid_aside import tell_once, untold
from quizzes.reviews.models import Card
from tests.factories import UserFactory
from tests.progress.memories import facts_of, remember

pytestmark = pytest.mark.django_db


@pytest.fixture
def learner(wiki):
    return UserFactory()


def told(learner):
    learner.refresh_from_db()
    found = tell_once(learner=learner)
    return found and (found.cards, found.pages)


def test_who_has_nothing_laid_aside_is_told_nothing(learner):
    remember(learner, facts_of("messaging")[0], timezone.now())
    assert untold(learner) is None


def test_seen_cards_are_told_once_by_page_and_later_ones_alone(learner):
    now = timezone.now()
    first, second, third = facts_of("messaging")[:3]
    other = facts_of("storage")[0]
    for fact in (first, second, other):
        remember(learner, fact, now)
    remember(learner, third, now, state=Card.State.NEW)
    Fact.objects.filter(pk__in=[first.pk, third.pk]).update(retired_at=now)
    Flashcard.objects.filter(fact=other).update(retired_at=now)
    count, pages = told(learner)
    assert (count, sorted(number for _, number in pages)) == (2, [1, 1])
    assert told(learner) is None
    Fact.objects.filter(pk=second.pk).update(retired_at=now + timedelta(hours=1))
    assert told(learner)[0] == 1


def test_nobody_is_told_of_cards_of_others_or_of_what_they_suspended(learner):
    now, (mine, hers) = timezone.now(), facts_of("messaging")[:2]
    charlie = UserFactory(email="charlie@example.com")
    remember(learner, mine, now, suspended=True)
    remember(charlie, hers, now)
    Fact.objects.filter(pk__in=[mine.pk, hers.pk]).update(retired_at=now)
    assert told(learner) is None
    assert told(charlie)[0] == 1
