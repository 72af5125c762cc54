"""One person's terms, and what staff do to an attempt that runs: its end follows, and its receipt says why."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from quizzes.attempts import errors, services, terms
from quizzes.attempts.deadlines import Personal, replayed
from quizzes.attempts.models import Attempt, Extension, Quiz, Terms
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
