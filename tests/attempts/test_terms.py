"""One person's terms, and what staff do to an attempt that runs: its end follows, and its receipt says why."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from quizzes.attempts import errors, services, terms
from quizzes.attempts.deadlines import Personal, replayed
from quizzes.attempts.models import Attempt, Extension, Quiz, Terms
from quizzes.reviews.models import Review
from tests.attempts.grades import kept_cards, replayed_cards
from tests.factories import UserFactory


def minutes(number):
    return timedelta(minutes=number)


@pytest.fixture
def staff(db):
    return UserFactory(password=None, is_instructor=True)


@pytest.fixture
def quiz(foundation, now):
    return Quiz.objects.create(key="midterm", title="Midterm", number=5, limit=30 * 60, created_at=now)


@pytest.fixture
def agree(quiz, learner, staff, now):
    def write(at=now, learner=learner, key=None, **personal):
        return terms.agree(
            quiz=quiz, learner=learner, personal=Personal(**personal), by=staff, why="As agreed", key=key or uuid4(),
            now=at,
        )  # fmt: skip

    return write


@pytest.fixture
def start(quiz, learner, now):
    def attempt(at=now, learner=learner):
        return services.start_quiz(learner=learner, quiz=quiz, key=uuid4(), now=at)

    return attempt


@pytest.fixture
def change(staff):
    def extend(attempt, seconds, at, key=None):
        return terms.extend(attempt_id=attempt.pk, seconds=seconds, by=staff, why="Noise", key=key or uuid4(), now=at)

    return extend


def test_terms_hold_for_their_person_alone(agree, start, charlie, now):
    agree(factor=2.0)
    assert start().deadline == now + minutes(60)
    assert start(learner=charlie).deadline == now + minutes(30)


def test_a_receipt_says_what_set_the_end_and_replays(agree, start, now):
    agree(factor=2.0)
    attempt = start()
    attempt.refresh_from_db()
    receipt = replayed(attempt.receipt)
    assert (receipt.end, receipt.limit, receipt.factor, receipt.rule) == (attempt.deadline, 1800, 2.0, "limit")
    assert attempt.receipt["end"] == attempt.deadline.isoformat()


def test_later_terms_are_a_new_row_and_replace_the_earlier_whole(agree, start, now):
    agree(factor=2.0)
    agree(closes=now + minutes(20))
    assert start().deadline == now + minutes(20)
    assert Terms.objects.count() == 2


def test_terms_said_twice_are_one(agree):
    key = uuid4()
    assert agree(key=key, factor=2.0) == agree(key=key, factor=3.0)
    assert Terms.objects.get().factor == 2.0


def test_a_key_that_was_somebody_elses_changes_nothing(agree, start, change, charlie, now):
    key = uuid4()
    agree(key=key, factor=2.0)
    with pytest.raises(errors.Conflict):
        agree(key=key, learner=charlie, factor=2.0)
    one, other = start(), start(learner=charlie)
    change(one, 60, now, key)
    with pytest.raises(errors.Conflict):
        change(other, 60, now, key)
    assert (Terms.objects.count(), Extension.objects.count()) == (1, 1)


def test_an_open_attempt_follows_new_terms_and_one_that_has_ended_does_not(agree, start, now):
    attempt = start()
    agree(factor=1.5, at=now + minutes(5))
    attempt.refresh_from_db()
    assert attempt.deadline == now + minutes(45)
    services.submit(attempt_id=attempt.pk, now=now + minutes(6))
    agree(factor=3.0, at=now + minutes(7))
    attempt.refresh_from_db()
    assert (attempt.deadline, attempt.submitted_at) == (now + minutes(45), now + minutes(6))


def test_terms_that_come_after_the_grace_open_nothing_again(agree, start, now):
    attempt = start()
    agree(factor=2.0, at=now + minutes(30) + timedelta(seconds=11))
    attempt.refresh_from_db()
    assert attempt.deadline == now + minutes(30)


def test_terms_say_when_somebody_may_start_and_how_often(quiz, agree, start, now):
    Quiz.objects.update(opens=now + minutes(10), closes=now + minutes(20), attempts_allowed=1)
    quiz.refresh_from_db()
    with pytest.raises(errors.NotOpen):
        start()
    agree(opens=now - minutes(1), attempts=2)
    for _ in range(2):
        services.submit(attempt_id=start().pk, now=now)
    with pytest.raises(errors.NoneLeft):
        start()


def test_row_11_an_extension_in_the_last_second_keeps_it_open(start, change, answer, now):
    attempt = start()
    late = now + minutes(30) + timedelta(seconds=10)
    assert change(attempt, 120, late).deadline == now + minutes(32)
    assert services.close_overdue(now + minutes(30) + timedelta(seconds=11)) == 0
    assert answer(attempt, 1, at=now + minutes(32)).late is False
    assert services.close_overdue(now + minutes(32) + timedelta(seconds=11)) == 1


def test_row_11_after_the_grace_there_is_nothing_to_extend(start, change, now):
    attempt = start()
    with pytest.raises(errors.Closed):
        change(attempt, 120, now + minutes(30) + timedelta(seconds=10.001))
    assert Extension.objects.count() == 0


def test_an_extension_repeated_is_one_and_two_add_up(start, change, now):
    attempt, key = start(), uuid4()
    change(attempt, 60, now, key)
    assert change(attempt, 60, now, key).deadline == now + minutes(31)
    assert change(attempt, 60, now).deadline == now + minutes(32)


def test_an_extension_outlives_new_terms(start, change, agree, now):
    attempt = start()
    change(attempt, 60, now)
    agree(factor=2.0)
    attempt.refresh_from_db()
    assert (attempt.deadline, attempt.receipt["rule"]) == (now + minutes(61), "extended")


def test_an_untimed_attempt_has_no_end_to_move(quiz, start, change, now):
    Quiz.objects.update(limit=None)
    quiz.refresh_from_db()
    assert change(start(), 60, now + minutes(900)).deadline is None


def test_closing_ends_it_with_what_is_saved_once(start, answer, staff, now):
    attempt = start()
    answer(attempt, 1)
    for at in (now + minutes(4), now + minutes(9)):
        terms.close(attempt_id=attempt.pk, by=staff, why="Fire alarm", key=uuid4(), now=at)
    attempt.refresh_from_db()
    assert (attempt.submitted_at, attempt.score, attempt.max_score) == (now + minutes(4), 1, 5)
    assert (attempt.deadline, attempt.receipt["rule"]) == (now + minutes(4), "closed")
    assert Extension.objects.count() == 1


@pytest.fixture
def reopen(staff):
    def do(attempt, seconds, at, key=None):
        return terms.reopen(
            attempt_id=attempt.pk, seconds=seconds, by=staff, why="Broken laptop", key=key or uuid4(), now=at
        )

    return do


def test_what_has_ended_is_open_again_for_so_long_and_its_receipt_says_so(start, answer, reopen, now):
    attempt = start()
    answer(attempt, 1, right=True)
    services.submit(attempt_id=attempt.pk, now=now + minutes(5))
    reopen(attempt, 600, now + minutes(60))
    attempt.refresh_from_db()
    assert (attempt.submitted_at, attempt.score, attempt.max_score) == (None, None, None)
    assert (attempt.deadline, attempt.receipt["rule"]) == (now + minutes(70), "reopened")
    assert replayed(attempt.receipt).end == attempt.deadline
    assert [(one.kind, one.ended_at) for one in attempt.extensions.all()] == [("reopened", now + minutes(5))]
    assert answer(attempt, 2, at=now + minutes(70)).late is False
    with pytest.raises(errors.Closed):
        answer(attempt, 3, at=now + minutes(70) + timedelta(seconds=11))


def test_what_is_answered_anew_gets_a_mark_beside_the_old_one(start, answer, reopen, now):
    attempt = start()
    answer(attempt, 1, right=True)
    answer(attempt, 2, right=False)
    services.submit(attempt_id=attempt.pk, now=now + minutes(5))
    reopen(attempt, 600, now + minutes(60))
    answer(attempt, 2, right=True, at=now + minutes(61))
    services.submit(attempt_id=attempt.pk, now=now + minutes(62))
    attempt.refresh_from_db()
    assert (attempt.score, attempt.max_score, attempt.submitted_at) == (2, 5, now + minutes(62))
    marks = [[one.share for one in q.gradings.all()] for q in attempt.questions.all()]
    assert marks == [[1.0], [0.0, 1.0], [0.0], [0.0], [0.0]]


def test_memories_hear_the_new_answer_and_not_the_old_one(start, answer, reopen, learner, now):
    attempt = start()
    answer(attempt, 1, right=True)
    answer(attempt, 2, right=False)
    services.submit(attempt_id=attempt.pk, now=now + minutes(5))
    reopen(attempt, 600, now + minutes(60))
    answer(attempt, 2, right=True, at=now + minutes(61))
    services.submit(attempt_id=attempt.pk, now=now + minutes(62))
    said = Review.objects.filter(learner=learner).order_by("pk")
    found = [(one.rating, bool(one.undoes_id)) for one in said]
    assert (sorted(found[:2]), found[2:]) == ([(1, False), (3, False)], [(None, True), (3, False)])
    assert replayed_cards(learner) == kept_cards(learner)


def test_a_reopening_said_twice_is_one(start, reopen, now):
    attempt, key = start(), uuid4()
    services.submit(attempt_id=attempt.pk, now=now)
    reopen(attempt, 60, now, key)
    assert reopen(attempt, 600, now + minutes(1), key).deadline == now + minutes(1)
    assert Extension.objects.count() == 1


def test_what_runs_is_not_reopened_and_what_the_sweep_has_not_seen_yet_is(start, reopen, now):
    attempt = start()
    with pytest.raises(errors.StillRuns):
        reopen(attempt, 60, now + minutes(30) + timedelta(seconds=10))
    assert reopen(attempt, 60, now + minutes(31)).deadline == now + minutes(32)
    assert attempt.extensions.get().ended_at == now + minutes(30)


def test_nobody_sits_two_clocks_by_a_reopening(start, reopen, learner, foundation, now):
    attempt = start()
    services.submit(attempt_id=attempt.pk, now=now)
    other = services.start_exam(learner=learner, phase=foundation, key=uuid4(), now=now)
    with pytest.raises(errors.AlreadyOpen) as refusal:
        reopen(attempt, 60, now + minutes(1))
    assert refusal.value.attempt == other
    assert Extension.objects.count() == 0
    reopen(attempt, 60, now + minutes(11))  # the other one's time is over: it is closed on the way
    other.refresh_from_db()
    assert other.submitted_at == now + minutes(10)


def test_the_database_opens_nothing_again_without_a_reopening_of_that_end(start, reopen, now):
    attempt = start()
    services.submit(attempt_id=attempt.pk, now=now)
    with pytest.raises(IntegrityError), transaction.atomic():
        Attempt.objects.update(submitted_at=None)
    reopen(attempt, 60, now + minutes(1))
    services.submit(attempt_id=attempt.pk, now=now + minutes(2))
    with pytest.raises(IntegrityError), transaction.atomic():  # the earlier reopening does not serve again
        Attempt.objects.update(submitted_at=None)
    with connection.cursor() as cursor:  # as the check can fail
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE quizzes_attempt DISABLE TRIGGER attempt_opens_again")
        assert Attempt.objects.update(submitted_at=None) == 1


@pytest.mark.parametrize("factor", [0, -1, 0.1, 11])
def test_a_factor_that_makes_no_sense_is_refused_by_the_database(agree, factor):
    with pytest.raises(IntegrityError), transaction.atomic():
        agree(factor=factor)


def test_nothing_changes_an_end_but_through_its_receipt(start, change, now):
    """What a receipt gives, replayed, is the deadline, after every kind of change."""
    attempt = start()
    change(attempt, 60, now + minutes(1))
    attempt.refresh_from_db()
    assert replayed(attempt.receipt).end == attempt.deadline
    with connection.cursor() as cursor:
        cursor.execute("UPDATE quizzes_attempt SET deadline = deadline + interval '1 hour'")
    attempt = Attempt.objects.get()
    assert replayed(attempt.receipt).end != attempt.deadline  # as the check can fail
