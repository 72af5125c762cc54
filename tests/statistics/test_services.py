"""The figures in the database: the twin of the pure ones, whose answers count, and what goes to the queue."""

import random
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError

from quizzes.attempts.models import Answer, AnswerPart, Attempt, AttemptQuestion
from quizzes.bank.models import Choice, Question, QuestionVersion
from quizzes.bank.models.curation import QuestionReport
from quizzes.statistics import theory
from quizzes.statistics.models import ChoiceStatistics, ItemStatistics, QuizStatistics, StatisticsRun
from quizzes.statistics.queries import choices_of, confused, item_of, worst_confusions
from quizzes.statistics.services import compute, compute_if_stale
from quizzes.tasks import statistics as task
from tests.attempts import grades
from tests.factories import EditorFactory, UserFactory
from tests.parallel import at_once, locked, slow, unlocked

A_DAY = timedelta(days=1)


def take(phase, questions, marks, *, learner=None, kind="exam", at, lures=None, finished=True, versions=None):
    """An attempt with these marks, question by question: 0 for wrong (the lure, else the first), None for open."""
    given = [mark for mark in marks if kind == "exam" or mark is not None]
    attempt = Attempt.objects.create(
        learner=learner,
        visitor="" if learner else uuid4().hex,
        kind=kind,
        phase=phase if kind == "exam" else None,
        title="Test",
        seed="",
        key=uuid4(),
        started_at=at,
        deadline=at if kind == "exam" else None,
        submitted_at=at if finished else None,
        score=sum(mark or 0 for mark in given),
        max_score=len(given),
    )
    for place, (question, mark) in enumerate(zip(questions, marks, strict=True), 1):
        version = (versions or {}).get(question.pk, question.current)
        choices = list(version.choices.all())
        asked = AttemptQuestion.objects.create(
            attempt=attempt, position=place, version=version, order=[c.pk for c in choices]
        )
        answer = None
        if mark is not None:
            wrong = [choice for choice in choices if not choice.correct]
            taken = next(c for c in choices if c.correct) if mark else wrong[(lures or {}).get(question.pk, 0)]
            answer = Answer.objects.create(question=asked, sequence=1, choice=taken, at=at, key=uuid4())
        grades.mark(asked, mark or 0.0, answer)
    return attempt


def exams(phase, matrix, now, **more):
    """Everybody's exam over the phase's first questions, one row of marks a person."""
    questions = list(Question.objects.order_by("pk")[: len(matrix[0])])
    for marks in matrix:
        take(phase, questions, marks, learner=UserFactory(password=None), at=now, **more)
    return questions


def approx(value):
    return None if value is None else pytest.approx(value, abs=1e-9)


@pytest.mark.parametrize("seed", range(6))
def test_compute_agrees_with_the_pure_module(foundation, now, seed):
    chance = random.Random(seed)
    people, places = chance.choice([(2, 3), (3, 2), (10, 4), (30, 10)]), chance.randint(2, 10)
    ability = [chance.random() for _ in range(people[0])]
    steps = chance.choice([(0.0, 1.0), (0.0, 0.25, 1 / 3, 0.5, 1.0)])
    matrix = [
        [chance.choice([steps[-1] if chance.random() < able else 0.0, *steps]) for _ in range(places)]
        for able in ability
    ]
    questions = exams(foundation, matrix, now)
    assert compute(now) == places
    found = {one.question_id: one for one in ItemStatistics.objects.all()}
    share = [sum(row) / places for row in matrix]
    expected = []
    for place, question in enumerate(questions):
        marks = [row[place] for row in matrix]
        rests = [(sum(row) - row[place]) / (places - 1) for row in matrix]
        pure, stored = theory.item(marks, rests, share), found[question.pk]
        expected.append(pure)
        for name in ("n", "facility", "deviation", "discrimination", "efficiency", "covariance"):
            assert getattr(stored, name) == approx(getattr(pure, name)), name
        assert stored.guess == approx(1 / 3)
    weights = theory.weights(pure.covariance for pure in expected)
    assert [found[q.pk].weight for q in questions] == [approx(weight) for weight in weights]
    exam, whole = QuizStatistics.objects.get(phase=foundation), theory.quiz(matrix)
    for name in ("n", "mean", "deviation", "skewness", "kurtosis", "consistency", "error_ratio", "standard_error"):
        assert getattr(exam, name) == approx(getattr(whole, name)), name


def test_compute_for_one_person_leaves_the_figures_open(foundation, now):
    (question, _) = exams(foundation, [[1, 0]], now)
    compute(now)
    one = ItemStatistics.objects.get(question=question)
    assert (one.n, one.facility, one.discrimination, one.efficiency, one.weight) == (1, None, None, None, None)


def test_compute_without_variance_knows_the_facility_only(foundation, now):
    (question, *_) = exams(foundation, [[0, 1, 0], [0, 0, 1], [0, 1, 1]], now)
    compute(now)
    one = ItemStatistics.objects.get(question=question)
    assert (one.n, one.facility, one.deviation) == (3, 0.0, 0.0)
    assert (one.discrimination, one.efficiency) == (None, None)


def test_open_questions_count_as_wrong_in_an_exam_and_not_at_all_in_practice(foundation, now):
    questions = list(Question.objects.order_by("pk")[:2])
    take(foundation, questions, [1, None], learner=UserFactory(password=None), at=now)
    take(foundation, questions, [1, None], learner=UserFactory(password=None), at=now, kind="practice")
    compute(now)
    one, two = (ItemStatistics.objects.get(question=question) for question in questions)
    assert (one.n, two.n) == (2, 1)
    assert ChoiceStatistics.objects.filter(choice__version=questions[1].current, chosen__gt=0).count() == 0


def test_unfinished_attempts_do_not_count(foundation, now):
    questions = list(Question.objects.order_by("pk")[:2])
    take(foundation, questions, [1, 1], learner=UserFactory(password=None), at=now, finished=False)
    assert compute(now) == 0


def test_only_the_first_meeting_of_a_learner_counts(foundation, now, learner):
    questions = list(Question.objects.order_by("pk")[:2])
    take(foundation, questions, [1, 1], learner=learner, at=now + A_DAY)
    take(foundation, questions, [0, 1], learner=learner, at=now)
    for _ in range(2):
        take(foundation, questions, [1, 1], kind="practice", learner=UserFactory(password=None), at=now)
    compute(now)
    one = ItemStatistics.objects.get(question=questions[0])
    assert one.n == 3
    assert one.facility == pytest.approx(2 / 3)


def test_visitors_are_nobody(foundation, now):
    """A cookie is thrown away and there is another person: four of them would show what the fifth, a member, said."""
    questions = list(Question.objects.order_by("pk")[:2])
    for _ in range(4):
        take(foundation, questions, [1, 1], kind="practice", at=now)
    take(foundation, questions, [0, 1], kind="practice", learner=UserFactory(password=None), at=now)
    compute(now)
    assert set(ItemStatistics.objects.values_list("n", flat=True)) == {1}
    assert item_of(questions[0].pk) is None


@pytest.mark.parametrize("some", [False, True])
def test_figures_grow_by_whole_groups(foundation, now, some):
    """However often they are computed, no two differ by one person: the sixth is not told by the five before."""

    def figures():
        compute(now, [q.pk for q in questions] if some else None)
        item, choices = item_of(questions[0].pk), choices_of(questions[0].pk)
        exam = QuizStatistics.objects.get(phase=foundation) if not some else None
        return item.n, item.facility, [c.chosen for c in choices], exam and (exam.n, exam.mean)

    questions = exams(foundation, [[1, 0]] * 5, now)
    first = figures()
    assert first[:2] == (5, 1.0)
    for place in range(1, 5):
        # whoever began long before but hands in now is still the next, not one of the five
        attempt = take(foundation, questions, [0, 1], learner=UserFactory(password=None), at=now - A_DAY)
        Attempt.objects.filter(pk=attempt.pk).update(submitted_at=now + place * A_DAY)
        assert figures() == first
    take(foundation, questions, [0, 1], learner=UserFactory(password=None), at=now + 5 * A_DAY)
    assert figures()[:2] == (10, 0.5)


def test_last_answer_of_an_exam_counts(foundation, now, learner):
    (question, other) = Question.objects.order_by("pk")[:2]
    attempt = take(foundation, [question, other], [1, 1], learner=learner, at=now)
    asked = attempt.questions.get(position=1)
    wrong = Choice.objects.filter(version=question.current, correct=False)[0]
    Answer.objects.create(question=asked, sequence=2, choice=wrong, at=now, key=uuid4())
    compute(now)
    assert ChoiceStatistics.objects.get(choice=wrong).chosen == 1


def sort_into(question, given, *, share, learner, at):
    """A finished exam with one answer in parts: what was put where, or only taken."""
    attempt = take(None, [question], [None], learner=learner, at=at)
    Attempt.objects.filter(pk=attempt.pk).update(score=share)
    answer = Answer.objects.create(question=attempt.questions.get(), sequence=1, at=at, key=uuid4())
    grades.mark(answer.question, share, answer)
    AnswerPart.objects.bulk_create(AnswerPart(answer=answer, choice=c, value=value) for c, value in given)


def test_parts_of_an_answer_are_counted(foundation, now):
    question = Question.objects.order_by("pk")[0]
    Question.objects.filter(pk=question.pk).update(kind="match")
    one, two, three = question.current.choices.all()
    question.current.choices.update(correct=True)
    for place, choice in enumerate((one, two, three)):
        Choice.objects.filter(pk=choice.pk).update(target=f"Value {place}")
    given = [(one, "Value 0"), (two, "Value 2"), (three, "Value 1")]
    sort_into(question, given, share=1 / 3, learner=UserFactory(password=None), at=now)
    given = [(one, "Value 0"), (two, "Value 1"), (three, "Value 2")]
    sort_into(question, given, share=1.0, learner=UserFactory(password=None), at=now)
    compute(now)
    found = ItemStatistics.objects.get(question=question)
    assert (found.n, found.guess) == (2, 1 / 3)
    assert found.facility == pytest.approx(2 / 3)
    assert list(ChoiceStatistics.objects.order_by("choice__position").values_list("chosen", flat=True)) == [2, 1, 1]


def test_several_choices_are_counted(foundation, now):
    question = Question.objects.order_by("pk")[0]
    Question.objects.filter(pk=question.pk).update(kind="multiple")
    one, two, _ = question.current.choices.all()
    for given in ([one, two], [one]):
        parts = [(choice, "") for choice in given]
        sort_into(question, parts, share=0.5, learner=UserFactory(password=None), at=now)
    compute(now)
    assert list(ChoiceStatistics.objects.order_by("choice__position").values_list("chosen", flat=True)) == [2, 1, 0]
    assert ItemStatistics.objects.get(question=question).deviation == 0


def test_typed_answers_take_no_choice(foundation, now):
    question = Question.objects.order_by("pk")[0]
    Question.objects.filter(pk=question.pk).update(kind="cloze")
    sort_into(question, [(None, "a queue")], share=0.0, learner=UserFactory(password=None), at=now)
    compute(now)
    assert not ChoiceStatistics.objects.exists()
    assert ItemStatistics.objects.get(question=question).guess == 0


def reword(question, ask, texts=None, *, now):
    """A new current version; its choices in the opposite order."""
    old = question.current
    version = QuestionVersion.objects.create(
        question=question,
        number=old.number + 1,
        context=old.context,
        ask=ask,
        explanation="",
        checksum="2",
        created_at=now,
    )
    choices = list(old.choices.all())
    Choice.objects.bulk_create(
        Choice(
            version=version,
            position=9 - choice.position,
            text=(texts or {}).get(choice.text, choice.text),
            correct=choice.correct,
            reason="",
            fact=choice.fact,
            source="",
        )
        for choice in choices
    )
    question.current = version
    question.save()
    return old


def test_answers_outlive_a_cosmetic_change(foundation, now):
    (question, *_) = exams(foundation, [[1, 0], [0, 1], [1, 1]], now)
    old = reword(question, question.current.ask.upper() + "?", now=now)
    exams(foundation, [[1, 0]], now)
    compute(now)
    assert ItemStatistics.objects.get(question=question).n == 4
    right = ChoiceStatistics.objects.get(choice__version=question.current, choice__correct=True)
    assert (right.chosen, right.share) == (3, 0.75)
    assert not ChoiceStatistics.objects.filter(choice__version=old).exists()


@pytest.mark.parametrize("changes", [{"ask": "something else?"}, {"texts": {"Log storage 1": "A new distractor"}}])
def test_figures_begin_anew_with_a_change_of_meaning(foundation, now, changes):
    (question, *_) = exams(foundation, [[1, 0], [0, 1], [1, 1]], now)
    compute(now)
    reword(question, changes.get("ask", question.current.ask), changes.get("texts"), now=now)
    compute(now)
    assert not ItemStatistics.objects.filter(question=question).exists()
    assert not ChoiceStatistics.objects.filter(choice__version__question=question).exists()


def test_compute_again_changes_nothing(foundation, now):
    exams(foundation, [[1, 0, 1], [0, 1, 1], [1, 1, 0], [0, 0, 0]], now)

    def stored():
        kinds = (ItemStatistics, ChoiceStatistics, QuizStatistics, QuestionReport)
        return [sorted((sorted(row.items()) for row in kind.objects.values()), key=str) for kind in kinds]

    def without_ids(rows):
        return [[[pair for pair in row if pair[0] != "id"] for row in kind] for kind in rows]

    compute(now)
    before = without_ids(stored())
    compute(now)
    compute(now, list(Question.objects.values_list("pk", flat=True)))
    assert without_ids(stored()) == before


def test_compute_of_some_leaves_the_others_alone(foundation, now):
    (one, two) = exams(foundation, [[1, 0], [0, 1], [1, 1]], now)
    compute(now)
    assert compute(now + A_DAY, [one.pk]) == 1
    assert ItemStatistics.objects.get(question=one).computed_at == now + A_DAY
    assert ItemStatistics.objects.get(question=two).computed_at == now
    assert StatisticsRun.objects.count() == 1


def test_compute_if_stale_runs_once_in_twenty_hours(foundation, now):
    assert compute_if_stale(now)
    assert not compute_if_stale(now + timedelta(hours=19, minutes=59))
    assert compute_if_stale(now + timedelta(hours=20))
    assert StatisticsRun.objects.count() == 2


def test_the_task_computes_and_again_does_nothing(foundation):
    task()
    task()
    assert StatisticsRun.objects.count() == 1


def runs_at_once(foundation, now, as_job):
    """Which of four runs that begin at the same moment compute."""
    exams(foundation, [[1, 0], [0, 1]], now)
    with slow("INSERT", "quizzes_itemstatistics"):
        return at_once(*[as_job(lambda: compute_if_stale(now))] * 4, refusals=IntegrityError)


@pytest.mark.django_db(transaction=True)
def test_parallel_runs_compute_once(foundation, now):
    assert sorted(runs_at_once(foundation, now, locked)) == [False, False, False, True]
    assert StatisticsRun.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_control_without_the_lock_all_of_them_try(foundation, now):
    assert False not in runs_at_once(foundation, now, unlocked)


def broken(foundation, now, people=20):
    """An exam whose first question only the weak get right; its strong people all fall for the second wrong choice."""
    half = people // 2
    strong, weak = [[0, 1, 1, 1]] * half, [[1, 0, 0, 0]] * (people - half)
    questions = list(Question.objects.order_by("pk")[:4])
    for marks in strong + weak:
        take(foundation, questions, marks, learner=UserFactory(password=None), at=now, lures={questions[0].pk: 1})
    return questions[0]


def reports_of(question):
    return set(question.reports.open().values_list("source", "reason"))


def test_what_looks_broken_goes_to_the_queue_once(foundation, now):
    question = broken(foundation, now)
    compute(now)
    assert reports_of(question) == {("statistics", "negative"), ("statistics", "lure")}
    lure = ChoiceStatistics.objects.filter(choice__version=question.current, choice__correct=False).latest(
        "choice__position"
    )
    assert (lure.share, lure.strong_share) == (0.5, 1.0)
    assert question.reports.get(reason="negative").words == "Discrimination −100 % (n = 20)."
    compute(now + A_DAY)
    assert QuestionReport.objects.count() == 2


def test_nothing_is_called_broken_under_twenty_people(foundation, now):
    broken(foundation, now, people=19)
    compute(now)
    assert not QuestionReport.objects.exists()


def test_below_chance_goes_to_the_queue(foundation, now):
    (question, *_) = exams(foundation, [[0, 1, 0]] * 10 + [[0, 0, 1]] * 10, now)
    compute(now)
    assert reports_of(question) == {("statistics", "chance"), ("statistics", "lure")}


def test_what_an_editor_resolved_is_not_brought_up_again_for_the_same_version(foundation, now):
    question = broken(foundation, now)
    compute(now)
    editor = EditorFactory(password=None)
    question.reports.update(resolved_at=now, resolved_by=editor, resolution="It is hard, not wrong.")
    compute(now + A_DAY)
    assert not reports_of(question)
    reword(question, question.current.ask.upper(), now=now)
    compute(now + A_DAY)
    assert reports_of(question) == {("statistics", "negative"), ("statistics", "lure")}


def test_reports_leave_the_queue_with_their_cause(foundation, now):
    question = broken(foundation, now)
    compute(now)
    questions = list(Question.objects.order_by("pk")[:4])
    for marks in [[1, 1, 1, 1], [0, 0, 0, 0]] * 30:
        take(foundation, questions, marks, learner=UserFactory(password=None), at=now)
    compute(now + A_DAY)
    assert not reports_of(question)
    assert question.reports.filter(resolved_by=None, resolved_at=now + A_DAY).count() == 2


def test_rejected_questions_are_not_reported(foundation, now):
    question = broken(foundation, now)
    Question.objects.filter(pk=question.pk).update(state=Question.State.REJECTED)
    compute(now)
    assert not QuestionReport.objects.exists()


def test_confusions_are_counted_by_option(foundation, now):
    question = broken(foundation, now)
    compute(now)
    found = confused(question.facts.get())
    assert found.options == ("Queue", "Table")
    assert [(row.option, row.asked, [cell[0] for cell in row.cells]) for row in found.rows] == [("Queue", 20, [50, 50])]
    worst = [(one.taken, one.right, one.dimension, one.percent, one.asked) for one in worst_confusions(least=20)]
    assert worst[:2] == [("Table", "Queue", "Row 1", 50, 20), ("Log", "Queue", "Row 2", 50, 20)]
    assert worst_confusions(least=21) == []


def test_confusions_are_none_before_anybody_answered(foundation):
    assert confused(Question.objects.first().facts.get()) is None


@pytest.mark.parametrize("people", [1, 3])
def test_compute_takes_the_same_statements_for_any_number(foundation, now, people, django_assert_num_queries):
    exams(foundation, [[1, 0]] * people, now)
    with django_assert_num_queries(27):
        compute(now)
