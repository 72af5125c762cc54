"""Repeated requests at the same moment, in real transactions."""

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Lock
from uuid import uuid4

import pytest
from django.db import connection, connections, transaction

from quizzes.reviews import scheduling, services
from quizzes.reviews.changes import mark_changed
from quizzes.reviews.models import Card, Review
from quizzes.reviews.scheduling import memory_of
from quizzes.reviews.services import Outcome, add_topics, grade, record_answers, undo
from tests.reviews.memory_models import replay

GOOD = scheduling.Rating.GOOD
THREADS = 20
pytestmark = pytest.mark.django_db(transaction=True)


def at_once(work, times=THREADS):
    """The results of doing something in so many threads at the same moment."""
    start = Barrier(times)

    def run():
        try:
            connection.ensure_connection()
            start.wait(timeout=30)
            return work()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(times) as pool:
        return [future.result() for future in [pool.submit(run) for _ in range(times)]]


def test_one_key_is_one_grade(cards, learner, now):
    key = uuid4()
    rows = at_once(lambda: grade(learner=learner, card_id=cards[0].pk, rating=GOOD, now=now, key=key).pk)
    assert set(rows) == {Review.objects.get().pk}
    assert memory_of(Card.objects.get(pk=cards[0].pk)) == replay([(GOOD, now.date())])


def test_one_key_is_many_grades_without_the_constraint(cards, learner, now, monkeypatch):
    """The control: with the constraint gone, the test above fails."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE quizzes_review DROP CONSTRAINT review_once")
    monkeypatch.setattr(services, "RECORD", services.RECORD.replace("ON CONFLICT (learner_id, key) DO NOTHING", ""))
    try:
        key = uuid4()
        at_once(lambda: grade(learner=learner, card_id=cards[0].pk, rating=GOOD, now=now, key=key).pk)
        grade(learner=learner, card_id=cards[0].pk, rating=GOOD, now=now, key=key)  # a late repetition, to be sure
        assert Review.objects.count() > 1
    finally:
        Review.objects.all().delete()
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE quizzes_review ADD CONSTRAINT review_once UNIQUE (learner_id, key)")


def test_grades_with_keys_of_their_own_all_count(cards, learner, now):
    at_once(lambda: grade(learner=learner, card_id=cards[0].pk, rating=GOOD, now=now, key=uuid4()).pk)
    card = Card.objects.get(pk=cards[0].pk)
    assert memory_of(card) == replay([(GOOD, now.date())] * THREADS)


def test_grades_are_lost_without_the_condition(cards, learner, now, monkeypatch):
    """The control: if a grade did not look whether the card has moved on, grades would overwrite each other."""
    condition = "AND reps = %(was_reps)s AND due = %(was_due)s"
    assert condition in services.RECORD
    blind = services.RECORD.replace(condition, "").replace("AND stability IS NOT DISTINCT FROM %(was_stability)s", "")
    monkeypatch.setattr(services, "RECORD", blind.replace("::float8", ""))
    at_once(lambda: grade(learner=learner, card_id=cards[0].pk, rating=GOOD, now=now, key=uuid4()).pk)
    assert Review.objects.count() == THREADS
    assert Card.objects.get(pk=cards[0].pk).reps < THREADS


def test_grades_and_undos_at_once_leave_what_the_log_says(cards, learner, now):
    turns = iter(range(THREADS))
    mutex = Lock()

    def either():
        with mutex:
            turn = next(turns)
        if turn % 3:
            grade(learner=learner, card_id=cards[0].pk, rating=1 + turn % 4, now=now, key=uuid4())
        else:
            undo(learner=learner, now=now, key=uuid4())

    at_once(either)
    evidence = Review.objects.effective().order_by("pk")
    card = Card.objects.get(pk=cards[0].pk)
    assert memory_of(card) == replay((scheduling.Rating(row.rating or 0), row.day) for row in evidence)


def test_undos_at_once_take_back_one_grade_each(cards, learner, now):
    for card in cards:
        grade(learner=learner, card_id=card.pk, rating=GOOD, now=now, key=uuid4())
    rows = at_once(lambda: undo(learner=learner, now=now, key=uuid4()), times=6)
    assert sorted(row.undoes.card_id for row in rows if row) == [card.pk for card in cards]
    assert rows.count(None) == 3
    assert set(Card.objects.values_list("state", "reps")) == {(Card.State.NEW, 0)}


def test_one_key_is_one_undo(cards, learner, now):
    for card in cards:
        grade(learner=learner, card_id=card.pk, rating=GOOD, now=now, key=uuid4())
    key = uuid4()
    rows = at_once(lambda: undo(learner=learner, now=now, key=key).pk)
    assert set(rows) == {Review.objects.get(undoes__isnull=False).pk}


def test_one_quiz_is_recorded_once(bank, learner, now):
    outcomes = [Outcome(fact.pk, True, uuid4()) for fact in bank.topic("caching").facts.all()]
    at_once(lambda: record_answers(learner=learner, outcomes=outcomes, source=Review.Source.EXAM, now=now))
    assert sorted(Review.objects.values_list("key", flat=True)) == sorted(outcome.key for outcome in outcomes)
    assert set(Card.objects.values_list("reps", flat=True)) == {1}


def test_an_edit_and_a_quiz_do_not_wait_for_one_another(cards, learner, now):
    """Both take cards in the order of their ids. An update alone takes them as they lie in the table, and what was
    changed last lies last."""
    Card.objects.update(state=Card.State.REVIEW, stability=3, difficulty=5)
    Card.objects.filter(pk=cards[0].pk).update(lapses=1)
    facts = [card.fact_id for card in cards]

    def edit():
        try:
            with transaction.atomic():
                return mark_changed(fact_ids=facts, now=now)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():  # the quiz
            Card.objects.select_for_update().get(pk=cards[0].pk)
            changed = pool.submit(edit)
            _until_somebody_waits()
            list(Card.objects.select_for_update(nowait=True).filter(pk__in=[cards[1].pk, cards[2].pk]))
        assert changed.result(timeout=30) == len(cards)


def _until_somebody_waits(seconds=20):
    end = time.monotonic() + seconds
    with connection.cursor() as cursor:
        while time.monotonic() < end:
            cursor.execute("SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)")
            if cursor.fetchone()[0]:
                return
            time.sleep(0.01)
    pytest.fail("nobody waits")


def test_a_topic_is_taken_up_once(bank, learner, now):
    topic = bank.topic("caching", facts=30)
    added = at_once(lambda: add_topics(learner=learner, topic_ids=[topic.pk], now=now))
    assert sorted(added) == [0] * (THREADS - 1) + [30]
    assert Card.objects.count() == 30
