"""What is measured. Imported after Django is set up."""

import uuid
from collections.abc import Callable, Iterator
from datetime import timedelta

from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils import timezone

from benchmarks.measure import Result, compare
from benchmarks.web import Browser, fresh_key, statements, weight
from content.models import Revision
from quizzes.bank.models import Fact
from quizzes.reviews.models import Card
from sdwiki.accounts.models import User


def _learner() -> User:
    return User.objects.create_user(f"{uuid.uuid4().hex}@example.com", None, name="Bench")


def wiki_page() -> Iterator[Result]:
    """A logged-in page of the wiki against a view that returns a constant."""
    target = 20 * 1024
    revision = min(
        Revision.objects.filter(current_of__phase__isnull=False).select_related("current_of"),
        key=lambda r: abs(len(r.html.encode()) - target),
    )
    path = revision.topic.get_absolute_url()
    browser = Browser(WSGIHandler(), _learner())
    page = browser.get(path)
    yield compare(
        "wiki-page", lambda: browser.get(path), lambda: browser.get("/bare/"), goal="≤ 20 (stretch 8)", repeats=20
    )
    yield Result("wiki-page-queries", statements(lambda: browser.get(path)), "queries", None, None, "≤ 3", 1)
    yield Result("wiki-page-weight", weight(page), "KB gzip", len(page) / 1024, None, "≤ 16 (stretch 12)", 1)


def review_answer() -> Iterator[Result]:
    """One grade as a full request, answered with the next card, against its statements in psycopg alone."""
    learner = _learner()
    now = timezone.now()
    facts = Fact.objects.live().filter(flashcard__isnull=False).order_by("pk")[:2000]
    Card.objects.bulk_create(
        Card(
            learner=learner,
            fact=fact,
            state=Card.State.REVIEW,
            due=now - timedelta(days=1),
            stability=10.0,
            difficulty=5.0,
            last_day=(now - timedelta(days=9)).date(),
            reps=3,
        )
        for fact in facts
    )
    cards = iter(list(Card.objects.filter(learner=learner).values_list("pk", flat=True)) * 50)
    browser = Browser(WSGIHandler(), learner)
    raw = _raw_grade(connection, learner.pk)

    def request() -> bytes:
        data = {"rating": 3, "reps": 3, "idempotency_key": fresh_key(), "done": 1, "left": 2000}
        return browser.send("POST", f"/review/{next(cards)}/grade/", data, htmx=True)

    yield compare("review-answer", request, lambda: raw(next(cards)), goal="≤ 4 (stretch 2.5)", repeats=20)
    yield Result("review-answer-statements", statements(request), "statements", None, None, "≤ 5 (stretch 3)", 1)


def _raw_grade(connection: BaseDatabaseWrapper, learner: int) -> Callable[[int], None]:
    """The same transaction in psycopg alone: lock the card, write the review and the card, read what is due next."""
    connection.ensure_connection()
    database = connection.connection

    def grade(card: int) -> None:
        now = timezone.now()
        with database.transaction(), database.cursor() as cursor:
            cursor.execute("SELECT stability, difficulty, reps FROM quizzes_card WHERE id = %s FOR UPDATE", [card])
            cursor.fetchone()
            cursor.execute(
                "INSERT INTO quizzes_review (learner_id, card_id, fact_version, source, rating, at, day, key, state,"
                " due, stability, difficulty, step) VALUES (%s, %s, 1, 'review', 3, %s, %s, %s, 2, %s, 20, 5, 0)"
                " ON CONFLICT DO NOTHING",
                [learner, card, now, now.date(), uuid.uuid4(), now + timedelta(days=20)],
            )
            cursor.execute(
                "UPDATE quizzes_card SET stability = 20, due = %s, last_day = %s, reps = reps + 1 WHERE id = %s",
                [now + timedelta(days=20), now.date(), card],
            )
            cursor.execute(
                "SELECT id FROM quizzes_card WHERE learner_id = %s AND due <= %s AND NOT suspended"
                " ORDER BY due LIMIT 1",
                [learner, now],
            )
            cursor.fetchone()

    return grade
