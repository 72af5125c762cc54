"""What no view sees: bad input is refused in words, a lost database says so, and every answer has its headers."""

import io
from urllib.parse import urlencode

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.db import OperationalError

from sdwiki import limits

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.access.bare_urls")]


@pytest.mark.parametrize("path", ["/gone/", "/interface/"])
def test_a_lost_database_is_unavailable_and_says_what_is_safe(client, path, caplog):
    response = client.get(path)
    page = response.content.decode()
    assert (response.status_code, response["Retry-After"]) == (503, "10")
    assert "Nothing that was saved is lost" in page
    assert "Try again" in page
    assert "closed" not in page
    assert "default-src 'none'" in response["Content-Security-Policy"]


def test_a_database_lost_outside_views_is_unavailable_too(client, monkeypatch):
    def gone(*args, **kwargs):
        raise OperationalError("server closed the connection")

    monkeypatch.setattr(SessionStore, "save", gone)
    client.raise_request_exception = False
    assert client.get("/personal/").status_code == 503


def test_other_errors_are_errors(client):
    client.raise_request_exception = False
    assert client.get("/broken/").status_code == 500


def test_a_value_no_column_can_hold_is_a_bad_request(client):
    assert client.get("/data/").status_code == 400


@pytest.mark.parametrize("query", ["q=%00", "a=1&b=x%00y", "%00=1"], ids=["value", "inside", "name"])
def test_nul_in_a_query_is_refused(client, query):
    assert client.get(f"/plain/?{query}").status_code == 400


def test_nul_in_a_form_a_path_or_a_cookie_is_refused(client):
    assert client.post("/plain/", {"name": "a\x00b"}).status_code == 400
    assert client.post("/plain/", "name=a%00b", content_type="application/x-www-form-urlencoded").status_code == 400
    assert client.get("/a%00b/").status_code == 404
    assert client.get("/plain/", headers={"cookie": 'session="a\\000b"'}).status_code == 400


@pytest.mark.parametrize("path", ["/%ff%fe/", "/%c3%28/", "/%ed%a0%80/"])
def test_bad_utf8_in_a_path_is_no_error_of_ours(client, path):
    assert client.get(path).status_code in (400, 404)
    assert client.get(f"/wiki{path}").status_code in (400, 404)


@pytest.mark.parametrize("query", ["q=%ff%fe", "q=%ed%a0%80", "q=%zz", "&&==", "q=" + "%41" * 3000])
def test_bad_utf8_in_a_query_is_no_error_of_ours(client, query):
    assert client.get(f"/plain/?{query}").status_code in (200, 400)


def test_a_body_over_the_limit_is_too_large(client, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    response = client.post("/plain/", {"text": "x" * 2000})
    assert response.status_code == 413
    assert "Nothing was changed" in response.content.decode()
    upload = io.BytesIO(b"x" * 2000)
    upload.name = "big.txt"
    assert client.post("/plain/", {"file": upload}).status_code == 413
    assert client.post("/plain/", {"text": "x" * 200}).status_code == 200


def test_a_body_as_large_as_allowed_is_taken_and_one_byte_more_is_not(client):
    for more, status in ((0, 200), (1, 413)):
        body = b"text=" + b"x" * (limits.BODY - len("text=") + more)
        response = client.post("/plain/", body, content_type="application/x-www-form-urlencoded")
        assert response.status_code == status


@pytest.mark.parametrize(("more", "status"), [(0, 200), (1, 400)])
def test_more_fields_or_files_than_any_form_has_are_refused(client, more, status):
    assert client.post("/plain/", {f"f{n}": n for n in range(limits.FIELDS + more)}).status_code == status
    files = {f"f{n}": io.BytesIO(b"x") for n in range(limits.FILES + more)}
    assert client.post("/plain/", files).status_code == status


@pytest.mark.parametrize(
    ("body", "kind"),
    [(b"not a form", "multipart/form-data; boundary=x"), (b"x", "multipart/form-data"), (b"{", "application/json")],
)
def test_a_body_that_is_no_form_is_no_error_of_ours(client, body, kind):
    assert client.post("/plain/", body, content_type=kind).status_code in (200, 400)


@pytest.mark.parametrize("path", ["/plain/", "/gone/", "/plain", "/plain/?q=%00"])
def test_every_answer_keeps_to_its_origin(client, path):
    response = client.get(path)
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "camera=()" in response["Permissions-Policy"]


def test_personal_pages_are_stored_nowhere(client):
    assert client.get("/plain/")["Cache-Control"] == "private, no-cache"
    first = client.get("/personal/")
    assert first["Cache-Control"] == "no-store"
    assert {"HX-Request", "Cookie"} <= {name.strip() for name in first["Vary"].split(",")}


@pytest.mark.parametrize(
    ("headers", "back"),
    [
        ({"referer": "http://testserver/wiki/caching/?a=1"}, "/wiki/caching/?a=1"),
        ({"referer": "https://elsewhere.example/wiki/caching/"}, "/"),
        ({"referer": "http://[broken"}, "/"),
        ({}, "/"),
    ],
)
@pytest.mark.parametrize("path", ["/classes/new/", "/progress/topics/caching/read/", "/review/undo/?topic=caching"])
def test_a_form_that_met_the_login_leads_back_to_its_page(client, path, headers, back):
    """Its own address takes forms only: the login would end on an empty "405"."""
    response = client.post(path, headers=headers)
    assert response.status_code == 302
    assert response.url == f"/accounts/login/?{urlencode({'next': back})}"


def test_a_page_that_met_the_login_is_shown_after_it(client):
    assert client.get("/settings/").url == "/accounts/login/?next=/settings/"


@pytest.mark.parametrize(
    ("shown", "back"),
    [("http://testserver/wiki/?a=1", "/wiki/?a=1"), ("http://[broken", "/"), ("https://elsewhere.example/wiki/", "/")],
)
def test_a_part_that_met_the_login_leads_back_to_its_page(client, shown, back):
    response = client.get("/settings/", headers={"hx-request": "true", "hx-current-url": shown})
    assert response["HX-Redirect"] == f"/accounts/login/?{urlencode({'next': back})}"
