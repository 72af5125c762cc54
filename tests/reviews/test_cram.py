"""The ways to review, and cramming: what is offered, who may see it, and that nothing of it is written."""

import random
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from quizzes.reviews.cram import query_of
from quizzes.reviews.cramming import Deck
from quizzes.reviews.models import Card, Review
from quizzes.reviews.scheduling import Rating
from quizzes.reviews.services import Outcome, add_topics, record_answers

pytestmark = pytest.mark.django_db
CRAM = "/review/cram/"


@pytest.fixture
def seen(cards, grade):
    """The cards, each answered once: the second was missed."""
    for card, rating in zip(cards, (Rating.EASY, Rating.AGAIN, Rating.GOOD), strict=True):
        grade(card, rating)
    return cards


@pytest.fixture
def window(client, learner):
    client.force_login(learner)
    return client


def everything():
    return list(Card.objects.order_by("pk").values()), list(Review.objects.order_by("pk").values())


def test_a_session_begins_with_what_is_least_expected(window, seen):
    response = window.get(CRAM, {"number": 10}, follow=True)
    easy, missed, good = (card.pk for card in seen)
    assert response.context["deck"] == Deck((missed, good, easy))
    page = response.content.decode()
    assert "these answers change no card’s schedule" in page
    assert 'id="answer" tabindex="-1" hidden' in page


def test_a_whole_session_changes_nothing_that_is_stored(window, seen):
    before, chance = everything(), random.Random(7)
    response = window.get(CRAM, follow=True)
    with CaptureQueriesContext(connection) as told:
        for _ in range(60):
            deck = response.context["deck"]
            if not deck.left:
                break
            revealed = window.get(CRAM, query_of(deck) | {"answer": "1"})
            assert revealed.context["revealed"]
            response = window.get(revealed.context[chance.choice(("knew", "forgot"))])
    assert "You have known each of these once" in response.content.decode()
    assert response.context["deck"].known == 3
    assert everything() == before
    assert [one["sql"] for one in told.captured_queries if not one["sql"].lstrip().startswith("SELECT")] == []


def test_a_session_of_others_cards_shows_none(client, charlie, seen):
    client.force_login(charlie)
    response = client.get(CRAM, query_of(Deck(tuple(card.pk for card in seen))))
    page = response.content.decode()
    assert "There is nothing to cram" in page
    assert not any(card.fact.option in page for card in seen)


def test_suspended_cards_leave_a_session(window, seen):
    Card.objects.filter(pk=seen[0].pk).update(suspended=True)
    response = window.get(CRAM, query_of(Deck(tuple(card.pk for card in seen))))
    assert response.context["deck"].left == (seen[1].pk, seen[2].pk)


def test_new_cards_are_not_crammed(window, cards):
    assert "There is nothing to cram" in window.get(CRAM).content.decode()


def test_only_mistakes_are_crammed_where_that_is_chosen(window, learner, seen, now):
    outcome = Outcome(seen[2].fact_id, False, uuid4())
    record_answers(learner=learner, outcomes=[outcome], source=Review.Source.PRACTICE, now=now)
    response = window.get(CRAM, {"mistakes": "1"}, follow=True)
    assert response.context["deck"].left == (seen[2].pk,)


@pytest.mark.parametrize(
    "query",
    [
        {"cards": "x"},
        {"cards": "1-2-"},
        {"cards": "-".join(["1"] * 51)},
        {"cards": "9" * 19},
        {"known": "-1"},
        {"known": "51"},
        {"missed": "many", "known": "1"},
        {"topic": "no-such-topic"},
        {"phase": "no-such-phase"},
        {"number": "7"},
    ],
)
def test_an_address_that_says_no_session_is_not_found(window, seen, query):
    assert window.get(CRAM, query).status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_a_card_of_a_session_costs_the_same_however_many_there_are(window, seen, number, django_assert_num_queries):
    query = query_of(Deck(tuple(card.pk for card in seen[:number])))
    with django_assert_num_queries(4):  # session, user, whose they are, the card
        window.get(CRAM, query)


def test_the_ways_say_how_much_there_is_of_each(window, learner, seen, bank, now):
    from_quiz = Outcome(seen[0].fact_id, False, uuid4())
    record_answers(learner=learner, outcomes=[from_quiz], source=Review.Source.EXAM, now=now)
    context = window.get(reverse("quizzes:review-choose")).context
    assert context["mistakes"] == 1
    assert [(part.slug, part.fresh, part.seen) for part in context["parts"]] == [("foundation", 0, 3)]
    assert context["next"] is None


def test_the_ways_say_that_a_plan_asks_before_a_card_is_due(window, learner, seen):
    """Seen before: Today said 32 due, and the same word here counted none."""
    page = window.get(reverse("quizzes:review-choose")).content.decode()
    assert "Your plan has chosen" not in page
    assert "by their own days" not in page
    learner.interview_on, learner.minutes_per_day = (timezone.now() + timedelta(20)).date(), 20
    learner.save()
    page = window.get(reverse("quizzes:review-choose")).content.decode()
    assert "Your plan has chosen them for the interview" in page
    assert "by their own days, whatever today’s list holds" in page


def test_the_ways_without_new_facts_say_so(window, seen):
    page = window.get(reverse("quizzes:review-choose")).content.decode()
    assert "You have met every fact that you took up." in page
    assert "today brings" not in page


def test_the_ways_of_somebody_without_cards_say_what_to_do_first(client, charlie, seen):
    client.force_login(charlie)
    page = client.get(reverse("quizzes:review-choose")).content.decode()
    assert "You have no cards yet" in page
    assert "Caching" not in page


@pytest.mark.parametrize("topics", [1, 3])
def test_the_ways_cost_the_same_for_one_topic_and_three(
    window, seen, bank, learner, now, topics, django_assert_num_queries
):
    for n in range(topics - 1):
        add_topics(learner=learner, topic_ids=[bank.topic(f"topic-{n}").pk], now=now)
    with django_assert_num_queries(8):  # session, user, load in three parts, parts of the path, mistakes, typed
        window.get(reverse("quizzes:review-choose"))
