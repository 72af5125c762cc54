"""A quiz is a row: what it asks, who may see it, and what its attempts keep of it."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction

from content.models import Phase, Topic
from quizzes.attempts import errors, ready_made, services
from quizzes.attempts.models import Attempt, PaperQuestion, Quiz
from quizzes.attempts.rules import Rules
from quizzes.bank.models import Question


@pytest.fixture
def make(foundation, learner, now):
    def quiz(**rules):
        rules = {"key": uuid4().hex, "owner": learner, "title": "Mornings", "number": 5, "created_at": now} | rules
        return Quiz.objects.create(**rules)

    return quiz


@pytest.fixture
def take(learner, now):
    def start(quiz, at=now, key=None, learner=learner):
        return services.start_quiz(learner=learner, quiz=quiz, key=key or uuid4(), now=at)

    return start


def asked(attempt):
    return list(attempt.questions.values_list("version__question__key", flat=True))


def test_what_is_ready_made_is_there_once_and_under_todays_names(foundation, now):
    ready_made.prepare(now=now)
    Phase.objects.update(title="Groundwork")
    ready_made.prepare(now=now)
    assert dict(Quiz.objects.values_list("key", "title")) == {
        "quick": "Quick 5 minutes",
        "interview": "Interview mix",
        "path": "The whole path",
        "exam/foundation": "Groundwork exam",
    }


def test_an_exam_is_an_attempt_at_the_quiz_of_its_phase(exam, foundation):
    assert (exam.quiz.key, list(exam.quiz.phases.all())) == ("exam/foundation", [foundation])
    assert exam.agreed == Rules(10, 600, graded=True)


def test_practice_has_rules_and_no_quiz(begin):
    attempt = begin(count=8)
    assert (attempt.quiz, attempt.agreed) == (None, Rules(8, feedback="at-once", followed=True))


def test_an_attempt_keeps_its_rules_when_its_quiz_changes_or_is_removed(make, take):
    quiz = make(limit=300)
    attempt = take(quiz)
    Quiz.objects.update(limit=60, number=3)
    attempt.refresh_from_db()
    assert (attempt.agreed.limit, attempt.deadline) == (300, attempt.started_at + timedelta(minutes=5))
    quiz.delete()
    attempt.refresh_from_db()
    assert (attempt.quiz, attempt.agreed.limit) == (None, 300)


def test_one_sees_what_is_ready_made_and_ones_own(make, foundation, learner, charlie, now):
    ready_made.prepare(now=now)
    own = make()
    assert own in Quiz.objects.visible_to(learner)
    made_for_all = list(Quiz.objects.filter(owner=None, for_class=False))
    assert made_for_all
    assert own not in made_for_all
    assert list(Quiz.objects.visible_to(charlie)) == made_for_all
    assert list(Quiz.objects.visible_to(AnonymousUser())) == made_for_all


def test_an_untimed_quiz_has_no_deadline_and_one_open_attempt(make, take, answer, now):
    quiz = make()
    attempt = take(quiz)
    assert (attempt.kind, attempt.deadline) == ("exam", None)
    with pytest.raises(errors.AlreadyOpen) as refusal:
        take(quiz)
    assert refusal.value.attempt == attempt
    assert services.close_overdue(now + timedelta(days=900)) == 0
    answer(attempt, 1, at=now + timedelta(days=900))
    services.submit(attempt_id=attempt.pk, now=now + timedelta(days=900))
    assert take(quiz) != attempt


def test_an_untimed_quiz_waits_while_a_clock_runs_in_another(make, take, exam):
    untimed, timed = make(), make(limit=60)
    assert take(untimed).deadline is None
    with pytest.raises(errors.AlreadyOpen) as refusal:
        take(timed)
    assert refusal.value.attempt == exam


def test_two_quizzes_that_tell_at_once_may_be_open(make, take, learner):
    first, second = take(make(feedback="at-once")), take(make(feedback="at-once"))
    assert {first.kind, second.kind} == {"practice"}
    assert Attempt.objects.filter(learner=learner, submitted_at=None).count() == 2


def test_the_same_key_starts_once_and_another_persons_key_is_refused(make, take, charlie):
    quiz, key = make(limit=60), uuid4()
    assert take(quiz, key=key) == take(quiz, key=key)
    with pytest.raises(errors.Conflict):
        take(quiz, key=key, learner=charlie)


def test_a_quiz_asks_what_it_names(make, take, small):
    of_phase, of_topic, of_table, of_all = make(), make(), make(tables=["scaling/table"], number=20), make(number=20)
    of_phase.phases.add(small)
    of_topic.topics.add(Topic.objects.get(slug="storage"))
    topics = [{key.split("/")[1] for key in asked(take(quiz))} for quiz in (of_phase, of_topic, of_table, of_all)]
    assert topics == [{"messaging"}, {"storage"}, {"scaling"}, {"messaging", "storage", "scaling"}]


def test_a_table_that_is_not_there_has_nothing_to_ask(make, take):
    with pytest.raises(errors.TooFew):
        take(make(tables=["scaling/none"]))


def test_a_fixed_paper_asks_its_live_questions_in_its_order(make, take, now):
    chosen = list(Question.objects.order_by("-key")[:4])
    quiz = make(fixed=True, shuffled=False)
    PaperQuestion.objects.bulk_create(
        PaperQuestion(quiz=quiz, position=place, question=question) for place, question in enumerate(chosen)
    )
    Question.objects.filter(pk=chosen[1].pk).update(state=Question.State.REJECTED)
    attempt = take(quiz)
    assert asked(attempt) == [chosen[0].key, chosen[2].key, chosen[3].key]
    written = list(chosen[0].current.choices.order_by("position").values_list("pk", flat=True))
    assert attempt.questions.get(position=1).order == written


@pytest.mark.parametrize("seconds", [-1, 3600])
def test_nobody_starts_before_a_quiz_opens_or_once_it_has_closed(make, take, now, seconds):
    quiz = make(opens=now, closes=now + timedelta(hours=1))
    with pytest.raises(errors.NotOpen):
        take(quiz, at=now + timedelta(seconds=seconds))
    assert Attempt.objects.count() == 0
    assert take(quiz, at=now)


def test_the_attempts_that_are_allowed_are_all_there_are(make, take, now):
    quiz = make(attempts_allowed=2)
    for _ in range(2):
        services.submit(attempt_id=take(quiz).pk, now=now)
    with pytest.raises(errors.NoneLeft):
        take(quiz)


@pytest.mark.parametrize(
    "rules",
    [
        {"number": 0},
        {"number": 101},
        {"limit": 0},
        {"difficulty": 4},
        {"pass_mark": 1.5},
        {"feedback": "at-once", "limit": 60},
        {"feedback": "closed"},
    ],
)
def test_rules_that_make_no_sense_are_refused_by_the_database(make, rules):
    with pytest.raises(IntegrityError), transaction.atomic():
        make(**rules)


def test_a_quiz_cannot_close_before_it_opens(make, now):
    with pytest.raises(IntegrityError), transaction.atomic():
        make(opens=now, closes=now)
