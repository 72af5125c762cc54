from datetime import timedelta

import pytest
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from sdwiki.health.models import Heartbeat
from sdwiki.health.services import KEPT, beat, forget_silent


def ready(client):
    response = client.get("/health/ready")
    return response.status_code, response.json()


def test_live_asks_nothing_of_the_database(client, django_assert_num_queries, db):
    with django_assert_num_queries(0):
        response = client.get("/health/live")
    assert (response.status_code, response.content) == (200, b"ok\n")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert "no-store" in response["Cache-Control"]


def test_ready_tells_each_check(client, db):
    beat("worker", timezone.now())
    assert ready(client) == (
        200,
        {
            "status": "ready",
            "checks": {"database": "ok", "migrations": "ok", "worker": "ok", "broker": "ok"},
        },
    )


def test_beat_keeps_the_last_sign_of_life(db, now):
    beat("worker", now)
    beat("worker", now + timedelta(hours=1))
    assert Heartbeat.objects.get().at == now + timedelta(hours=1)


def test_heartbeats_of_long_ago_are_forgotten_and_others_stay(db, now):
    for name, ago in (("worker", timedelta(minutes=5)), ("quiet", KEPT - timedelta(1)), ("gone", KEPT + timedelta(1))):
        beat(name, now - ago)
    assert forget_silent(now=now) == 1
    assert set(Heartbeat.objects.values_list("name", flat=True)) == {"worker", "quiet"}


@pytest.mark.parametrize(("ago", "worker"), [(None, "never seen"), (timedelta(minutes=3), "silent")])
def test_a_worker_that_does_not_work_is_told_but_pages_are_served(client, db, ago, worker):
    if ago:
        beat("worker", timezone.now() - ago)
    status, body = ready(client)
    assert (status, body["status"], body["checks"]["worker"]) == (200, "degraded", worker)


def test_a_broker_that_is_down_is_told_but_pages_are_served(client, db, settings, tmp_path):
    settings.REDIS_URL = f"unix://{tmp_path}/nobody.sock"
    beat("worker", timezone.now())
    status, body = ready(client)
    assert (status, body["status"], body["checks"]["broker"]) == (200, "degraded", "down")


def test_a_missing_migration_makes_it_not_ready(client, db):
    MigrationRecorder(connection).record_unapplied("quizzes", "0001_initial")
    status, body = ready(client)
    assert (status, body["status"], body["checks"]["migrations"]) == (503, "not ready", "missing")


def test_without_the_database_it_lives_and_is_not_ready(client, db, monkeypatch):
    def down(*args, **kwargs):
        raise OperationalError("the server went away")

    with monkeypatch.context() as patch:
        patch.setattr("django.db.backends.base.base.BaseDatabaseWrapper.cursor", down)
        assert client.get("/health/live").status_code == 200
        status, body = ready(client)
    assert (status, body["checks"]["database"]) == (503, "down")
    assert "went away" not in str(body)
