"""Each request has an id and a line; a line says no more than it may, and nobody else can have written it."""

import json
import logging
import re

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.urls import get_resolver, reverse

from sdwiki.handler import Application
from sdwiki.logs import SECRET, formatter
from tests.events.test_lines import is_one_plain_line
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
HEADER = "X-Request-ID"
GIVEN = "proxy-gave.this_id-1"
# Parts of addresses that may stand in the log: numbers, and names of pages. What lets somebody in is in SECRET.
HARMLESS = {
    "alias_pk", "app_label", "assignment", "attempt", "card_id", "content_type_id", "factor", "group", "invitation",
    "learner", "nudge", "number",
    "object_id", "person", "pk", "position", "question", "quiz", "session", "slug", "uidb36", "url",
}  # fmt: skip


def request_lines(lines):
    return [line for line in lines() if line["event"] == "request"]


def shown(line):
    return {name: line[name] for name in ("method", "path", "status")}


def test_a_request_is_told_in_one_line(client, lines):
    response = client.get("/search/?q=something+private")
    (line,) = request_lines(lines)
    assert shown(line) == {"method": "GET", "path": "/search/", "status": 200}
    assert line["level"] == "info"
    assert line["request_id"] == response[HEADER]
    assert line["person_id"] is None
    assert isinstance(line["duration_ms"], int)
    assert "private" not in str(line)


def test_a_request_of_a_member_names_them(client, lines):
    ada = UserFactory(email="ada@example.com")
    client.force_login(ada)
    client.get(reverse("quizzes:settings"))
    client.logout()
    client.get("/wiki/")
    assert [line["person_id"] for line in request_lines(lines)] == [ada.pk, None]
    assert ada.email not in str(lines())  # "ada" alone may stand in an id: its letters are hexadecimal


def test_a_page_that_asks_for_nobody_does_not_look_them_up(client, django_assert_num_queries):
    client.force_login(UserFactory())
    with django_assert_num_queries(0):
        client.get("/health/live")


@pytest.mark.parametrize(
    ("path", "level"), [("/health/live", "debug"), ("/static/nothing.css", "debug"), ("/no-such-page/", "info")]
)
def test_probes_and_static_files_are_told_to_whoever_asks_for_more(client, lines, path, level):
    client.get(path)
    assert [line["level"] for line in request_lines(lines)] == [level]


@pytest.mark.urls("tests.access.bare_urls")
def test_a_request_that_failed_is_an_error_with_its_traceback(client, lines, caplog):
    client.raise_request_exception = False
    response = client.get("/broken/")
    (line,) = request_lines(lines)
    assert (line["level"], line["status"]) == ("error", 500)
    (failure,) = [record for record in caplog.records if record.name == "django.request"]
    told = json.loads(formatter("json").format(failure))
    assert "ZeroDivisionError" in told["exception"]
    assert line["request_id"] == response[HEADER]


@pytest.mark.urls("tests.access.bare_urls")
def test_what_a_refused_request_met_is_told_once(client, lines, caplog):
    client.get("/gone/")
    assert [
        record.name for record in caplog.records if record.levelno >= logging.ERROR and record.name != "sdwiki"
    ] == ["sdwiki.middleware"]
    assert [line["status"] for line in request_lines(lines)] == [503]


def test_each_request_has_an_id_of_its_own(client):
    first, second = client.get("/health/live")[HEADER], client.get("/health/live")[HEADER]
    assert first != second
    assert re.fullmatch(r"[0-9a-f]{32}", first)


@pytest.mark.parametrize(
    "path", ["/wiki/", "/no-such-page/", "/health/live", "/static/nothing.css", "/settings/", "/a%00b/"]
)
def test_every_answer_has_an_id(client, path):
    assert client.get(path)[HEADER]


def test_an_id_is_taken_from_a_trusted_proxy_alone(client, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 0
    assert client.get("/wiki/", headers={HEADER: GIVEN})[HEADER] != GIVEN
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    assert client.get("/wiki/", headers={HEADER: GIVEN})[HEADER] == GIVEN


@pytest.mark.parametrize(
    "given",
    [
        "",
        "short",
        "x" * 65,
        "with a space in it",
        "new\nline-here",
        "new-line-last\n",
        "\x1b[2Jabcdefgh",
        "id\u2028id\u2028id",
        "ïd-of-latin",
    ],
)
def test_an_id_that_is_none_is_not_taken_from_a_proxy_either(client, settings, given):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    assert re.fullmatch(r"[0-9a-f]{32}", client.get("/wiki/", headers={HEADER: given})[HEADER])


@pytest.mark.parametrize("form", ["json", ""])
@pytest.mark.parametrize(
    "path",
    [
        "/wiki/%0a2026-01-01T00:00:00Z%20info%20account.logged_in/",
        "/wiki/%1b%5b2J%1b%5b31m/",
        "/%e2%80%a8forged/",
        "/%c2%85forged%0d%0a/",
        "/%22%20request_id=forged/",
        "/%e2%80%aegpj.exe",
    ],
)
def test_a_path_forges_no_line(client, caplog, form, path):
    caplog.set_level(logging.DEBUG)
    hostile = "x\x1b[2J\u2028y"
    client.get(path, headers={"user-agent": hostile, "referer": hostile, "x-forwarded-for": hostile})
    assert caplog.records
    for record in caplog.records:
        assert is_one_plain_line(formatter(form).format(record))


@pytest.mark.parametrize(
    "path",
    [
        "/setup/secret-token",
        "/accounts/confirm-email/MQ:secret-token",
        "/accounts/password/reset/key/1-secret-token",
        "/classes/join/secret-token",
        "/calendar/secret-token",
        "/calendar/secret-token.ics/",
        "/unsubscribe/secret-token",
        "/unsubscribe/secret-token/)./",
    ],
)
def test_what_lets_somebody_in_stays_out_of_the_log_where_the_address_is_cut_or_pasted_wrong(client, lines, path):
    client.get(path)
    (line,) = request_lines(lines)
    assert line["path"].endswith("***")
    assert "secret" not in json.dumps(lines())


@pytest.mark.parametrize(
    "path",
    [
        "/setup/ImZpcnN0.secret-token/",
        "/accounts/confirm-email/MQ:secret-token/",
        "/accounts/password/reset/key/1-secret-token/",
        "/classes/join/secret-token/",
    ],
)
def test_what_lets_somebody_in_stays_out_of_the_log(client, lines, caplog, monkeypatch, path):
    client.get(path)
    (line,) = request_lines(lines)
    assert line["path"].endswith("***/")

    def broken(*args, **kwargs):
        raise ZeroDivisionError

    monkeypatch.setattr(SessionStore, "load", broken)
    client.raise_request_exception = False
    client.cookies["session"] = "x" * 32
    client.get(path)
    everything = "\n".join(formatter("json").format(record) for record in caplog.records)
    assert "secret-token" not in everything


def names(patterns):
    for pattern in patterns:
        yield from pattern.pattern.converters
        yield from pattern.pattern.regex.groupindex
        yield from names(getattr(pattern, "url_patterns", ()))


def test_each_part_of_an_address_is_known_as_secret_or_harmless():
    assert set(names(get_resolver().url_patterns)) == SECRET | HARMLESS


def test_what_never_becomes_a_request_is_told_and_has_an_id_too(rf, lines, caplog):
    """Django reads the charset before any middleware."""
    environ = rf.get("/setup/secret-token/").environ | {"CONTENT_TYPE": 'text/html; charset="\x00"'}
    sent = {}
    b"".join(Application()(environ, lambda status, headers: sent.update(headers, status=status)))
    (line,) = request_lines(lines)
    assert line["request_id"] == sent[HEADER]
    assert sent["status"].startswith(str(line["status"]))
    assert "path" not in line  # nobody has read it
    assert "secret-token" not in caplog.text
