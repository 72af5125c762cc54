import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from quizzes.attempts import paper, services
from quizzes.bank.models import Fact
from quizzes.bank.records import RowOption, RowValue


def test_an_open_exam_tells_nothing(exam, answer):
    answer(exam, 1)
    with CaptureQueriesContext(connection) as queries:
        shown = paper.asked(exam, reveal=False)
    assert {(c.correct, c.reason, c.source, c.fact) for q in shown for c in q.choices} == {(None, "", "", "")}
    assert not any("correct" in query["sql"] or "reason" in query["sql"] for query in queries)
    assert [q.answered for q in shown] == [True] + [False] * 9


def test_practice_tells_of_answered_questions_only(begin, answer):
    attempt = begin()
    answer(attempt, 2, right=False)
    shown = paper.asked(attempt, reveal=True)
    assert [q.right_choice is not None for q in shown] == [False, True, False, False, False]
    assert shown[1].chosen.reason
    assert not shown[1].right


def test_choices_are_shown_in_the_stored_order(exam):
    question = exam.questions.get(position=3)
    question.order = question.order[::-1]
    question.save()
    shown = paper.asked(exam, reveal=False)[2]
    assert [c.pk for c in shown.choices] == question.order
    assert [(c.letter, c.keys) for c in shown.choices] == [("A", "a 1"), ("B", "b 2"), ("C", "c 3")]


def test_the_row_frames_the_right_and_the_wrong_cell(begin, answer):
    attempt = begin()
    answer(attempt, 1, right=False)
    question = paper.asked(attempt, reveal=True)[0]
    by_fact = {f.key: f for f in Fact.objects.all()}
    right, wrong = by_fact[question.right_choice.fact], by_fact[question.chosen.fact]
    others = Fact.objects.filter(topic=right.topic, label=right.label).exclude(pk__in=[right.pk, wrong.pk])
    assert question.row.dimension == right.dimension
    marks = {right: "right", wrong: "wrong"}
    assert question.row.options == tuple(
        RowOption(f.option, (RowValue(f.key, f.value, mark=marks.get(f, "")),)) for f in (right, wrong, *others)
    )


def test_no_row_is_quoted_once_the_question_has_changed(begin, answer, now):
    attempt = begin()
    answer(attempt, 1)
    question = attempt.questions.select_related("version__question").get(position=1).version.question
    question.current = question.versions.create(
        number=2, context="", ask="", explanation="", checksum="", created_at=now
    )
    question.save()
    shown = paper.asked(attempt, reveal=True)[0]
    assert shown.row is None
    assert shown.right_choice.reason


def test_no_row_is_quoted_for_a_bullet(begin, answer):
    attempt = begin()
    answer(attempt, 1)
    Fact.objects.update(kind=Fact.Kind.TRAIT)
    assert paper.asked(attempt, reveal=True)[0].row is None


def test_by_topic_adds_up(exam, answer):
    for position in range(1, 11):
        answer(exam, position, right=position % 2 == 0)
    services.submit(attempt_id=exam.pk, now=exam.started_at)
    exam.refresh_from_db()
    topics = paper.by_topic(paper.asked(exam, reveal=True))
    assert {t.topic.slug for t in topics} == {"storage", "scaling"}
    assert (sum(t.right for t in topics), sum(t.asked for t in topics)) == (5, 10)


@pytest.mark.parametrize("answers", [1, 3])
def test_queries_do_not_grow_with_the_answers(begin, answer, answers, django_assert_num_queries):
    attempt = begin()
    for position in range(1, answers + 1):
        answer(attempt, position, right=False)
    with django_assert_num_queries(6):
        assert sum(q.row is not None for q in paper.asked(attempt, reveal=True)) == answers


@pytest.mark.parametrize("answers", [1, 3])
def test_queries_of_an_open_exam(exam, answer, answers, django_assert_num_queries):
    for position in range(1, answers + 1):
        answer(exam, position)
    with django_assert_num_queries(3):
        assert sum(q.answered for q in paper.asked(exam, reveal=False)) == answers
