"""A save whose connection dies in the middle: nothing half-done, and a repeat is harmless.

What becomes of the work of processes that die is in `tests/operation/test_cut_short.py`.
"""

import time
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
