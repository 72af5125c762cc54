"""What a learner's day costs among many learners: its load, its queue, and the sweep that opens it.

Imported after Django is set up. The data are made in the database, so that they take seconds.
"""

import statistics
import time
from collections.abc import Iterator
from datetime import timedelta
from itertools import count
from typing import Any

from django.db import connection
from django.utils import timezone

from benchmarks.measure import Clock, Result, compare
from benchmarks.web import member
from quizzes.reviews.counting import day_values, load
from quizzes.reviews.queue import upcoming
from quizzes.today.services import open_days
from sdwiki.accounts.models import User

LEARNERS, CARDS, GRADES = 10_000, 40, 40  # each with so many cards and timed grades
FACTS, RETIRED = 3_500, 100
HEAVY, TYPICAL = 3_370, 300
SETTLE_SECONDS = 60

MORE_FACTS = """
INSERT INTO quizzes_fact (key, topic_id, kind, "group", caption, option_key, option, label, dimension, value, qualifier,
                          anchor, core, position, version, retired_at)
SELECT 'bench-' || n || '/' || f.key, f.topic_id, f.kind, f."group", f.caption, f.option_key, f.option, f.label,
       f.dimension, f.value, f.qualifier, f.anchor, f.core, f.position, 1, NULL
FROM quizzes_fact f CROSS JOIN generate_series(1, 20) n
ORDER BY n, f.id LIMIT greatest(%(facts)s - (SELECT count(*) FROM quizzes_fact), 0)
"""
RETIRE = (
    "UPDATE quizzes_fact SET retired_at = now() WHERE id IN (SELECT id FROM quizzes_fact ORDER BY md5(key) LIMIT %s)"
)
PEOPLE = """
INSERT INTO accounts_user (password, is_superuser, email, name, time_zone, day_start, theme, shortcuts,
                           desired_retention, new_per_day, is_instructor, is_editor, is_staff, is_active, date_joined)
SELECT '', false, 'bench-' || n || '@example.com', '', 'Europe/Berlin', 4, 'auto', true, 0.9, 10, false, false, false,
       true, now()
FROM generate_series(1, %s) n RETURNING id
"""
# Of a learner's cards a third are new and a third due within the last days; the rest come within a month.
GIVE = """
INSERT INTO quizzes_card (learner_id, fact_id, state, due, stability, difficulty, step, last_day, reps, lapses, missed,
                          suspended, changed)
SELECT u.id, f.id, CASE WHEN f.n %% 3 = 0 THEN 0 ELSE 2 END,
       CASE f.n %% 3 WHEN 0 THEN now() - interval '40 days' WHEN 1 THEN now() - make_interval(hours => (f.n %% 90)::int)
                     ELSE now() + make_interval(days => (2 + f.n %% 30)::int) END,
       10, 5, 0, current_date - 12, 3, 0, false, false, false
FROM unnest(%(learners)s::bigint[]) u(id)
CROSS JOIN (SELECT id, row_number() OVER (ORDER BY md5(id::text)) AS n FROM quizzes_fact) f
WHERE f.n <= %(cards)s
"""
GRADE = """
INSERT INTO quizzes_review (learner_id, card_id, fact_version, source, rating, at, day, duration_ms, key, state, due,
                            stability, difficulty, step, weight)
SELECT c.learner_id, c.id, 1, 'review', 3, now() - make_interval(hours => 30 + c.n::int), current_date - 2,
       4000 + 37 * c.n %% 20000, gen_random_uuid(), CASE WHEN c.n %% 4 = 0 THEN 1 ELSE 2 END, now(), 10, 5, 0, 100
FROM (SELECT id, learner_id, row_number() OVER (PARTITION BY learner_id ORDER BY id) AS n FROM quizzes_card) c
WHERE c.n <= %s
"""
COUNT = """
SELECT count(*) FROM quizzes_card WHERE learner_id = %(learner)s AND NOT suspended AND due < %(tomorrow)s
"""
FIRST = """
SELECT id FROM quizzes_card WHERE learner_id = %(learner)s AND NOT suspended AND due <= %(now)s AND state <> 0
ORDER BY due LIMIT 50
"""
PLAIN = """
INSERT INTO quizzes_dayplan (learner_id, day, due, fresh, minutes, opened_at)
SELECT c.learner_id, %(day)s, count(*) FILTER (WHERE c.state <> 0), count(*) FILTER (WHERE c.state = 0), 0, %(now)s
FROM quizzes_card c JOIN quizzes_fact f ON f.id = c.fact_id
WHERE NOT c.suspended AND c.due < %(end)s AND f.retired_at IS NULL
GROUP BY c.learner_id
"""


def build() -> tuple[User, User]:
    """Many learners with cards and grades, one with thousands of cards, and a typical one."""
    heavy, typical = member(), member()
    with connection.cursor() as cursor:
        cursor.execute(MORE_FACTS, {"facts": FACTS})
        cursor.execute(RETIRE, [RETIRED])
        cursor.execute(PEOPLE, [LEARNERS])
        people = [pk for (pk,) in cursor.fetchall()]
        for learners, cards in ((people, CARDS), ([heavy.pk], HEAVY), ([typical.pk], TYPICAL)):
            cursor.execute(GIVE, {"learners": learners, "cards": cards})
        cursor.execute(GRADE, [GRADES])
        cursor.execute("VACUUM (ANALYZE) quizzes_fact, quizzes_flashcard, accounts_user")
        for table in ("quizzes_card", "quizzes_review"):
            settle(table)
    return heavy, typical


def settle(table: str) -> None:
    """Vacuum until the indexes alone can be read. While somebody (autovacuum, mostly) holds a snapshot from before the
    rows were made, a vacuum leaves every page to be looked at, and arms and floors tell of that. Few dead rows it would
    leave in the indexes, and their pages to be looked at, if it were not told otherwise."""
    give_up = time.monotonic() + SETTLE_SECONDS
    with connection.cursor() as cursor:
        while time.monotonic() < give_up:
            cursor.execute(f"VACUUM (ANALYZE, INDEX_CLEANUP ON) {table}")
            cursor.execute("SELECT relallvisible >= relpages FROM pg_class WHERE relname = %s", [table])
            if cursor.fetchone()[0]:
                return
            time.sleep(0.5)
    raise RuntimeError(f"{table} could not be vacuumed")


def load_count(heavy: User, typical: User) -> Iterator[Result]:
    """The day's load against a count of the same cards by the index alone."""
    for name, learner in (("load-count", heavy), ("load-count-typical", typical)):
        now = timezone.now()
        values = day_values(learner, now, None, None)
        yield compare(
            name,
            lambda: load(learner, now),  # noqa: B023
            lambda: _fetch(COUNT, values),  # noqa: B023
            goal="≤ 4",
            repeats=20,
        )


def due_queue(heavy: User, typical: User) -> Iterator[Result]:
    """The next card against fifty ids from the index alone, for both learners; then after 5 % of all cards changed."""
    fresh: dict[str, Result] = {}
    for churned in (False, True):
        if churned:
            _fetch("UPDATE quizzes_card SET due = due + interval '1 second' WHERE id %% 20 = 0 RETURNING 1", {})
        for name, learner in (("due-queue", heavy), ("due-queue-typical", typical)):
            now = timezone.now()
            values = day_values(learner, now, None, None)
            found = compare(
                name,
                lambda: upcoming(learner, now, fresh=False),  # noqa: B023
                lambda: _fetch(FIRST, values),  # noqa: B023
                goal="≤ 1.5 (stretch 1.2)",
                repeats=20,
            )
            before = fresh.setdefault(name, found)
            if churned:
                ratio = found.value / before.value
                churn = name.replace("due-queue", "due-queue-churned")
                yield Result(churn, found.value, found.unit, before.value, ratio, "≤ 2 (stretch 1.3)", found.n)
            else:
                yield found


def open_day() -> Iterator[Result]:
    """Day after day opened by the sweep, against one plain INSERT … SELECT of the same counts, facts joined."""
    start, opened, plain = timezone.now(), count(1), count(1)
    open_days(start)

    def sweep() -> None:
        open_days(start + timedelta(days=next(opened)))

    def insert() -> None:
        back = timedelta(days=next(plain))
        values = {"day": (start - back).date(), "now": start, "end": start}
        with connection.cursor() as cursor:
            cursor.execute(PLAIN, values)

    yield compare("open-day", sweep, insert, goal="≤ 3", repeats=1, rounds=5)
    clock = Clock()
    begin = clock.now()
    sweep()
    spent = 1000 * (clock.now() - begin) / LEARNERS
    yield Result("open-day-learner", statistics.mean([spent]), "ms CPU", None, None, "", LEARNERS)


def _fetch(statement: str, values: dict[str, Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        cursor.fetchall()
