"""The log of a real web server: every line of it, its own and ours, is JSON or readable, as it was asked for."""

import json
import os
import signal
import socket
import subprocess
import sys
import time

import pytest

HOSTILE = [
    b"GET /wiki/%0aforged%1b%5b2J/?q=private HTTP/1.1\r\nHost: localhost\r\n"
    b"User-Agent: \xe2\x80\xa8forged\r\nConnection: close\r\n\r\n",
    b"GET /a\x1b[2Jb HTTP/1.1\r\nHost: localhost\r\n\r\n",
    b"NON\x1b[2JSENSE\n2026-01-01T00:00:00Z info    forged\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: local\x1b[2Jhost\r\n\r\n",
]


@pytest.fixture
def served(db, tmp_path):
    """Serve some requests; the lines of the log that this leaves."""

    def serve(form):
        path, log = tmp_path / "web.sock", tmp_path / "web.log"
        command = [
            sys.executable, "-m", "gunicorn", "sdwiki.wsgi", f"--bind=unix:{path}", "--no-control-socket",
            "--logger-class=sdwiki.weblog.WebLogger",
        ]  # fmt: skip
        with log.open("wb") as output:
            process = subprocess.Popen(
                command, env=os.environ | {"LOG_FORMAT": form}, stdout=output, stderr=output, cwd=os.getcwd()
            )
        try:
            for request in HOSTILE:
                ask(path, request)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(60)
        return log.read_text().splitlines()

    return serve


def ask(path, request):
    """Send a request, as soon as somebody listens, and wait for the end of the answer."""
    give_up = time.monotonic() + 60
    while True:
        with socket.socket(socket.AF_UNIX) as there:
            there.settimeout(60)
            try:
                there.connect(str(path))
            except OSError:
                assert time.monotonic() < give_up
                time.sleep(0.05)
                continue
            there.sendall(request)
            while there.recv(65536):
                pass
            return


def test_every_line_of_the_web_servers_log_is_json(served):
    lines = [json.loads(line) for line in served("json")]
    assert {line["logger"] for line in lines if line["event"] == "log"} >= {"gunicorn.error"}
    (request,) = [line for line in lines if line["event"] == "request" and line["path"].startswith("/wiki/")]
    assert request["path"] == "/wiki/\nforged\x1b[2J/"
    assert "private" not in str(lines)


def test_every_line_of_the_web_servers_log_is_readable(served):
    lines = served("")
    assert all(line.isprintable() for line in lines)
    assert all(line.startswith(("20", "    ")) for line in lines)
    assert any('path="/wiki/\\nforged\\x1b[2J/"' in line for line in lines)
    assert not [line for line in lines if line.startswith("2026-01-01")]
