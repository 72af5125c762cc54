"""Repeated requests at the same moment, in real transactions. Each law has its control, which must not hold."""

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from uuid import uuid4

import pytest
from django.db import IntegrityError, OperationalError, connection, connections, transaction

from quizzes.reviews import scheduling
from quizzes.reviews.changes import mark_changed
from quizzes.reviews.models import Card, Review
from quizzes.reviews.scheduling import memory_of
from quizzes.reviews.services import Outcome, add_topics, grade, record_answers
from quizzes.reviews.taking_back import undo
from tests.parallel import at_once, drop_constraint, locked, slow, unlocked
from tests.reviews.memory_models import replay

GOOD = scheduling.Rating.GOOD
THREADS = 20
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def give(cards, learner, now):
    """A job that grades the first card as good under this key, or under one of its own."""

    def job(key=None):
        grade_key = key or uuid4()
        return lambda: grade(learner=learner, card_id=cards[0].pk, rating=GOOD, now=now, key=grade_key).pk

    return job


def test_one_key_is_one_grade(cards, give, now):
    rows = at_once(*[give(uuid4())] * THREADS)
    assert set(rows) == {Review.objects.get().pk}
    assert memory_of(Card.objects.get(pk=cards[0].pk)) == replay([(GOOD, now.date())])


def test_control_one_key_is_many_grades_without_the_constraint(give):
    drop_constraint(Review, "review_once")
    repeated = unlocked(give(uuid4()), (r"ON CONFLICT \(learner_id, key\) DO NOTHING", ""))
    at_once(*[repeated] * THREADS)
    repeated()  # a late one, to be sure
    assert Review.objects.count() > 1


def test_grades_with_keys_of_their_own_all_count(cards, give, now):
    at_once(*(give() for _ in range(THREADS)))
    card = Card.objects.get(pk=cards[0].pk)
    assert memory_of(card) == replay([(GOOD, now.date())] * THREADS)


def test_control_grades_are_lost_without_the_condition(cards, give):
    """If a grade did not look whether the card has moved on, grades would overwrite each other."""
    condition = r"AND (reps|due|stability|difficulty) (=|IS NOT DISTINCT FROM) %\(was_\w+\)s(::float8)?"
    at_once(*(unlocked(give(), (condition, "")) for _ in range(THREADS)))
    assert Review.objects.count() == THREADS
    assert Card.objects.get(pk=cards[0].pk).reps < THREADS


def grade_and_undo(card, learner, now, as_job=locked):
    """Grade a card twice and undo once, again and again and all at once; the card, and what its log makes of it."""
    turns = iter(range(THREADS))
    mutex = Lock()

    def either():
        with mutex:
            turn = next(turns)
        if turn % 3:
            grade(learner=learner, card_id=card.pk, rating=1 + turn % 4, now=now, key=uuid4())
        else:
            undo(learner=learner, now=now, key=uuid4())

    with slow("UPDATE", "quizzes_card", 0.02):
        at_once(*[as_job(either)] * THREADS, refusals=IntegrityError)
    evidence = Review.objects.effective().order_by("pk")
    made = replay((scheduling.Rating(row.rating or 0), row.day, row.weight) for row in evidence)
    return memory_of(Card.objects.get(pk=card.pk)), made


def test_grades_and_undos_at_once_leave_what_the_log_says(cards, learner, now):
    memory, made = grade_and_undo(cards[0], learner, now)
    assert memory == made


def test_control_without_locks_the_card_is_not_what_the_log_says(cards, learner, now):
    memory, made = grade_and_undo(cards[0], learner, now, unlocked)
    assert memory != made


def undos(cards, learner, now, as_job=locked):
    """Grade three cards, and undo six times at once."""
    for card in cards:
        grade(learner=learner, card_id=card.pk, rating=GOOD, now=now, key=uuid4())
    with slow("UPDATE", "quizzes_card", 0.1):
        return at_once(*[as_job(lambda: undo(learner=learner, now=now, key=uuid4()))] * 6, refusals=IntegrityError)


def test_undos_at_once_take_back_one_grade_each(cards, learner, now):
    rows = undos(cards, learner, now)
    assert sorted(row.undoes.card_id for row in rows if row) == [card.pk for card in cards]
    assert rows.count(None) == 3
    assert set(Card.objects.values_list("state", "reps")) == {(Card.State.NEW, 0)}


def test_control_without_locks_undos_take_back_the_same_grade(cards, learner, now):
    rows = undos(cards, learner, now, unlocked)
    assert any(isinstance(row, IntegrityError) for row in rows)


def undos_of_one_key(cards, learner, now, as_job=locked):
    for card in cards:
        grade(learner=learner, card_id=card.pk, rating=GOOD, now=now, key=uuid4())
    key = uuid4()

    def job():
        return undo(learner=learner, now=now, key=key).pk

    return set(map(str, at_once(*[as_job(job)] * THREADS, refusals=IntegrityError)))


def test_one_key_is_one_undo(cards, learner, now):
    assert undos_of_one_key(cards, learner, now) == {str(Review.objects.get(undoes__isnull=False).pk)}


def test_control_without_locks_a_repeated_undo_is_refused(cards, learner, now):
    with slow("UPDATE", "quizzes_card", 0.1):
        assert len(undos_of_one_key(cards, learner, now, unlocked)) > 1


def record_at_once(facts, learner, now, as_job=locked):
    """A quiz that is recorded by many at once; what each was refused with, and the keys of its answers."""
    outcomes = [Outcome(fact.pk, True, uuid4()) for fact in facts]

    def job():
        return record_answers(learner=learner, outcomes=outcomes, source=Review.Source.EXAM, now=now)

    refused = at_once(*[as_job(job)] * THREADS, refusals=IntegrityError)
    return refused, sorted(outcome.key for outcome in outcomes)


def test_one_quiz_is_recorded_once(bank, learner, now):
    refused, keys = record_at_once(bank.topic("caching").facts.all(), learner, now)
    assert set(refused) == {None}
    assert sorted(Review.objects.values_list("key", flat=True)) == keys
    assert set(Card.objects.values_list("reps", flat=True)) == {1}


def test_control_without_locks_only_the_first_can_record_a_quiz(bank, learner, now):
    facts = bank.topic("caching").facts.all()
    with slow("INSERT", "quizzes_card", 0.1):
        refused, _ = record_at_once(facts, learner, now, unlocked)
    assert {type(refusal) for refusal in refused} == {type(None), IntegrityError}


def edit_beside_a_quiz(bank, learner, now, as_job=locked):
    """Change facts while a quiz takes their cards, the first of which it has. An update takes cards as they lie in the
    table or in the index of facts: the card with the lowest id is the last in both."""
    facts = list(bank.topic("caching").facts.order_by("pk").values_list("pk", flat=True))
    with connection.cursor() as cursor:  # else new cards may lie where rows of other tests were
        cursor.execute("TRUNCATE quizzes_card CASCADE")
    seen = {"state": Card.State.REVIEW, "stability": 3, "difficulty": 5, "reps": 1, "last_day": now.date()}
    cards = [
        Card.objects.create(pk=1000 - place, learner=learner, fact_id=fact, due=now, **seen)
        for place, fact in enumerate(facts)
    ][::-1]

    def edit():
        try:
            with transaction.atomic():
                return mark_changed(fact_ids=facts, now=now)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():  # the quiz
            Card.objects.select_for_update().get(pk=cards[0].pk)
            changed = pool.submit(as_job(edit))
            _until_somebody_waits()
            list(Card.objects.select_for_update(nowait=True).filter(pk__in=[cards[1].pk, cards[2].pk]))
        return changed.result(timeout=30)


def test_an_edit_and_a_quiz_do_not_wait_for_one_another(bank, learner, now):
    assert edit_beside_a_quiz(bank, learner, now) == 3


def test_control_without_the_order_of_locks_they_would(bank, learner, now):
    with pytest.raises(OperationalError, match="could not obtain lock"):
        edit_beside_a_quiz(bank, learner, now, unlocked)


def _until_somebody_waits(seconds=20):
    end = time.monotonic() + seconds
    with connection.cursor() as cursor:
        while time.monotonic() < end:
            cursor.execute(  # for us, and not for somebody in the database of another process
                "SELECT EXISTS (SELECT FROM pg_locks l"
                " WHERE NOT l.granted AND pg_backend_pid() = ANY (pg_blocking_pids(l.pid)))"
            )
            if cursor.fetchone()[0]:
                return
            time.sleep(0.01)
    pytest.fail("nobody waits")


def take_up_at_once(topic, learner, now, as_job=locked):
    def job():
        return add_topics(learner=learner, topic_ids=[topic.pk], now=now).facts

    return at_once(*[as_job(job)] * THREADS, refusals=IntegrityError)


def test_a_topic_is_taken_up_once(bank, learner, now):
    added = take_up_at_once(bank.topic("caching", facts=30), learner, now)
    assert sorted(added) == [0] * (THREADS - 1) + [30]
    assert Card.objects.count() == 30


def test_control_without_the_lock_only_the_first_can_take_it_up(bank, learner, now):
    topic = bank.topic("caching", facts=30)
    with slow("INSERT", "quizzes_card", 0.01):
        added = take_up_at_once(topic, learner, now, unlocked)
    assert {type(count) for count in added} == {int, IntegrityError}
