"""The programs that make the app: web, worker and beat."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from sdwiki.embedded import paths, port, probes
from sdwiki.embedded.children import Child, Children
from sdwiki.embedded.kept import Kept
from sdwiki.embedded.logs import Logs
from sdwiki.embedded.probes import Probe

# With all of its threads busy the web server is silent too, and to restart it then would cut off those it serves.
WEB_PATIENCE = 6


NAMES = ("web", "worker", "beat")


def services(
    var: Path, children: Children, logs: Logs, environment: Mapping[str, str], listener: int, number: int
) -> list[Kept]:
    """Web server, worker and beat, in the order in which they start.

    ``listener`` is the descriptor of the socket on which the web server accepts, ``number`` its port.
    """

    def kept(name: str, argv: list[str], log: str, probe: Probe | None = None, inherits: tuple[int, ...] = ()) -> Kept:
        def launch() -> Child:
            return children.start(name, argv, env=environment, log=logs.pipe(log), cwd=paths.ROOT, pass_fds=inherits)

        return Kept(name, launch, logs.files[log], probe=probe)

    # When a tick last came does not matter, and a file that beat was killed over may be half-written.
    for leftover in var.glob("*celerybeat-schedule*"):
        leftover.unlink(missing_ok=True)
    celery = [sys.executable, "-m", "celery", "--app=sdwiki", "--quiet"]  # its banners are no lines of a log
    worker = [
        *celery, "worker", "--loglevel=INFO", "--without-mingle", "--without-gossip",
        f"--concurrency={os.environ.get('CELERY_CONCURRENCY', '2')}",
    ]  # fmt: skip
    beat = [*celery, "beat", "--loglevel=INFO", f"--schedule={var / 'celerybeat-schedule'}"]
    probe = Probe((port.HOST, number), probes.WEB_QUESTION, patience=WEB_PATIENCE)
    return [
        kept("The web server", web_command(listener), "web", probe, (listener,)),
        kept("The worker", worker, "worker"),
        kept("Beat", beat, "beat"),
    ]


def web_command(listener: int) -> list[str]:
    """The web server that accepts on the socket of this descriptor."""
    argv = [
        sys.executable, "-m", "gunicorn", "sdwiki.wsgi",
        f"--bind=fd://{listener}",
        # Slow clients hold no threads there, so few threads serve many clients.
        "--worker-class=sdwiki.web.worker.Worker",
        "--worker-connections=4000",
        f"--workers={os.environ.get('WEB_CONCURRENCY', '2')}",
        "--threads=4",
        "--timeout=60",
        "--graceful-timeout=30",
        "--logger-class=sdwiki.weblog.WebLogger",
        # All copies on a machine would share one control socket in the home directory.
        "--no-control-socket",
    ]  # fmt: skip
    if os.access("/dev/shm", os.W_OK):
        argv.append("--worker-tmp-dir=/dev/shm")  # its heartbeat must not wait for a busy disk
    return argv
