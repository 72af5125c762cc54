"""Whatever learners, staff and sweeps do to attempts at a quiz, in whichever order: what must always be true."""

from datetime import timedelta
from random import Random
from uuid import UUID

import pytest
from django.conf import settings as django_settings
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quizzes.attempts import errors, services, terms
from quizzes.attempts.deadlines import Personal, replayed
from quizzes.attempts.marking import marks_of, total, with_answers
from quizzes.attempts.models import Answer, Attempt, Grading, Quiz
from quizzes.attempts.regrading import override, regrade
from quizzes.attempts.scoring import Given
from tests.attempts.conftest import choice
from tests.attempts.grades import kept_cards, replayed_cards
from tests.factories import UserFactory

GRACE = django_settings.ATTEMPT_GRACE
STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            [
                "save",
                "save",
                "save",
                "flag",
                "tick",
                "tick",
                "extend",
                "reopen",
                "agree",
                "close",
                "submit",
                "sweep",
                "regrade",
                "override",
                "start",
            ]
        ),
        st.integers(1, 3),  # a question
        st.sampled_from([1, 29, 61, 180, 310]),  # seconds
        st.booleans(),
    ),
    min_size=4,
    max_size=16,
)
REFUSALS = (
    errors.Closed, errors.StillRuns, errors.AlreadyOpen, errors.NoneLeft, errors.NoMark, errors.AnsweredMeanwhile,
)  # fmt: skip


class Room:
    """A quiz of three questions in five minutes, its learner and its staff, and all that was acknowledged."""

    def __init__(self, quiz, learner, staff, now):
        self.quiz, self.learner, self.staff, self.now = quiz, learner, staff, now
        self.saved = {}  # key of an answer → the instant and the deadline at which it was taken
        self.random = Random(7)
        self.results = {}  # attempt → how often it has ended
        self.attempt = self.start()

    def start(self):
        return services.start_quiz(learner=self.learner, quiz=self.quiz, key=self.key(), now=self.now)

    def key(self):
        return UUID(int=self.random.getrandbits(128), version=4)

    def why(self):
        return {"by": self.staff, "why": "So", "now": self.now}

    def do(self, step, position, seconds, right):
        before = dict(Attempt.objects.values_list("pk", "submitted_at"))
        getattr(self, f"do_{step}")(position, seconds, right)
        for pk, ended in Attempt.objects.values_list("pk", "submitted_at"):
            self.results[pk] = self.results.get(pk, 0) + (before.get(pk) is None and ended is not None)

    def do_save(self, position, seconds, right):
        key = self.key()
        question = self.attempt.questions.get(position=position)
        deadline = Attempt.objects.get(pk=self.attempt.pk).deadline
        taken = Given.of(choice(self.attempt, position, right=right))
        for _ in range(2):  # said again with its key it is the same
            made = services.save_answer(
                attempt_id=self.attempt.pk, position=position, given=taken, sequence=question.answers.count(), key=key,
                now=self.now,
            )  # fmt: skip
        self.saved[key] = (made.pk, self.now, deadline)

    def do_flag(self, position, seconds, right):
        services.set_flag(attempt_id=self.attempt.pk, position=position, flagged=right, now=self.now)

    def do_tick(self, position, seconds, right):
        self.now += timedelta(seconds=seconds)

    def do_extend(self, position, seconds, right):
        terms.extend(attempt_id=self.attempt.pk, seconds=seconds, key=self.key(), **self.why())

    def do_reopen(self, position, seconds, right):
        terms.reopen(attempt_id=self.attempt.pk, seconds=seconds, key=self.key(), **self.why())

    def do_agree(self, position, seconds, right):
        personal = Personal(factor=(0.5, 1.0, 2.0)[position - 1], attempts=2)
        terms.agree(quiz=self.quiz, learner=self.learner, personal=personal, key=self.key(), **self.why())

    def do_close(self, position, seconds, right):
        terms.close(attempt_id=self.attempt.pk, key=self.key(), **self.why())

    def do_submit(self, position, seconds, right):
        for _ in range(2):
            services.submit(attempt_id=self.attempt.pk, now=self.now)

    def do_sweep(self, position, seconds, right):
        services.close_overdue(self.now)

    def do_regrade(self, position, seconds, right):
        question = self.attempt.questions.get(position=position).version.question_id
        way = (Grading.Rules.DROPPED, Grading.Rules.CREDITED, Grading.Rules.REGRADED)[seconds % 3]
        regrade(question_id=question, way=way, quiz_id=self.quiz.pk, **self.why())

    def do_override(self, position, seconds, right):
        override(attempt_id=self.attempt.pk, position=position, mark=float(right), **self.why())

    def do_start(self, position, seconds, right):
        self.attempt = self.start()


@pytest.fixture
def staff(db):
    return UserFactory(password=None, is_instructor=True)


@pytest.mark.django_db
@settings(
    max_examples=25, deadline=None, derandomize=True, database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)  # fmt: skip
@given(steps=STEPS)
def test_what_must_always_be_true_of_attempts(steps, foundation, learner, staff, now):
    with transaction.atomic():
        quiz = Quiz.objects.create(
            key="quiz", title="Quiz", for_class=True, number=3, limit=300, attempts_allowed=2, created_at=now
        )
        room = Room(quiz, learner, staff, now)
        for step in steps:
            marks = list(Grading.objects.order_by("pk").values())
            try:
                with transaction.atomic():
                    room.do(*step)
            except REFUSALS:
                pass
            assert list(Grading.objects.order_by("pk").values())[: len(marks)] == marks  # none was changed or went
            holds(room)
        transaction.set_rollback(True)


def holds(room):
    answers = {answer.key: answer for answer in Answer.objects.all()}
    for key, (pk, at, deadline) in room.saved.items():
        assert answers[key].pk == pk  # what was acknowledged is there
        assert deadline is None or at <= deadline + GRACE  # and was in time
    assert set(answers) == set(room.saved)  # what was refused is not
    for attempt in Attempt.objects.filter(quiz=room.quiz):
        reopened = attempt.extensions.filter(kind="reopened").count()
        assert room.results.get(attempt.pk, 0) <= reopened + 1  # one result, and one more for each reopening
        assert replayed(attempt.receipt).end == attempt.deadline
        assert (attempt.submitted_at is None) == (attempt.score is None)
        if attempt.submitted_at:
            questions = with_answers(attempt)
            found = total(questions, marks_of(questions))
            assert (attempt.score, attempt.max_score, attempt.guess_score) == (found.points, found.most, found.guess)
    assert Attempt.objects.filter(quiz=room.quiz, submitted_at=None).count() <= 1
    assert replayed_cards(room.learner) == kept_cards(room.learner)


def test_negative_control_a_mark_that_is_edited_is_noticed(foundation, learner, staff, now):
    quiz = Quiz.objects.create(key="q", title="Quiz", for_class=True, number=3, limit=300, created_at=now)
    room = Room(quiz, learner, staff, now)
    room.do("save", 1, 0, True)
    room.do("submit", 1, 0, True)
    holds(room)
    Grading.objects.filter(share=1.0).update(share=0.5)
    with pytest.raises(AssertionError):
        holds(room)
