"""What is done with many cards at once: bounded, one's own alone, once, and without a change of any memory but of what
begins anew."""

import random
from contextlib import suppress
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from quizzes.bank.models import Fact
from quizzes.reviews.bulk import MOST, Act, Done, act_on_cards
from quizzes.reviews.cram import query_of
from quizzes.reviews.cramming import Deck
from quizzes.reviews.days import day_begins, local_day
from quizzes.reviews.errors import LaidAsideError, SpentKeyError, TooManyCardsError
from quizzes.reviews.models import Card, CardAct, Review
from quizzes.reviews.queries import study
from quizzes.reviews.scheduling import DEFAULT_MODEL, Rating, memory_of, replay
from quizzes.reviews.services import add_topics
from quizzes.reviews.taking_back import undo

pytestmark = pytest.mark.django_db
MEMORY = ("pk", "state", "stability", "difficulty", "step", "last_day", "reps", "lapses", "missed")


@pytest.fixture
def press(learner, now):
    def send(act, cards, *, who=learner, at=now, key=None):
        ids = [card.pk for card in cards]
        day = local_day(at, who.time_zone, who.day_start) + timedelta(3) if act is Act.MOVE else None
        return act_on_cards(learner=who, card_ids=ids, act=act, now=at, key=key or uuid4(), to_day=day)

    return send


def memories(learner):
    return list(Card.objects.filter(learner=learner).order_by("pk").values_list(*MEMORY))


@pytest.mark.parametrize("act", [Act.SUSPEND, Act.BURY])
def test_an_undo_of_many_cards_says_no_more_to_the_database_than_one_of_a_card(cards, learner, press, now, act):
    """A statement that spells out each card takes a time that grows with the square of their number."""

    def undone():
        with CaptureQueriesContext(connection) as found:
            undo(learner=learner, now=now, key=uuid4())
        return [one["sql"] for one in found if one["sql"].startswith("UPDATE")]

    before = list(Card.objects.filter(learner=learner).order_by("pk").values())
    press(act, cards)
    assert not any("WHEN" in sql for sql in undone())
    assert list(Card.objects.filter(learner=learner).order_by("pk").values()) == before


def test_suspended_cards_are_not_asked_until_they_are_taken_up_again(cards, learner, press, now):
    assert press(Act.SUSPEND, cards) == Done(Act.SUSPEND, 3, 3)
    assert study(learner, now).showing is None
    assert press(Act.SUSPEND, cards[:1]) == Done(Act.SUSPEND, 1, 0)
    assert press(Act.RESUME, cards[:2]) == Done(Act.RESUME, 2, 2)
    assert study(learner, now).showing is not None
    assert list(Card.objects.filter(learner=learner, suspended=True)) == cards[2:]


def test_what_is_put_off_comes_back_with_the_next_day(cards, learner, press, grade, now):
    later = grade(cards[0], Rating.EASY)  # due in days: nothing to put off
    day = local_day(now, learner.time_zone, learner.day_start)
    tomorrow = day_begins(day + timedelta(1), learner.time_zone, learner.day_start)
    assert press(Act.BURY, cards) == Done(Act.BURY, 3, 2)
    assert study(learner, now).showing is None
    buried = Card.objects.filter(learner=learner, buried_until=day + timedelta(1))
    assert sorted(buried.values_list("pk", "due")) == [(card.pk, tomorrow) for card in cards[1:]]
    cards[0].refresh_from_db()
    assert (cards[0].due, cards[0].buried_until) == (later.due, None)
    assert study(learner, tomorrow).showing.card_id == cards[1].pk


def test_flags_are_marks(cards, learner, press):
    assert press(Act.FLAG, cards[:2]) == Done(Act.FLAG, 2, 2)
    assert press(Act.FLAG, cards) == Done(Act.FLAG, 3, 1)
    assert press(Act.UNFLAG, cards[:1]) == Done(Act.UNFLAG, 1, 1)
    assert list(Card.objects.filter(flag=True).order_by("pk")) == cards[1:]
    assert not CardAct.objects.exists()


@pytest.mark.parametrize("act", [act for act in Act if act is not Act.FORGET])
def test_no_act_changes_a_memory_or_the_log_of_reviews(cards, learner, press, grade, act):
    grade(cards[0], Rating.GOOD)
    before, log = memories(learner), list(Review.objects.values())
    press(act, cards)
    assert memories(learner) == before
    assert list(Review.objects.values()) == log


def test_a_press_repeated_is_one_and_its_key_serves_no_other_act(cards, learner, press):
    key = uuid4()
    assert press(Act.SUSPEND, cards[:2], key=key) == press(Act.SUSPEND, cards[:2], key=key) == Done(Act.SUSPEND, 2, 2)
    press(Act.RESUME, cards[:1])
    assert press(Act.SUSPEND, cards[:2], key=key) == Done(Act.SUSPEND, 2, 2)
    assert CardAct.objects.filter(key=key).count() == 2
    assert not Card.objects.get(pk=cards[0].pk).suspended
    with pytest.raises(SpentKeyError):
        press(Act.BURY, cards, key=key)


def test_each_changed_card_has_a_row_of_what_it_was(cards, learner, press, now):
    key, was = uuid4(), cards[0].due
    press(Act.BURY, cards[:1], key=key)
    (row,) = CardAct.objects.filter(key=key)
    assert (row.learner_id, row.card_id, row.kind, row.at) == (learner.pk, cards[0].pk, "bury", now)
    assert (row.was_due, row.was_buried_until) == (was, None)


@pytest.mark.parametrize("act", list(Act))
def test_others_cards_are_passed_over(cards, charlie, press, bank, now, act):
    add_topics(learner=charlie, topic_ids=[bank.topics["caching"].pk], now=now)
    theirs = list(Card.objects.filter(learner=charlie))
    before = list(Card.objects.filter(learner=charlie).values())
    assert press(act, [*cards, *theirs]).chosen == len(cards)
    assert list(Card.objects.filter(learner=charlie).values()) == before
    with pytest.raises(Card.DoesNotExist):
        press(act, theirs)


@pytest.mark.parametrize("seed", range(12))
def test_no_order_of_acts_cramming_grades_and_undo_changes_a_memory_that_evidence_did_not(
    cards, learner, client, press, grade, now, seed
):
    client.force_login(learner)
    chance, at, given = random.Random(seed), now, 0
    for _ in range(25):
        at += timedelta(minutes=chance.choice([1, 11, 60, 1500]))
        some = chance.sample(cards, chance.randint(1, 3))
        step = chance.choice([*Act, "cram", "grade", "undo"])
        if step == "cram":
            client.get("/review/cram/", query_of(Deck(tuple(card.pk for card in some), 1)))
        elif step == "grade":
            with suppress(LaidAsideError):
                grade(some[0], chance.choice(list(Rating)), at=at)
                given += 1
        elif step == "undo":
            undo(learner=learner, now=at, key=uuid4())
        else:
            press(step, some, at=at)
    assert Review.objects.filter(rating__isnull=False).count() == given
    for card in Card.objects.filter(learner=learner):
        evidence = [
            (Rating(r.rating), r.day, r.weight) for r in Review.objects.remembered().filter(card=card).order_by("pk")
        ]
        assert memory_of(card) == replay(evidence, model=DEFAULT_MODEL)


@pytest.fixture
def many(bank, learner, now):
    topic = bank.topic("huge", facts=1, flashcards=False)
    fact = Fact.objects.get(topic=topic)
    Fact.objects.bulk_create(
        Fact(
            key=f"huge/{n}", topic=topic, kind="cell", group=f"g{n}", option_key=str(n), option=str(n), label="x",
            dimension="X", value="y", position=n + 10,
        )
        for n in range(MOST)
    )  # fmt: skip
    assert fact.topic_id == topic.pk
    Card.objects.bulk_create(Card(learner=learner, fact=f, due=now) for f in Fact.objects.filter(topic=topic))
    return list(Card.objects.filter(learner=learner).order_by("pk"))


def test_five_thousand_cards_are_one_statement_and_one_more_is_refused(many, learner, press):
    assert len(many) == MOST + 1
    with CaptureQueriesContext(connection) as told:
        assert press(Act.SUSPEND, many[:MOST]) == Done(Act.SUSPEND, MOST, MOST)
    writing = [one["sql"] for one in told.captured_queries if 'UPDATE "quizzes_card"' in one["sql"]]
    assert len(writing) == 1
    assert CardAct.objects.count() == Card.objects.filter(suspended=True).count() == MOST
    with pytest.raises(TooManyCardsError):
        press(Act.RESUME, many)
    assert Card.objects.filter(suspended=True).count() == MOST
