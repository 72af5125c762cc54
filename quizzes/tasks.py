"""The Celery tasks: each finds what is due through a service, and may run twice without harm."""

from celery import shared_task
from django.utils import timezone

from quizzes.attempts import services as attempts
from quizzes.statistics.services import compute_if_stale
from quizzes.today import services as today
from sdwiki.health.services import beat


@shared_task(quiet=True)
def heartbeat() -> None:
    """Tell readiness that a worker works."""
    beat("worker", timezone.now())


@shared_task
def close_attempts() -> None:
    """Close the timed quizzes whose deadline and grace have passed."""
    while attempts.close_overdue(timezone.now()):
        pass


@shared_task
def open_days() -> None:
    """Plan the day of every learner whose local day has begun."""
    while today.open_days(timezone.now()):
        pass


@shared_task
def statistics() -> None:
    """Compute the figures of questions and exams, once a night."""
    compute_if_stale(timezone.now())
