"""The headers of every answer, whatever its status and whoever makes it."""

import pytest
from django.test import Client, override_settings

from sdwiki import headers
from tests.access.test_hostile import OWED

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.access.bare_urls")]
STATIC = "/static/css/base.css"


@pytest.fixture
def visitor():
    return Client(raise_request_exception=False)


@pytest.mark.parametrize(
    ("status", "method", "path", "more"),
    [
        (200, "get", "/plain/", {}),
        (301, "get", "/wiki", {}),
        (302, "get", "/settings/", {}),
        (400, "get", "/plain/", {"headers": {"host": "evil.example"}}),
        (400, "post", "/plain/", {"content_type": "application/x-www-form-urlencoded; charset=latin-1", "data": "a=1"}),
        (403, "get", "/admin/login/", {"role": "learner"}),
        (404, "get", "/nothing/", {}),
        (404, "get", "/static/nothing.css", {}),
        (405, "get", "/review/undo/", {}),
        (405, "delete", "/plain/", {}),
        (405, "options", STATIC, {}),
        (413, "post", "/plain/", {"data": "x" * 3_000_000, "content_type": "text/plain"}),
        (500, "get", "/broken/", {}),
        (503, "get", "/gone/", {}),
    ],
)
def test_every_status_carries_the_headers(visitor, django_user_model, status, method, path, more):
    if more.pop("role", None):
        visitor.force_login(django_user_model.objects.create_user("a@example.com"))
    response = getattr(visitor, method)(path, **more)
    assert response.status_code == status
    assert [name for name in OWED if name not in response] == []
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert "unsafe" not in response["Content-Security-Policy"]
    assert response["Content-Type"]


def test_a_form_without_its_token_is_refused_with_the_headers():
    response = Client(enforce_csrf_checks=True).post("/accounts/login/")
    assert response.status_code == 403
    assert [name for name in OWED if name not in response] == []


def test_static_files_carry_the_headers(settings, tmp_path):
    """WhiteNoise reads its folder when the application is made."""
    (tmp_path / "a.css").write_text("a{}")
    settings.STATIC_ROOT = tmp_path
    visitor = Client()
    answers = [visitor.get("/static/a.css")]
    answers.append(visitor.get("/static/a.css", headers={"if-none-match": answers[0].get("ETag", "-")}))
    answers.append(visitor.get("/static/a.css", headers={"if-modified-since": answers[0]["Last-Modified"]}))
    answers.append(visitor.get("/static/a.css", headers={"range": "bytes=0-1"}))
    answers.append(visitor.get("/static/a.css", headers={"range": "bytes=99-"}))
    for response in answers:
        response.getvalue()
        assert [name for name in OWED if name not in response] == [], response.status_code
    assert {response.status_code for response in answers} >= {200, 304, 206, 416}


def test_latin_1_with_a_csrf_cookie_is_refused_in_words(visitor):
    """It was a bare 500 at every address: the form was first read where nobody catches what comes of it."""
    visitor.cookies["csrf"] = "a" * 32
    response = visitor.post("/plain/", "a=1", content_type="application/x-www-form-urlencoded; charset=latin-1")
    assert response.status_code == 400
    assert "This request could not be read" in response.content.decode()


def test_clients_are_told_to_stay_on_https_only_where_they_came_by_it(visitor):
    with override_settings(SECURE_HSTS_SECONDS=99, SECURE_HSTS_INCLUDE_SUBDOMAINS=True, SECURE_HSTS_PRELOAD=True):
        for path in ("/plain/", "/nothing/", "/broken/", "/static/nothing.css"):
            assert (
                visitor.get(path, secure=True)["Strict-Transport-Security"] == "max-age=99; includeSubDomains; preload"
            )
            assert "Strict-Transport-Security" not in visitor.get(path)


def test_what_an_answer_says_of_itself_stands(visitor):
    page = visitor.get("/plain/")
    assert "script-src 'self'" in page["Content-Security-Policy"]
    assert page["Cache-Control"] == "private, no-cache"
    assert visitor.get("/nothing/")["Content-Security-Policy"] != headers.BARE_POLICY
