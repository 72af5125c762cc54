"""Clients that are slow on purpose: they hold nobody up, and they come to an end."""

import socket
import threading
import time
from contextlib import ExitStack

import pytest

from tests.operation.conftest import Visitor

SLOW = 8  # as many as there are threads
IDLE = 1000
SECONDS = 12  # a little more than what anybody is given
BODY = b"POST /try/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\n"
HEAD = b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: "


@pytest.fixture(scope="module")
def site(start):
    return start()


class Dripper:
    """Sends the beginning of a request and then a byte each second; reads nothing until the server gives it up."""

    def __init__(self, site, beginning):
        self.client = socket.create_connection(("127.0.0.1", site.port))
        self.client.sendall(beginning)
        self.began = time.monotonic()
        self.took = 0.0
        self.answer = b""
        self.thread = threading.Thread(target=self.run, daemon=True)
        self.thread.start()

    def run(self):
        self.client.settimeout(1)
        while time.monotonic() < self.began + 60:
            try:
                part = self.client.recv(65536)
                self.answer += part
                if not part:
                    break
            except TimeoutError:
                self.client.sendall(b"a")
            except OSError:
                break
        self.took = time.monotonic() - self.began
        self.client.close()


def connect(site):
    return socket.create_connection(("127.0.0.1", site.port))


def reader(site):
    """Asks for far more than the kernel buffers, and reads none of it."""
    client = socket.socket()
    client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
    client.connect(("127.0.0.1", site.port))
    client.sendall(b"GET /static/admin/js/vendor/jquery/jquery.js HTTP/1.1\r\nHost: localhost\r\n\r\n" * 40)
    return client


def test_slow_clients_hold_nobody_up_and_come_to_an_end(site):
    assert site.get("/wiki/") == 200
    with ExitStack() as opened:
        drippers = [Dripper(site, beginning) for beginning in (BODY, HEAD) for _ in range(SLOW)]
        for _ in range(SLOW):
            opened.enter_context(reader(site))
        idle = [opened.enter_context(connect(site)) for _ in range(IDLE)]
        began = time.monotonic()
        with Visitor(site) as visitor, Visitor(site, "/health/ready") as watcher:
            for dripper in drippers:
                dripper.thread.join(60)
        assert time.monotonic() - began >= SECONDS - 3
        assert visitor.failed() == watcher.failed() == []
        assert len(visitor.served()) >= 5
        assert max(request.took for request in visitor.requests + watcher.requests) < 9
        for dripper in drippers:
            assert 9 < dripper.took < 30
            assert dripper.answer.startswith((b"HTTP/1.1 408 ", b"HTTP/1.0 408 "))
            assert b"Content-Security-Policy" in dripper.answer
        for client in idle:
            client.settimeout(20)
            assert client.recv(1) == b""


def test_a_form_that_takes_its_time_is_taken(site):
    """Six seconds for a hundred bytes is a bad line, no attack."""
    with connect(site) as client:
        client.sendall(b"POST /try/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 6\r\n\r\n")
        for _ in range(6):
            client.sendall(b"a")
            time.sleep(1)
        client.settimeout(20)
        assert client.recv(65536).startswith(b"HTTP/1.1 403 ")
