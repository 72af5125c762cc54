"""What is done to a running site in a soak, and how long it takes until it answers again."""

import os
import signal
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import psutil
import psycopg
import redis

from benchmarks.site import Person, Site, wait_until

PATIENCE_SECONDS = 60


def victim(site: Site, name: str) -> Any:
    """The process of this name, which may just be starting."""
    assert wait_until(lambda: site.child(name), PATIENCE_SECONDS), f"no {name}"
    return site.child(name)


def send(number: int, name: str, site: Site) -> None:
    victim(site, name).send_signal(number)


def kill_below(name: str, site: Site) -> None:
    """Kill a process that the one of this name has started."""
    wait_until(lambda: victim(site, name).children(), PATIENCE_SECONDS)
    victim(site, name).children()[-1].kill()


def flush(site: Site) -> None:
    """Everything that the broker holds is gone."""
    with redis.Redis(unix_socket_path=site.note().redis_socket, socket_timeout=10) as broker:
        broker.flushall()


def kill_back_end(site: Site) -> None:
    """A killed process of a connection: PostgreSQL ends all the others and recovers."""
    found = site.execute(
        "SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
    )
    os.kill(found[0][0], signal.SIGKILL)


# In turn. The broker is flushed well after it was frozen, as a frozen one takes no orders. No program dies more than
# four times in a minute, which would be the end of the site, and is meant to be.
Fault = tuple[str, Callable[[Site], None]]
FAULTS: tuple[Fault, ...] = (
    ("broker flushed", flush),
    ("Valkey killed", partial(send, signal.SIGKILL, "Valkey")),
    ("broker frozen", partial(send, signal.SIGSTOP, "Valkey")),
    ("web worker killed", partial(kill_below, "web server")),
    ("PostgreSQL killed", partial(send, signal.SIGKILL, "PostgreSQL")),
    ("Celery worker killed", partial(send, signal.SIGKILL, "worker")),
    ("beat killed", partial(send, signal.SIGKILL, "beat")),
    ("back end killed", kill_back_end),
    ("web master killed", partial(send, signal.SIGKILL, "web server")),
    ("Celery process killed", partial(kill_below, "worker")),
    ("PostgreSQL restarted", partial(send, signal.SIGINT, "PostgreSQL")),
)


@dataclass(frozen=True)
class Look:
    """One look at a page: when it began and ended (monotonic seconds), and whether the page came."""

    began: float
    ended: float
    good: bool


class Watcher(threading.Thread):
    """A member who opens a page of their own again and again: it needs the web server, the session, the database."""

    def __init__(self, site: Site, email: str, password: str, over: threading.Event) -> None:
        super().__init__(name="watcher")
        self.person, self.over = Person(site), over
        self.person.log_in(email, password)
        self.looks: list[Look] = []

    def run(self) -> None:
        while not self.over.is_set():
            began = time.monotonic()
            try:
                good = self.person.send("GET", "/review/")[0] == 200
            except OSError:
                good = False
            except Exception:  # half an answer
                good = False
            self.looks.append(Look(began, time.monotonic(), good))
            time.sleep(0.1)

    def wait(self) -> bool:
        """Wait for a page that was asked for from now on."""
        now = time.monotonic()
        return wait_until(lambda: any(look.good and look.began > now for look in self.looks[-20:]), PATIENCE_SECONDS)


@dataclass(frozen=True)
class Met:
    """A fault, and after how many seconds the site answered and went on answering; None: never."""

    name: str
    at: float
    seconds: float | None


def answered(looks: list[Look], began: float, until: float) -> float | None:
    """How long after ``began`` the first page came that was asked for after the last that did not come.

    A page that was still on its way at ``until`` says nothing of this fault: what was done then cut it off."""
    window = [look for look in looks if began < look.ended <= until]
    lost = max((look.began for look in window if not look.good), default=began)
    return next((look.ended - began for look in window if look.good and look.began >= lost), None)


def alive(processes: set[Any]) -> list[Any]:
    """Those that still run. A zombie that a lazy init leaves has ended."""

    def runs(process: Any) -> bool:
        try:
            return bool(process.is_running() and process.status() != psutil.STATUS_ZOMBIE)
        except psutil.NoSuchProcess:
            return False

    return [process for process in processes if runs(process)]


def stored(site: Site, since: float) -> list[tuple[str, str]]:
    """What the database holds of the acts of learners since a moment (seconds since 1970), repetitions included."""
    rows = site.execute(STORED, *[since] * 5)
    return [(kind, key) for kind, key in rows]


def miscounted(site: Site) -> int:
    """Cards whose count of evidence is not that of their reviews, and questions of a timed quiz that has ended which do
    not have one mark: something had no effect, or two."""
    [(count,)] = site.execute(MISCOUNTED)
    return int(count)


def connects(site: Site) -> bool:
    try:
        site.execute("SELECT 1")
    except psycopg.OperationalError:
        return False
    return True


STORED = """
SELECT 'grade', key::text FROM quizzes_review
WHERE source = 'review' AND rating IS NOT NULL AND at >= to_timestamp(%s)
UNION ALL SELECT CASE a.kind WHEN 'exam' THEN 'save' ELSE 'answer' END, w.key::text
FROM quizzes_answer w
JOIN quizzes_attemptquestion q ON q.id = w.question_id JOIN quizzes_attempt a ON a.id = q.attempt_id
WHERE w.at >= to_timestamp(%s)
UNION ALL SELECT 'sitting', key::text FROM quizzes_attempt WHERE title = 'Soak' AND started_at >= to_timestamp(%s)
UNION ALL SELECT 'start', key::text FROM quizzes_attempt WHERE kind = 'practice' AND started_at >= to_timestamp(%s)
UNION ALL SELECT 'end', id::text FROM quizzes_attempt WHERE submitted_at IS NOT NULL AND started_at >= to_timestamp(%s)
"""
MISCOUNTED = """
SELECT (
    SELECT count(*) FROM quizzes_card c WHERE reps <> (
        SELECT count(*) FROM quizzes_review r WHERE r.card_id = c.id AND r.rating IS NOT NULL
        AND NOT EXISTS (SELECT FROM quizzes_review u WHERE u.undoes_id = r.id)
    )
) + (
    SELECT count(*) FROM quizzes_attemptquestion q JOIN quizzes_attempt a ON a.id = q.attempt_id
    WHERE a.kind = 'exam' AND a.submitted_at IS NOT NULL
    AND (SELECT count(*) FROM quizzes_grading g WHERE g.question_id = q.id) <> 1
)
"""
