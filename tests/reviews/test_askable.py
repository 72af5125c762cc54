"""What a review may ask: the rule in SQL and the rule of querysets, where they could differ."""

from itertools import product

import pytest
from django.db import connection

from quizzes.bank.askable import ASKABLE_FACT, FLASHCARD_OF_FACT
from quizzes.bank.models import Fact, Flashcard
from quizzes.reviews.askable import ASKABLE_CARD, FACT_OF_CARD
from quizzes.reviews.models import Card

pytestmark = pytest.mark.django_db
# a fact that stands or is retired; no flashcard, one that stands, one that is retired; a card suspended or not
EVERY_CASE = list(product([False, True], [None, False, True], [False, True]))


@pytest.fixture
def every_case(bank, learner, now):
    """A card for each case, by its id."""
    topic = bank.topic("caching", facts=len(EVERY_CASE), flashcards=False)
    cases = {}
    for fact, (fact_retired, flashcard_retired, suspended) in zip(topic.facts.order_by("pk"), EVERY_CASE, strict=True):
        Fact.objects.filter(pk=fact.pk).update(retired_at=now if fact_retired else None)
        if flashcard_retired is not None:
            Flashcard.objects.create(
                fact=fact,
                context="Caching",
                prompt="Of it",
                answer="That",
                retired_at=now if flashcard_retired else None,
            )
        card = Card.objects.create(learner=learner, fact=fact, due=now, suspended=suspended)
        cases[card.pk] = (fact.pk, fact_retired, flashcard_retired, suspended)
    return cases


def selected(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return {pk for (pk,) in cursor.fetchall()}


def test_facts_that_may_be_asked_are_the_same_in_sql_and_querysets(every_case):
    asked = {
        fact for fact, retired, flashcard_retired, _ in every_case.values() if not retired and not flashcard_retired
    }
    assert len(asked) == 4
    assert selected(f"SELECT f.id FROM quizzes_fact f {FLASHCARD_OF_FACT} WHERE {ASKABLE_FACT}") == asked
    assert set(Fact.objects.askable().values_list("pk", flat=True)) == asked


def test_cards_that_may_be_shown_are_the_same_in_sql_and_querysets(every_case):
    shown = {card for card, (_, *against) in every_case.items() if not any(against)}
    assert len(shown) == 2
    assert selected(f"SELECT c.id FROM quizzes_card c {FACT_OF_CARD} WHERE {ASKABLE_CARD}") == shown
    assert set(Card.objects.askable().values_list("pk", flat=True)) == shown
