"""What saving an answer in a timed quiz costs, alone and among a hundred others, and what closing ten thousand does.

Imported after Django is set up.
"""

import random
import statistics
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.utils import timezone

from benchmarks.measure import Result, compare
from benchmarks.web import Browser, fresh_key, member, statements
from content.models import Phase
from quizzes.attempts import services
from quizzes.attempts.models import Attempt
from sdwiki.accounts.models import User

LEARNERS, SAVES = 100, 10
EXPIRED = 10_000

LEAVE_OPEN = """
WITH old AS (
    INSERT INTO quizzes_attempt (visitor, kind, title, seed, key, started_at, deadline, closed_by_sweep)
    SELECT 'bench' || n, 'exam', 'expired', '', gen_random_uuid(), now() - interval '2 hours',
           now() - interval '1 hour', false
    FROM generate_series(1, %(most)s) n RETURNING id
), asked AS (
    INSERT INTO quizzes_attemptquestion (attempt_id, position, version_id, "order", flagged)
    SELECT old.id, p.position, p.version_id, p."order", false
    FROM old CROSS JOIN (SELECT * FROM quizzes_attemptquestion WHERE attempt_id = %(like)s) p RETURNING id, position
)
INSERT INTO quizzes_answer (question_id, sequence, choice_id, late, at, key)
SELECT id, 1, NULL, false, now() - interval '90 minutes', gen_random_uuid() FROM asked WHERE position <= 5
"""
END = "UPDATE quizzes_attempt SET submitted_at = deadline, score = 0, max_score = 10, guess_score = 2 WHERE title = %s"


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

    sent: list[tuple[str, Any]] = []

    def note(execute: Any, sql: str, values: Any, many: bool, context: Any) -> Any:
        sent.append((sql, values))
        return execute(sql, values, many, context)

    with connection.execute_wrapper(note):
        request()
    yield compare("answer-save", request, _raw_save(sent, sequence), goal="≤ 4 (stretch 2.5)", repeats=20)
    yield compare("answer-save-bare", request, lambda: browser.get("/bare/"), goal="–", repeats=20)
    yield Result("answer-save-statements", statements(request), "statements", None, None, "≤ 4", 1)
    yield _among_others(attempt)


def _raw_save(sent: Sequence[tuple[str, Any]], sequence: list[int]) -> Callable[[], None]:
    """The statements of a save but for the session's: the attempt is read with its question, the answer is written."""
    connection.ensure_connection()
    database = connection.connection
    _, (read, place), (write, written) = sent

    def save() -> None:
        sequence[0] += 1
        with database.cursor() as cursor:
            cursor.execute(read, place)
            cursor.fetchone()
            cursor.execute(write, written | {"sequence": sequence[0], "key": uuid.uuid4()})
            assert cursor.fetchone()

    return save


def _among_others(like: Attempt) -> Result:
    """How even saves are while a hundred learners are in the middle of a quiz: p99 against the median."""
    people = User.objects.bulk_create(User(email=f"sits-{n}@example.com") for n in range(LEARNERS))
    application = WSGIHandler()
    places = [(Browser(application, person), _exam(person)) for person in people]
    turns = [(browser, attempt, n) for n in range(SAVES) for browser, attempt in places]
    random.Random(0).shuffle(turns)
    took = []
    for browser, attempt, n in turns:
        known = 0
        data = {"sureness": "unknown", "sequence": known, "idempotency_key": fresh_key()}
        began = time.perf_counter()
        browser.send("POST", f"/quizzes/{attempt.pk}/{n + 1}/answer/", data, htmx=True)
        took.append((time.perf_counter() - began) * 1000)
    middle, late = statistics.median(took), statistics.quantiles(took, n=100)[98]
    return Result("answer-save-p99", late, "ms wall", middle, late / middle, "≤ 8 (stretch 5)", len(took))


def expired_sweep() -> Result:
    """Closing ten thousand expired attempts of ten questions, half of them answered, against one UPDATE of as many."""
    like = _exam(User.objects.create_user("expired@example.com"))
    spent = []
    for close in (_sweep, _update):
        with connection.cursor() as cursor:
            cursor.execute(LEAVE_OPEN, {"most": EXPIRED, "like": like.pk})
        began = time.perf_counter()
        close()
        spent.append((time.perf_counter() - began) * 1000)
        Attempt.objects.filter(title="expired").update(title="closed")
    swept, floor = spent
    return Result("expired-sweep", swept, "ms wall", floor, swept / floor, "–", EXPIRED)


def _sweep() -> None:
    while services.close_overdue(timezone.now()):
        pass


def _update() -> None:
    with connection.cursor() as cursor:
        cursor.execute(END, ["expired"])


def _exam(learner: User) -> Attempt:
    phase = Phase.objects.order_by("position").first()
    assert phase is not None
    return services.start_exam(learner=learner, phase=phase, key=uuid.uuid4(), now=timezone.now())
