"""The whole app as `script/server` runs it, as processes that may be killed, frozen, and asked for pages."""

import http.client
import http.cookies
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.parse
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import psutil
import psycopg

from sdwiki.embedded.stack import Descriptor

ROOT = Path(__file__).resolve().parents[1]
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


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def clean_environment(**changes: str) -> dict[str, str]:
    """Ours, without what a test run itself set for its own servers."""
    ours = {"DATABASE_URL", "REDIS_URL", "SDWIKI_VAR", "SITE_URL", "SECRET_KEY", "EMAIL_URL"}
    return {name: value for name, value in os.environ.items() if name not in ours} | changes


def wait_until(condition: Callable[[], object], seconds: float = 60) -> bool:
    """Wait for something to become true; returns whether it did."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.1)
    return True


@dataclass
class Site:
    """A running `script/server`, less its set-up of packages."""

    process: "subprocess.Popen[str]"
    port: int
    var: Path
    lines: list[str] = field(default_factory=list)
    reader: threading.Thread = field(init=False)

    def __post_init__(self) -> None:
        self.reader = threading.Thread(target=self._read)
        self.reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout:
            for line in self.process.stdout:
                self.lines.append(line.rstrip("\n"))

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    def says(self, text: str, seconds: float = 90) -> None:
        """Wait for a line that holds this text."""
        wait_until(lambda: any(text in line for line in self.lines) or self.process.poll() is not None, seconds)
        wait_until(lambda: any(text in line for line in self.lines), 1)
        assert any(text in line for line in self.lines), "\n".join(self.lines)

    def child(self, name: str) -> Any:
        """The process of this name that the supervisor started, or None."""
        for process in psutil.Process(self.process.pid).children():
            try:
                if PROGRAMS[name] in " ".join(process.cmdline()) + " ":
                    return process
            except psutil.Error:
                continue
        return None

    def family(self) -> list[Any]:
        return list(psutil.Process(self.process.pid).children(recursive=True))

    def ask(self, path: str, seconds: float = 30, **headers: str) -> tuple[int | str, str]:
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

    def get(self, path: str, **headers: str) -> int | str:
        """The status alone."""
        return self.ask(path, 30, **headers)[0]

    def ready(self) -> tuple[int | str, Any]:
        """What the app says of its own state: the status of the answer, and each check."""
        status, text = self.ask("/health/ready")
        return status, json.loads(text)["checks"]

    def note(self) -> Descriptor:
        """Where its servers are."""
        note = Descriptor.read(self.var)
        assert note is not None
        return note

    def execute(self, statement: str, *values: object) -> list[Any]:
        """The rows that a statement gives."""
        with psycopg.connect(self.note().database_url, autocommit=True) as connection:
            return connection.execute(statement.encode(), values or None).fetchall()

    def heartbeat(self) -> datetime:
        """When a worker last worked."""
        [(at,)] = self.execute("SELECT coalesce(max(at), 'epoch') FROM quizzes_heartbeat")
        found: datetime = at
        return found

    def stop(self, number: int = signal.SIGINT) -> int:
        if self.process.poll() is None:
            self.process.send_signal(number)
        code = self.process.wait(timeout=90)
        self.reader.join(10)
        return code


class Person:
    """Somebody with a browser's cookies. Headers say how a proxy would hand on what they ask for."""

    def __init__(self, site: Site, **headers: str) -> None:
        self.site = site
        self.headers = {"Host": f"localhost:{site.port}"} | headers
        self.scheme = headers.get("X-Forwarded-Proto", "http")
        self.cookies: dict[str, str] = {}

    def send(
        self, method: str, path: str, body: str | None = None, **extra: str
    ) -> tuple[int, http.client.HTTPMessage, str]:
        """One request: its status, its headers, its text."""
        home = f"{self.scheme}://{self.headers['Host']}"
        headers = self.headers | {"Referer": home + path, "Origin": home} | extra
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

    def open(self, path: str) -> tuple[int, str]:
        """The status and the text of a page, redirects followed."""
        status, headers, text = self.send("GET", path)
        for _ in range(5):
            if status not in (301, 302):
                break
            path = urllib.parse.urlsplit(headers["Location"])._replace(scheme="", netloc="").geturl()
            status, headers, text = self.send("GET", path)
        return status, text

    def post(self, path: str, **fields: object) -> tuple[int, str]:
        """Send the form of a page; the status and the text of what follows."""
        status, page = self.open(path)
        assert status == 200, page
        body = urllib.parse.urlencode(fields | {"csrfmiddlewaretoken": token_of(page)})
        status, headers, text = self.send("POST", path, body)
        return self.open(headers["Location"]) if status == 302 else (status, text)

    def log_in(self, email: str, password: str) -> tuple[int, str]:
        return self.post("/accounts/login/", login=email, password=password)


def token_of(page: str) -> str:
    """What the forms of a page prove themselves with."""
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert found, page
    return found[1]


def start_site(var: Path | str, *arguments: str, **environment: str) -> Site:
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
    return Site(process, port, Path(var))
