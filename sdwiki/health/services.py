"""What a worker leaves behind so that readiness sees it."""

from datetime import datetime, timedelta

from sdwiki.health.models import Heartbeat, Job

KEPT = timedelta(days=7)  # readiness calls a worker silent after two minutes


def beat(name: str, now: datetime) -> None:
    """Keep that a worker ran the task of this name."""
    Heartbeat.objects.update_or_create(name=name, defaults={"at": now})


def keep_run(*, name: str, outcome: str, seconds: float, now: datetime) -> None:
    """Keep how a job's last run went, and when one last went wrong."""
    run: dict[str, object] = {"ended_at": now, "seconds": seconds, "outcome": outcome}
    failed = {} if outcome == "success" else {"failed_at": now}
    Job.objects.update_or_create(name=name, defaults=run | failed)


def forget_silent(*, now: datetime) -> int:
    """Delete the heartbeats of tasks that nothing has run for a week, as after a change of names: how many."""
    return Heartbeat.objects.filter(at__lt=now - KEPT).delete()[0]
