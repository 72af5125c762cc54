"""What must hold when requests and sweeps meet: threads with real transactions.

Each law has its control: the same work with the lock or the constraint taken away, where it must not hold. A trigger
that sleeps holds the window open, so that neither depends on luck.
"""

from datetime import timedelta
from threading import Event
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone

from quizzes.attempts import errors, own_quizzes, services, terms
from quizzes.attempts.models import Answer, Attempt, AttemptQuestion, Extension, Quiz
from quizzes.attempts.models.attempts import AttemptQuerySet
from quizzes.attempts.scoring import Given
from quizzes.reviews.models import Review
from tests.attempts.conftest import choice
from tests.parallel import SKIP, at_once, drop_constraint, in_the_middle, locked, slow, unlocked

pytestmark = pytest.mark.django_db(transaction=True)
SUBMITS = 20


def ended(exam):
    """One job for each submit: it hands in a second later than the one before, and says when the attempt ended."""

    def submit(second):
        return services.submit(attempt_id=exam.pk, now=exam.started_at + timedelta(seconds=second)).submitted_at

    return [lambda second=second: submit(second) for second in range(1, SUBMITS + 1)]


# --- row 7: twenty submits ---


def test_row_7_twenty_submits_are_one_result(exam, answer):
    answer(exam, 1)
    with slow("UPDATE", "quizzes_attempt", 0.05):
        results = at_once(*ended(exam))
    exam.refresh_from_db()
    assert set(results) == {exam.submitted_at}
    assert Review.objects.count() == 1


def test_row_7_control_without_the_lock_there_are_many_results(exam, answer):
    answer(exam, 1)
    with slow("UPDATE", "quizzes_attempt", 0.05):
        results = at_once(*map(unlocked, ended(exam)))
    assert len(set(results)) > 1


def test_row_7_twenty_requests_have_equal_responses(foundation, learner):
    """What browsers see of the law above."""
    exam = services.start_exam(learner=learner, phase=foundation, key=uuid4(), now=timezone.now())
    clients = [Client() for _ in range(SUBMITS)]
    for client in clients:
        client.force_login(learner)
    responses = at_once(*(lambda c=c: c.post(f"/quizzes/{exam.pk}/submit/") for c in clients))
    assert {(r.status_code, r.url, r.content) for r in responses} == {(302, f"/quizzes/{exam.pk}/", b"")}


# --- row 5: sweeps ---


def test_row_5_two_sweeps_give_one_result(exam, answer):
    answer(exam, 1)
    late = exam.deadline + timedelta(minutes=1)
    with slow("UPDATE", "quizzes_attempt"):
        counts = at_once(*[lambda: services.close_overdue(late)] * 4)
    assert sorted(counts) == [0, 0, 0, 1]
    assert Review.objects.count() == 1


def test_row_5_control_without_the_lock_each_sweep_closes(exam):
    late = exam.deadline + timedelta(minutes=1)
    with slow("UPDATE", "quizzes_attempt"):
        counts = at_once(*[unlocked(lambda: services.close_overdue(late))] * 4)
    assert sum(counts) > 1


def sweep_beside_a_holder(exam, *losing):
    """Sweep while somebody holds the attempt for up to two seconds; whether the sweep was done before."""
    held, done, in_time = Event(), Event(), []

    def hold():
        with transaction.atomic():
            Attempt.objects.select_for_update().get(pk=exam.pk)
            held.set()
            in_time.append(done.wait(2))

    def sweep():
        assert held.wait(30)
        services.close_overdue(exam.deadline + timedelta(minutes=1))
        done.set()

    at_once(hold, unlocked(sweep, *losing) if losing else sweep)
    return in_time == [True]


def test_a_sweep_does_not_wait_for_what_another_holds(exam):
    assert sweep_beside_a_holder(exam)
    exam.refresh_from_db()
    assert exam.submitted_at is None


def test_control_a_sweep_that_does_not_skip_waits(exam):
    assert not sweep_beside_a_holder(exam, SKIP)


# --- row 11: the deadline moves at the last second ---


def extended_while_a_sweep_runs(exam, late):
    """Extend the attempt after the sweep has found it, before the sweep takes its lock."""
    found, extended = Event(), Event()

    class Pause:
        """The sweep's list of what is overdue, read before the deadline moves."""

        def __call__(self, execute, sql, params, many, context):
            result = execute(sql, params, many, context)
            if "ORDER BY" in sql and "quizzes_attempt" in sql and not found.is_set():
                found.set()
                assert extended.wait(30)
            return result

    def sweep():
        with connection.execute_wrapper(Pause()):
            return services.close_overdue(late)

    def extend():
        assert found.wait(30)
        Attempt.objects.filter(pk=exam.pk).update(deadline=late + timedelta(minutes=5))
        extended.set()

    return at_once(sweep, extend)[0]


def test_row_11_an_attempt_extended_at_the_last_second_stays_open(exam, answer):
    late = exam.deadline + timedelta(minutes=1)
    assert extended_while_a_sweep_runs(exam, late) == 0
    exam.refresh_from_db()
    assert exam.submitted_at is None
    assert answer(exam, 1, at=late).late is False


def test_row_11_control_without_a_second_look_it_is_closed(exam, monkeypatch):
    late = exam.deadline + timedelta(minutes=1)
    overdue = AttemptQuerySet.overdue
    looks = []

    def once(self, now):
        looks.append(now)
        return overdue(self, now) if len(looks) == 1 else self.filter(submitted_at__isnull=True)

    monkeypatch.setattr(AttemptQuerySet, "overdue", once)
    assert extended_while_a_sweep_runs(exam, late) == 1


# --- row 8: two tabs ---


def tabs(exam, now, tab=locked):
    """Two tabs that know of no answer choose differently at the same moment."""

    def choose(right):
        return services.save_answer(
            attempt_id=exam.pk,
            position=1,
            given=Given.of(choice(exam, 1, right=right)),
            sequence=0,
            key=uuid4(),
            now=now,
        )

    return at_once(*map(tab, [lambda: choose(True), lambda: choose(False)]), refusals=errors.AnsweredMeanwhile)


def test_row_8_of_two_tabs_one_is_stale(exam, now):
    with slow("INSERT", "quizzes_answer"):
        results = tabs(exam, now)
    assert sorted(type(result).__name__ for result in results) == ["Answer", "AnsweredMeanwhile"]
    assert Answer.objects.count() == 1


def test_row_8_control_without_lock_and_constraint_both_are_saved(exam, now):
    drop_constraint(Answer, "answer_sequence")
    with slow("INSERT", "quizzes_answer"):
        results = tabs(exam, now, unlocked)
    assert [type(result) for result in results] == [Answer, Answer]
    assert list(Answer.objects.values_list("sequence", flat=True)) == [1, 1]


def saving(exam, now, key):
    """A job that saves an answer to the first question."""
    given = Given.of(choice(exam, 1))
    return lambda: services.save_answer(attempt_id=exam.pk, position=1, given=given, sequence=0, key=key, now=now).pk


def test_an_answer_repeated_at_once_is_saved_once(exam, now):
    with slow("INSERT", "quizzes_answer"):
        assert set(at_once(*[saving(exam, now, uuid4())] * 8)) == {Answer.objects.get().pk}


def test_control_without_lock_and_constraints_each_repetition_is_saved(exam, now):
    drop_constraint(Answer, "answer_once", "answer_sequence")
    with slow("INSERT", "quizzes_answer"):
        results = at_once(*[unlocked(saving(exam, now, uuid4()))] * 8)
    assert len(set(results)) > 1


def save_beside_the_end(exam, now, as_job=locked, begun=locked):
    """What a save gave that met the end of the exam, which is ``begun`` when that says."""

    def submit():
        return services.submit(attempt_id=exam.pk, now=now)

    with slow("INSERT", "quizzes_answer"):
        saved, _ = at_once(*map(as_job, [saving(exam, now, uuid4()), begun(submit)]), refusals=errors.Closed)
    exam.refresh_from_db()
    return saved


def test_a_save_and_the_end_do_not_interleave(exam, now):
    """Either the answer is saved and graded, or it is refused; it is never saved and not graded."""
    saved = save_beside_the_end(exam, now)
    assert exam.score == (0 if isinstance(saved, errors.Closed) else 1) == Answer.objects.count()


def test_control_a_save_without_the_lock_is_lost_to_the_end(exam, now):
    assert save_beside_the_end(exam, now, unlocked, in_the_middle) == Answer.objects.get().pk
    assert exam.score == 0


# --- row 9: start pressed twice ---


def test_row_9_start_pressed_twice_is_one_attempt(begin):
    key = uuid4()
    with slow("INSERT", "quizzes_attempt"):
        attempts = at_once(*[lambda: begin(key=key)] * 6)
    assert set(attempts) == {Attempt.objects.get()}
    assert AttemptQuestion.objects.count() == 5


def test_row_9_control_without_the_constraint_there_are_two(begin):
    drop_constraint(Attempt, "key")
    key = uuid4()
    with slow("INSERT", "quizzes_attempt"):
        attempts = at_once(*[lambda: begin(key=key)] * 2)
    assert len({attempt.pk for attempt in attempts}) == 2


def addresses(learner):
    """Where six browsers of a learner are led that send the same form."""
    clients = [Client() for _ in range(6)]
    for client in clients:
        client.force_login(learner)
    data = {"kind": "exam", "phases": "foundation", "idempotency_key": str(uuid4())}
    with slow("INSERT", "quizzes_attempt"):
        responses = at_once(*(lambda c=c: c.post("/quizzes/start/", data) for c in clients))
    assert {response.status_code for response in responses} == {302}
    return {response.url for response in responses}


def test_row_9_start_requests_lead_to_the_same_address(foundation, learner):
    assert addresses(learner) == {f"/quizzes/{Attempt.objects.get().pk}/"}


def test_row_9_control_without_the_constraints_they_lead_to_many(foundation, learner):
    drop_constraint(Attempt, "key", "attempt_one_timed", "attempt_one_open_of_quiz")
    assert len(addresses(learner)) > 1


def exams(foundation, learner, now):
    """Two tabs start an exam, each with a key of its own."""

    def start():
        return services.start_exam(learner=learner, phase=foundation, key=uuid4(), now=now)

    with slow("INSERT", "quizzes_attempt"):
        return sorted(type(result).__name__ for result in at_once(start, start, refusals=errors.AlreadyOpen))


def test_two_tabs_start_one_exam(foundation, learner, now):
    assert exams(foundation, learner, now) == ["AlreadyOpen", "Attempt"]


def test_control_without_the_constraint_two_tabs_start_two(foundation, learner, now):
    drop_constraint(Attempt, "attempt_one_timed", "attempt_one_open_of_quiz")
    assert exams(foundation, learner, now) == ["Attempt", "Attempt"]


# --- reopening ---


def reopening(attempt, staff, seconds):
    """One job that opens an ended attempt again, by a press of its own."""
    at = attempt.started_at + timedelta(hours=1)
    said = {"by": staff, "why": "Broken laptop", "now": at}
    return lambda: terms.reopen(attempt_id=attempt.pk, seconds=seconds, key=uuid4(), **said)


def test_two_who_reopen_at_once_reopen_once(exam, charlie):
    services.submit(attempt_id=exam.pk, now=exam.started_at)
    with slow("INSERT", "quizzes_extension"):
        results = at_once(*[reopening(exam, charlie, 600)] * 2, refusals=errors.StillRuns)
    assert sorted(type(one).__name__ for one in results) == ["Attempt", "StillRuns"]
    assert Extension.objects.count() == 1


def test_two_who_reopen_at_once_control_without_the_lock_there_are_two(exam, charlie):
    services.submit(attempt_id=exam.pk, now=exam.started_at)
    with slow("INSERT", "quizzes_extension"):
        at_once(*[unlocked(reopening(exam, charlie, 600))] * 2)
    assert Extension.objects.count() == 2


@pytest.fixture
def other(foundation, now):
    return Quiz.objects.create(key="midterm", title="Midterm", number=5, limit=600, created_at=now)


def two_clocks(exam, other, staff, learner):
    """An ended attempt is opened again while its learner begins another timed quiz."""
    at = exam.started_at + timedelta(hours=1)

    def begin():
        return services.start_quiz(learner=learner, quiz=other, key=uuid4(), now=at)

    with slow("UPDATE", "quizzes_attempt"):
        at_once(reopening(exam, staff, 600), in_the_middle(begin), refusals=errors.AlreadyOpen)
    return Attempt.objects.filter(learner=learner, submitted_at=None).count()


def test_a_reopening_and_a_start_at_once_give_one_clock(exam, other, learner, charlie):
    services.submit(attempt_id=exam.pk, now=exam.started_at)
    assert two_clocks(exam, other, charlie, learner) == 1


def test_a_reopening_and_a_start_control_without_the_constraint_there_are_two(exam, other, learner, charlie):
    services.submit(attempt_id=exam.pk, now=exam.started_at)
    drop_constraint(Attempt, "attempt_one_timed")
    assert two_clocks(exam, other, charlie, learner) == 2


# --- a quiz of one's own, kept with two presses ---


def kept_with_two_presses(learner, now, as_job):
    wanted = {"owner": learner, "title": "Mine", "phases": (), "topics": (), "number": 5, "kinds": (), "difficulty": 0}
    wanted |= {"minutes": 0, "key": uuid4(), "now": now}
    with slow("INSERT", "quizzes_quiz"):
        ended = at_once(*[as_job(lambda: own_quizzes.keep(**wanted))] * 2, refusals=IntegrityError)
    return [type(one) for one in ended].count(Quiz)


def test_a_quiz_kept_with_two_presses_is_kept_once(learner, now):
    assert kept_with_two_presses(learner, now, locked) == 2
    assert Quiz.objects.filter(owner=learner).count() == 1


def test_control_without_the_turn_one_press_is_an_error(learner, now):
    assert kept_with_two_presses(learner, now, unlocked) == 1
