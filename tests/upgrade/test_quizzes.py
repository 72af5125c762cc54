"""Attempts after the upgrade: what is past keeps its score, what is open goes on."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from content.models import Phase
from quizzes import tasks
from quizzes.attempts import errors, services
from quizzes.attempts.deadlines import replayed
from quizzes.attempts.marking import marks_of, total, with_answers
from quizzes.attempts.models import Attempt, Grading, Quiz
from quizzes.attempts.rules import Rules
from quizzes.attempts.scoring import Given
from quizzes.bank.kinds import Shape
from quizzes.bank.models.curation import OWN
from quizzes.reviews.models import Review
from quizzes.statistics.models import ItemStatistics
from tests.attempts.grades import mark_of, whose


def right(question):
    """The right answer to a question of an attempt."""
    shape = question.version.question.shape
    choices = [choice for choice in question.version.choices.order_by("position") if choice.pk in question.order]
    if shape.placed:
        return Given(places={choice.pk: choice.target for choice in choices})
    if shape is Shape.TYPED:
        return Given(typed=choices[0].text)
    return Given.of(*(choice.pk for choice in choices if choice.correct))


def answer(attempt, position, now):
    question = attempt.questions.select_related("version__question").get(position=position)
    given = {"given": right(question), "sequence": 0, "key": uuid4()}
    return services.save_answer(attempt_id=attempt.pk, position=position, now=now, **given)


@pytest.fixture
def exam(clock, told):
    """The exam that is open."""
    attempt = Attempt.objects.get(key=told["open_exam"]["key"])
    assert attempt.deadline == datetime.fromisoformat(told["open_exam"]["deadline"]) > clock.at
    return attempt


def test_scores_and_what_was_asked_and_earned_stand(clock, told):
    found = {}
    for attempt in Attempt.objects.select_related("learner"):
        questions = []
        for question in attempt.questions.select_related("version__question").order_by("position"):
            last = question.answers.order_by("sequence").last()
            share = mark_of(question) if last else None
            questions.append([question.version.question.key, question.version.number, last and last.sequence, share])
        found[str(attempt.key)] = {
            "who": attempt.learner.email if attempt.learner else None,
            "kind": attempt.kind,
            "title": attempt.title,
            "open": attempt.submitted_at is None,
            "swept": attempt.closed_by_sweep,
            "score": [attempt.score, attempt.max_score, attempt.guess_score],
            "questions": questions,
        }
    assert found == told["attempts"]


def test_past_attempts_are_shown_to_whoever_made_them(clock, client, person):
    client.force_login(person("steady"))
    mine = Attempt.objects.filter(learner=person("steady"))
    assert {attempt.pk: client.get(attempt.get_absolute_url()).status_code for attempt in mine} == {
        attempt.pk: 200 for attempt in mine
    }
    others = Attempt.objects.exclude(learner=person("steady"))
    assert {client.get(attempt.get_absolute_url()).status_code for attempt in others} == {404}


def test_each_phase_has_a_quiz_and_every_old_attempt_its_rules(clock):
    exams = Quiz.objects.filter(key__startswith="exam/")
    assert exams.count() == Phase.objects.count()
    for quiz in exams:
        assert (f"exam/{quiz.phases.get().slug}", quiz.rules) == (quiz.key, Rules(10, 600, graded=True))
    assert Attempt.objects.exists()
    for attempt in Attempt.objects.select_related("quiz"):
        number = attempt.questions.count()
        if attempt.kind == "exam":
            assert (attempt.quiz.phases.get(), attempt.agreed) == (attempt.phase, Rules(number, 600, graded=True))
        else:
            assert (attempt.quiz, attempt.agreed) == (None, Rules(number, feedback="at-once"))


def test_every_question_of_an_ended_attempt_has_its_stored_mark_and_sums_are_as_they_were(clock, told):
    for attempt in Attempt.objects.exclude(submitted_at=None):
        questions = with_answers(attempt)
        marks = marks_of(questions)
        assert marks.keys() == {question.pk for question in questions}
        assert {one.rules for one in marks.values()} == {"stored"}
        result = total(questions, marks)
        was = told["attempts"][str(attempt.key)]["score"]
        assert [result.points, result.most, result.guess] == pytest.approx(was)
    open_exams = Attempt.objects.filter(kind="exam", submitted_at=None)
    assert not Grading.objects.filter(question__attempt__in=open_exams).exists()


def test_questions_answers_and_marks_name_the_learner_of_their_attempt(clock):
    rows = whose()
    assert {learner for learner, _ in rows} > {None}
    assert all(learner == of_attempt for learner, of_attempt in rows)


def test_receipts_of_old_exams_replay_to_their_deadlines(clock):
    exams = Attempt.objects.filter(kind="exam")
    assert exams
    assert [replayed(attempt.receipt).end for attempt in exams] == [attempt.deadline for attempt in exams]


def test_the_open_exam_goes_on(clock, exam, browser_of, told):
    browser = browser_of("examinee")
    assert browser.get(exam.get_absolute_url()).status_code == 200
    evidence = Review.objects.filter(learner=exam.learner, source="exam").count()
    for position in told["open_exam"]["left"]:
        assert not answer(exam, position, clock.pass_by(seconds=20)).late
    assert browser.post(f"{exam.get_absolute_url()}submit/").headers["Location"] == exam.get_absolute_url()
    exam.refresh_from_db()
    assert exam.submitted_at == clock.at < exam.deadline
    assert exam.score == pytest.approx(told["open_exam"]["score_if_right"])
    assert Review.objects.filter(learner=exam.learner, source="exam").count() > evidence
    assert browser.get(exam.get_absolute_url()).status_code == 200


def test_the_open_exam_ends_at_its_deadline(clock, exam, told):
    clock.at = exam.deadline + timedelta(minutes=1)
    with pytest.raises(errors.Closed):
        answer(exam, told["open_exam"]["left"][0], clock.at)
    tasks.close_attempts()
    exam.refresh_from_db()
    assert (exam.submitted_at, exam.closed_by_sweep) == (exam.deadline, True)


def test_a_visitor_finds_the_open_quiz_again(clock, browser_of, client):
    attempt = Attempt.objects.get(learner=None, submitted_at=None)
    assert client.get(attempt.get_absolute_url()).status_code == 302
    browser = browser_of("visitor")
    assert browser.get(attempt.get_absolute_url()).status_code == 200
    answer(attempt, 3, clock.at)
    assert browser.post(f"{attempt.get_absolute_url()}submit/").status_code == 302
    attempt.refresh_from_db()
    assert (attempt.score, attempt.max_score) == (2.0, 3.0)


def test_a_question_of_an_older_version_can_be_answered(clock, person):
    """It was asked before its page was changed, and it is scored by what it said."""
    attempt = Attempt.objects.get(learner=person("traveller"), submitted_at=None)
    question = attempt.questions.select_related("version__question__current").get(position=1)
    assert question.version != question.version.question.current
    assert mark_of(answer(attempt, 1, clock.at).question) == 1.0


def test_figures_of_questions_stand_and_come_out_the_same_again(clock, told):
    def figures():
        return {s.question.key: [s.n, s.facility] for s in ItemStatistics.objects.select_related("question")}

    assert figures() == told["statistics"]
    clock.pass_by(days=1)
    tasks.statistics()
    assert ItemStatistics.objects.latest("computed_at").computed_at == clock.at
    # What today's code words otherwise is another question, whose figures begin with it.
    own = {key: [n, pytest.approx(share)] for key, (n, share) in told["statistics"].items() if key.startswith(OWN)}
    assert own
    assert {key: figure for key, figure in figures().items() if key.startswith(OWN)} == own
