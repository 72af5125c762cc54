from datetime import timedelta
from uuid import uuid4

import pytest

from content.models import Topic
from quizzes.attempts import errors, services
from quizzes.attempts.deadlines import EXAM_TIME
from quizzes.attempts.models import Answer, Attempt
from quizzes.attempts.scoring import Given
from quizzes.bank.models import Choice, Fact, FactVersion, Question
from quizzes.reviews.changes import mark_changed
from quizzes.reviews.models import Card, Review
from tests.attempts.conftest import choice

AGAIN, GOOD = Review.Rating.AGAIN, Review.Rating.GOOD


def seconds(number):
    return timedelta(seconds=number)


# --- start ---


def test_practice_has_its_questions_in_a_stored_order(begin):
    attempt = begin(count=8)
    questions = list(attempt.questions.select_related("version"))
    assert [q.position for q in questions] == list(range(1, 9))
    assert len({q.version.question_id for q in questions}) == 8
    for question in questions:
        assert sorted(question.order) == sorted(question.version.choices.values_list("pk", flat=True))


def test_start_with_the_same_key_is_the_same_attempt(begin):
    key = uuid4()
    assert begin(key=key) == begin(key=key)
    assert Attempt.objects.count() == 1


def test_start_with_somebody_elses_key_is_refused(begin, charlie):
    attempt = begin()
    with pytest.raises(errors.Conflict):
        begin(learner=charlie, key=attempt.key)
    assert Attempt.objects.count() == 1


def test_the_same_seed_gives_the_same_questions(begin):
    key = uuid4()
    first = list(begin(key=key).questions.values_list("version", "order"))
    Attempt.objects.all().delete()
    assert list(begin(key=key).questions.values_list("version", "order")) == first


def test_a_visitor_gets_five_questions_at_most(begin):
    attempt = begin(learner=None, visitor="v", count=20)
    assert (attempt.learner, attempt.visitor, attempt.questions.count()) == (None, "v", 5)


def test_practice_takes_what_there_is(foundation, learner, now):
    topics = list(Topic.objects.filter(slug="scaling").values_list("pk", flat=True))
    attempt = services.start_practice(
        learner=learner, visitor="", topics=topics, count=20, title="Scaling", key=uuid4(), now=now
    )
    assert attempt.questions.count() == 6


def test_practice_without_questions_is_refused(foundation, learner, now):
    Question.objects.update(state=Question.State.REJECTED)
    with pytest.raises(errors.TooFew):
        services.start_practice(
            learner=learner, visitor="", topics=[topic.pk for topic in Topic.objects.all()], count=5, title="All",
            key=uuid4(), now=now,
        )  # fmt: skip
    assert Attempt.objects.count() == 0


def test_an_exam_has_ten_graded_questions_and_ten_minutes(exam, now):
    assert (exam.deadline, exam.submitted_at) == (now + timedelta(minutes=10), None)
    assert exam.questions.filter(version__question__graded=True).count() == exam.questions.count() == 10


def test_an_exam_of_a_small_phase_is_refused(small, learner, now):
    with pytest.raises(errors.TooFew) as refusal:
        services.start_exam(learner=learner, phase=small, key=uuid4(), now=now)
    assert (refusal.value.available, refusal.value.needed) == (5, 10)
    assert Attempt.objects.count() == 0


def test_a_second_exam_waits_for_the_first(exam, foundation, learner, charlie, now):
    with pytest.raises(errors.AlreadyOpen) as refusal:
        services.start_exam(learner=learner, phase=foundation, key=uuid4(), now=now)
    assert refusal.value.attempt == exam
    assert services.start_exam(learner=charlie, phase=foundation, key=uuid4(), now=now) != exam


def test_an_exam_whose_time_is_up_does_not_block_the_next(exam, foundation, learner, now):
    later = exam.deadline + seconds(11)
    following = services.start_exam(learner=learner, phase=foundation, key=uuid4(), now=later)
    exam.refresh_from_db()
    assert exam.submitted_at == exam.deadline
    assert following != exam


# --- answers ---


def test_the_last_answer_counts_and_all_are_kept(exam, answer):
    answer(exam, 1, right=False)
    answer(exam, 1, right=True)
    assert list(Answer.objects.values_list("sequence", "choice__correct")) == [(1, False), (2, True)]
    services.submit(attempt_id=exam.pk, now=exam.deadline)
    exam.refresh_from_db()
    assert (exam.score, exam.max_score) == (1, 10)


def test_an_answer_repeated_with_its_key_is_saved_once(exam, answer):
    key = uuid4()
    first = answer(exam, 1, key=key, sequence=0)
    assert answer(exam, 1, key=key, sequence=0) == first
    assert Answer.objects.count() == 1


def test_a_repeated_answer_is_the_first_one_even_after_the_end(exam, answer, now):
    key = uuid4()
    first = answer(exam, 1, key=key, sequence=0)
    services.submit(attempt_id=exam.pk, now=now)
    assert answer(exam, 1, key=key, sequence=0, at=now + timedelta(days=1)) == first


def test_an_answer_of_a_stale_tab_is_refused(exam, answer):
    answer(exam, 1, right=True, sequence=0)
    with pytest.raises(errors.AnsweredMeanwhile):
        answer(exam, 1, right=False, sequence=0)
    assert list(Answer.objects.values_list("choice__correct", flat=True)) == [True]


def test_an_answer_after_a_lost_reply_of_the_same_tab_is_saved(exam, answer):
    lost = uuid4()
    answer(exam, 1, right=False, sequence=0, key=lost)
    answer(exam, 1, right=True, sequence=0, unconfirmed=[lost])
    assert list(Answer.objects.values_list("sequence", "choice__correct")) == [(1, False), (2, True)]


def test_a_choice_of_another_question_is_refused(exam, answer):
    with pytest.raises(errors.UnknownChoice):
        answer(exam, 1, choice=choice(exam, 2))
    with pytest.raises(errors.UnknownChoice):
        services.save_answer(
            attempt_id=exam.pk,
            position=11,
            given=Given.of(choice(exam, 1)),
            sequence=0,
            key=uuid4(),
            now=exam.started_at,
        )
    assert Answer.objects.count() == 0


def test_row_1_an_answer_before_the_deadline_is_graded(exam, answer):
    assert answer(exam, 1, at=exam.deadline - seconds(1)).late is False
    services.close_overdue(exam.deadline + seconds(11))
    exam.refresh_from_db()
    assert exam.score == 1


def test_row_2_an_answer_inside_the_grace_is_marked_late_and_graded(exam, answer):
    assert answer(exam, 1, at=exam.deadline + seconds(10)).late is True
    services.close_overdue(exam.deadline + seconds(11))
    exam.refresh_from_db()
    assert exam.score == 1


def test_row_3_an_answer_after_the_grace_is_refused_and_the_saved_ones_graded(exam, answer):
    answer(exam, 1, right=True)
    with pytest.raises(errors.Closed):
        answer(exam, 2, right=True, at=exam.deadline + seconds(10.001))
    assert services.submit(attempt_id=exam.pk, now=exam.deadline + seconds(60)).submitted_at == exam.deadline
    exam.refresh_from_db()
    assert (exam.score, exam.max_score) == (1, 10)


def test_an_answer_after_the_end_is_refused(exam, answer, now):
    services.submit(attempt_id=exam.pk, now=now)
    with pytest.raises(errors.Closed):
        answer(exam, 1)
    with pytest.raises(errors.Closed):
        services.set_flag(attempt_id=exam.pk, position=1, flagged=True, now=now)


# --- the end ---


def test_submit_scores_against_guessing(exam, answer, now):
    for position in range(1, 5):
        answer(exam, position, right=position != 4)
    services.submit(attempt_id=exam.pk, now=now + seconds(60))
    exam.refresh_from_db()
    guess = sum(1 / len(order) for order in exam.questions.values_list("order", flat=True))
    assert (exam.score, exam.max_score, exam.submitted_at) == (3, 10, now + seconds(60))
    assert exam.guess_score == pytest.approx(guess)
    assert exam.closed_by_sweep is False


def test_submit_again_changes_nothing(exam, answer, now):
    answer(exam, 1)
    services.submit(attempt_id=exam.pk, now=now)
    before = Attempt.objects.values().get()
    services.submit(attempt_id=exam.pk, now=now + seconds(5))
    assert Attempt.objects.values().get() == before


def test_practice_counts_what_was_answered(begin, answer, now):
    attempt = begin(count=5)
    answer(attempt, 1, right=True)
    answer(attempt, 2, right=False)
    services.submit(attempt_id=attempt.pk, now=now)
    attempt.refresh_from_db()
    assert (attempt.score, attempt.max_score) == (1, 2)


def test_row_4_the_sweep_closes_once_at_the_deadline(exam, answer):
    answer(exam, 1)
    late = exam.deadline + timedelta(hours=3)
    assert services.close_overdue(late) == 1
    assert services.close_overdue(late) == 0
    exam.refresh_from_db()
    assert (exam.submitted_at, exam.closed_by_sweep, exam.score) == (exam.deadline, True, 1)


def test_the_sweep_leaves_what_still_may_be_answered(exam, begin):
    begin()
    assert services.close_overdue(exam.deadline + seconds(10)) == 0
    assert services.close_overdue(exam.deadline + seconds(10.001)) == 1


def test_the_sweep_goes_on_past_an_attempt_it_cannot_close(exam, foundation, charlie, now, caplog):
    other = services.start_exam(learner=charlie, phase=foundation, key=uuid4(), now=now + seconds(1))
    exam.questions.filter(position=1).update(order=[])
    assert services.close_overdue(other.deadline + seconds(11)) == 1
    assert "could not be closed" in caplog.text
    assert list(Attempt.objects.filter(submitted_at__isnull=True)) == [exam]


# --- evidence ---


def evidence(learner):
    return dict(Review.objects.filter(learner=learner).values_list("card__fact__key", "rating"))


def probed(attempt, position):
    return attempt.questions.get(position=position).version.question.facts.get()


def test_practice_answers_are_evidence_at_once(begin, answer, learner, charlie):
    attempt = begin()
    answer(attempt, 1, right=True)
    answer(attempt, 2, right=False)
    answer(attempt, 3, right=True, sureness="guess")
    assert evidence(learner) == {probed(attempt, 1).key: GOOD, probed(attempt, 2).key: AGAIN}
    assert set(Review.objects.values_list("source", flat=True)) == {Review.Source.PRACTICE}
    assert evidence(charlie) == {}


def test_row_23_a_practice_answer_repeated_is_one_review(begin, answer, learner):
    attempt, key = begin(), uuid4()
    assert answer(attempt, 1, key=key, sequence=0) == answer(attempt, 1, key=key, sequence=0)
    assert Review.objects.count() == Answer.objects.count() == 1


def test_the_first_practice_answer_stays(begin, answer, learner):
    attempt = begin()
    answer(attempt, 1, right=False)
    for sequence in (0, 1):
        with pytest.raises(errors.AnsweredMeanwhile):
            answer(attempt, 1, right=True, sequence=sequence)
    assert evidence(learner) == {probed(attempt, 1).key: AGAIN}


@pytest.mark.parametrize(("cosmetic", "minutes", "counts"), [(False, 1, False), (True, 1, True), (False, 0, True)])
def test_an_answer_says_nothing_of_what_a_fact_means_since_an_edit(
    begin, answer, learner, now, cosmetic, minutes, counts
):
    """The quiz was begun before the page was changed, and asks what it said then. A change of writing, or one made
    before the start, takes nothing away."""
    attempt = begin()
    fact = probed(attempt, 1)
    card = Card.objects.create(learner=learner, fact=fact, state=Card.State.REVIEW, stability=3, difficulty=5, due=now)
    edited = now + minutes * seconds(60)
    FactVersion.objects.create(fact=fact, number=2, value="Other", cosmetic=cosmetic, created_at=edited)
    mark_changed(fact_ids=[fact.pk], now=edited)
    answer(attempt, 1, at=now + seconds(90))
    card.refresh_from_db()
    assert (evidence(learner), card.changed) == (({fact.key: GOOD}, False) if counts else ({}, True))


def test_a_visitors_answers_are_no_evidence(begin, answer):
    attempt = begin(learner=None, visitor="v")
    answer(attempt, 1)
    services.submit(attempt_id=attempt.pk, now=attempt.started_at)
    assert Review.objects.count() == Card.objects.count() == 0


def test_exam_answers_are_evidence_at_the_end_only(exam, answer, learner, now):
    answer(exam, 1, right=False)
    answer(exam, 1, right=True)
    answer(exam, 2, right=False)
    answer(exam, 3, right=True, sureness="guess")
    assert Review.objects.count() == 0
    services.submit(attempt_id=exam.pk, now=now)
    assert evidence(learner) == {probed(exam, 1).key: GOOD, probed(exam, 2).key: AGAIN}
    assert set(Review.objects.values_list("source", "at")) == {(Review.Source.EXAM, now)}


def test_wrong_answers_come_back_as_due_cards(exam, answer, learner, now):
    answer(exam, 1, right=False)
    services.submit(attempt_id=exam.pk, now=now)
    card = Card.objects.get(learner=learner)
    assert card.state == Card.State.LEARNING
    assert now <= card.due <= now + timedelta(minutes=15)


def test_evidence_leaves_out_a_fact_that_is_gone(exam, answer, learner, now):
    answer(exam, 1)
    answer(exam, 2)
    Fact.objects.filter(pk=probed(exam, 1).pk).update(retired_at=now)
    services.submit(attempt_id=exam.pk, now=now)
    assert evidence(learner) == {probed(exam, 2).key: GOOD}


# --- the bank goes on ---


def test_a_change_of_the_bank_does_not_change_what_was_asked(exam, answer, now):
    question = exam.questions.select_related("version__question").get(position=1)
    before = list(Choice.objects.filter(pk__in=question.order).values_list("pk", "text", "correct").order_by("pk"))
    right = choice(exam, 1)
    bank = question.version.question
    newer = bank.versions.create(number=2, context="Other", ask="other?", explanation="", checksum="x", created_at=now)
    newer.choices.create(position=1, text="Other", correct=True, reason="", source="/")
    bank.current, bank.state = newer, Question.State.RETIRED
    bank.save()
    answer(exam, 1, choice=right)
    services.submit(attempt_id=exam.pk, now=now)
    exam.refresh_from_db()
    assert exam.score == 1
    assert (
        list(Choice.objects.filter(pk__in=question.order).values_list("pk", "text", "correct").order_by("pk")) == before
    )


def test_the_deadline_is_the_servers(foundation, learner, now):
    """Row 6: nothing a client says takes part; the service has no argument for it."""
    attempt = services.start_exam(learner=learner, phase=foundation, key=uuid4(), now=now)
    assert attempt.deadline == now + EXAM_TIME
