"""Owners of embedded servers, as processes that a test may kill."""

import json
import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest

from sdwiki.embedded import locks
from sdwiki.embedded.children import Children
from sdwiki.embedded.stack import Stack

ROOT = Path(__file__).resolve().parents[2]

# Starts the servers, says where they are, and stops them when its input ends or a server does.
OWNER = """
import json, select, sys
from sdwiki.embedded import EmbeddedError, paths
from sdwiki.embedded import locks
from sdwiki.embedded.children import Children
from sdwiki.embedded.stack import Stack
stack = Stack(paths.var_dir())
try:
    stack.start()
except EmbeddedError as error:
    sys.exit(str(error))
print(json.dumps([stack.urls.database_url, stack.urls.redis_socket]), flush=True)
while not stack.crashed() and not select.select([sys.stdin], [], [], 0.05)[0]:
    pass
print(stack.crashed(), flush=True)
stack.stop()
"""


@dataclass
class Owner:
    """A running owner and what it said."""

    process: subprocess.Popen[str]
    database_url: str
    redis_socket: str

    def family(self):
        """Every process of the stack but the owner itself."""
        return psutil.Process(self.process.pid).children(recursive=True)

    def stop(self):
        """End it in good order; returns what it said of a crash."""
        return self.process.communicate("\n", timeout=60)[0].strip()


def wait_for_end(processes):
    """Wait until these have ended and return those that have not. A zombie that a lazy init leaves has ended."""
    deadline = time.monotonic() + 60
    while alive := [process for process in processes if runs(process)]:
        if time.monotonic() > deadline:
            break
        time.sleep(0.05)
    return alive


def runs(process):
    """Whether it is there and no zombie."""
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


@pytest.fixture
def new_var(tmp_path, monkeypatch):
    """A data folder that does not exist yet, with none of the test run's own servers in the environment."""
    monkeypatch.setenv("SDWIKI_VAR", str(tmp_path / "var"))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.delenv("REDIS_URL", raising=False)
    return tmp_path / "var"


@pytest.fixture(scope="session")
def made_once(tmp_path_factory):
    """The data folder of a first start, to be copied: making one takes longer than most tests."""
    var = tmp_path_factory.mktemp("made") / "var"
    with pytest.MonkeyPatch.context() as environment:
        environment.delenv("DATABASE_URL", raising=False)
        environment.delenv("REDIS_URL", raising=False)
        stack = Stack(var)
        stack.start()
        stack.stop()
    return var


@pytest.fixture
def var(made_once, new_var):
    """A data folder for one test in which servers have run before."""
    shutil.copytree(made_once, new_var)
    return new_var


def python(code):
    """Start a Python process in the checkout with this code."""
    return subprocess.Popen(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=os.environ,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.fixture
def start_process(new_var):
    """Start Python code that is killed at the end of the test if it still runs."""
    processes = []

    def start(code):
        processes.append(python(code))
        return processes[-1]

    yield start
    for process in processes:
        if process.poll() is None:
            process.kill()
        process.communicate()


@pytest.fixture
def run(start_process):
    """Run Python code to its end; returns its exit code, output and errors."""

    def run(code):
        process = start_process(code)
        output, errors = process.communicate(timeout=60)
        return process.returncode, output.strip(), errors.strip()

    return run


@pytest.fixture
def start_owner(start_process):
    """Start an owner and wait until its servers answer."""

    def start():
        process = start_process(OWNER)
        line = process.stdout.readline()
        assert line, process.stderr.read()
        return Owner(process, *json.loads(line))

    return start


@pytest.fixture
def children(tmp_path):
    lock = locks.FileLock(tmp_path / "lock")
    family = Children(lock.fd)
    yield family
    family.close()
    lock.close()
