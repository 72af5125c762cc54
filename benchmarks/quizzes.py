"""What saving an answer in a timed quiz costs, alone and among a hundred others, and what closing ten thousand does.

Imported after Django is set up.
"""

import time
import uuid
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

from django.core.handlers.wsgi import WSGIHandler
from django.db import connection, transaction
from django.utils import timezone

from benchmarks import crowd
from benchmarks.measure import Result, compare
from benchmarks.web import Browser, fresh_key, member, replayed, sent_by, statements
from content.models import Phase
from quizzes.attempts import services
from quizzes.attempts.models import Attempt
from quizzes.bank.models import FactVersion
from sdwiki.accounts.models import User

EXPIRED, EXPIRED_OF_LEARNERS = 10_000, 1_000

PEOPLE = """
INSERT INTO accounts_user (password, is_superuser, email, name, time_zone, day_start, theme, shortcuts,
                           desired_retention, new_per_day, is_instructor, is_editor, is_staff, is_active, date_joined)
SELECT '', false, 'expired-' || n || '@example.com', '', 'Europe/Berlin', 4, 'auto', true, 0.9, 10, false, false, false,
       true, now()
FROM generate_series(1, %s) n RETURNING id
"""
# Attempts of these learners, or of a visitor for each null, at the questions of another; half of them are answered.
LEAVE_OPEN = """
WITH old AS (
    INSERT INTO quizzes_attempt (learner_id, visitor, kind, title, seed, key, started_at, deadline, closed_by_sweep)
    SELECT whose, CASE WHEN whose IS NULL THEN 'bench' || n ELSE '' END, 'exam', 'expired', '', gen_random_uuid(),
           now() - interval '2 hours', now() - interval '1 hour', false
    FROM unnest(%(whose)s::bigint[]) WITH ORDINALITY AS people (whose, n) RETURNING id
), asked AS (
    INSERT INTO quizzes_attemptquestion (attempt_id, position, version_id, "order", flagged)
    SELECT old.id, p.position, p.version_id, p."order", false
    FROM old CROSS JOIN (SELECT * FROM quizzes_attemptquestion WHERE attempt_id = %(like)s) p
    RETURNING id, position, "order"
)
INSERT INTO quizzes_answer (question_id, sequence, choice_id, late, at, key)
SELECT id, 1, "order"[1], false, now() - interval '90 minutes', gen_random_uuid() FROM asked WHERE position <= 5
"""
END = "UPDATE quizzes_attempt SET submitted_at = deadline, score = 0, max_score = 10, guess_score = 2 WHERE title = %s"
MARKS = """
INSERT INTO quizzes_grading (question_id, answer_id, share, rules, at)
SELECT q.id, w.id, 0, 'marked', now()
FROM quizzes_attempt a JOIN quizzes_attemptquestion q ON q.attempt_id = a.id
LEFT JOIN quizzes_answer w ON w.question_id = q.id
WHERE a.title = %s
"""


def answer_save() -> Iterator[Result]:
    """One answer as a full request, against its statements in psycopg alone, each following the one before; and against
    a bare view, as the request around them is most of it."""
    learner = member()
    attempt = _exam(learner)
    browser, sequence = Browser(WSGIHandler(), learner), [0]
    question = attempt.questions.select_related("version__question").first()
    assert question is not None

    def data() -> dict[str, Any]:
        sequence[0] += 1
        known = sequence[0] - 1
        return {"sureness": "unknown", "sequence": known, "idempotency_key": fresh_key()}

    def request() -> bytes:
        return browser.send("POST", f"/quizzes/{attempt.pk}/{question.position}/answer/", data(), htmx=True)

    def fresh() -> dict[str, Any]:
        sequence[0] += 1
        return {"sequence": sequence[0], "key": uuid.uuid4()}

    floor = replayed(sent_by(request), fresh)
    yield compare("answer-save", request, floor, goal="≤ 4 (stretch 2.5)", repeats=20)
    yield compare("answer-save-bare", request, lambda: browser.get("/bare/"), goal="–", repeats=20)
    yield Result("answer-save-statements", statements(request), "statements", None, None, "≤ 4", 1)
    yield from _among_others()


def _among_others() -> Iterator[Result]:
    """How even saves are among others who save at the same time, eight and a hundred."""
    people = User.objects.bulk_create(User(email=f"sits-{n}@example.com") for n in range(crowd.FEW + crowd.MANY))
    application = WSGIHandler()
    yield from crowd.crowds([(Browser(application, person), _exam(person)) for person in people])


def expired_sweep() -> Iterator[Result]:
    """Closing ten thousand expired attempts of ten questions, half of them answered, against one UPDATE of as many; the
    same against that and one INSERT of their marks; and a thousand of learners, whose memories are written to."""
    like = _exam(User.objects.create_user("expired@example.com"))
    FactVersion.objects.update(created_at=timezone.now() - timedelta(days=1))  # what is newer than an answer unsays it
    nobody: list[int | None] = [None] * EXPIRED
    swept, ended, marked = (_spent(close, nobody, like) for close in (_sweep, _end, _end_with_marks))
    yield Result("expired-sweep", swept, "ms wall", ended, swept / ended, "≤ 15", EXPIRED)
    yield Result("expired-sweep-marks", swept, "ms wall", marked, swept / marked, "–", EXPIRED)
    with connection.cursor() as cursor:
        cursor.execute(PEOPLE, [EXPIRED_OF_LEARNERS])
        people: list[int | None] = [pk for (pk,) in cursor.fetchall()]
    swept, ended = (_spent(close, people, like) for close in (_sweep, _end))
    yield Result("expired-sweep-learners", swept, "ms wall", ended, swept / ended, "–", EXPIRED_OF_LEARNERS)


def _spent(close: Callable[[], None], whose: list[int | None], like: Attempt) -> float:
    """Milliseconds that closing takes, once such attempts are there."""
    with connection.cursor() as cursor:
        cursor.execute(LEAVE_OPEN, {"whose": whose, "like": like.pk})
        cursor.execute("VACUUM (ANALYZE) quizzes_attempt, quizzes_attemptquestion, quizzes_answer, quizzes_grading")
    began = time.perf_counter()
    close()
    spent = (time.perf_counter() - began) * 1000
    Attempt.objects.filter(title="expired").update(title="closed")
    return spent


def _sweep() -> None:
    services.close_overdue(timezone.now())


def _end() -> None:
    with connection.cursor() as cursor:
        cursor.execute(END, ["expired"])


def _end_with_marks() -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(MARKS, ["expired"])
        cursor.execute(END, ["expired"])


def _exam(learner: User) -> Attempt:
    phase = Phase.objects.order_by("position").first()
    assert phase is not None
    return services.start_exam(learner=learner, phase=phase, key=uuid.uuid4(), now=timezone.now())
