"""What a worker leaves behind so that readiness sees it."""

from datetime import datetime

from sdwiki.health.models import Heartbeat


def beat(name: str, now: datetime) -> None:
    """Keep that a worker ran the task of this name."""
    Heartbeat.objects.update_or_create(name=name, defaults={"at": now})
