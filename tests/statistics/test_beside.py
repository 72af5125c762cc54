"""What stands beside a result: how others fared, from five people on, in whole groups, and nobody's answer."""

import random
from datetime import timedelta
from statistics import fmean, median
from uuid import uuid4

import pytest

from quizzes.attempts import services
from quizzes.attempts.breakdown import Mean, Pace, paced
from quizzes.attempts.models import Answer, Attempt, AttemptQuestion, Quiz
from quizzes.bank.models import Question
from quizzes.statistics.beside import mean_of, paces_of
from quizzes.statistics.models import ItemStatistics
from quizzes.statistics.services import compute
from tests.attempts import grades
from tests.attempts.quiz_pages import text
from tests.factories import UserFactory


def sit(questions, seconds, *, learner, at, quiz=None, right=1, kind="exam", more=()):
    """An ended attempt: ``seconds`` into it each question was saved, None for one left open; ``more`` saves of
    questions by their place."""
    attempt = Attempt.objects.create(
        learner=learner, visitor="" if learner else uuid4().hex, kind=kind, quiz=quiz, title="Test", seed="",
        key=uuid4(), started_at=at, submitted_at=at + timedelta(hours=1), score=right, max_score=len(questions),
    )  # fmt: skip
    for place, (question, after) in enumerate(zip(questions, seconds, strict=True), 1):
        choices = list(question.current.choices.all())
        asked = AttemptQuestion.objects.create(
            attempt=attempt, position=place, version=question.current, order=[c.pk for c in choices]
        )
        saves = ([] if after is None else [after]) + [again for nth, again in more if nth == place]
        for sequence, seconds_in in enumerate(saves, 1):
            instant = at + timedelta(seconds=seconds_in)
            Answer.objects.create(question=asked, sequence=sequence, choice=choices[0], at=instant, key=uuid4())
        grades.mark(asked, 0.0, asked.answers.last())
    return attempt


@pytest.fixture
def two(foundation):
    return list(Question.objects.order_by("pk")[:2])


@pytest.fixture
def quiz(foundation, now):
    return Quiz.objects.create(key="mixed", title="Mixed", number=2, created_at=now)


def test_the_pace_is_the_median_of_first_answers_by_the_rule_of_five(two, now):
    attempt = None
    for place, first in enumerate((10, 20, 40, 400), 1):
        attempt = sit(two, [first, None], learner=UserFactory(password=None), at=now + timedelta(days=place))
    sit(two, [1, 2], learner=None, at=now)  # a visitor
    sit(two, [1, 2], learner=UserFactory(password=None), at=now, kind="practice")
    compute(now)
    assert paces_of(attempt) == {}
    fifth = sit(two, [30, 90], learner=UserFactory(password=None), at=now + timedelta(days=9))
    sit(two, [900, None], learner=fifth.learner, at=now + timedelta(days=10))  # not the first meeting
    compute(now)
    assert paces_of(attempt) == {two[0].pk: Pace(5, 30)}
    sit(two, [700, 800], learner=UserFactory(password=None), at=now + timedelta(days=11))  # the sixth tells nothing
    compute(now)
    assert paces_of(attempt) == {two[0].pk: Pace(5, 30)}


@pytest.mark.parametrize("seed", range(3))
def test_paces_agree_with_the_pure_twin(foundation, now, seed):
    chance = random.Random(seed)
    questions = list(Question.objects.order_by("pk")[:3])
    taken = {question.pk: [] for question in questions}
    for place in range(10):
        seconds = [chance.randint(0, 90) for _ in questions]
        more = [(chance.randint(1, 3), chance.randint(0, 200)) for _ in range(4)]
        attempt = sit(questions, seconds, learner=UserFactory(password=None), at=now - timedelta(days=place), more=more)
        saves = Answer.objects.filter(question__attempt=attempt).values_list("at", "question__position")
        for position, found in paced(attempt.started_at, saves).items():
            taken[questions[position - 1].pk].append(found)
    compute(now)
    for one in ItemStatistics.objects.all():
        assert (one.timed, one.seconds) == (10, pytest.approx(median(taken[one.question_id])))


def test_the_mean_is_that_of_first_attempts_in_whole_groups(two, quiz, now):
    people = [UserFactory(password=None) for _ in range(6)]
    for place, (person, right) in enumerate(zip(people[:4], (0, 1, 2, 2), strict=True)):
        sit(two, [1, 2], learner=person, at=now + timedelta(days=place), quiz=quiz, right=right)
    sit(two, [1, 2], learner=people[0], at=now + timedelta(days=20), quiz=quiz, right=2)  # again
    sit(two, [1, 2], learner=None, at=now, quiz=quiz, right=2)  # a visitor
    assert mean_of(quiz.pk) is None
    sit(two, [1, 2], learner=people[4], at=now + timedelta(days=21), quiz=quiz, right=1)
    five = Mean(5, fmean((0, 0.5, 1, 1, 0.5)))
    assert mean_of(quiz.pk) == five
    sit(two, [1, 2], learner=people[5], at=now + timedelta(days=22), quiz=quiz, right=0)
    assert mean_of(quiz.pk) == five
    assert mean_of(None) is None


@pytest.fixture
def sat(foundation, learner, now):
    """Five people's exams, the learner's the last: one answer each, a minute after the start."""
    for person in (*(UserFactory(password=None) for _ in range(4)), learner):
        begun = now - timedelta(minutes=5)
        attempt = services.start_exam(learner=person, phase=foundation, key=uuid4(), now=begun)
        asked, at = attempt.questions.get(position=1), begun + timedelta(minutes=1)
        Answer.objects.create(question=asked, sequence=1, choice_id=asked.order[0], at=at, key=uuid4())
        services.submit(attempt_id=attempt.pk, now=now)
    return attempt


@pytest.mark.parametrize(("people", "said"), [(4, ""), (25, " People usually take 41 s (median, n = 25).")])
def test_a_result_says_what_a_question_usually_takes(sat, client, now, people, said):
    question = sat.questions.get(position=1).version.question
    ItemStatistics.objects.create(question=question, n=people, timed=people, seconds=41.4, computed_at=now)
    assert f'<p class="small muted nums">It took you 1 min.{said}</p>' in text(client.get(sat.get_absolute_url()))


def test_a_result_says_what_others_came_to_beside_one_attempt_and_in_the_curve_of_several(sat, client, learner, now):
    said = "On average the first attempts of 5 people came to"
    assert said in text(client.get(sat.get_absolute_url()))
    again = services.start_exam(learner=learner, phase=sat.phase, key=uuid4(), now=now)
    services.submit(attempt_id=again.pk, now=now)
    told = text(client.get(again.get_absolute_url()))
    assert said not in told
    assert "The dashed line is the mean of the first attempts of 5 people:" in told
    assert 'stroke-dasharray="4 4"' in told
    Attempt.objects.exclude(learner=learner).first().delete()
    told = text(client.get(again.get_absolute_url()))
    assert "people" not in told.split('id="tries-title"')[1].split("</section>")[0]
