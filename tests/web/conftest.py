"""The real server on the test's own database, asked by bytes on sockets."""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest
from psycopg.conninfo import make_conninfo

from sdwiki.storage import SITE

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Answer:
    """What came back: no status where nothing did."""

    status: int | None
    headers: dict[str, str]
    body: bytes

    @classmethod
    def of(cls, raw: bytes) -> "Answer":
        head, _, body = raw.partition(b"\r\n\r\n")
        line, *lines = head.decode("latin-1").split("\r\n")
        found = re.match(r"HTTP/1\.[01] (\d{3}) ", line)
        fields = (one.partition(":")[::2] for one in lines)
        return cls(int(found[1]) if found else None, {name.title(): text.strip() for name, text in fields}, body)


@dataclass
class Server:
    port: int
    process: subprocess.Popen

    @contextmanager
    def connect(self, seconds=20, **options):
        with socket.create_connection(("127.0.0.1", self.port), timeout=seconds) as client:
            yield client

    def send(self, *parts, over=True, seconds=20):
        """Everything that comes back until the server closes. ``over``: say that no more will be sent."""
        with self.connect(seconds) as client:
            try:
                for part in parts:
                    client.sendall(part)
                if over:
                    client.shutdown(socket.SHUT_WR)
            except OSError:  # it does not want to hear the rest
                pass
            return read_all(client)

    def ask(self, *parts, **options):
        return Answer.of(self.send(*parts, **options))

    def get(self, path, *lines, seconds=20):
        return self.ask(request("GET", path, "Connection: close", *lines), over=False, seconds=seconds)


def request(method, path, *lines, body=b"", host="localhost"):
    head = "\r\n".join([f"{method} {path} HTTP/1.1", f"Host: {host}", *lines])
    return head.encode("latin-1") + b"\r\n\r\n" + body


def read_all(client):
    found = b""
    while True:
        try:
            part = client.recv(65536)
        except ConnectionResetError:
            return found
        if not part:
            return found
        found += part


def read_until(client, end):
    """The first answer on a connection that stays open."""
    found = b""
    while not found.endswith(end):
        part = client.recv(65536)
        assert part, found
        found += part
    return found


def static_folder(var):
    """What pages ask of collectstatic: the files and their names. And one large file."""
    folder = var / "static"
    shutil.copytree(ROOT / "static", folder)
    shutil.copytree(ROOT / "content" / "library" / "diagrams", folder / "wiki")
    (folder / "a.css").write_text("a{}" * 100_000)
    (folder / SITE).write_text("a{}")
    names = [str(file.relative_to(folder)) for file in folder.rglob("*.*")]
    manifest = {"version": "1.1", "hash": "", "paths": {name: name for name in names}}
    (folder / "staticfiles.json").write_text(json.dumps(manifest))


def start_server(var, database_url):
    """Start one worker with two threads, and wait until it answers."""
    static_folder(var)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with (var / "log").open("wb") as log:
        process = subprocess.Popen(
            [
                sys.executable, "-m", "gunicorn", "sdwiki.wsgi", f"--bind=127.0.0.1:{port}", "--no-control-socket",
                "--worker-class=sdwiki.web.worker.Worker", "--workers=1", "--threads=2", "--graceful-timeout=20",
            ],
            cwd=ROOT,
            env=os.environ | {"DATABASE_URL": database_url, "SDWIKI_VAR": str(var), "SECRET_KEY": "a" * 50},
            stderr=log,
        )  # fmt: skip
    server = Server(port, process)
    deadline = time.monotonic() + 90
    while True:
        try:
            if server.get("/health/live").status == 200:
                return server
        except ConnectionError:
            pass
        assert process.poll() is None, (var / "log").read_text()
        assert time.monotonic() < deadline, (var / "log").read_text()
        time.sleep(0.05)


def stop_server(server):
    if server.process.poll() is None:
        children = psutil.Process(server.process.pid).children()
        server.process.terminate()
        try:
            server.process.wait(30)
        except subprocess.TimeoutExpired:
            for process in [*children, server.process]:
                process.kill()
            server.process.wait()


@pytest.fixture(scope="session")
def database_url(databases, django_db_blocker):
    """A database with the wiki, that no test of this process looks at."""
    with django_db_blocker.unblock():
        return make_conninfo(os.environ["DATABASE_URL"], dbname=databases.aside("wiki"))


@pytest.fixture(scope="module")
def server(database_url, tmp_path_factory):
    var = tmp_path_factory.mktemp("web")
    server = start_server(var, database_url)
    server.log = var / "log"
    yield server
    stop_server(server)
