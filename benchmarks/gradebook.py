"""The gradebook of a class of 300, and of one of 3,000 page by page; and keeping how 300 stood with twenty assignments.
And what every other page of the large class costs its staff (`benchmarks.staff`).

Every learner of the first has a card for each core fact of the library, with one grade; of the second, for some of each
topic. An assignment covers a topic. The floor of a page is the one statement that reads the memories, of keeping the
one that reads the log, both as the app sends them.
"""

import uuid
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.core.handlers.wsgi import WSGIHandler
from django.db import connection, transaction
from django.utils import timezone

from benchmarks import staff
from benchmarks.measure import Result, compare
from benchmarks.web import Browser, statements, weight
from content.models import Topic
from quizzes.classes.assignments import services as assignments
from quizzes.classes.assignments.evidence import STANDING_NOW, STANDING_THEN, Pair, values_of
from quizzes.classes.assignments.given import Given, given_in
from quizzes.classes.assignments.judging import RECALL, Need
from quizzes.classes.assignments.plans import Plan
from quizzes.classes.assignments.snapshots import settle
from quizzes.classes.models import Cohort, Membership
from quizzes.classes.services import create_class
from sdwiki.accounts.models import User

LEARNERS, MANY, ASSIGNMENTS = 300, 3_000, 20
SOME = 5  # cards of each topic that a learner of the large class has
DAY = timedelta(days=1)

CARDS = """
INSERT INTO quizzes_card (learner_id, fact_id, state, due, stability, difficulty, step, last_day, reps, lapses, missed,
                          suspended, changed)
SELECT u.id, f.id, 2, now() + make_interval(days => (f.n + u.id)::int %% 30), 5 + (f.n + u.id) %% 40, 5, 0,
       current_date - (1 + (f.n * 7 + u.id) %% 20)::int, 1, 0, false, false, false
FROM unnest(%(learners)s::bigint[]) u(id)
CROSS JOIN (
    SELECT id, row_number() OVER (PARTITION BY topic_id ORDER BY id) AS n FROM quizzes_fact
    WHERE core AND retired_at IS NULL
) f WHERE f.n <= %(most)s
"""
REVIEWS = """
INSERT INTO quizzes_review (learner_id, card_id, fact_version, source, rating, at, day, duration_ms, key, state, due,
                            stability, difficulty, step, weight)
SELECT learner_id, id, 1, 'review', 3, now() - make_interval(days => current_date - last_day), last_day, 6000,
       gen_random_uuid(), 2, due, stability, difficulty, 0, 100
FROM quizzes_card WHERE learner_id = ANY(%(learners)s::bigint[])
"""
# As old as what was learnt from them.
OLDER = "UPDATE quizzes_factversion SET created_at = created_at - interval '90 days'"


def gradebook() -> Iterator[Result]:
    """Two classes, each page beside its floor; then what a sweep keeps when twenty assignments were due."""
    teacher, browser, now = _teacher()
    small, large = (_class(teacher, number, most, now) for number, most in ((LEARNERS, 10_000), (MANY, SOME)))
    yield from _page("gradebook", browser, small, "", now, rounds=12)
    yield from _page("gradebook-3000", browser, large, "?page=30", now, rounds=4)
    yield _freezing(small, now)


def class_pages() -> Iterator[Result]:
    """What the class knows beside its one statement, then every other page of the large class."""
    teacher, browser, now = _teacher()
    yield from staff.pages(browser, _class(teacher, MANY, SOME, now), now)


def _teacher() -> tuple[User, Browser, datetime]:
    with connection.cursor() as cursor:
        cursor.execute(OLDER)
    teacher = User.objects.create_user(f"{uuid.uuid4().hex}@example.com", None, name="Bench", is_instructor=True)
    return teacher, Browser(WSGIHandler(), teacher), timezone.now()


def _class(teacher: User, learners: int, most: int, now: datetime) -> Cohort:
    """A class whose learners have up to so many cards of each topic, and twenty assignments that are under way."""
    cohort = create_class(instructor=teacher, name=f"Class of {learners}", key=uuid.uuid4(), now=now - 60 * DAY)
    people = User.objects.bulk_create(
        [User(email=f"{uuid.uuid4().hex}@example.com", name=f"Learner {n}", password="!") for n in range(learners)], 500
    )
    joined = now - 60 * DAY
    Membership.objects.bulk_create([Membership(cohort=cohort, learner=one, joined_at=joined) for one in people], 500)
    topics = Topic.objects.topics().order_by("phase__position", "position").values_list("pk", "title")[:ASSIGNMENTS]
    for number, (topic, title) in enumerate(topics):
        due = now + (number + 1) * DAY
        plan = Plan(title=title, needs=(Need(RECALL, share=0.8),), due=due, topics=(topic,))
        assignments.create(cohort=cohort, plan=plan, key=uuid.uuid4(), now=now - 30 * DAY)
    values: dict[str, Any] = {"learners": [one.pk for one in people], "most": most}
    with connection.cursor() as cursor:
        for statement in (CARDS, REVIEWS):
            cursor.execute(statement, values)
        for table in ("quizzes_card", "quizzes_review", "quizzes_membership"):
            cursor.execute(f"VACUUM ANALYZE {table}")
    return cohort


def _page(name: str, browser: Browser, cohort: Cohort, query: str, now: datetime, *, rounds: int) -> Iterator[Result]:
    path = f"/classes/{cohort.pk}/{query}"
    floor = partial(_read, STANDING_NOW, given_in(cohort), _people(cohort), now)
    yield compare(name, lambda: browser.get(path), floor, goal="≤ 3 (stretch 1.5)", repeats=1, rounds=rounds)
    yield Result(f"{name}-queries", statements(lambda: browser.get(path)), "queries", None, None, "constant", 1)
    page = browser.get(path)
    yield Result(f"{name}-weight", weight(page), "KB gzip", len(page) / 1024, None, "", 1)


def _freezing(cohort: Cohort, now: datetime) -> Result:
    """What is kept is taken back again, so that each round keeps it for the first time."""
    given, people, then = given_in(cohort), _people(cohort), now + (ASSIGNMENTS + 1) * DAY

    def keep() -> None:
        with transaction.atomic():
            for one in given:
                settle(assignment_id=one.pk, now=then)
            transaction.set_rollback(True)

    floor = partial(_read, STANDING_THEN, given, people, then)
    return compare("snapshots", keep, floor, goal="≤ 3", repeats=1, rounds=6)


def _people(cohort: Cohort) -> list[User]:
    return list(User.objects.filter(memberships__cohort=cohort).order_by("pk"))


def _read(statement: str, given: Sequence[Given], people: Sequence[User], at: datetime) -> None:
    """The one statement for all learners and assignments, sent as the app sends it, and every row of its answer."""
    pairs = [Pair(one.pk, person, at, one.dates(person.pk).due, at) for one in given for person in people]
    with connection.cursor() as cursor:
        cursor.execute(statement, values_of(pairs, {one.pk: one.scope for one in given}))
        cursor.fetchall()
