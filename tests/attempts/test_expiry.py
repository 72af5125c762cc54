"""Visitors' quizzes are forgotten after a month; nothing of a learner ever is."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import timezone

from quizzes.attempts import services
from quizzes.attempts.expiry import VISITORS_KEPT, forget_visitors
from quizzes.attempts.models import Answer, AnswerPart, Attempt, AttemptQuestion
from quizzes.bank.models import Choice, Question, QuestionVersion
from quizzes.reviews.models import Card, Review
from quizzes.tasks import clean

BANK = (Question, QuestionVersion, Choice)
GIVEN = (Attempt, AttemptQuestion, Answer, AnswerPart)
OLD = VISITORS_KEPT + timedelta(minutes=1)


def rows(*models, of=None):
    found = {}
    for model in models:
        paths = {
            Attempt: "pk",
            AttemptQuestion: "attempt",
            Answer: "question__attempt",
            AnswerPart: "answer__question__attempt",
        }
        queryset = model.objects.filter(**{paths[model]: of.pk}) if of else model.objects.all()
        found[model.__name__] = sorted(map(repr, queryset.values_list()))
    return found


def test_what_visitors_left_is_forgotten_and_all_else_stays(begin, exam, answer, learner, now):
    """The same quiz, equally old: a learner's, finished and open, and an exam; a visitor's of yesterday."""
    kept = [
        begin(at=now - 10 * OLD),
        begin(at=now - 10 * OLD),
        exam,
        begin(learner=None, visitor="b" * 32, at=now - VISITORS_KEPT + timedelta(minutes=1)),
    ]
    gone = [
        begin(learner=None, visitor="a" * 32, at=now - OLD),
        begin(learner=None, visitor="c" * 32, at=now - 9 * OLD),
    ]
    for attempt in (*kept, *gone):
        answer(attempt, 1, at=attempt.started_at)
        answer(attempt, 2, at=attempt.started_at, right=False)
        AnswerPart.objects.create(answer=Answer.objects.filter(question__attempt=attempt).latest("pk"), value="typed")
    for attempt in (kept[0], gone[0]):
        services.submit(attempt_id=attempt.pk, now=attempt.started_at + timedelta(minutes=1))
    before = [rows(*GIVEN, of=attempt) for attempt in kept]
    assert [[name for name, part in one.items() if not part] for one in before] == [[]] * 4
    around = rows_of_bank(), Card.objects.count(), Review.objects.count()
    assert forget_visitors(now=now) == 2
    assert [rows(*GIVEN, of=attempt) for attempt in kept] == before
    assert rows(*GIVEN) == {
        model.__name__: sorted(row for part in before for row in part[model.__name__]) for model in GIVEN
    }
    assert (rows_of_bank(), Card.objects.count(), Review.objects.count()) == around
    assert Review.objects.count() > 0
    assert forget_visitors(now=now) == 0


def rows_of_bank():
    return {model.__name__: model.objects.count() for model in BANK}


def test_the_oldest_go_first_and_no_more_than_asked(begin, now):
    for days in (50, 80, 70, 60):
        begin(learner=None, visitor="a" * 32, at=now - timedelta(days=days))
    assert forget_visitors(now=now, most=2) == 2
    assert [(now - a.started_at).days for a in Attempt.objects.order_by("started_at")] == [60, 50]


def test_the_index_finds_them(begin, now):
    begin(learner=None, visitor="a" * 32, at=now - OLD)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        expired = Attempt.objects.filter(learner__isnull=True, started_at__lt=now).order_by("started_at")
        assert "attempt_of_visitor" in expired.explain()


@pytest.mark.django_db(transaction=True)
def test_one_that_is_being_answered_waits(begin, now):
    attempt = begin(learner=None, visitor="a" * 32, at=now - OLD)
    second = connection.copy()
    try:
        with second.cursor() as cursor:
            cursor.execute("BEGIN")
            cursor.execute("SELECT FROM quizzes_attempt WHERE id = %s FOR UPDATE", [attempt.pk])
            assert forget_visitors(now=now) == 0
            cursor.execute("ROLLBACK")
    finally:
        second.close()
    assert forget_visitors(now=now) == 1


def test_the_task_forgets_all_that_has_expired(begin):
    now = timezone.now()
    for _ in range(5):
        begin(learner=None, visitor="a" * 32, key=uuid4(), at=now - OLD)
    mine = begin(at=now - OLD)
    clean()
    assert list(Attempt.objects.all()) == [mine]
