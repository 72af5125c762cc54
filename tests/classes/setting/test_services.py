"""What somebody must not get by pressing at the wrong moment: a clock beside a clock, a try too many, an early key."""

import json
from io import BytesIO
from uuid import uuid4
from zipfile import ZipFile

import pytest

from quizzes.attempts import errors, services, terms
from quizzes.attempts.deadlines import Personal
from quizzes.attempts.models import Attempt, Quiz, Terms
from quizzes.attempts.queries import past_attempts
from quizzes.classes.assignments import services as assignments
from quizzes.classes.assignments.handing import hand_out_again
from quizzes.classes.assignments.judging import CLOSED, QUIZ, Need
from quizzes.classes.assignments.plans import Plan
from quizzes.classes.setting import services as setting
from quizzes.takeout.services import write_package
from tests.attempts.test_terms import minutes
from tests.classes.setting.conftest import answer, sheet, text
from tests.parallel import at_once, slow

# --- one clock at a time ---


def test_what_has_no_clock_can_be_closed_beside_one_that_has(given, sit, school, now):
    slow, timed = sit(given(limit=None)), sit(given())
    terms.close(attempt_id=slow.pk, by=school.instructor, why="Over", key=uuid4(), now=now + minutes(1))
    slow.refresh_from_db()
    assert (slow.submitted_at, slow.deadline, slow.receipt["rule"]) == (now + minutes(1), now + minutes(1), "closed")
    assert Attempt.objects.get(pk=timed.pk).submitted_at is None


def test_terms_that_would_set_a_second_clock_are_refused_with_the_first(given, sit, agree):
    quiz = given(limit=None)
    sit(quiz)
    timed = sit(given())
    with pytest.raises(errors.AlreadyOpen) as refused:
        agree(quiz, limit=600)
    assert (refused.value.attempt, Terms.objects.count()) == (timed, 0)


def test_the_page_says_which_quiz_is_in_the_way(given, sit, school, browse):
    quiz = given(limit=None)
    sit(quiz)
    sit(given(title="Other"))
    page = f"/classes/{school.cohort.pk}/quizzes/{quiz.pk}/people/{school.learner.pk}/"
    sent = {"minutes": "10", "why": "Illness", "idempotency_key": str(uuid4())}
    response = browse("instructor").post(f"{page}agree/", sent, follow=True)
    assert "Other" in text(response)
    assert "one clock runs at a time" in text(response)


# --- as many attempts as are allowed ---


def test_an_attempt_that_began_and_ended_while_another_was_drawn_counts(given, sit, monkeypatch, now):
    quiz = given(attempts_allowed=1)
    real = services.paper_of

    def meanwhile(drawn):
        monkeypatch.setattr(services, "paper_of", real)
        services.submit(attempt_id=sit(drawn).pk, now=now)
        return real(drawn)

    monkeypatch.setattr(services, "paper_of", meanwhile)
    with pytest.raises(errors.NoneLeft):
        sit(quiz)
    assert Attempt.objects.count() == 1


# --- what is right is told once nobody whom it concerns can sit it ---


def closed(**rules):
    return {"feedback": "closed", "attempts_allowed": 2, "limit": None} | rules


def test_what_waits_for_the_closing_waits_for_ones_own(given, sit, agree, school, now):
    quiz = given(**closed(closes=now + minutes(60)))
    attempt = sit(quiz)
    services.submit(attempt_id=attempt.pk, now=now + minutes(5))
    agree(quiz, closes=now + minutes(120))
    attempt.refresh_from_db()
    assert not attempt.tells(now + minutes(60))
    assert not attempt.scores(now + minutes(60))
    assert attempt.tells(now + minutes(120))
    assert [told for _, told in past_attempts(school.learner.pk, now + minutes(60))] == [False]


def test_what_waits_for_the_closing_waits_for_one_that_is_put_off(given, sit, now):
    quiz = given(**closed(closes=now + minutes(60)))
    attempt = services.submit(attempt_id=sit(quiz).pk, now=now)
    Quiz.objects.update(closes=now + minutes(90))
    attempt = Attempt.objects.get(pk=attempt.pk)
    assert (attempt.tells(now + minutes(89)), attempt.tells(now + minutes(90))) == (False, True)


def test_an_earlier_closing_of_ones_own_tells_nothing_early(given, sit, agree, now):
    quiz = given(**closed(closes=now + minutes(60)))
    agree(quiz, closes=now + minutes(10))
    attempt = services.submit(attempt_id=sit(quiz).pk, now=now)
    assert not attempt.tells(now + minutes(59))


@pytest.mark.parametrize(("feedback", "score"), [("closed", False), ("never", True)])
def test_ones_own_data_tell_no_mark_that_the_quiz_does_not_tell(feedback, score, given, sit, school, now):
    attempt = sit(given(**closed(feedback=feedback, closes=now + minutes(60))))
    answer(attempt, 1, at=now)
    services.submit(attempt_id=attempt.pk, now=now)
    marks, quizzes = data_of(school.learner, now)
    assert {(row["rules"], row["at"], row["reason"]) for row in marks} == {(None, None, None)}
    assert {row["share"] for row in marks} == {None}
    assert (quizzes[0]["marks"] is not None) is score


def test_ones_own_data_have_the_marks_once_it_has_closed(given, sit, school, now):
    attempt = sit(given(**closed(closes=now + minutes(60))))
    answer(attempt, 1, at=now)
    services.submit(attempt_id=attempt.pk, now=now)
    marks, quizzes = data_of(school.learner, now + minutes(60))
    assert sorted(row["share"] for row in marks) == [0, 0, 0, 0, 1]
    assert quizzes[0]["marks"] == 1


def data_of(learner, at):
    file = BytesIO()
    write_package(learner=learner, file=file, now=at)
    with ZipFile(file) as opened:
        return [json.loads(opened.read(f"{name}.json").decode("utf-8-sig")) for name in ("marks", "quizzes")]


# --- an assignment hands out times ---


@pytest.fixture
def assign(school, now):
    def do(quiz, opens, due):
        need = Need(QUIZ, share=0.5, quiz=quiz.pk, title=quiz.title)
        plan = Plan(title="Week 1", needs=(need,), due=due, opens=opens, late=CLOSED)
        return assignments.create(cohort=school.cohort, plan=plan, key=uuid4(), now=now)

    return do


def test_an_assignment_leaves_out_whom_another_clock_runs_for_and_comes_back_to_them(given, sit, assign, school, now):
    quiz = given(limit=None)
    sit(quiz)
    timed = sit(given())
    assign(quiz, None, now + minutes(90))
    assert not Terms.objects.filter(learner=school.learner).exists()
    assert Terms.objects.filter(learner=school.classmate).exists()
    services.submit(attempt_id=timed.pk, now=now)
    hand_out_again(now=now)
    assert Terms.objects.get(learner=school.learner).closes == now + minutes(90)


def test_an_assignment_that_opens_after_an_agreed_closing_replaces_it(given, agree, assign, school, now):
    quiz = given()
    agree(quiz, closes=now + minutes(10), attempts=3)
    assign(quiz, now + minutes(20), now + minutes(90))
    held = terms.personal_of(quiz=quiz, learner=school.learner)
    assert (held.opens, held.closes, held.attempts) == (now + minutes(20), now + minutes(90), 3)
    agree(quiz, opens=now + minutes(200))
    assign(quiz, None, now + minutes(100))
    held = terms.personal_of(quiz=quiz, learner=school.learner)
    assert (held.opens, held.closes) == (None, now + minutes(100))


def test_who_started_as_times_were_handed_out_follows_them_the_next_time(given, sit, assign, school, now):
    quiz = given(closes=now + minutes(20))
    assign(quiz, None, now + minutes(10))
    Terms.objects.filter(learner=school.learner).update(learner=school.classmate)  # not there yet as they began
    attempt = sit(quiz)
    Terms.objects.order_by("pk").filter(learner=school.classmate).update(learner=school.learner)
    assert attempt.deadline == now + minutes(20)
    assert hand_out_again(now=now + minutes(1)) == 0
    attempt.refresh_from_db()
    assert (attempt.deadline, attempt.receipt["rule"]) == (now + minutes(10), "closing")
    assert attempt.extensions.count() == 0


def test_what_was_done_to_an_attempt_that_keeps_up_stays(given, sit, assign, school, now):
    quiz = given(closes=now + minutes(20))
    assign(quiz, None, now + minutes(10))
    attempt = sit(quiz)
    terms.extend(attempt_id=attempt.pk, seconds=300, by=school.instructor, why="Fire", key=uuid4(), now=now)
    hand_out_again(now=now + minutes(1))
    attempt.refresh_from_db()
    assert (attempt.deadline, attempt.receipt["rule"]) == (now + minutes(15), "extended")


# --- two presses at once ---


@pytest.mark.django_db(transaction=True)
def test_two_presses_at_once_set_one_quiz_and_agree_on_terms_once(school, topic, now):
    key, made = uuid4(), sheet(topics=(topic,))

    def press():
        return setting.make(cohort=school.cohort, sheet=made, by=school.instructor, key=key, now=now).pk

    def agreed(quiz):
        return terms.agree(
            quiz=quiz, learner=school.learner, personal=Personal(factor=2.0), by=school.instructor, why="Illness",
            key=key, now=now,
        ).pk  # fmt: skip

    with slow("INSERT", "quizzes_quiz", 0.1):
        assert len(set(at_once(press, press, press))) == 1
    quiz = Quiz.objects.get(for_class=True)
    with slow("INSERT", "quizzes_terms", 0.1):
        assert len(set(at_once(*[lambda: agreed(quiz)] * 3))) == 1
    assert (Quiz.objects.filter(for_class=True).count(), Terms.objects.count()) == (1, 1)
