"""The page of an attempt that has ended: what it tells, and when."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from quizzes.attempts import claims, errors, services, terms
from quizzes.attempts.models import Answer, Attempt, AttemptQuestion, Quiz
from quizzes.attempts.words import told_facts, told_groups, told_taken
from quizzes.bank.models import Question
from tests.attempts.quiz_pages import text
from tests.factories import UserFactory


@pytest.fixture
def now():
    """Views take the time from the clock."""
    return timezone.now()


@pytest.fixture
def ended(foundation, learner, answer, now):
    """Somebody's attempt at a quiz of four questions, the first of them right, the second wrong, handed in."""
    quizzes = {}

    def take(name="Fridays", *, right=1, at=None, **rules):
        rules = {"key": uuid4().hex, "owner": learner, "title": name, "number": 4, "created_at": now} | rules
        quiz = quizzes.setdefault(name, None) or Quiz.objects.create(**rules)
        quizzes[name] = quiz
        begun = (at or now) - timedelta(minutes=5)
        attempt = services.start_quiz(learner=learner, quiz=quiz, key=uuid4(), now=begun)
        for position in range(1, right + 2):
            answer(attempt, position, right=position <= right, at=begun)
        return services.submit(attempt_id=attempt.pk, now=at or now)

    return take


def page(client, attempt):
    return text(client.get(attempt.get_absolute_url()))


def test_before_it_closes_nothing_is_told(ended, client, now):
    attempt = ended(feedback="closed", closes=now + timedelta(hours=1))
    told = page(client, attempt)
    assert "You answered 2 of 4 questions." in told
    assert "once the quiz has closed" in told
    for word in ("That is what", "Right", "Wrong", " %", "#cell=", "Review these"):
        assert word not in told
    assert "after it closes" in text(client.get("/quizzes/"))


def test_once_it_has_closed_everything_is_told(ended, client, now):
    attempt = ended(feedback="closed", closes=now - timedelta(seconds=1))
    assert "That is what" in page(client, attempt)
    assert "1 of 4" in text(client.get("/quizzes/"))


def test_what_is_never_told_is_not_told_and_the_score_is(ended, client):
    told = page(client, ended(feedback="never", pass_mark=0.25))
    assert "1 of 4 right." in told
    assert "Passed" in told
    for word in ("That is what", "badge wrong", "#cell=", "Review th"):
        assert word not in told


def test_a_refused_spelling_is_not_put_to_the_editors_before_it_may_be_told(ended, now):
    attempt = ended(feedback="never")
    Question.objects.update(kind="recall")
    with pytest.raises(errors.NotRefused):
        claims.claim(attempt_id=attempt.pk, position=2, now=now)


def test_what_passes_says_so(ended, client, now):
    told = page(client, ended(right=3, pass_mark=0.75))
    assert "Passed" in told
    assert "75 % pass." in told
    assert "Not passed" in page(client, ended("Other", right=2, pass_mark=0.75))
    assert "assed" not in page(client, ended("Third"))


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ("best", "Of your 3 attempts the best counts: 75 %, which passes."),
        ("last", "Of your 3 attempts the last counts: 50 %, which does not pass."),
    ],
)
def test_the_attempt_that_counts_is_named(ended, client, now, counts, said):
    days = [ended(right=right, at=now - timedelta(days=3 - place), counts=counts, pass_mark=0.75)
            for place, right in enumerate((1, 3, 2))]  # fmt: skip
    assert {said in page(client, attempt) for attempt in days} == {True}


def test_questions_are_folded_what_was_wrong_first_with_their_times(ended, client):
    told = page(client, ended(right=2))
    assert '<details class="fold result-fold" open' not in told
    lines = told.split('<details class="fold result-fold">')[1:]
    assert [line.split("nums muted")[1][2:3] for line in lines] == ["3", "4", "1", "2"]
    assert told.count("It took you 0 s.") == 3


def test_several_attempts_are_a_curve(ended, client, now):
    ended(right=1, at=now - timedelta(days=2))
    told = page(client, ended(right=3))
    assert 'aria-label="Your scores, the first attempt first: 25 %, 75 %"' in told
    assert 'points="6.0,51.0 294.0,21.0"' in told
    assert "75 % · counts" in told


def test_what_was_said_of_answers_is_held_against_them(ended, client):
    attempt = ended(right=2)
    Answer.objects.filter(question__position__gt=1).update(sureness="sure")
    told = page(client, attempt)
    row = '<th scope="row">Sure</th><td class="num">1</td><td class="num">2</td>'
    assert row in told


def test_it_is_called_an_exam_only_where_a_phase_is_examined(now):
    kinds = [{"kind": "practice"}, {}, {"deadline": now}, {"deadline": now, "phase_id": 1}]
    called = [Attempt(**{"kind": "exam"} | kind).called for kind in kinds]
    assert called == ["Practice", "Quiz", "Timed quiz", "Exam"]


def test_whoever_gave_more_time_is_named(foundation, learner, client, now):
    begun = now - timedelta(minutes=5)
    attempt = services.start_exam(learner=learner, phase=foundation, key=uuid4(), now=begun)
    staff, more = UserFactory(name="Tea", password=None), {"seconds": 60, "why": "A fire drill", "now": begun}
    terms.extend(attempt_id=attempt.pk, by=staff, key=uuid4(), **more)
    services.submit(attempt_id=attempt.pk, now=now)
    assert "You had 10 min, and more time was added by Tea." in page(client, attempt)
    staff.delete()
    assert "You had 10 min, and more time was added." in page(client, attempt)


@pytest.mark.parametrize(
    ("facts", "wrong", "why", "said"),
    [
        (1, 1, {}, "The fact behind what you had wrong is among your flashcards of today."),
        (4, 4, {"left": True}, "The 4 facts behind what you had wrong are among your flashcards of today."),
        (4, 2, {}, "of today. A question can rest on several facts."),
        (4, 9, {}, "of today."),
        (4, 9, {"left": True}, "of today. For what you left open no fact comes back."),
        (1, 9, {"left": True, "guessed": True, "bare": True},
         "of today. For what you left open or a guess or a sum or another question without a card no fact comes back."),
    ],
)  # fmt: skip
def test_why_more_or_fewer_facts_come_back_than_were_wrong(facts, wrong, why, said):
    assert told_facts(facts, wrong=wrong, **why).endswith(said)


def test_a_result_says_why_open_questions_bring_no_fact(ended, client):
    told = page(client, ended())  # two of four were left open
    assert "Review this fact now" in " ".join(told.split())
    assert "flashcards of today. For what you left open no fact comes back." in told


def test_a_fold_of_scores_is_named_after_what_it_holds(ended, client):
    assert told_groups(["topic", "phase", "row"]) == "By topic, phase and row"
    assert told_groups(["row"]) == "By row"
    attempt = ended(right=2)
    Answer.objects.filter(question__position__gt=1).update(sureness="sure")
    assert "<summary>By topic and how sure you were</summary>" in page(client, attempt)


def test_what_was_flagged_stays_flagged_and_the_order_is_said(ended, client):
    attempt = ended(right=2)
    AttemptQuestion.objects.filter(attempt=attempt, position=2).update(flagged=True)
    told = page(client, attempt)
    assert told.count("Flagged</span>") == 1
    assert "What was wrong or left open comes first." in told


def test_a_timed_quiz_says_how_much_of_its_time_it_took(foundation, learner, client, now):
    attempt = services.start_exam(
        learner=learner, phase=foundation, key=uuid4(), now=now - timedelta(minutes=3, seconds=32)
    )
    services.submit(attempt_id=attempt.pk, now=now)
    assert "You took 3:32 of 10:00." in page(client, attempt)
    assert told_taken(400, 300) == "You took 5:00 of 5:00."
