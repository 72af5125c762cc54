"""The real server asked by bytes: what it takes, what it refuses, and how it ends."""

import socket
import threading
import time

import psutil
import pytest

from tests.access.test_hostile import OWED
from tests.web.conftest import Answer, read_all, read_until, request, start_server, stop_server

# pytest-django makes its database only where a test says that it wants one.
pytestmark = pytest.mark.django_db
FORM = "Content-Type: application/x-www-form-urlencoded"
CHUNKED = "Transfer-Encoding: chunked"
OPEN = b"GET / HTTP/1.1\r\nHost: localhost\r\n"


def form(*lines, body=b"", kind=FORM):
    return request("POST", "/try/", kind, *lines, body=body)


HOSTILE = {
    "nothing": b"",
    "an end of line": b"\r\n",
    "ends of lines": b"\r\n" * 2000,
    "no request": b"hello\r\n\r\n",
    "another protocol": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    "http/2": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "http/0.9": b"GET /\r\n\r\n",
    "http/9": b"GET / HTTP/9.9\r\nHost: localhost\r\n\r\n",
    "no version": b"GET / \r\n\r\n",
    "no method": b" / HTTP/1.1\r\n\r\n",
    "a method of zeros": b"\0\0\0 / HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "a long method": b"A" * 9000 + b" / HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "trace": request("TRACE", "/"),
    "propfind": request("PROPFIND", "/"),
    "connect": b"CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example\r\n\r\n",
    "options for all": request("OPTIONS", "*"),
    "a star": request("GET", "*"),
    "an absolute address": request("GET", "http://localhost/health/live"),
    "another's address": request("GET", "http://evil.example/health/live"),
    "a broken address": request("GET", "http://["),
    "a broken port": request("GET", "http://localhost:99999999999/"),
    "two slashes": request("GET", "//evil.example/.."),
    "dots": request("GET", "/static/../../../../etc/passwd"),
    "encoded dots": request("GET", "/static/%2e%2e/%2e%2e/settings.py"),
    "a zero in the path": request("GET", "/%00"),
    "a raw zero in the path": request("GET", "/a\0b"),
    "a line in the path": request("GET", "/wiki/%0aGET%20/admin/"),
    "bad utf-8 in the path": request("GET", "/wiki/%ff%fe/"),
    "raw bytes in the path": request("GET", "/wiki/\xff\xfe/"),
    "a long path": request("GET", "/" + "a" * 60_000),
    "a long query": request("GET", "/search/?q=" + "a" * 20_000),
    "a fragment": request("GET", "/wiki/#x"),
    "no host": b"GET /wiki/ HTTP/1.1\r\n\r\n",
    "two hosts": OPEN + b"Host: evil.example\r\n\r\n",
    "another host": request("GET", "/wiki/", host="evil.example"),
    "a strange host": request("GET", "/wiki/", host="a@[b:c"),
    "an empty host": request("GET", "/wiki/", host=""),
    "a header without a colon": OPEN + b"nonsense\r\n\r\n",
    "a header without a name": OPEN + b": x\r\n\r\n",
    "a space before the colon": OPEN + b"X : y\r\n\r\n",
    "a folded header": OPEN + b"X: a\r\n b\r\n\r\n",
    "a bare line feed": OPEN + b"X: a\nY: b\r\n\r\n",
    "a bare carriage return": OPEN + b"X: a\rY: b\r\n\r\n",
    "a zero in a header": OPEN + b"X: a\0b\r\n\r\n",
    "bytes in a header": OPEN + b"User-Agent: \xff\xfe\x80\r\n\r\n",
    "an underscore": OPEN + b"X_Forwarded_For: 1.2.3.4\r\nContent_Length: 5\r\n\r\n",
    "many headers": OPEN + b"".join(b"X-%d: y\r\n" % n for n in range(1000)) + b"\r\n",
    "too many headers": OPEN + b"".join(b"X-%d: y\r\n" % n for n in range(9000)) + b"\r\n",
    "a long header": OPEN + b"Cookie: " + b"a" * 200_000 + b"\r\n\r\n",
    "an upgrade": OPEN + b"Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQ\r\n\r\n",
    "a length that is none": form("Content-Length: abc"),
    "a negative length": form("Content-Length: -1"),
    "a signed length": form("Content-Length: +1", body=b"a"),
    "a long length": form("Content-Length: " + "9" * 5000),
    "two lengths": form("Content-Length: 1", "Content-Length: 2", body=b"ab"),
    "a list of lengths": form("Content-Length: 1, 1", body=b"a"),
    "a body too short": form("Content-Length: 10", body=b"a"),
    "length and coding": form("Content-Length: 3", CHUNKED, body=b"0\r\n\r\n"),
    "two codings": form("Transfer-Encoding: chunked, chunked", body=b"0\r\n\r\n"),
    "an unknown coding": form("Transfer-Encoding: gzip, chunked", body=b"0\r\n\r\n"),
    "a coding that is none": form("Transfer-Encoding: xchunked", body=b"0\r\n\r\n"),
    "a coding in http/1.0": b"POST /try/ HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "chunks of nothing": form(CHUNKED, body=b"zz\r\n"),
    "a negative chunk": form(CHUNKED, body=b"-1\r\n\r\n"),
    "a large chunk": form(CHUNKED, body=b"f" * 40 + b"\r\n"),
    "a chunk's extension": form(CHUNKED, body=b"1;" + b"a" * 9000 + b"\r\na\r\n0\r\n\r\n"),
    "trailers": form(CHUNKED, body=b"0\r\nX: y\r\n\r\n"),
    "latin-1": form("Cookie: csrf=" + "a" * 32, "Content-Length: 3", body=b"a=1", kind=FORM + "; charset=latin-1"),
    "an unknown charset": request("GET", "/wiki/?q=1", "Content-Type: text/plain; charset*=no-such'en'x"),
    "parts without a boundary": form("Content-Length: 1", body=b"x", kind="Content-Type: multipart/form-data"),
    "an unknown expectation": form("Expect: something", "Content-Length: 0"),
    "a range": request("GET", "/static/a.css", "Range: bytes=9-1"),
    "a range of numbers": request("GET", "/static/a.css", "Range: bytes=" + "9" * 5000 + "-"),
    "a strange date": request("GET", "/static/a.css", "If-Modified-Since: Sun, 31 Dec 999999999 23:59:59 GMT"),
    "a forwarded address": request("GET", "/wiki/", "X-Forwarded-For: " + "1.2.3.4, " * 500, "X-Forwarded-Proto: \x80"),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_bytes_that_no_browser_sends_are_refused_with_the_headers(server, name):
    answer = server.ask(HOSTILE[name])
    assert answer.status is None or answer.status < 500
    if answer.status:
        assert [header for header in OWED if header.title() not in answer.headers] == []
        assert "Server" not in answer.headers
        assert "Via" not in answer.headers
    assert server.get("/health/live").status == 200


def test_nothing_of_that_was_an_error_of_the_server(server):
    """Runs after the test above, on the same log."""
    log = server.log.read_text()
    assert "Traceback" not in log
    assert "ERROR" not in log


def test_a_request_that_may_be_two_is_none(server):
    """Two servers in a row that see its end at different places would let one visitor speak for another."""
    for name in ("length and coding", "a coding in http/1.0", "two lengths", "a list of lengths", "a bare line feed"):
        assert server.ask(HOSTILE[name]).status == 400, name


@pytest.mark.parametrize("path", ["/", "/static/a.css", "/no-such-page/", "/health/live"])
def test_an_answer_to_head_has_no_body_and_the_same_headers(server, path):
    got = server.get(path)
    raw = server.send(request("HEAD", path), request("HEAD", path, "Connection: close"), over=False)
    first, second = raw.split(b"HTTP/1.1 ")[1:]
    for one in (first, second):
        answer = Answer.of(b"HTTP/1.1 " + one)
        assert (answer.status, answer.body) == (got.status, b"")
        assert answer.headers.get("Content-Length") == got.headers["Content-Length"]


def test_one_connection_carries_many_requests(server):
    """Also those that are sent before the answer to the first has come."""
    asked = [request("GET", "/health/live")] * 5 + [request("GET", "/health/live", "Connection: close")]
    assert server.send(b"".join(asked), over=False).count(b"HTTP/1.1 200 OK") == 6


def test_many_requests_at_once_are_answered_in_order_to_who_reads(server):
    asked = [request("GET", path) for path in ("/static/a.css", "/health/live") * 30]
    raw = server.send(*asked, request("GET", "/health/live", "Connection: close"), over=False)
    assert raw.count(b"HTTP/1.1 200 OK") == 61
    assert len(raw) > 30 * 300_000
    assert raw.endswith(b"\r\n\r\nok\n")


def test_a_body_may_come_in_chunks(server):
    """As proxies pass on what they do not know the length of. Without its token the form is refused, but read."""
    body = b"3\r\na=1\r\n4\r\n&b=2\r\n0\r\n\r\n"
    answer = server.ask(form(CHUNKED, "Connection: close", body=body))
    assert answer.status == 403


def test_a_client_that_waits_to_be_told_to_go_on_is_told(server):
    with server.connect() as client:
        client.sendall(form("Expect: 100-continue", "Content-Length: 3", "Connection: close"))
        assert client.recv(100) == b"HTTP/1.1 100 Continue\r\n\r\n"
        client.sendall(b"a=1")
        assert Answer.of(read_all(client)).status == 403


def test_a_body_that_is_too_large_is_refused_before_it_has_come_and_the_client_reads_why(server):
    """The client goes on sending, as browsers do, and yet gets the page and not a broken connection."""
    length = 10 * 1024 * 1024
    answer = server.ask(form(f"Content-Length: {length}"), *[b"a" * 65536] * (length // 65536), over=False)
    assert answer.status == 413
    assert b"This is too large" in answer.body
    assert "Content-Security-Policy" in answer.headers


def test_a_slow_reader_holds_no_thread(server):
    """There are two threads here, and four who ask for sixty megabytes each and read nothing."""
    [worker] = psutil.Process(server.process.pid).children()
    readers, before = [], worker.memory_info().rss
    try:
        for _ in range(4):
            client = socket.socket()
            client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
            client.connect(("127.0.0.1", server.port))
            client.sendall(request("GET", "/static/a.css") * 200)
            readers.append(client)
        time.sleep(1)
        assert server.get("/health/live", seconds=5).status == 200
        assert len(server.get("/static/a.css").body) == 300_000
        assert worker.memory_info().rss - before < 30_000_000
    finally:
        for client in readers:
            client.close()


def test_what_has_begun_is_finished_when_the_server_stops(database_url, tmp_path):
    """A form that is half sent, and a connection that has been idle: both get their answer, and are told to go."""
    server = start_server(tmp_path, database_url)
    with server.connect() as sender, server.connect() as idler:
        idler.sendall(request("GET", "/health/live"))
        assert read_until(idler, b"ok\n").startswith(b"HTTP/1.1 200 OK")
        sender.sendall(form("Content-Length: 3") + b"a")
        time.sleep(0.2)
        stopper = threading.Thread(target=stop_server, args=[server])
        stopper.start()
        time.sleep(0.5)
        idler.sendall(request("GET", "/health/live"))
        last = Answer.of(read_all(idler))
        assert (last.status, last.headers.get("Connection")) == (200, "close")
        assert server.process.poll() is None
        sender.sendall(b"=1")
        last = Answer.of(read_all(sender))
        assert (last.status, last.headers.get("Connection")) == (403, "close")
        stopper.join()
    assert server.process.returncode == 0
