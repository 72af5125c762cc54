"""What a browser sends, and what it gets."""

from html import unescape
from uuid import uuid4

from tests.attempts.conftest import choice

HTMX = {"HX-Request": "true"}
HUGE = 10**30


def start(client, headers=None, **data):
    fields = {"kind": "practice", "phases": "foundation", "count": "5", "idempotency_key": str(uuid4())} | data
    return client.post("/quizzes/start/", {k: v for k, v in fields.items() if v is not None}, headers=headers)


def fields(attempt, position, **more):
    return {"choice": choice(attempt, position), "sequence": 0, "idempotency_key": str(uuid4())} | more


def post(client, attempt, position, headers=HTMX, **more):
    return client.post(f"/quizzes/{attempt.pk}/{position}/answer/", fields(attempt, position, **more), headers=headers)


def text(response):
    return unescape(" ".join(response.content.decode().split()))
