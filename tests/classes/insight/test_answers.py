"""Answers of a class to its own quizzes, pooled: which count."""

from collections import Counter
from datetime import timedelta
from uuid import uuid4

from quizzes.attempts import services as attempts
from quizzes.attempts.models import Answer, Quiz
from quizzes.attempts.practising import answer_in_practice
from quizzes.attempts.scoring import Given
from quizzes.classes import services
from quizzes.classes.assignments import services as assigning
from quizzes.classes.assignments.judging import QUIZ, Need
from quizzes.classes.assignments.models import Assignment
from quizzes.classes.assignments.plans import Plan
from quizzes.classes.insight.answers import pooled
from quizzes.classes.insight.confusing import confusions_of
from quizzes.classes.setting.models import ClassQuiz


def counted(school, topic):
    return Counter({(one.right, one.chosen): one.times for one in pooled(school.cohort, [topic.pk])})


def test_what_the_class_took_in_its_quiz_is_pooled_by_pair(school, topic, crowd, sit):
    for person, option in zip(crowd(7), ("Queue", "Log", "Queue", "Log", "Log", "Table", "Queue"), strict=True):
        sit(person, option)
    assert counted(school, topic) == {("Queue", "Queue"): 3, ("Queue", "Log"): 3, ("Queue", "Table"): 1}
    assert {(one.row, one.people) for one in pooled(school.cohort, [topic.pk])} == {(("brokers", "table", "row-1"), 7)}
    (found,) = confusions_of(pooled(school.cohort, [topic.pk]))
    assert found.words == "43 % (n = 7, 16–75 %) take Log for Queue in Row 1"


def test_another_class_and_those_who_left_are_not_among_them(school, topic, crowd, sit, now):
    stays, leaves = crowd(2)
    sit(stays)
    sit(leaves, "Log")
    services.leave(cohort=school.cohort, learner=leaves, now=now)
    assert counted(school, topic) == {("Queue", "Queue"): 1}
    assert pooled(school.foreign, [topic.pk]) == []


def test_free_practice_is_never_read(school, topic, crowd, now):
    """The outsider's eye: the same question, answered by a learner for themselves."""
    learner = crowd(1)[0]
    started = attempts.start_practice(
        learner=learner, visitor="", topics=[topic.pk], count=6, title="Mine", key=uuid4(), now=now
    )
    for question in started.questions.all():
        answer_in_practice(
            attempt_id=started.pk,
            position=question.position,
            given=Given.of(question.order[0]),
            sureness="",
            key=uuid4(),
            now=now,
        )
    attempts.submit(attempt_id=started.pk, now=now)
    assert Answer.objects.count() == 6
    assert pooled(school.cohort, [topic.pk]) == []


def test_a_quiz_for_everybody_counts_for_those_it_was_assigned_to_from_then_on(school, topic, quiz, crowd, sit, now):
    """For the others it is practice of their own."""
    ClassQuiz.objects.all().delete()
    Quiz.objects.filter(pk=quiz.pk).update(for_class=False, attempts_allowed=0)
    asked, other = crowd(2)
    sit(asked, "Log")
    need = Need(QUIZ, share=0.5, quiz=quiz.pk, title=quiz.title)
    plan = Plan("Exam", (need,), now + timedelta(days=1), persons=(asked.pk,))
    assigning.create(cohort=school.cohort, plan=plan, key=uuid4(), now=now + timedelta(seconds=1))
    sit(other, "Table")
    assert pooled(school.cohort, [topic.pk]) == []
    Assignment.objects.update(published_at=now)
    assert counted(school, topic) == {("Queue", "Log"): 1}
