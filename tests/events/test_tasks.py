"""A task carries the id of what caused it, through a real broker to a real worker."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from uuid import uuid4

import pytest
from celery.beat import ScheduleEntry, Scheduler
from celery.schedules import schedule
from django.db import connection
from kombu.entity import Queue
from psycopg.conninfo import make_conninfo

from quizzes.tasks import heartbeat
from sdwiki import events
from sdwiki.celery import app
from sdwiki.health.models import Heartbeat
from tests.events.stumbling import stumble

ID = re.compile(r"[0-9a-f]{32}")


@pytest.fixture
def queue():
    """A queue that no other test and no other worker reads."""
    name = f"test-{os.getpid()}-{uuid4().hex}"
    yield name
    with app.connection_for_write() as broker:
        Queue(name)(broker).delete()


def waiting(queue):
    """The ids that the tasks of a queue carry."""
    with app.connection_for_read() as broker:
        box = Queue(queue)(broker)
        return [message.headers["request_id"] for message in iter(lambda: box.get(no_ack=True), None)]


def test_a_task_carries_the_id_of_the_request_that_published_it(queue):
    with events.happening("id-of-a-request"):
        heartbeat.apply_async(queue=queue)
        heartbeat.apply_async(queue=queue, headers={"request_id": "said-otherwise"})
    assert waiting(queue) == ["id-of-a-request", "said-otherwise"]


def test_each_tick_of_beat_has_an_id_of_its_own(queue):
    beat = Scheduler(app)
    entry = ScheduleEntry("heartbeat", heartbeat.name, schedule=schedule(20), options={"queue": queue}, app=app)
    beat.apply_async(entry)
    beat.apply_async(entry)
    first, second = waiting(queue)
    assert first != second
    assert ID.fullmatch(first)
    assert ID.fullmatch(second)


@pytest.fixture
def worker(transactional_db, queue, tmp_path):
    """A worker of this queue on the test's own database; calling it gives the lines of its log."""
    command = [
        sys.executable, "-m", "celery", "--app=sdwiki", "--quiet", "worker", "--pool=solo", "--without-mingle",
        "--without-gossip", f"--queues={queue}", "--include=tests.events.stumbling", f"--hostname={queue}",
    ]  # fmt: skip
    environment = os.environ | {
        "DATABASE_URL": make_conninfo(os.environ["DATABASE_URL"], dbname=connection.settings_dict["NAME"]),
        "LOG_FORMAT": "json",
        "LOG_LEVEL": "DEBUG",
        "C_FORCE_ROOT": "1",
    }
    log = tmp_path / "worker.log"
    with log.open("wb") as output:
        process = subprocess.Popen(command, env=environment, stdout=output, stderr=output)
    try:
        yield lambda: [json.loads(line) for line in log.read_text().splitlines() if line.startswith("{")]
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)


def ended(lines):
    return [line for line in lines if line["event"] == "task"]


def test_a_worker_tells_everything_about_a_task_under_the_id_it_came_with(worker, queue):
    with events.happening("id-of-a-request"):
        stumble.apply_async(queue=queue)
    with events.happening("id-of-another"):
        heartbeat.apply_async(queue=queue)
    give_up = time.monotonic() + 120
    while len(ended(worker())) < 2 and time.monotonic() < give_up:
        time.sleep(0.1)
    stumbled = [line for line in worker() if line.get("request_id") == "id-of-a-request"]
    happened, failure, task = [line for line in stumbled if line["level"] != "debug"]
    assert happened["event"] == "test.stumbled"
    assert (failure["level"], failure["logger"]) == ("error", "celery.app.trace")
    assert "ZeroDivisionError" in failure["exception"]
    assert (task["event"], task["task"], task["outcome"]) == ("task", stumble.name, "failure")
    assert isinstance(task["duration_ms"], int)
    (beat,) = [line for line in ended(worker()) if line["request_id"] == "id-of-another"]
    assert (beat["level"], beat["task"], beat["outcome"]) == ("debug", heartbeat.name, "success")
    assert Heartbeat.objects.count() == 1
