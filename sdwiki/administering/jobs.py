"""What runs by itself, in words, and whether it runs as it should."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sdwiki.health.models import Job
from sdwiki.schedule import SCHEDULE

DOES = {
    "clean": "Removes what has expired: sessions, visitors’ quizzes, old entries of the log",
    "close_attempts": "Closes quizzes whose time is up",
    "fit_parameters": "Fits the memory model to each learner’s own reviews",
    "follow_classes": "Gives those who joined a class late the terms of its quizzes",
    "heartbeat": "Shows that a worker works",
    "leave": "Lets accounts go whose seven days are over",
    "open_days": "Plans each learner’s day as it begins",
    "remind": "Makes reminders and digests at the hour people chose",
    "send_mails": "Sends the mails that are due",
    "settle_assignments": "Keeps how everybody stood when an assignment was due",
    "statistics": "Computes the figures of questions and exams",
    "tell_classes": "Brings messages of classes and news of assignments to inboxes",
}
GRACE = timedelta(minutes=2)  # a worker that is busy or starts anew is not late yet


@dataclass(frozen=True)
class Scheduled:
    """A job, what it does, every how many seconds it is to run, its last run if it has had one, and how it stands:
    "well", "failed", "late", or "new" before the first run."""

    name: str
    does: str
    every: int
    last: Job | None
    state: str

    @property
    def rhythm(self) -> str:
        """How often it runs, in the unit that people would say."""
        size, unit = next((size, unit) for size, unit in ((3600, "h"), (60, "min"), (1, "s")) if self.every % size == 0)
        return f"{self.every // size} {unit}"


def state_of(last: Job | None, every: int, now: datetime) -> str:
    """How a job stands. Late is one that has missed a second turn too, by more than the `GRACE`."""
    if last is None:
        return "new"
    if now - last.ended_at > 2 * timedelta(seconds=every) + GRACE:
        return "late"
    return "well" if last.outcome == "success" else "failed"


def jobs(now: datetime) -> Sequence[Scheduled]:
    """Everything that runs by itself, what needs a look first. One query."""
    last = {job.name: job for job in Job.objects.all()}
    all_ = [_scheduled(one["task"], one["schedule"], last, now) for one in SCHEDULE.values()]
    return sorted(all_, key=lambda one: (one.state not in ("failed", "late"), one.name))


def _scheduled(task: object, schedule: object, last: Mapping[str, Job], now: datetime) -> Scheduled:
    name, every = str(task).rpartition(".")[2], int(str(schedule))
    return Scheduled(name, DOES.get(name, ""), every, last.get(name), state_of(last.get(name), every, now))
