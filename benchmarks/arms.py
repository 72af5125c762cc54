"""What is measured. Imported after Django is set up."""

import uuid
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.core.handlers.wsgi import WSGIHandler
from django.utils import timezone

from benchmarks.measure import Result, compare
from benchmarks.web import Browser, fresh_key, member, replayed, sent_by, statements, weight
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
    """One grade as a full request, answered with the next card, against its statements in psycopg alone and a
    bare view.

    The learner has 2,000 cards waiting, fifty from each of the last forty days.
    """
    learner = member()
    now = timezone.now()
    spoken = Fact.Kind.PROMPT  # graded on a form of its own
    facts = Fact.objects.live().filter(flashcard__isnull=False).exclude(kind=spoken).order_by("pk")[:2000]
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

    def fresh() -> dict[str, Any]:
        card, due = next(cards)
        return {"card": card, "was_due": due, "key": uuid.uuid4()}

    floor = replayed(sent_by(request), fresh)
    yield compare("review-answer", request, floor, goal="≤ 4 (stretch 2.5)", repeats=20)
    yield compare("review-answer-bare", request, lambda: browser.get("/bare/"), goal="–", repeats=20)
    yield Result("review-answer-statements", statements(request), "statements", None, None, "≤ 5 (stretch 3)", 1)
