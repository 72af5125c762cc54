"""Closing many attempts together is closing each alone: the same rows, whatever they hold and whoever sat them."""

from datetime import timedelta
from random import Random
from uuid import UUID

import pytest
from django.db import transaction

from quizzes.attempts import ending, services, terms
from quizzes.attempts.answers import asked_in, given_of, last_of, parts_of
from quizzes.attempts.marking import marks_of, total, with_answers
from quizzes.attempts.models import Answer, AnswerPart, Attempt, AttemptQuestion, Grading
from quizzes.attempts.regrading import regrade
from quizzes.attempts.scoring import share
from quizzes.reviews.models import Card, Review
from tests.attempts.questions_by_kind import KINDS, ask
from tests.attempts.questions_by_kind import given as given_by
from tests.factories import UserFactory
from tests.parallel import at_once, slow, unlocked

PEOPLE, ASKED = 6, 3  # every other one is a visitor; each kind is asked once
LATE = timedelta(hours=3)


@pytest.fixture
def staff(db):
    return UserFactory(password=None, is_instructor=True)


@pytest.fixture
def exams(foundation, now):
    """Exams of learners and, though visitors start none, of visitors, all over by ``LATE``."""
    people = [UserFactory(password=None) for _ in range(PEOPLE)]
    made = [
        services.start_exam(learner=one, phase=foundation, key=UUID(int=n), now=now) for n, one in enumerate(people)
    ]
    AttemptQuestion.objects.filter(position__gt=ASKED).delete()
    for exam in made[1::2]:
        exam.learner, exam.visitor = None, f"visitor-{exam.pk}"
        exam.save()
    return made


def sit(exams, random, staff, now):
    """Let people answer questions of every kind, or leave them open, under rules of every sort. A learner has handed in
    and answers anew what counts for everybody by now, what was corrected, and what is marked as ever."""
    kinds = random.sample(list(KINDS), len(KINDS))
    for exam in exams:
        exam.rules |= {"feedback": random.choice(["handed-in", "handed-in", "closed", "never"])}
        exam.save()
        for position in range(1, ASKED + 1):
            kind = kinds.pop() if kinds else "option"
            ask(exam, position, kind)
            if (worth := random.choice([None, 0, 0.5, 1])) is not None:
                say(exam, position, kind, worth, now, random.choice(["", "", "guess", "sure"]))
    ways = [Grading.Rules.CREDITED, Grading.Rules.REGRADED, Grading.Rules.DROPPED]
    for exam, way in zip(exams[::2], random.sample(ways, 3), strict=True):
        services.submit(attempt_id=exam.pk, now=now)
        question = exam.questions.get(position=1).version.question_id
        regrade(question_id=question, way=way, by=staff, why="So", now=now)
        terms.reopen(attempt_id=exam.pk, seconds=60, by=staff, why="So", key=UUID(int=exam.pk), now=now)
        for position in (1, 2):
            kind = exam.questions.get(position=position).version.question.kind
            say(exam, position, kind, random.choice([0, 1]), now)
        exam.refresh_from_db()


def say(exam, position, kind, worth, now, sureness=""):
    """Answer a question, to so much of its mark."""
    question = exam.questions.get(position=position)
    given, last = given_by(kind, question.order, worth), question.answers.count()
    answer = Answer(question=question, sequence=last + 1, at=now, key=UUID(int=last), sureness=sureness)
    alone = KINDS[kind].shape.takes_one
    answer.choice_id = next(iter(given.chosen)) if alone else None
    answer.save()
    AnswerPart.objects.bulk_create([] if alone else parts_of(answer, given))


def rows():
    """All that the end of attempts writes, without ids of its own."""
    attempts = Attempt.objects.order_by("pk").values(
        "pk", "submitted_at", "closed_by_sweep", "untold", "score", "max_score", "guess_score"
    )
    marks = Grading.objects.order_by("question", "pk").values_list("question", "answer", "share", "rules", "at", "by")
    cards = Card.objects.order_by("learner", "fact").values_list(
        "learner", "fact", "state", "due", "stability", "difficulty", "last_day", "reps", "lapses", "missed"
    )
    reviews = Review.objects.order_by("learner", "card__fact", "at", "rating", "weight", "stability").values_list(
        "learner", "card__fact", "rating", "weight", "at", "source", "stability"
    )
    return list(attempts), list(marks), list(cards), list(reviews)


def taken_back(close):
    """The rows after closing, of which nothing stays."""
    with transaction.atomic():
        close()
        found = rows()
        transaction.set_rollback(True)
    return found


def one_by_one(exams, late):
    for exam in exams:
        services.submit(attempt_id=exam.pk, now=late)
    Attempt.objects.update(closed_by_sweep=True)


@pytest.mark.parametrize("seed", range(3))
def test_a_sweep_writes_what_closing_each_alone_writes(seed, exams, staff, now):
    sit(exams, Random(seed), staff, now)
    late = now + LATE
    alone = taken_back(lambda: one_by_one(exams, late))
    assert taken_back(lambda: services.close_overdue(late)) == alone
    services.close_overdue(late)
    by_the_rules()
    assert len(alone[1]) >= PEOPLE * ASKED + 3  # all have marks, and those that were reopened more than one
    assert alone[3]


def by_the_rules():
    """Each mark that an end gave is what the last answer is worth, and each score the sum of the marks that hold."""
    for attempt in Attempt.objects.all():
        questions = with_answers(attempt)
        marks, found = marks_of(questions), total(questions, marks_of(questions))
        assert (attempt.score, attempt.max_score, attempt.guess_score) == (found.points, found.most, found.guess)
        for question in questions:
            if marks[question.pk].rules == Grading.Rules.MARKED:
                assert marks[question.pk].answer == last_of(question)
                assert marks[question.pk].share == share(asked_in(question), given_of(last_of(question)))


def test_negative_control_a_sweep_that_marks_otherwise_is_noticed(exams, now, monkeypatch):
    late, marked = now + LATE, ending.marked
    alone = taken_back(lambda: one_by_one(exams, late))

    def otherwise(attempt, left):
        left[0].luck = 1
        return marked(attempt, left)

    monkeypatch.setattr(ending, "marked", otherwise)
    assert taken_back(lambda: services.close_overdue(late)) != alone


def test_one_that_cannot_be_closed_does_not_stop_the_others(exams, now, caplog):
    for exam in exams[2:4]:  # a learner's, and a visitor's
        exam.questions.filter(position=1).update(order=[])
    assert services.close_overdue(now + LATE) == PEOPLE - 2
    assert set(Attempt.objects.filter(submitted_at=None)) == set(exams[2:4])
    assert caplog.text.count("could not be closed") == 2


def test_the_statements_of_a_sweep_do_not_grow_with_visitors(exams, now, django_assert_num_queries):
    Attempt.objects.filter(learner__isnull=False).delete()
    exams[1].delete()
    with django_assert_num_queries(11):  # two lists, a savepoint and its end, the claim, four reads, two writes
        assert services.close_overdue(now + LATE) == 2


# --- many sweeps and learners at once ---


def closed_by_all(exams, late, as_job):
    """How often each attempt was closed by four sweeps, and each handed in as well."""

    def hand_in(exam):
        before = Attempt.objects.get(pk=exam.pk).submitted_at
        return int(before is None and services.submit(attempt_id=exam.pk, now=late).submitted_at is not None)

    jobs = [lambda: services.close_overdue(late)] * 4 + [lambda exam=exam: hand_in(exam) for exam in exams[:4]]
    with slow("UPDATE", "quizzes_attempt", 0.02):
        at_once(*map(as_job, jobs))
    return Grading.objects.count()


@pytest.mark.django_db(transaction=True)
def test_sweeps_and_hand_ins_at_once_give_one_result_each(exams, now):
    assert closed_by_all(exams, now + LATE, lambda job: job) == PEOPLE * ASKED
    assert not Attempt.objects.filter(submitted_at=None).exists()


@pytest.mark.django_db(transaction=True)
def test_negative_control_without_locks_sweeps_mark_twice(exams, now):
    for exam in exams[1:]:  # of several, some would stand in each other's way and be given up
        exam.delete()
    assert closed_by_all(exams[:1], now + LATE, unlocked) > ASKED
