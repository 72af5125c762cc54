"""A web process or a worker that dies in the middle of its work: nothing half-done, and a repeat is harmless."""

import os
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import OperationalError, connection

from quizzes.attempts import services
from quizzes.attempts.models import Answer
from quizzes.attempts.scoring import Given
from quizzes.reviews.models import Review
from tests.attempts.conftest import choice
from tests.parallel import at_once, slow

pytestmark = pytest.mark.django_db(transaction=True)


def kill_backend_of(job, waiting_for: str):
    """Run the job and end its database connection while it sleeps in the trigger; what it raised."""

    def killer():
        for _ in range(200):
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND pid <> pg_backend_pid() AND state = 'active'"
                    " AND query ILIKE %s",
                    [f"%{waiting_for}%"],
                )
                if cursor.fetchall():
                    return True
            time.sleep(0.05)
        return False

    error, killed = at_once(job, killer, refusals=OperationalError)
    assert killed
    return error


def test_row_12_a_save_that_dies_leaves_nothing_and_may_be_repeated(begin, now):
    attempt, key = begin(), uuid4()
    chosen = choice(attempt, 1)

    def save():
        return services.save_answer(
            attempt_id=attempt.pk, position=1, given=Given.of(chosen), sequence=0, key=key, now=now
        )

    with slow("INSERT", "quizzes_review", 5):
        assert isinstance(kill_backend_of(save, "INSERT INTO quizzes_review"), OperationalError)
    assert Answer.objects.count() == Review.objects.count() == 0
    assert save() == save() == Answer.objects.get()
    assert Review.objects.count() == 1


def test_row_14_a_worker_killed_in_the_sweep_runs_again_with_one_effect(exam, answer):
    answer(exam, 1)
    code = (
        "import datetime, django; django.setup();"
        "from quizzes.attempts.services import close_overdue;"
        f"close_overdue(datetime.datetime.fromisoformat('{exam.deadline + timedelta(minutes=1)}'))"
    )
    settings = connection.settings_dict
    address = (
        f"postgresql:///{settings['NAME']}?host={settings['HOST']}&port={settings['PORT']}&user={settings['USER']}"
    )
    environment = os.environ | {"DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "sdwiki.settings"}
    with slow("INSERT", "quizzes_review", 60):
        worker = subprocess.Popen([sys.executable, "-c", code], env=environment, cwd=Path(__file__).parents[2])
        try:
            for _ in range(600):
                with connection.cursor() as cursor:
                    cursor.execute(
                        "SELECT pid FROM pg_stat_activity WHERE datname = current_database()"
                        " AND state = 'active' AND pid <> pg_backend_pid()"
                        " AND query ILIKE '%%INSERT INTO quizzes_review%%'"
                    )
                    backend = cursor.fetchone()
                if backend or worker.poll() is not None:
                    break
                time.sleep(0.05)
            assert backend, "the worker did not come so far"
        finally:
            worker.send_signal(signal.SIGKILL)
            worker.wait(30)
        # The server notices a dead client only when it writes; an operator's timeout would do the same.
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s, 5000)", backend)
    exam.refresh_from_db()
    assert exam.submitted_at is None
    late = exam.deadline + timedelta(minutes=2)
    assert [services.close_overdue(late), services.close_overdue(late)] == [1, 0]
    exam.refresh_from_db()
    assert (exam.submitted_at, exam.score) == (exam.deadline, 1)
    assert Review.objects.count() == 1
