"""A site of its own for each module of drills, and somebody who looks at it all the time."""

import shutil
import signal
import threading
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from benchmarks.site import READY, start_site
from tests.once import once


@dataclass
class Request:
    began: float
    took: float
    outcome: object


class Visitor:
    """Asks for a page again and again, each time on a new connection, until the end of the block."""

    def __init__(self, site, path="/wiki/"):
        self.site = site
        self.path = path
        self.requests: list[Request] = []
        self.over = threading.Event()
        self.thread = threading.Thread(target=self.run)

    def run(self):
        while not self.over.is_set():
            began = time.monotonic()
            outcome = self.site.get(self.path)
            self.requests.append(Request(began, time.monotonic() - began, outcome))
            time.sleep(0.1)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *error):
        self.over.set()
        self.thread.join()

    def served(self, *, after=0.0):
        """The requests begun after a moment that got their page."""
        return [request for request in self.requests if request.outcome == 200 and request.began > after]

    def failed(self, *, after=0.0):
        """The requests begun after a moment that got no page."""
        return [request for request in self.requests if request.outcome != 200 and request.began > after]


@dataclass(frozen=True)
class Made:
    """The data folder of a first start with people in it, to be copied."""

    var: Path
    password: str
    lines: list[str]


@pytest.fixture(scope="session")
def made(tmp_path_factory):
    """A first start takes half a minute, so there is one for all processes of a run."""
    var, lines = once(tmp_path_factory, "made", first_start)
    [password] = [line.rpartition(" ")[2] for line in lines if "learner1@demo.example" in line]
    return Made(var, password, lines)


def first_start(var):
    site = start_site(var, "--demo")
    site.says(READY, 300)
    assert site.stop() == 0
    return site.lines


@pytest.fixture(scope="module")
def start(made, tmp_path_factory):
    """Start sites on copies of what the first start made; they are ended with the module."""
    sites, brisk = [], {"DJANGO_SETTINGS_MODULE": "tests.operation.brisk"}

    def start(*arguments, var=None, ready=True, **environment):
        if var is None:
            var = tmp_path_factory.mktemp("site") / "var"
            shutil.copytree(made.var, var)
        sites.append(start_site(var, *arguments, **brisk | environment))
        if ready:
            sites[-1].says(READY)
        return sites[-1]

    yield start
    for site in sites:
        site.stop(signal.SIGKILL)
