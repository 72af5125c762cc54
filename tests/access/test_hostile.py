"""Whatever is sent to whatever address: no 5xx, and no answer without its headers."""

import io
import re
from dataclasses import dataclass, replace
from itertools import count
from urllib.parse import quote, urlencode, urlsplit

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from django.http import QueryDict
from django.middleware.csrf import get_token
from django.test import RequestFactory
from django.urls import reverse

from sdwiki.handler import Application
from tests.access.borrowed_routes import BORROWED
from tests.access.hostile import ARGUMENTS, FORM, VALUES, cases
from tests.access.routes import LOGIN, OWN
from tests.access.world import Visit

TABLE = [*OWN, *BORROWED]
# All cases at all addresses are a hundred thousand requests. Each address gets every n-th, the next one those beside
# them, so that each case meets many addresses and each address many cases. 1 is all.
EVERY = 70
OWED = (
    "Content-Security-Policy",
    "Cross-Origin-Opener-Policy",
    "Cross-Origin-Resource-Policy",
    "Permissions-Policy",
    "Referrer-Policy",
    "X-Content-Type-Options",
    "X-Frame-Options",
    "Cache-Control",
)


@dataclass(frozen=True)
class Place:
    """An address, who gets furthest there, and what they send."""

    name: str
    method: str
    address: str
    role: str
    fields: dict


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict
    body: bytes


def furthest(route):
    """The role for which a route does most."""
    refusals = (LOGIN, 403, 404, 405)
    return next((role for role, outcome in route.outcomes.items() if outcome not in refusals), "administrator")


class Site:
    """The WSGI application as the server calls it, and its visitors' cookies."""

    def __init__(self, world):
        self.application = Application()
        self.world = world
        request = RequestFactory().get("/")
        self.token = get_token(request)
        self.csrf = f"csrf={request.META['CSRF_COOKIE']}"
        self.cookies = {}

    def cookie(self, role):
        if role not in self.cookies:
            self.cookies[role] = "; ".join(
                [self.csrf, *(f"{name}={value}" for name, value in Visit(self.world, role).cookies.items())]
            )
        return self.cookies[role]

    def send(self, place, changes=None, body=None):
        """One request; everything that it wrote is taken back."""
        path, query = urlsplit(place.address)[2:4]
        if place.method == "POST":
            body = urlencode(place.fields, doseq=True).encode() if body is None else body
        elif not query:
            query = urlencode(place.fields, doseq=True)
        environ = {
            "REQUEST_METHOD": place.method,
            "SCRIPT_NAME": "",
            "PATH_INFO": unquoted(path),
            "QUERY_STRING": query,
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "8000",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "HTTP_HOST": "localhost:8000",
            "HTTP_COOKIE": self.cookie(place.role),
            "HTTP_X_CSRFTOKEN": self.token,
            "CONTENT_TYPE": FORM if place.method == "POST" else "",
            "CONTENT_LENGTH": str(len(body or b"")),
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(body or b""),
            "wsgi.errors": io.StringIO(),
            "wsgi.multithread": True,
            "wsgi.multiprocess": True,
            "wsgi.run_once": False,
        }
        started = []
        with transaction.atomic():
            answer = self.application(environ | (changes or {}), lambda *line: started.append(line))
            content = b"".join(answer)
            if hasattr(answer, "close"):
                answer.close()
            transaction.set_rollback(True)
        [(line, headers)] = started
        return Answer(int(line.split()[0]), dict(headers), content)


def unquoted(path):
    return re.sub(rb"%([0-9a-f]{2})", lambda found: bytes([int(found[1], 16)]), path.encode()).decode("latin-1")


def faults(answer):
    """What is wrong with an answer to anything at all."""
    if answer.status >= 500:
        yield str(answer.status)
    for name in OWED:
        if name not in answer.headers:
            yield f"{answer.status} without {name}"
    if "Content-Type" not in answer.headers and answer.status not in (204, 304):
        yield f"{answer.status} without Content-Type"
    if "Server" in answer.headers:
        yield "Server"


def places(world):
    """Every route of the table."""
    for route in TABLE:
        yield Place(
            str(route),
            route.method.upper(),
            reverse(route.name, args=route.args(world)),
            furthest(route),
            route.data(world),
        )
    yield Place("static", "GET", "/static/css/base.css", "visitor", {})
    yield Place("missing static", "GET", "/static/none.css", "visitor", {})
    yield Place("nothing", "GET", "/no-such-page", "visitor", {})
    yield Place("nothing", "POST", "/no-such-page/", "learner", {})


@pytest.fixture
def site(world):
    """Django closes connections between requests where they are in a transaction, as all of a test is."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield Site(world)
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def test_every_place_is_served_as_the_table_says(site, world):
    """Otherwise what follows would try nothing but refusals."""
    statuses = {place.name: site.send(place).status for place in places(world)}
    wrong = {name: status for name, status in statuses.items() if status >= 500 or status in (403, 405)}
    assert set(wrong) <= {str(route) for route in TABLE if set(route.outcomes.values()) <= {302, 403, 404, 405, LOGIN}}


@pytest.mark.parametrize("proxies", [0, 1])
def test_nothing_that_is_wrong_with_a_request_is_an_error_of_ours(site, world, settings, proxies):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    wrong, all_cases, number = [], cases(), count(proxies * EVERY // 2)
    for place in places(world):
        for case in all_cases:
            if place.method in case.methods and next(number) % EVERY == 0:
                for fault in faults(site.send(place, case.environ, case.body)):
                    wrong.append(f"{place.name}, {case.name}: {fault}")
    assert wrong == [], "\n".join(wrong)


def test_no_value_of_a_parameter_is_an_error_of_ours(site, world, monkeypatch):
    """The names of the parameters are those that each view has been seen to read."""
    read = set()

    def spy(name):
        real = getattr(QueryDict, name)

        def noting(self, key, *rest):
            read.add(key)
            return real(self, key, *rest)

        monkeypatch.setattr(QueryDict, name, noting)

    for name in ("get", "getlist", "__getitem__", "__contains__"):
        spy(name)
    wrong, number = [], count()
    for place in places(world):
        read.clear()
        site.send(place)
        for key in sorted(map(str, read - {"csrfmiddlewaretoken"})):
            value = VALUES[next(number) % len(VALUES)]
            for fault in faults(site.send(replace(place, fields=place.fields | {key: value}))):
                wrong.append(f"{place.name}, {key}={value[:30]!r}: {fault}")
    assert wrong == [], "\n".join(wrong)


def test_no_argument_in_an_address_is_an_error_of_ours(site, world):
    wrong, number = [], count()
    for place in places(world):
        parts = [n for n, part in enumerate(place.address.split("/")) if part]
        for index in parts[-2:]:
            address = place.address.split("/")
            address[index] = ARGUMENTS[next(number) % len(ARGUMENTS)]
            for fault in faults(site.send(replace(place, address="/".join(address)))):
                wrong.append(f"{place.method} {quote('/'.join(address))[:80]}: {fault}")
    assert wrong == [], "\n".join(wrong)
