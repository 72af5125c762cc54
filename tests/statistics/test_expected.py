"""What is expected of questions once members have answered: the prior, pulled towards what they earned at first."""

import json

import pytest
from django.core.management import call_command
from django.db import transaction

from quizzes.bank.facility import band, posterior
from quizzes.bank.models import Question
from quizzes.statistics.models import ItemStatistics
from quizzes.statistics.queries import prior_agreement
from quizzes.statistics.services import compute
from quizzes.statistics.theory import rank_correlation
from quizzes.statistics.words import how_hard
from tests.factories import UserFactory
from tests.parallel import at_once
from tests.statistics.test_services import exams, take


def marks(*shares, people=20):
    """One row of marks for each person: of so many people the given share is right, question by question."""
    return [[1.0 if person < share * people else 0.0 for share in shares] for person in range(people)]


def test_answers_move_what_is_expected_and_how_hard_a_question_is(foundation, now):
    Question.objects.update(prior=0.6, expected=0.6, difficulty=2)
    questions = exams(foundation, marks(0.1, 0.6, 1.0), now)
    compute(now)
    found = [Question.objects.get(pk=question.pk) for question in questions]
    assert [one.expected for one in found] == [pytest.approx(posterior(0.6, share, 20)) for share in (0.1, 0.6, 1.0)]
    assert [one.difficulty for one in found] == [3, 2, 1] == [band(one.expected) for one in found]
    assert {one.prior for one in found} == {0.6}
    untouched = Question.objects.exclude(pk__in=[one.pk for one in found])
    assert set(untouched.values_list("expected", "difficulty")) == {(0.6, 2)}


@pytest.mark.parametrize("share", [0.0, 0.3, 0.499, 0.5499, 0.55, 0.6, 0.6499, 0.65, 1.0])
def test_bands_are_those_of_the_pure_module(foundation, now, share):
    Question.objects.update(prior=share, difficulty=2)
    compute(now)
    assert set(Question.objects.values_list("expected", "difficulty")) == {(share, band(share))}


def test_answers_of_too_few_people_move_nothing(foundation, now):
    questions = exams(foundation, marks(0.0, 0.0, people=4), now)
    Question.objects.update(prior=0.7, expected=0.2, difficulty=3)
    compute(now)
    assert ItemStatistics.objects.filter(question__in=questions, n=4).count() == 2
    assert set(Question.objects.values_list("expected", "difficulty")) == {(0.7, 1)}


def test_figures_that_fall_away_leave_the_prior(foundation, now):
    Question.objects.update(prior=0.6, expected=0.6)
    (question, *_) = exams(foundation, marks(0.0, 1.0), now)
    compute(now)
    assert Question.objects.get(pk=question.pk).expected < 0.3
    question.current.attemptquestion_set.all().delete()
    compute(now, [question.pk])
    assert Question.objects.get(pk=question.pk).expected == 0.6


def test_computing_again_changes_nothing(foundation, now):
    exams(foundation, marks(0.2, 0.7), now)
    compute(now)
    before = list(Question.objects.order_by("pk").values("pk", "prior", "expected", "difficulty"))
    compute(now)
    assert list(Question.objects.order_by("pk").values("pk", "prior", "expected", "difficulty")) == before


@pytest.mark.django_db(transaction=True)
def test_question_that_is_being_edited_is_left_for_the_next_time(foundation, now):
    Question.objects.update(prior=0.9, expected=0.9, difficulty=1)
    (edited, other) = exams(foundation, marks(0.0, 0.0), now)
    with transaction.atomic():
        Question.objects.select_for_update(no_key=True).get(pk=edited.pk)  # as whoever edits it
        at_once(lambda: compute(now))
    assert Question.objects.get(pk=edited.pk).expected == 0.9
    assert Question.objects.get(pk=other.pk).expected < 0.5
    compute(now)
    assert Question.objects.get(pk=edited.pk).expected < 0.5


def test_rank_correlation_of_known_samples():
    assert rank_correlation([1, 2, 3, 4], [10, 20, 30, 99]) == pytest.approx(1)
    assert rank_correlation([1, 2, 3, 4], [4, 3, 2, 1]) == pytest.approx(-1)
    assert rank_correlation([1, 2, 2, 3], [1, 3, 2, 4]) == pytest.approx(0.9486833)
    assert rank_correlation([1], [1]) is None
    assert rank_correlation([1, 1], [1, 2]) is None


def test_report_says_how_well_the_wording_foretells_what_is_earned(wiki, now, capsys):
    assert prior_agreement() == (0, None)
    questions = list(Question.objects.live().filter(kind="value").order_by("pk")[:3])
    for row in marks(0.1, 0.6, 1.0):
        take(questions[0].topic.phase, questions, row, learner=UserFactory(password=None), at=now)
    for question, prior in zip(questions, (0.4, 0.5, 0.6), strict=True):
        Question.objects.filter(pk=question.pk).update(prior=prior)
    compute(now)
    assert prior_agreement() == (3, pytest.approx(1))
    call_command("bank_report", "--format", "json")
    assert json.loads(capsys.readouterr().out)["expected_and_earned"] == {"questions": 3, "rank_correlation": 1.0}
    call_command("bank_report")
    assert "What is expected and what 3 questions earned agree by rank: ρ = 1.00" in capsys.readouterr().out


def test_how_hard_a_question_is_comes_with_its_evidence():
    told = {"prior": 0.45, "difficulty": 3, "facility": 0.38, "answers": 55, "partial": False}
    assert how_hard(**told) == "hard: 38 % right, 55 answers"
    assert how_hard(**told | {"partial": True}) == "hard: 38 % of the marks, 55 answers"
    assert how_hard(**told | {"facility": None, "answers": 0}) == "hard, expected 45 %: no answers to go by yet"
