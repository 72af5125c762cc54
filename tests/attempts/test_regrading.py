"""Marks that change: every old one stays, totals follow the latest, memories take back what was said."""

from datetime import timedelta
from uuid import uuid4, uuid5

import pytest

from quizzes.attempts import errors, services, terms
from quizzes.attempts.models import Attempt, Grading
from quizzes.attempts.regrading import override, regrade, rehearse
from quizzes.bank.models import Choice, QuestionVersion
from quizzes.progress.measured import answers_of
from quizzes.reviews.models import Review
from quizzes.reviews.services import Outcome, record_answers
from quizzes.takeout.quizzes import MARKS
from quizzes.takeout.services import rows_of
from tests.attempts.grades import kept_cards, mark_of, replayed_cards
from tests.factories import UserFactory

Rules = Grading.Rules


@pytest.fixture
def editor(db):
    return UserFactory(password=None, is_editor=True)


@pytest.fixture
def ended(exam, answer, now):
    """An exam with a right answer, a wrong one, and eight questions left open."""
    answer(exam, 1, right=True)
    answer(exam, 2, right=False)
    services.submit(attempt_id=exam.pk, now=now)
    exam.refresh_from_db()
    return exam


def bank_question(attempt, position):
    return attempt.questions.select_related("version__question").get(position=position).version.question


def corrected(question, now):
    """The question as somebody who noticed wrote it: another choice is right."""
    old = question.current
    version = QuestionVersion.objects.create(
        question=question, number=2, context=old.context, ask=old.ask, explanation="", checksum="2", created_at=now
    )
    wrong = old.choices.filter(correct=False).order_by("pk").first()
    Choice.objects.bulk_create(
        Choice(version=version, position=c.position, text=c.text, correct=c.pk == wrong.pk, reason="", fact=c.fact)
        for c in old.choices.all()
    )
    question.current = version
    question.save()


@pytest.fixture
def treat(editor, now):
    def do(question, way, why="It was wrong"):
        return regrade(question_id=question.pk, way=way, by=editor, why=why, now=now + timedelta(days=1))

    return do


def score(attempt):
    attempt.refresh_from_db()
    return attempt.score, attempt.max_score


# --- each question has a mark ---


def test_every_question_of_an_ended_exam_has_a_mark_also_an_open_one(ended):
    found = [(q.position, mark_of(q), q.gradings.get().answer_id is None) for q in ended.questions.all()]
    assert found == [(1, 1.0, False), (2, 0.0, False), *((place, 0.0, True) for place in range(3, 11))]
    assert score(ended) == (1, 10)


def test_what_was_left_open_in_practice_does_not_count(begin, answer, now):
    attempt = begin(count=5)
    answer(attempt, 1, right=True)
    assert [mark_of(q) for q in attempt.questions.all()] == [1.0, None, None, None, None]
    services.submit(attempt_id=attempt.pk, now=now)
    assert Grading.objects.filter(question__attempt=attempt).count() == 5
    assert score(attempt) == (1, 1)


def test_an_end_that_comes_twice_grades_once(ended, now):
    services.submit(attempt_id=ended.pk, now=now)
    assert Grading.objects.count() == 10


# --- regrade ---


def test_a_dry_run_says_who_gains_or_loses_and_writes_nothing(ended, now):
    question = bank_question(ended, 1)
    corrected(question, now)
    before = list(Grading.objects.values())
    [effect] = rehearse(question_id=question.pk, way=Rules.REGRADED)
    assert (effect.attempt, effect.learner, effect.before, effect.after, effect.gain) == (
        ended.pk, ended.learner_id, 1.0, 0.0, -1.0,
    )  # fmt: skip
    assert list(Grading.objects.values()) == before
    assert score(ended) == (1, 10)


def test_a_corrected_question_is_graded_anew_by_what_was_chosen(ended, treat, editor, now):
    question = bank_question(ended, 2)
    corrected(question, now)
    [effect] = treat(question, Rules.REGRADED)
    assert effect.gain == 1.0
    assert score(ended) == (2, 10)
    old, new = ended.questions.get(position=2).gradings.all()
    assert (old.share, old.rules, old.by) == (0.0, "marked", None)
    assert (new.share, new.rules, new.by, new.why) == (1.0, "regraded", editor, "It was wrong")


def test_a_question_that_was_not_corrected_stays_as_it_is(ended, treat):
    assert treat(bank_question(ended, 1), Rules.REGRADED) == []
    assert Grading.objects.count() == 10


def test_an_answer_that_can_no_longer_be_chosen_keeps_its_mark(ended, treat, now):
    question = bank_question(ended, 1)
    corrected(question, now)
    Choice.objects.filter(version=question.current).update(text="Something else")
    assert treat(question, Rules.REGRADED) == []
    assert score(ended) == (1, 10)


def test_a_dropped_question_counts_for_nobody(ended, treat):
    treat(bank_question(ended, 2), Rules.DROPPED)
    assert score(ended) == (1, 9)
    treat(bank_question(ended, 1), Rules.DROPPED)
    assert score(ended) == (0, 8)


def test_full_credit_is_for_everybody_also_who_left_it_open(ended, treat):
    treat(bank_question(ended, 2), Rules.CREDITED)
    treat(bank_question(ended, 3), Rules.CREDITED)
    assert score(ended) == (3, 10)


def test_a_regrade_repeated_changes_nothing(ended, treat):
    question = bank_question(ended, 2)
    assert len(treat(question, Rules.CREDITED)) == 1
    assert treat(question, Rules.CREDITED) == []
    assert Grading.objects.count() == 11


def test_what_a_dropped_answer_said_of_a_memory_is_taken_back_by_a_row(ended, treat):
    said = Review.objects.get(key__isnull=False, rating=Review.Rating.AGAIN)
    treat(bank_question(ended, 2), Rules.DROPPED)
    assert Review.objects.get(undoes=said).rating is None
    said.refresh_from_db()
    assert said.rating == Review.Rating.AGAIN
    assert Review.objects.effective().filter(rating__isnull=False).count() == 1


def test_a_memory_hears_what_the_corrected_question_makes_of_the_answer(ended, treat, learner, now):
    question = bank_question(ended, 2)
    corrected(question, now)
    treat(question, Rules.REGRADED)
    said = Review.objects.filter(learner=learner, card__fact__questions=question).order_by("pk")
    assert [(one.rating, one.undoes_id) for one in said] == [(1, None), (None, said[0].pk), (3, None)]
    assert said[2].at == ended.submitted_at  # as of the answer, not of the day when somebody noticed
    assert replayed_cards(learner) == kept_cards(learner)


def test_later_evidence_knows_better_than_an_answer_that_is_regraded(ended, treat, learner, now):
    question = bank_question(ended, 2)
    fact = question.facts.get()
    later = Outcome(fact.pk, True, uuid5(ended.key, "later"))
    record_answers(learner=learner, outcomes=[later], source=Review.Source.EXAM, now=now + timedelta(hours=30))
    corrected(question, now)
    treat(question, Rules.REGRADED)
    stands = Review.objects.effective().filter(learner=learner, card__fact=fact)
    assert [one.at for one in stands] == [now + timedelta(hours=30)]
    assert replayed_cards(learner) == kept_cards(learner)


def test_full_credit_says_nothing_of_a_memory_and_a_full_mark_by_a_person_does(ended, treat, editor, learner, now):
    question = bank_question(ended, 2)
    stands = Review.objects.effective().filter(learner=learner, card__fact__questions=question)
    treat(question, Rules.CREDITED)
    assert not stands.exists()
    override(attempt_id=ended.pk, position=2, mark=0.5, by=editor, why="Half", now=now)
    assert not stands.exists()
    for mark, rating in ((1.0, 3), (0.0, 1)):
        override(attempt_id=ended.pk, position=2, mark=mark, by=editor, why="Looked again", now=now)
        assert stands.get().rating == rating
    assert replayed_cards(learner) == kept_cards(learner)


def test_one_quiz_is_regraded_and_other_attempts_are_not(ended, foundation, charlie, editor, now):
    other = services.start_exam(learner=charlie, phase=foundation, key=uuid4(), now=now)
    services.submit(attempt_id=other.pk, now=now)
    Attempt.objects.filter(pk=other.pk).update(quiz=None)
    for position in range(1, 11):
        question = bank_question(ended, position)
        regrade(question_id=question.pk, way=Rules.CREDITED, by=editor, why="Typo", now=now, quiz_id=ended.quiz_id)
    assert (score(ended), score(other)) == ((10, 10), (0, 10))


def test_another_persons_attempts_are_regraded_too_and_other_questions_are_not(ended, foundation, charlie, treat, now):
    other = services.start_exam(learner=charlie, phase=foundation, key=uuid4(), now=now)
    services.submit(attempt_id=other.pk, now=now)
    question = bank_question(ended, 3)
    asked = other.questions.filter(version__question=question).count()
    assert len(treat(question, Rules.CREDITED)) == 1 + asked
    assert score(other) == (asked, 10)


# --- one mark by a person ---


def test_one_mark_is_changed_with_a_comment_and_the_old_one_stays(ended, editor, now):
    override(attempt_id=ended.pk, position=2, mark=0.5, by=editor, why="Half of it holds", now=now)
    assert score(ended) == (1.5, 10)
    assert [(g.share, g.rules, g.why) for g in ended.questions.get(position=2).gradings.all()] == [
        (0.0, "marked", ""),
        (0.5, "overridden", "Half of it holds"),
    ]


@pytest.mark.parametrize(("position", "mark", "why"), [(2, 1.5, "x"), (2, -0.1, "x"), (2, 1.0, " "), (11, 1.0, "x")])
def test_a_mark_that_is_none_is_refused(ended, editor, now, position, mark, why):
    with pytest.raises(errors.NoMark):
        override(attempt_id=ended.pk, position=position, mark=mark, by=editor, why=why, now=now)
    assert Grading.objects.count() == 10


def test_a_mark_in_an_open_attempt_is_refused(exam, editor, now):
    with pytest.raises(errors.Closed):
        override(attempt_id=exam.pk, position=1, mark=1.0, by=editor, why="x", now=now)


def test_the_result_shows_the_marks_that_hold(ended, treat, client):
    treat(bank_question(ended, 2), Rules.DROPPED)
    page = client.get(ended.get_absolute_url()).content.decode()
    assert "Dropped, not counted" in page
    assert "1 of 9 right" in " ".join(page.split())


# --- what is open at a regrade ---


@pytest.fixture
def sat(exam, answer):
    """An open exam whose first answer is right, whose second is wrong, and whose third is not there."""
    answer(exam, 1, right=True)
    answer(exam, 2, right=False)
    return exam


def ending(attempt, now):
    services.submit(attempt_id=attempt.pk, now=now + timedelta(minutes=5))
    marks = [mark_of(question) for question in attempt.questions.all()[:3]]
    said = Review.objects.effective().filter(learner=attempt.learner).order_by("rating")
    return marks, list(said.values_list("rating", flat=True))


@pytest.mark.parametrize(
    ("position", "way", "after", "said"),
    [
        (1, Rules.REGRADED, [0.0, 0.0, 0.0], [1, 1]),
        (2, Rules.REGRADED, [1.0, 1.0, 0.0], [3, 3]),
        (1, Rules.DROPPED, [None, 0.0, 0.0], [1]),
        (2, Rules.CREDITED, [1.0, 1.0, 0.0], [3]),
        (3, Rules.CREDITED, [1.0, 0.0, 1.0], [1, 3]),
        (3, Rules.REGRADED, [1.0, 0.0, 0.0], [1, 3]),
    ],
)
def test_what_is_open_is_treated_as_the_rest_when_it_ends(sat, editor, now, position, way, after, said):
    question = bank_question(sat, position)
    if way == Rules.REGRADED:
        corrected(question, now - timedelta(days=1))
    for _ in range(2):
        assert regrade(question_id=question.pk, way=way, by=editor, why="Typo", now=now) == []
    assert not Review.objects.exists()
    assert score(sat) == (None, None)
    assert ending(sat, now) == (after, said)
    counting = [mark for mark in after if mark is not None]
    assert score(sat) == (sum(counting), 7 + len(counting))
    assert Grading.objects.filter(rules=way).count() == 1


def test_what_is_answered_after_a_regrade_is_graded_as_corrected(sat, answer, editor, now):
    question = bank_question(sat, 2)
    corrected(question, now - timedelta(days=1))
    regrade(question_id=question.pk, way=Rules.REGRADED, by=editor, why="Typo", now=now)
    answer(sat, 2, right=True)  # by the question as it was asked
    assert ending(sat, now) == ([1.0, 0.0, 0.0], [1, 3])


def test_what_is_dropped_stays_so_whatever_is_answered_after(sat, answer, editor, now):
    regrade(question_id=bank_question(sat, 2).pk, way=Rules.DROPPED, by=editor, why="Unfair", now=now)
    answer(sat, 2, right=True)
    assert ending(sat, now) == ([1.0, None, 0.0], [3])


def test_a_mark_in_advance_tells_nothing_while_one_sits(sat, client, editor, now):
    regrade(question_id=bank_question(sat, 1).pk, way=Rules.CREDITED, by=editor, why="For all", now=now)
    page = client.get(sat.get_absolute_url()).content.decode()
    assert "For all" not in page
    sat.questions.get(position=1).answers.update(sureness="sure")
    assert not any(answers_of(sat.learner)[1].values())
    assert list(rows_of(MARKS, sat.learner, now)) == []


def test_a_regrade_while_an_attempt_is_open_again_says_anew_what_it_said(ended, editor, now):
    terms.reopen(
        attempt_id=ended.pk, seconds=600, by=editor, why="A crash", key=uuid4(), now=now + timedelta(minutes=20)
    )
    regrade(
        question_id=bank_question(ended, 1).pk,
        way=Rules.DROPPED,
        by=editor,
        why="Unfair",
        now=now + timedelta(minutes=21),
    )
    services.submit(attempt_id=ended.pk, now=now + timedelta(minutes=22))
    assert list(Review.objects.effective().values_list("rating", flat=True)) == [1]
    assert score(ended) == (0, 9)


def test_practice_that_is_open_is_treated_at_once_as_it_was_told_at_once(begin, answer, editor, now):
    attempt = begin(count=5)
    answer(attempt, 1, right=False)
    [effect] = regrade(question_id=bank_question(attempt, 1).pk, way=Rules.CREDITED, by=editor, why="Typo", now=now)
    assert (effect.gain, mark_of(attempt.questions.get(position=1)), score(attempt)) == (1.0, 1.0, (None, None))
    assert not Review.objects.effective().exists()
