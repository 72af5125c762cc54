"""Whether this process lives, and whether it can serve."""

from datetime import timedelta

from django.conf import settings
from django.db import Error, connection
from django.db.migrations.loader import MigrationLoader
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from redis import Redis, RedisError

from sdwiki import clock
from sdwiki.health.models import Heartbeat

SILENT_AFTER = timedelta(minutes=2)
WORKER = "worker"


@never_cache
@require_safe
def live(request: HttpRequest) -> HttpResponse:
    """This process answers; nothing else is asked."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


@never_cache
@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """503 without the database or with migrations missing. Broker and worker are told, but pages work without them."""
    try:
        checks = {"database": "ok", "migrations": _migrations(), "worker": _worker()}
    except Error:
        checks = {"database": "down", "migrations": "unknown", "worker": "unknown"}
    checks["broker"] = _broker()
    is_ready = checks["database"] == checks["migrations"] == "ok"
    status = "ready" if is_ready else "not ready"
    if is_ready and set(checks.values()) != {"ok"}:
        status = "degraded"
    return JsonResponse({"status": status, "checks": checks}, status=200 if is_ready else 503)


def _migrations() -> str:
    """Whether every migration of this code is in the database. One query, and the files' names."""
    loader = MigrationLoader(connection)
    return "ok" if set(loader.graph.nodes) <= set(loader.applied_migrations) else "missing"


def _worker() -> str:
    beat = Heartbeat.objects.filter(name=WORKER).first()
    if beat is None:
        return "never seen"
    return "ok" if clock.now() - beat.at < SILENT_AFTER else "silent"


def _broker() -> str:
    client = Redis.from_url(settings.REDIS_URL, socket_timeout=1, socket_connect_timeout=1)
    try:
        client.ping()
    except RedisError:
        return "down"
    finally:
        client.close()
    return "ok"
