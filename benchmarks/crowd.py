"""How even saves are while many learners are in the middle of a quiz: clients at once against the real web server.

Imported after Django is set up. The server is the one that `script/server` keeps, in processes of its own, on the
database of the benchmark: that a save waits for a thread, or for the machine, counts.
"""

import http.client
import os
import socket
import statistics
import subprocess
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlencode

from benchmarks.measure import Result
from benchmarks.web import Browser, fresh_key
from quizzes.attempts.models import Attempt
from sdwiki.embedded.services import web_command

FEW, MANY = 8, 100  # few save without a pause, many think in between
SECONDS = 10  # each crowd saves for so long
THINKS = 1.0  # seconds
WARM_UP = 10  # saves of each of the few that are not counted: every process has its first of everything
PLACES = 10  # questions of an exam

Sat = tuple[Browser, Attempt]


@dataclass
class Crowd:
    """Learners who save at once: when that is over, how long each save took (ms), and what was refused."""

    port: int
    over: float
    thinks: float
    warm_up: int
    took: list[float] = field(default_factory=list)
    refused: list[int] = field(default_factory=list)

    def sit(self, browser: Browser, attempt: Attempt, waits: float) -> None:
        """Save answer after answer on one connection, as a browser does, from so many seconds on."""
        time.sleep(waits)
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {"Cookie": browser.cookies, "X-CSRFToken": browser.token, "HX-Request": "true", "Host": "localhost"}
        headers |= {"Content-Type": "application/x-www-form-urlencoded"}
        turn = 0
        while time.monotonic() < self.over:
            known, place = divmod(turn, PLACES)
            data = {"sureness": "unknown", "sequence": known, "idempotency_key": fresh_key()}
            began = time.perf_counter()
            connection.request("POST", f"/quizzes/{attempt.pk}/{place + 1}/answer/", urlencode(data), headers)
            answer = connection.getresponse()
            answer.read()
            spent = (time.perf_counter() - began) * 1000
            if answer.status != 200:
                self.refused.append(answer.status)
            turn += 1
            if turn > self.warm_up:
                self.took.append(spent)
            time.sleep(self.thinks)
        connection.close()


def crowds(sat: Sequence[Sat]) -> Iterator[Result]:
    """Eight learners who save one answer after another, then a hundred who think in between."""
    with served() as port:
        for name, some, thinks, warm_up in (
            (f"answer-save-{FEW}", sat[:FEW], 0.0, WARM_UP),
            (f"answer-save-{MANY}", sat[FEW:], THINKS, 0),
        ):
            took = _saved_by(some, Crowd(port, time.monotonic() + SECONDS, thinks, warm_up))
            middle, late = statistics.median(took), statistics.quantiles(took, n=100)[98]
            yield Result(name, late, "ms wall", middle, late / middle, "≤ 8 (stretch 5)", len(took))


@contextmanager
def served() -> Iterator[int]:
    """The app's web server on a port of its own."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        number = listener.fileno()
        settings = os.environ | {"DJANGO_SETTINGS_MODULE": "sdwiki.settings"}
        log = subprocess.DEVNULL
        with subprocess.Popen(web_command(number), env=settings, pass_fds=(number,), stdout=log, stderr=log) as server:
            try:
                yield listener.getsockname()[1]
            finally:
                server.terminate()


def _saved_by(sat: Sequence[Sat], crowd: Crowd) -> list[float]:
    """Milliseconds of each save, whoever made it."""
    pause = crowd.thinks / len(sat)  # they do not all save at the same moment
    people = [threading.Thread(target=crowd.sit, args=(*one, n * pause)) for n, one in enumerate(sat)]
    for one in people:
        one.start()
    for one in people:
        one.join()
    if crowd.refused:
        raise RuntimeError(f"{len(crowd.refused)} saves were refused, the first with {crowd.refused[0]}")
    return crowd.took
