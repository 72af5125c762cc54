"""Requests through the whole WSGI stack, without a socket: what the app itself costs."""

import gzip
import io
import uuid
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any
from urllib.parse import urlencode

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.test.utils import CaptureQueriesContext

from sdwiki.accounts.models import User


class Browser:
    """A logged-in learner who sends requests to the WSGI application."""

    def __init__(self, application: WSGIHandler, user: User) -> None:
        self.application = application
        store = import_module(settings.SESSION_ENGINE).SessionStore()
        store[SESSION_KEY] = str(user.pk)
        store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        store[HASH_SESSION_KEY] = user.get_session_auth_hash()
        store.save()
        UserSession.objects.create(user=user, session_key=store.session_key, ip="127.0.0.1")  # as the login page does
        request = HttpRequest()
        self.token = get_token(request)
        secret = request.META["CSRF_COOKIE"]
        self.cookies = f"{settings.SESSION_COOKIE_NAME}={store.session_key}; {settings.CSRF_COOKIE_NAME}={secret}"

    def send(self, method: str, path: str, data: dict[str, Any] | None = None, *, htmx: bool = False) -> bytes:
        """The body of the answer; anything but 2xx is an error of the benchmark."""
        body = urlencode(data or {}).encode()
        path, _, query = path.partition("?")
        environ: dict[str, Any] = {
            "REQUEST_METHOD": method,
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "8000",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_HOST": "localhost:8000",
            "HTTP_COOKIE": self.cookies,
            "HTTP_X_CSRFTOKEN": self.token,
            "CONTENT_TYPE": "application/x-www-form-urlencoded",
            "CONTENT_LENGTH": str(len(body)),
            "REMOTE_ADDR": "127.0.0.1",
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(body),
            "wsgi.errors": io.StringIO(),
            "wsgi.multithread": False,
            "wsgi.multiprocess": True,
            "wsgi.run_once": False,
        }
        if htmx:
            environ["HTTP_HX_REQUEST"] = "true"
        status: list[str] = []

        def start(line: str, headers: object, error: object = None, /) -> Callable[[bytes], object]:
            status.append(line)
            return lambda data: None

        answer = self.application(environ, start)
        content = b"".join(answer)
        if not status[0].startswith("2"):
            raise RuntimeError(f"{method} {path} answered {status[0]}")
        return content

    def get(self, path: str) -> bytes:
        return self.send("GET", path)


def member(*, is_editor: bool = False) -> User:
    """Somebody new."""
    return User.objects.create_user(f"{uuid.uuid4().hex}@example.com", None, name="Bench", is_editor=is_editor)


def bare(request: HttpRequest) -> HttpResponse:
    """The floor of a page: a constant."""
    return HttpResponse("ok")


def statements(call: Callable[[], object]) -> int:
    """How many SQL statements a call sends, the ends of transactions included."""
    with CaptureQueriesContext(connection) as captured:
        call()
    return len(captured)


def sent_by(call: Callable[[], object]) -> list[tuple[str, Any]]:
    """The statements of a call with their values."""
    sent: list[tuple[str, Any]] = []

    def note(execute: Any, sql: str, values: Any, many: bool, context: Any) -> Any:
        sent.append((sql, values))
        return execute(sql, values, many, context)

    with connection.execute_wrapper(note):
        call()
    return sent


def replayed(sent: Sequence[tuple[str, Any]], fresh: Callable[[], dict[str, Any]]) -> Callable[[], None]:
    """The floor of a request: every statement that it has sent (`sent_by`), the session's too, again in psycopg alone
    with ``fresh`` values of these names. A request that opens no transaction commits with each of them, and so does
    this. Each must find or write something."""
    connection.ensure_connection()
    database = connection.connection

    def send() -> None:
        values = fresh()
        with database.cursor() as cursor:
            for statement, before in sent:
                cursor.execute(statement, before | values if isinstance(before, dict) else before)
                assert cursor.fetchone(), statement

    return send


def weight(html: bytes) -> float:
    """Kilobytes on the wire, compressed as a proxy would."""
    return len(gzip.compress(html, 6)) / 1024


def fresh_key() -> str:
    """A random UUID for an idempotency key."""
    return str(uuid.uuid4())
