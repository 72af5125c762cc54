"""What is measured. Imported after Django is set up."""

import uuid
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.utils import timezone

from benchmarks.measure import Result, compare
from benchmarks.web import Browser, fresh_key, member, statements, weight
from content.models import Revision
from quizzes.bank.models import Fact
from quizzes.reviews.models import Card


def wiki_page() -> Iterator[Result]:
    """A logged-in page of the wiki against a view that returns a constant."""
    target = 20 * 1024
    revision = min(
        Revision.objects.filter(current_of__phase__isnull=False).select_related("current_of"),
        key=lambda r: abs(len(r.html.encode()) - target),
    )
    path = revision.topic.get_absolute_url()
    browser = Browser(WSGIHandler(), member())
    page = browser.get(path)
    yield compare(
        "wiki-page", lambda: browser.get(path), lambda: browser.get("/bare/"), goal="≤ 20 (stretch 8)", repeats=20
    )
    yield Result("wiki-page-queries", statements(lambda: browser.get(path)), "queries", None, None, "≤ 3", 1)
    yield Result("wiki-page-weight", weight(page), "KB gzip", len(page) / 1024, None, "≤ 16 (stretch 12)", 1)


def review_answer() -> Iterator[Result]:
    """One grade as a full request, answered with the next card, against its transaction in psycopg alone.

    The learner has 2,000 cards waiting, fifty from each of the last forty days.
    """
    learner = member()
    now = timezone.now()
    facts = Fact.objects.live().filter(flashcard__isnull=False).order_by("pk")[:2000]
    Card.objects.bulk_create(
        Card(
            learner=learner,
            fact=fact,
            state=Card.State.REVIEW,
            due=now - timedelta(days=1 + n % 40),
            stability=10.0,
            difficulty=5.0,
            last_day=(now - timedelta(days=50)).date(),
            reps=3,
        )
        for n, fact in enumerate(facts)
    )
    cards = iter(Card.objects.filter(learner=learner).values_list("pk", "due"))
    browser = Browser(WSGIHandler(), learner)

    def request() -> bytes:
        card, _ = next(cards)
        data = {"rating": 3, "reps": 3, "idempotency_key": fresh_key()}
        return browser.send("POST", f"/review/{card}/grade/", data, htmx=True)

    sent: list[tuple[str, Any]] = []

    def note(execute: Any, sql: str, values: Any, many: bool, context: Any) -> Any:
        sent.append((sql, values))
        return execute(sql, values, many, context)

    with connection.execute_wrapper(note):
        request()
    raw = _raw_grade(sent)
    yield compare("review-answer", request, lambda: raw(*next(cards)), goal="≤ 4 (stretch 2.5)", repeats=20)
    yield Result("review-answer-statements", statements(request), "statements", None, None, "≤ 5 (stretch 3)", 1)


def _raw_grade(sent: Sequence[tuple[str, Any]]) -> Callable[[int, datetime], None]:
    """The statements that a grade's request has sent, but for the session's, again for another card, in psycopg alone:
    the card is read, the review and the card are written, the day is counted, the next card is read."""
    connection.ensure_connection()
    database = connection.connection
    (_, _), (read, _), (write, written), (counting, counted), (following, shown) = sent

    def grade(card: int, due: datetime) -> None:
        with database.cursor() as cursor:
            cursor.execute(read, [card])
            cursor.fetchone()
            cursor.execute(write, written | {"card": card, "was_due": due, "key": uuid.uuid4()})
            assert cursor.fetchone()
            cursor.execute(counting, counted)
            assert cursor.fetchone()
            cursor.execute(following, shown)
            assert cursor.fetchone()

    return grade
