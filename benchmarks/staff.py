"""What the pages of a class of 3,000 cost its staff: while 300 sit one of its quizzes and 2,000 have handed it in.

Each is a whole request: CPU time of this process and its database backend, statements, and what is sent. A page whose
figures are read by one statement stands beside that statement.
"""

import statistics
import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial

from django.db import connection
from django.urls import reverse

from benchmarks.measure import Clock, Result, compare
from benchmarks.web import Browser, statements, weight
from quizzes.attempts.models import Quiz
from quizzes.attempts.services import start_quiz
from quizzes.bank.models import Question
from quizzes.classes.assignments.judging import QUIZ
from quizzes.classes.assignments.models import Assignment
from quizzes.classes.insight import recall
from quizzes.classes.insight.services import sheet_about
from quizzes.classes.models import Cohort
from quizzes.classes.setting import services as setting
from quizzes.classes.setting.models import ClassQuiz

SITTING, ENDED, QUESTIONS, ROUNDS = 300, 2_000, 20, 3

# As many attempts as learners, like the one that was begun: the first of them open and seen, the others marked.
ATTEMPTS = """
WITH person AS (
    SELECT m.learner_id, row_number() OVER (ORDER BY m.id) AS n FROM quizzes_membership m
    WHERE m.cohort_id = %(cohort)s ORDER BY m.id OFFSET 1 LIMIT %(most)s
), begun AS (
    INSERT INTO quizzes_attempt (learner_id, visitor, kind, quiz_id, rules, receipt, title, seed, key, started_at,
                                 deadline, submitted_at, closed_by_sweep, score, max_score, guess_score)
    SELECT p.learner_id, '', a.kind, a.quiz_id, a.rules, a.receipt, a.title, a.seed, gen_random_uuid(), a.started_at,
           a.deadline, CASE WHEN p.n > %(sitting)s + 1 THEN a.started_at END, false,
           CASE WHEN p.n > %(sitting)s + 1 THEN 12 END, CASE WHEN p.n > %(sitting)s + 1 THEN %(questions)s END,
           CASE WHEN p.n > %(sitting)s + 1 THEN 5 END
    FROM person p CROSS JOIN (SELECT * FROM quizzes_attempt WHERE id = %(like)s) a RETURNING id, submitted_at
), seen AS (
    INSERT INTO quizzes_presence (attempt_id, position, seen_at)
    SELECT id, 3, now() FROM begun WHERE submitted_at IS NULL
), asked AS (
    INSERT INTO quizzes_attemptquestion (attempt_id, position, version_id, "order", flagged)
    SELECT b.id, q.position, q.version_id, q."order", false
    FROM begun b CROSS JOIN (SELECT * FROM quizzes_attemptquestion WHERE attempt_id = %(like)s) q
    RETURNING id, attempt_id, "order"
), answered AS (
    INSERT INTO quizzes_answer (question_id, sequence, choice_id, late, at, key)
    SELECT id, 1, "order"[1 + id %% cardinality("order")], false, now(), gen_random_uuid() FROM asked
    WHERE cardinality("order") > 0 RETURNING id, question_id
)
INSERT INTO quizzes_grading (question_id, answer_id, share, rules, at)
SELECT w.question_id, w.id, w.id %% 2, 'marked', now() FROM answered w JOIN asked q ON q.id = w.question_id
JOIN begun b ON b.id = q.attempt_id WHERE b.submitted_at IS NOT NULL
"""
TABLES = ("attempt", "attemptquestion", "answer", "grading", "presence")


def pages(browser: Browser, cohort: Cohort, now: datetime) -> Iterator[Result]:
    """Every page that the staff of the class open."""
    quiz = _sat(cohort, now)
    assigned = _with_quiz(cohort, quiz.quiz, now)
    learner = cohort.memberships.order_by("pk").values_list("learner", flat=True)[5]
    group = cohort.groups.create(name="Mondays")
    group.members.set(cohort.memberships.order_by("pk")[:1_000])
    question = Question.objects.filter(versions__attemptquestion__attempt__quiz=quiz.quiz_id).order_by("pk")[0]
    given, sat = [assigned.pk], [quiz.quiz_id]
    other = cohort.assignments.exclude(pk=assigned.pk).order_by("due", "pk")[0]
    yield from _insight("insight-3000", browser, cohort, other, now, goal="≤ 3")
    yield from _insight("insight-quiz-3000", browser, cohort, assigned, now, goal="–")
    for name, rest in {
        "teach": given,
        "": [],
        "book": [],
        "assignment": given,
        "assign": [],
        "people": [],
        "group": [group.pk],
        "person": [learner],
        "messages": [],
        "quiz": sat,
        "quiz-watch": sat,
        "quiz-questions": sat,
        "quiz-rehearse": [*sat, question.pk],
    }.items():
        yield from _cost(f"class-{name}".rstrip("-"), partial(browser.get, _address(name, cohort, rest)))


def _address(name: str, cohort: Cohort, rest: Sequence[int]) -> str:
    return reverse(f"quizzes:class-{name}".rstrip("-"), args=[cohort.pk, *rest])


def _insight(
    name: str, browser: Browser, cohort: Cohort, one: Assignment, now: datetime, *, goal: str
) -> Iterator[Result]:
    """Beside the one statement that reads what the class knows of each fact. Where the assignment asks for a quiz, the
    marks of all its questions are read besides."""
    path, topics = _address("insight", cohort, [one.pk]), tuple(one.topics.values_list("pk", flat=True))

    def floor() -> None:
        with connection.cursor() as cursor:
            cursor.execute(recall.FIGURES, recall.values_for(cohort, topics, now))
            cursor.fetchall()

    yield compare(name, lambda: browser.get(path), floor, goal=goal, repeats=1, rounds=4)
    yield Result(f"{name}-queries", statements(lambda: browser.get(path)), "queries", None, None, "constant", 1)
    page = browser.get(path)
    yield Result(f"{name}-weight", weight(page), "KB gzip", len(page) / 1024, None, "", 1)


def _cost(name: str, get: Callable[[], bytes]) -> Iterator[Result]:
    """Milliseconds, with the kilobytes of the page beside them; then the statements."""
    page, clock, spent = get(), Clock(), []
    for _ in range(ROUNDS):
        begin = clock.now()
        get()
        spent.append((clock.now() - begin) * 1000)
    yield Result(name, statistics.median(spent), "ms CPU", None, None, "–", ROUNDS)
    yield Result(f"{name}-weight", weight(page), "KB gzip", len(page) / 1024, None, "≤ 16", 1)
    yield Result(f"{name}-queries", statements(get), "queries", None, None, "constant", 1)


def _sat(cohort: Cohort, now: datetime) -> ClassQuiz:
    """A quiz of the class that hundreds sit and thousands have handed in."""
    live = Question.objects.filter(state="live", current__isnull=False, owner=None, kind__in=("option", "value"))
    asked = list(live.order_by("topic__position", "pk").values_list("pk", flat=True)[:QUESTIONS])
    teacher = cohort.instructor
    sheet = replace(sheet_about("Midterm", QUESTIONS), limit=1800)
    one = setting.make(cohort=cohort, sheet=sheet, by=teacher, key=uuid.uuid4(), now=now)
    setting.lay_out(one=one, questions=asked, by=teacher)
    one.refresh_from_db()
    setting.give(one=one, by=teacher, now=now)
    first = cohort.memberships.select_related("learner").order_by("pk")[0].learner
    like = start_quiz(learner=first, quiz=Quiz.objects.get(pk=one.quiz_id), key=uuid.uuid4(), now=now)
    values = {"cohort": cohort.pk, "most": SITTING + ENDED, "sitting": SITTING, "questions": QUESTIONS, "like": like.pk}
    with connection.cursor() as cursor:
        cursor.execute(ATTEMPTS, values)
        for table in TABLES:
            cursor.execute(f"VACUUM ANALYZE quizzes_{table}")
    return one


def _with_quiz(cohort: Cohort, quiz: Quiz, now: datetime) -> Assignment:
    """The first assignment of the class, which asks for the quiz too."""
    one = cohort.assignments.order_by("due", "pk").first()
    assert one is not None
    one.requirements.create(kind=QUIZ, share=0.5, quiz=quiz)
    return one
