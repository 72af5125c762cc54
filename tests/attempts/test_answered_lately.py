"""Nobody is asked the same again within their last 200 answers while there are other questions."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection

from quizzes.attempts import answered_lately as reading
from quizzes.attempts import services
from quizzes.attempts.answered_lately import answered_lately
from quizzes.attempts.models import Answer, Attempt, AttemptQuestion
from quizzes.bank.models import Question, QuestionVersion
from tests.factories import UserFactory

A_MINUTE = timedelta(minutes=1)


def asked(attempt):
    return {question.version.question_id for question in attempt.questions.select_related("version")}


def answer_all(attempt, answer, now):
    for question in attempt.questions.all():
        answer(attempt, question.position, at=now)
    services.submit(attempt_id=attempt.pk, now=now)


def test_learner_meets_every_question_before_one_comes_again(begin, answer, now):
    met = set()
    for turn in range(2):  # fourteen questions
        attempt = begin(count=5, at=now + turn * A_MINUTE)
        assert not asked(attempt) & met
        met |= asked(attempt)
        answer_all(attempt, answer, now + turn * A_MINUTE)
    last = asked(begin(count=5, at=now + 2 * A_MINUTE))
    assert len(last - met) == 4  # those that were left, and one of the others as there are no more
    assert len(last) == 5


def test_what_was_not_answered_may_come_again(begin, now):
    first = [asked(begin(count=14, at=now)) for _ in range(2)]
    assert first[0] == first[1]
    assert answered_lately(learner=Attempt.objects.first().learner_id) == frozenset()


@pytest.mark.parametrize("who", ["visitor", "learner"])
def test_answers_of_others_change_nothing(begin, answer, learner, now, who):
    mine = {"learner": None, "visitor": "abc"} if who == "visitor" else {"learner": learner}
    for other in ({"learner": None, "visitor": "xyz"}, {"learner": UserFactory(password=None)}):
        answer_all(begin(count=5, **other), answer, now)
    assert answered_lately(learner=learner.pk if who == "learner" else None, visitor="abc") == frozenset()
    attempt = begin(count=5, **mine)
    answer_all(attempt, answer, now)
    assert answered_lately(learner=learner.pk if who == "learner" else None, visitor="abc") == asked(attempt)


def test_visitor_is_known_by_their_session(begin, answer, now):
    first = begin(learner=None, visitor="abc")
    answer_all(first, answer, now)
    second = begin(learner=None, visitor="abc", at=now + A_MINUTE)
    assert not asked(first) & asked(second)
    assert answered_lately(learner=None, visitor="") == frozenset()


def test_exams_and_practice_count_together(foundation, learner, begin, answer, now):
    practised = begin(count=4)
    answer_all(practised, answer, now)
    exam = services.start_exam(learner=learner, phase=foundation, key=uuid4(), now=now + A_MINUTE)
    assert not asked(practised) & asked(exam)
    answer_all(exam, answer, now + A_MINUTE)
    again = services.start_exam(learner=learner, phase=foundation, key=uuid4(), now=now + 2 * A_MINUTE)
    assert len(asked(again)) == 10  # fourteen in all: an exam is as long as ever


def test_changed_mind_is_one_answer_and_an_earlier_wording_counts(foundation, learner, answer, now):
    exam = services.start_exam(learner=learner, phase=foundation, key=uuid4(), now=now)
    answer(exam, 1)
    answer(exam, 1, right=False)
    answer(exam, 2)
    first = {q.version.question_id for q in exam.questions.select_related("version") if q.position <= 2}
    for question in Question.objects.filter(pk__in=first):
        version = QuestionVersion.objects.get(pk=question.current_id)
        version.pk, version.number = None, 2
        version.save()
        Question.objects.filter(pk=question.pk).update(current=version)
    assert answered_lately(learner=learner.pk, most=2) == first


def test_only_the_last_answers_count(begin, answer, learner, now, monkeypatch):
    quizzes = [begin(count=5, at=now + n * A_MINUTE) for n in range(2)]
    for attempt in quizzes:
        answer_all(attempt, answer, now + 3 * A_MINUTE)
    assert answered_lately(learner=learner.pk, most=5) == asked(quizzes[1])
    assert answered_lately(learner=learner.pk) == asked(quizzes[0]) | asked(quizzes[1])


@pytest.mark.parametrize("who", ["learner", "visitor"])
def test_last_answers_are_read_backwards_in_an_index(foundation, learner, now, who):
    """Among a hundred quizzes of one person and many of others no more is read than the last 200 answers."""
    versions = list(QuestionVersion.objects.values_list("pk", flat=True))
    others = [UserFactory(password=None) for _ in range(19)]
    people = [{"learner": one} for one in (learner, *others)]
    if who == "visitor":
        people = [{"visitor": f"v{n}"} for n in range(20)]
    attempts = Attempt.objects.bulk_create(
        Attempt(kind="practice", title="", seed="", key=uuid4(), started_at=now + n * A_MINUTE, **people[n % 20])
        for n in range(2000)
    )
    questions = AttemptQuestion.objects.bulk_create(
        AttemptQuestion(attempt=one, position=place, version_id=versions[place], order=[])
        for one in attempts
        for place in range(5)
    )
    Answer.objects.bulk_create(Answer(question=one, sequence=1, at=now, key=uuid4()) for one in questions)
    statement, key = (reading._OF_LEARNER, learner.pk) if who == "learner" else (reading._OF_VISITOR, "v0")
    with connection.cursor() as cursor:
        for table in ("attempt", "attemptquestion", "answer", "questionversion"):
            cursor.execute(f"ANALYZE quizzes_{table}")
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {statement}", {"who": key, "most": 200})
        (plan,) = cursor.fetchone()[0]
    first = Question.objects.filter(current__in=versions[:5])
    found = answered_lately(learner=learner.pk) if who == "learner" else answered_lately(learner=None, visitor="v0")
    assert found == set(first.values_list("pk", flat=True))
    nodes, stack = [], [plan["Plan"]]
    while stack:
        node = stack.pop()
        nodes.append(node)
        stack += node.get("Plans", ())
    assert {node["Relation Name"] for node in nodes if node["Node Type"] == "Seq Scan"} <= {"quizzes_questionversion"}
    # of few visitors the index of all of them by time costs as little
    indexes = {"attempt_by_learner"} if who == "learner" else {"attempt_by_visitor", "attempt_of_visitor"}
    (read,) = [node for node in nodes if node.get("Index Name") in indexes]
    assert read["Actual Rows"] <= 60  # forty quizzes of five answers
