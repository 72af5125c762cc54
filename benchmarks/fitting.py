"""How much fitting costs through Celery: 1,000 learners with 98 reviews each, against the same work in this process.

One worker with one process does what this process does before, and reads the queue, answers the broker and commits as
ever; so the ratio is what handing out costs. Measured is the time on the wall, without the start of the worker.
"""

import os
import random
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.utils import timezone

from benchmarks.measure import Result
from quizzes.bank.models import Fact
from quizzes.reviews.fitting import services as fitting
from quizzes.reviews.models import Card, ParameterSet, Review
from quizzes.tasks import FITTED_AT_ONCE, fit_parameters, heartbeat
from sdwiki.accounts.models import User
from sdwiki.health.models import Heartbeat

LEARNERS, CARDS = 1000, 14
DAYS = (0, 1, 3, 7, 15, 30, 60)  # on which each card was reviewed
RECALLED = 0.8
PATIENCE_SECONDS = 600


def fit_parameters_of_many() -> Iterator[Result]:
    """Milliseconds for each learner through Celery, and how many times as many as in this process."""
    build(timezone.now())
    began = time.perf_counter()
    now, after = timezone.now(), 0
    while found := fitting.due(now, after=after, most=FITTED_AT_ONCE):
        fitting.fit_all(found, now=now)
        after = found[-1]
    inside = time.perf_counter() - began
    fitted = ParameterSet.objects.count()
    forget()
    with worker():
        began = time.perf_counter()
        fit_parameters.delay()
        wait_for(fitted)
        outside = time.perf_counter() - began
    yield Result(
        "fit-parameters", 1000 * outside / fitted, "ms", 1000 * inside / fitted, outside / inside, "≤ 3", fitted
    )


def build(now: datetime) -> None:
    """Learners who stopped four hours ago, each with chances of their own."""
    people = User.objects.bulk_create(User(email=f"fitted-{n}@example.com", password="!") for n in range(LEARNERS))
    facts = list(Fact.objects.live().filter(flashcard__isnull=False).order_by("pk")[:CARDS])
    last = now - timedelta(hours=4)
    cards = Card.objects.bulk_create(
        (
            Card(
                learner=one, fact=fact, state=2, due=now, stability=9.0, difficulty=5.0, last_day=last.date(),
                reps=len(DAYS),
            )
            for one in people
            for fact in facts
        ),
        batch_size=2000,
    )  # fmt: skip
    chance = random.Random(1)
    Review.objects.bulk_create(
        (
            Review(
                learner_id=card.learner_id, card=card, fact_version=1, source="review", key=uuid.uuid4(), state=2,
                rating=3 if chance.random() < RECALLED else 1, at=at, day=at.date(), due=now, stability=9.0,
                difficulty=5.0,
            )
            for day in DAYS
            for card in cards
            for at in (last - timedelta(days=DAYS[-1] - day),)
        ),
        batch_size=2000,
    )  # fmt: skip


def forget() -> None:
    """As before any fit."""
    User.objects.update(memory_set=None, memory_model="", memory_parameters=None)
    ParameterSet.objects.all().delete()
    Heartbeat.objects.all().delete()


@contextmanager
def worker() -> Iterator[None]:
    """A worker of this queue with one process, once it works."""
    command = [
        sys.executable, "-m", "celery", "--app=sdwiki", "--quiet", "worker", "--loglevel=ERROR", "--concurrency=1",
        "--without-mingle", "--without-gossip",
    ]  # fmt: skip
    process = subprocess.Popen(command, env=os.environ | {"C_FORCE_ROOT": "1"}, stdout=subprocess.DEVNULL)
    try:
        heartbeat.delay()
        give_up = time.monotonic() + PATIENCE_SECONDS
        while not Heartbeat.objects.exists() and time.monotonic() < give_up:
            time.sleep(0.1)
        yield
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)


def wait_for(number: int) -> None:
    """Until so many learners are fitted. Raises TimeoutError where the worker does not get there."""
    give_up = time.monotonic() + PATIENCE_SECONDS
    while ParameterSet.objects.count() < number:
        if time.monotonic() > give_up:
            raise TimeoutError(f"{ParameterSet.objects.count()} of {number} learners were fitted.")
        time.sleep(0.02)
