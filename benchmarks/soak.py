"""`script/bench soak [--seconds 600]`: learners study while all of the site is killed, frozen and flushed in turn.

With `--attempts 200` they sit so many timed quizzes of twenty questions instead, while web workers, Celery workers and
the broker are killed in an order of chance.

It starts a site of its own, talks to this machine only, and ends only what it started. Printed: how many of the things
that the site said yes to are stored, how many are lost or doubled, how long it needed to answer after each fault,
whether the cleaning of what has expired went on meanwhile, and whether a process is left at the end.
"""

import argparse
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from celery import Celery

from benchmarks import faults
from benchmarks.faults import FAULTS, Fault, Met, Watcher
from benchmarks.learners import Learner, Ledger
from benchmarks.site import READY, Site, start_site, wait_until
from benchmarks.sitting import Work, mixed, sitters

LEARNERS = tuple(f"learner{number}@demo.example" for number in range(1, 6))
WATCHER = "instructor@demo.example"
GAP_SECONDS = 8.0
LONGEST_SECONDS = 10.0
MOST_SECONDS = 3600
OLD = {"django_session": 6000, "quizzes_attempt": 600, "quizzes_heartbeat": 1}


@dataclass
class Outcome:
    """What a soak has found; ``left`` are the names of processes that outlived the site."""

    ledgers: list[Ledger]
    stored: list[tuple[str, str]]
    miscounted: int
    met: list[Met]
    cleaned: float | None
    background: float | None
    code: int
    left: list[str] = field(default_factory=list)

    def all(self, name: str) -> set[tuple[str, str]]:
        found: set[tuple[str, str]] = set().union(*(getattr(ledger, name) for ledger in self.ledgers))
        return found

    def total(self, name: str) -> int:
        return sum(getattr(ledger, name) for ledger in self.ledgers)

    @property
    def lost(self) -> set[tuple[str, str]]:
        """Acknowledged, and not there."""
        return self.all("acknowledged") - set(self.stored)

    @property
    def doubled(self) -> int:
        """Stored more than once, or without having been sent, or with an effect that is not there once."""
        unsent = set(self.stored) - self.all("sent")
        return len(self.stored) - len(set(self.stored)) + len(unsent) + self.miscounted

    @property
    def slowest(self) -> float:
        """Seconds until the site answered after the worst of the faults."""
        return max((one.seconds if one.seconds is not None else float("inf") for one in self.met), default=0.0)

    @property
    def good(self) -> bool:
        works = self.cleaned is not None and self.background is not None and not self.code and not self.broken
        return works and not self.lost and not self.doubled and not self.left and self.slowest <= LONGEST_SECONDS

    @property
    def broken(self) -> list[str]:
        """What kept a learner from going on."""
        return [words for ledger in self.ledgers for words in ledger.broken]


def soak(
    site: Site,
    password: str,
    *,
    gap: float = GAP_SECONDS,
    seconds: float = 0,
    count: int | None = None,
    attempts: int = 0,
) -> Outcome:
    """Let learners study on a ready site, with a fault every ``gap`` seconds, for ``seconds``, or for ``count`` faults
    where that is given; then stop it. Of ``attempts``, where there are to be some, so many are sat in that time."""
    over, since = threading.Event(), time.time()
    work = Work(attempts)
    learners: Sequence[Learner] = (
        sitters(site, password, over, work)
        if attempts
        else [Learner(site, email, password, over) for email in LEARNERS]
    )
    watcher = Watcher(site, WATCHER, password, over)
    family = set(site.family())
    for thread in (*learners, watcher):
        thread.start()
    try:
        began = time.monotonic()
        cleaned = clean(site)
        until = began + seconds if count is None else 0.0
        how = mixed() if attempts else cycle(FAULTS)
        done = work.done if attempts else None
        times = attack(site, watcher, family, islice(how, count), until=until, gap=gap, done=done)
        while time.monotonic() < began + seconds and not (done and done.is_set()):
            time.sleep(0.1)
        background = works_again(site)
    finally:
        over.set()
        for thread in (*learners, watcher):
            thread.join()
    ends = [at for _, at in times[1:]] + [time.monotonic()]
    met = [Met(name, at, faults.answered(watcher.looks, at, end)) for (name, at), end in zip(times, ends, strict=True)]
    ledgers = [learner.ledger for learner in learners]
    outcome = Outcome(ledgers, faults.stored(site, since), faults.miscounted(site), met, cleaned, background, code=0)
    family |= set(site.family())
    outcome.code = site.stop()
    wait_until(lambda: not faults.alive(family), 30)
    outcome.left = [f"{process.pid} {process.name()}" for process in faults.alive(family)]
    return outcome


def attack(
    site: Site,
    watcher: Watcher,
    family: set[Any],
    how: Iterable[Fault],
    *,
    until: float,
    gap: float,
    done: threading.Event | None,
) -> list[tuple[str, float]]:
    """Do one thing after the other to the site, till it is ``done`` where that is given; what, and when."""
    inflicted: list[tuple[str, float]] = []
    for name, inflict in how:
        late = until > 0 and time.monotonic() + gap > until
        if site.process.poll() is not None or late or (done and done.is_set()):
            break
        inflicted.append((name, time.monotonic()))
        inflict(site)
        time.sleep(gap)
        watcher.wait()
        family |= set(site.family())
    return inflicted


def works_again(site: Site) -> float | None:
    """Seconds until the worker did something after everything was over; None: it did not within a minute."""
    began, now = time.monotonic(), datetime.now(UTC)
    wait_until(lambda: faults.connects(site))
    return time.monotonic() - began if wait_until(lambda: site.heartbeat() > now) else None


def clean(site: Site) -> float | None:
    """Leave what has expired, let the task clean, and say how many seconds it took; None: it did not do it rightly.

    What must stay: a visitor's quiz of yesterday, and every login.
    """
    for statement in LEAVE:
        site.execute(statement)
    assert site.execute(LEFT) == [tuple(OLD.values())]
    [(logins,)] = site.execute(LOGINS)
    began = time.monotonic()
    address = f"redis+socket://{site.note().redis_socket}"
    with Celery(broker=address, set_as_current=False) as sender:
        sender.send_task("quizzes.tasks.clean")
    gone = wait_until(lambda: site.execute(LEFT) == [(0, 0, 0)])
    seconds = time.monotonic() - began
    [(kept,)] = site.execute("SELECT count(*) FROM quizzes_attempt WHERE title = 'of yesterday'")
    [(logins_now,)] = site.execute(LOGINS)
    return seconds if gone and kept == 1 and logins_now >= logins else None


def report(outcome: Outcome, seconds: float) -> None:
    """Print what was found."""
    acknowledged, there, sent = outcome.all("acknowledged"), set(outcome.stored), outcome.all("sent")
    print(f"{seconds:.0f} s, {len(outcome.ledgers)} learners, {outcome.total('logins')} logins, ", end="")
    print(f"{outcome.total('requests')} requests, {outcome.total('repeated')} of them sent again")
    print(f"{'':14}{'acknowledged':>13}{'stored':>8}{'lost':>6}")
    for kind in ("grade", "answer", "start", "sitting", "save", "end"):
        yes = {act for act in acknowledged if act[0] == kind}
        print(f"{kind + 's':14}{len(yes):13}{len(yes & there):8}{len(yes - there):6}")
    print(f"{'together':14}{len(acknowledged):13}{len(acknowledged & there):8}{len(outcome.lost):6}")
    print(f"doubled: {outcome.doubled}; sent, but never acknowledged: {len(sent - acknowledged)}")
    for words in [words for ledger in outcome.ledgers for words in ledger.refused][:20]:
        print(f"  refused: {words}")
    for words in outcome.broken[:5]:
        print(f"  broken: {words}")
    print(f"{'seconds until it answered after':34}{'times':>6}{'median':>8}{'longest':>9}")
    for name, _ in FAULTS:
        took = [float("inf") if one.seconds is None else one.seconds for one in outcome.met if one.name == name]
        if took:
            print(f"  {name:32}{len(took):6}{statistics.median(took):8.2f}{max(took):9.2f}")
    print(f"expired sessions, visitors' quizzes and heartbeats cleaned under load: {_seconds(outcome.cleaned)}")
    print(f"worker at work after the last fault: {_seconds(outcome.background)}")
    print(f"exit code {outcome.code}; processes left: {len(outcome.left)} {', '.join(outcome.left)}")


def _seconds(number: float | None) -> str:
    return "NO" if number is None else f"after {number:.1f} s"


def main() -> None:
    """A site from nothing, a soak, a report; exit code 1 where something was lost, doubled, slow or left."""
    parser = argparse.ArgumentParser(prog="script/bench soak", description=__doc__)
    parser.add_argument("--seconds", type=int, default=600, help="how long learners study at most (600)")
    parser.add_argument("--attempts", type=int, default=0, help="sit so many timed quizzes of 20 questions instead")
    chosen = parser.parse_args()
    if not 30 <= chosen.seconds <= MOST_SECONDS:
        parser.error(f"--seconds must be between 30 and {MOST_SECONDS}")
    with tempfile.TemporaryDirectory(prefix="soak-") as folder:
        site = start_site(Path(folder) / "var", "--demo")
        try:
            site.says(READY, 300)
            [password] = [line.rpartition(" ")[2] for line in site.lines if LEARNERS[0] in line]
            began = time.monotonic()
            outcome = soak(site, password, seconds=chosen.seconds, attempts=chosen.attempts)
        finally:
            site.stop()
        print("\n".join(site.lines))
    report(outcome, time.monotonic() - began)
    sat = len({act for act in outcome.all("acknowledged") if act[0] == "end"})
    sys.exit(not outcome.good or sat < chosen.attempts)


LEAVE = (
    f"""INSERT INTO django_session (session_key, session_data, expire_date)
    SELECT 'expired' || n, '', now() - interval '1 hour' FROM generate_series(1, {OLD["django_session"]}) n
    RETURNING 1""",
    f"""WITH old AS (
        INSERT INTO quizzes_attempt (visitor, kind, title, seed, key, started_at, closed_by_sweep)
        SELECT 'visitor' || n, 'practice', 'expired', '', gen_random_uuid(), now() - interval '40 days', false
        FROM generate_series(1, {OLD["quizzes_attempt"]}) n RETURNING id
    ) INSERT INTO quizzes_attemptquestion (attempt_id, position, version_id, "order", flagged)
    SELECT old.id, 1, (SELECT min(id) FROM quizzes_questionversion), '{{}}', false FROM old RETURNING 1""",
    """INSERT INTO quizzes_attempt (visitor, kind, title, seed, key, started_at, closed_by_sweep)
    VALUES ('visitor', 'practice', 'of yesterday', '', gen_random_uuid(), now() - interval '1 day', false)
    RETURNING 1""",
    "INSERT INTO quizzes_heartbeat (name, at) VALUES ('expired', now() - interval '8 days') RETURNING 1",
)
LEFT = """
SELECT (SELECT count(*) FROM django_session WHERE session_key LIKE 'expired%'),
    (SELECT count(*) FROM quizzes_attempt WHERE title = 'expired'),
    (SELECT count(*) FROM quizzes_heartbeat WHERE name = 'expired')
"""
LOGINS = "SELECT count(*) FROM django_session WHERE expire_date > now()"


if __name__ == "__main__":
    main()
