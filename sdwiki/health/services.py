"""What a worker leaves behind so that readiness sees it."""

from datetime import datetime, timedelta

from sdwiki.health.models import Heartbeat

KEPT = timedelta(days=7)  # readiness calls a worker silent after two minutes


def beat(name: str, now: datetime) -> None:
    """Keep that a worker ran the task of this name."""
    Heartbeat.objects.update_or_create(name=name, defaults={"at": now})


def forget_silent(*, now: datetime) -> int:
    """Delete the heartbeats of tasks that nothing has run for a week, as after a change of names: how many."""
    return Heartbeat.objects.filter(at__lt=now - KEPT).delete()[0]
