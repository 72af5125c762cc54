"""The programs that make the app: web, worker and beat, each kept running or given up on in time."""

import os
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from sdwiki.embedded import paths
from sdwiki.embedded.children import Child, Children

MAX_FAILURES = 5
STEADY_SECONDS = 60
LONGEST_PAUSE_SECONDS = 30


@dataclass
class Service:
    """One program with its log file. One that keeps failing is restarted after ever longer pauses."""

    name: str
    argv: list[str]
    log: Path
    child: Child | None = None
    started: float = 0
    failures: int = 0
    start_at: float = field(default=0)

    def start(self, children: Children, environment: Mapping[str, str]) -> None:
        """Start it now."""
        self.started = time.monotonic()
        self.child = children.start(self.name, self.argv, env=environment, log=self.log, cwd=paths.ROOT)

    def look_after(self, children: Children, environment: Mapping[str, str]) -> str:
        """Restart it if it has ended and its pause is over. Returns what there is to tell, mostly nothing."""
        now = time.monotonic()
        if self.child is None:
            if now >= self.start_at:
                self.start(children, environment)
            return ""
        code = self.child.exit_code()
        if code is None:
            return ""
        self.child = None
        self.failures = 1 if now - self.started > STEADY_SECONDS else self.failures + 1
        pause = min(2 ** (self.failures - 1), LONGEST_PAUSE_SECONDS)
        self.start_at = now + pause
        return f"The {self.name} ended (exit code {code}); it is started again in {pause} s. Its log: {self.log}"

    @property
    def hopeless(self) -> bool:
        """Whether it failed too often in a row to be started once more."""
        return self.child is None and self.failures >= MAX_FAILURES


def services(var: Path, port: int) -> list[Service]:
    """Web server, worker and beat, in the order in which they start."""
    gunicorn = [
        sys.executable, "-m", "gunicorn", "sdwiki.wsgi",
        f"--bind=127.0.0.1:{port}",
        "--worker-class=gthread",
        f"--workers={os.environ.get('WEB_CONCURRENCY', '2')}",
        "--threads=4",
        "--timeout=60",
        "--graceful-timeout=30",
        # All copies on a machine would share one control socket in the home directory.
        "--no-control-socket",
    ]  # fmt: skip
    if os.access("/dev/shm", os.W_OK):
        gunicorn.append("--worker-tmp-dir=/dev/shm")  # its heartbeat must not wait for a busy disk
    celery = [sys.executable, "-m", "celery", "--app=sdwiki"]
    worker = [
        *celery, "worker", "--loglevel=INFO", "--without-mingle", "--without-gossip",
        f"--concurrency={os.environ.get('CELERY_CONCURRENCY', '2')}",
    ]  # fmt: skip
    # When a tick last came does not matter, and a file that beat was killed over may be half-written.
    for leftover in var.glob("*celerybeat-schedule*"):
        leftover.unlink(missing_ok=True)
    beat = [*celery, "beat", "--loglevel=INFO", f"--schedule={var / 'celerybeat-schedule'}"]
    return [
        Service("web server", gunicorn, paths.log_path(var, "web")),
        Service("worker", worker, paths.log_path(var, "worker")),
        Service("beat", beat, paths.log_path(var, "beat")),
    ]
