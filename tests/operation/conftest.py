"""The whole app as `script/server` runs it, as processes that a test may kill, freeze, and ask for pages."""

import http.client
import http.cookies
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.parse
from dataclasses import dataclass, field
from pathlib import Path

import psutil
import psycopg
import pytest

from sdwiki.embedded.stack import Descriptor

ROOT = Path(__file__).resolve().parents[2]
READY = "sdwiki is ready at"
# How a process of ours is known by its command line.
PROGRAMS = {
    "PostgreSQL": "/bin/postgres ",
    "Valkey": "valkey-server",
    "web server": " gunicorn ",
    "worker": " celery --app=sdwiki --quiet worker",
    "beat": " celery --app=sdwiki --quiet beat",
    "watchdog": "watchdog.py",
    "log writer": "logwriter.py",
}


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def clean_environment(**changes):
    """Ours, without what the test run itself set for its own servers."""
    ours = {"DATABASE_URL", "REDIS_URL", "SDWIKI_VAR", "SITE_URL", "SECRET_KEY", "EMAIL_URL"}
    return {name: value for name, value in os.environ.items() if name not in ours} | changes


def wait_until(condition, seconds=60):
    """Wait for something to become true; returns whether it did."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


@dataclass
class Site:
    """A running `script/server`, less its set-up of packages."""

    process: subprocess.Popen
    port: int
    var: Path
    lines: list[str] = field(default_factory=list)

    @property
    def url(self):
        return f"http://localhost:{self.port}"

    def says(self, text, seconds=90):
        """Wait for a line that holds this text."""
        wait_until(lambda: any(text in line for line in self.lines) or self.process.poll() is not None, seconds)
        wait_until(lambda: any(text in line for line in self.lines), 1)
        assert any(text in line for line in self.lines), "\n".join(self.lines)

    def child(self, name):
        """The process of this name that the supervisor started, or None."""
        for process in psutil.Process(self.process.pid).children():
            try:
                if PROGRAMS[name] in " ".join(process.cmdline()) + " ":
                    return process
            except psutil.Error:
                continue
        return None

    def family(self):
        return psutil.Process(self.process.pid).children(recursive=True)

    def ask(self, path, seconds=30, **headers):
        """The status and the text of one page on a new connection; the name of the error where there is no answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=seconds)
        try:
            connection.request("GET", path, headers={"Host": "localhost"} | headers)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        except (OSError, http.client.HTTPException) as error:
            return type(error).__name__, ""
        finally:
            connection.close()

    def get(self, path, **headers):
        """The status alone."""
        return self.ask(path, **headers)[0]

    def ready(self):
        """What the app says of its own state: the status of the answer, and each check."""
        status, text = self.ask("/health/ready")
        return status, json.loads(text)["checks"]

    def execute(self, statement):
        with psycopg.connect(Descriptor.read(self.var).database_url, autocommit=True) as connection:
            return connection.execute(statement).fetchall()

    def heartbeat(self):
        """When a worker last worked."""
        [(at,)] = self.execute("SELECT coalesce(max(at), 'epoch') FROM quizzes_heartbeat")
        return at

    def stop(self, number=signal.SIGINT):
        if self.process.poll() is None:
            self.process.send_signal(number)
        code = self.process.wait(timeout=90)
        self.reader.join(10)
        return code


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
            time.sleep(0.05)

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


class Person:
    """Somebody with a browser's cookies. Headers say how a proxy would hand on what they ask for."""

    def __init__(self, site, **headers):
        self.site = site
        self.headers = {"Host": f"localhost:{site.port}"} | headers
        self.scheme = headers.get("X-Forwarded-Proto", "http")
        self.cookies = {}

    def send(self, method, path, body=None):
        """One request: its status, its headers, its text."""
        home = f"{self.scheme}://{self.headers['Host']}"
        headers = self.headers | {"Referer": home + path, "Origin": home}
        headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection = http.client.HTTPConnection("127.0.0.1", self.site.port, timeout=30)
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            text = answer.read().decode()
        finally:
            connection.close()
        for line in answer.headers.get_all("Set-Cookie", []):
            for cookie in http.cookies.SimpleCookie(line).values():
                self.cookies[cookie.key] = cookie.value
        return answer.status, answer.headers, text

    def open(self, path):
        """The status and the text of a page, redirects followed."""
        status, headers, text = self.send("GET", path)
        for _ in range(5):
            if status not in (301, 302):
                break
            path = urllib.parse.urlsplit(headers["Location"])._replace(scheme="", netloc="").geturl()
            status, headers, text = self.send("GET", path)
        return status, text

    def post(self, path, **fields):
        """Send the form of a page; the status and the text of what follows."""
        status, page = self.open(path)
        assert status == 200, page
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
        body = urllib.parse.urlencode(fields | {"csrfmiddlewaretoken": token})
        status, headers, text = self.send("POST", path, body)
        return self.open(headers["Location"]) if status == 302 else (status, text)

    def log_in(self, email, password):
        return self.post("/accounts/login/", login=email, password=password)


def start_site(var, *arguments, **environment):
    """Start the supervisor; it may not be ready yet."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "sdwiki.embedded.supervisor", "--port", str(port), *arguments],
        cwd=ROOT,
        env=clean_environment(SDWIKI_VAR=str(var), PYTHONUNBUFFERED="1") | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    site = Site(process, port, Path(var))

    def read():
        with process.stdout:
            for line in process.stdout:
                site.lines.append(line.rstrip("\n"))

    site.reader = threading.Thread(target=read)
    site.reader.start()
    return site


@dataclass(frozen=True)
class Made:
    """The data folder of a first start with people in it, to be copied."""

    var: Path
    password: str
    lines: list[str]


@pytest.fixture(scope="session")
def made(tmp_path_factory):
    """A first start takes half a minute, so there is one for all."""
    var = tmp_path_factory.mktemp("made") / "var"
    site = start_site(var, "--demo")
    site.says(READY, 300)
    assert site.stop() == 0
    [password] = [line.rpartition(" ")[2] for line in site.lines if "learner1@demo.example" in line]
    return Made(var, password, site.lines)


@pytest.fixture(scope="module")
def start(made, tmp_path_factory):
    """Start sites on copies of what the first start made; they are ended with the module."""
    sites = []

    def start(*arguments, var=None, ready=True, **environment):
        if var is None:
            var = tmp_path_factory.mktemp("site") / "var"
            shutil.copytree(made.var, var)
        sites.append(start_site(var, *arguments, **environment))
        if ready:
            sites[-1].says(READY)
        return sites[-1]

    yield start
    for site in sites:
        site.stop(signal.SIGKILL)
